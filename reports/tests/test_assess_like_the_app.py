"""`assess` and the app make the same plan of the same answers under the same limits."""

from dataclasses import replace

import pytest

from assessments import pipeline as analyses
from assessments.bulk import mark_submitted, record_answers
from assessments.content import Content
from assessments.services import add_respondent
from capabilities import catalogue
from jobs.runner import run
from reports.headless import assess
from roadmaps import pipeline as roadmaps
from roadmaps.services import planning, scenarios
from tests.factories import AT

WHO = {"by": None, "at": AT}


@pytest.fixture
def answered(assessment):
    """Two people who answer everything they are asked."""
    for name, role in (("Ada", "marketing_ops"), ("Ben", "sales")):
        respondent = add_respondent(assessment=assessment, name=name, role=role, **WHO)
        asked = catalogue.questions_for(assessment.framework_id, role)
        given = {q.key: Content("level", 1 + n % 3) for n, q in enumerate(asked)}
        record_answers(respondent=respondent, answers=given, source="test", **WHO)
        mark_submitted(respondent=respondent, **WHO)
    return assessment


def test_the_same_answers_and_limits_make_the_same_plan(answered):
    analysis = analyses.store(analyses.compute(answered, AT))
    limits = replace(roadmaps.default_parameters(analysis), budget=20.0, periods=12)
    scenario = scenarios.create_scenario(analysis=analysis, name="Lean", limits=limits, **WHO)
    run(planning.request_replan(scenario=scenario, **WHO).pk)
    scenario.refresh_from_db()

    found = assess(
        catalogue.engine_framework(answered.framework_id),
        analyses.load_answers(answered),
        analyses.load_parameters(answered),
        limits,
        lambda text: None,
    )

    assert scenario.plan.result["roadmap"]["items"]
    assert {key: found[key] for key in scenario.plan.result} == scenario.plan.result
