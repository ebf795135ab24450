"""What became of work: evidence from readings, the delivery ratio, a forecast that believes it."""

from datetime import date, timedelta

import pytest

from accounts.actor import Actor
from capabilities import catalogue
from engine.delivery import LEAST_FINISHED
from roadmaps import access
from roadmaps.tests.conftest import make_analysis
from roadmaps.tracking import delivered_forecast, delivery_of, track
from tests.factories import AT

BEGUN, ENDED = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture
def target(organisation):
    return organisation.kpi_targets.create(
        initiative="data-source-register",
        kpi="duplicate_rate",
        name="Duplicate rate",
        unit="%",
        rises=False,
        baseline=0.2,
        target=0.1,
        created_at=AT,
        changed_at=AT,
    )


def read(target, start, values):
    for number, value in enumerate(values):
        target.readings.create(on=start + timedelta(days=30 * number), value=value, at=AT)


def work(organisation, status="done", initiative="data-source-register"):
    return organisation.work_items.create(
        initiative=initiative,
        status=status,
        started_on=BEGUN,
        finished_on=ENDED if status == "done" else None,
        changed_at=AT,
    )


USUAL = [0.2, 0.21, 0.19, 0.2, 0.205, 0.195, 0.2, 0.21, 0.19, 0.2]


def test_a_kpi_that_moved_beyond_the_usual_after_the_end_proves_work(target, organisation):
    read(target, date(2025, 1, 1), USUAL)
    read(target, ENDED, [0.12, 0.11, 0.12, 0.11])

    (found,) = track([target], [work(organisation)])

    assert (found.proof.rung, found.proof.proven, len(found.baseline)) == ("sustained", True, 10)
    assert found.proof.attainment == pytest.approx(0.9)


def test_work_that_is_done_is_not_proved_by_being_done(target, organisation):
    read(target, date(2025, 1, 1), USUAL)

    (found,) = track([target], [work(organisation)])

    assert (found.proof.rung, found.proof.proven) == ("none", False)
    assert "No reading" in found.proof.verdict.reason


def test_what_moves_before_the_end_proves_nothing_yet(target, organisation):
    read(target, date(2025, 1, 1), USUAL)
    read(target, BEGUN, [0.1])

    (found,) = track([target], [work(organisation, status="started")])

    assert found.proof is None
    assert found.chart.signals[0].favourable


def test_without_begun_work_the_first_readings_are_the_baseline(target):
    read(target, date(2025, 1, 1), [*USUAL, 0.2, 0.2, 0.4])

    (found,) = track([target], [])

    assert (len(found.baseline), found.proof, found.latest.value) == (12, None, 0.4)
    assert found.chart.signals[0].meaning == "alarm"


def test_few_finished_initiatives_leave_the_plan_as_it_is(analysis, organisation, assessment):
    later = make_analysis(assessment, at=AT + timedelta(days=200), digest="d")
    framework = catalogue.engine_framework(assessment.framework_id)

    found = delivery_of(framework, [work(organisation)], [analysis, later])

    assert (found.ratio, found.finished < LEAST_FINISHED) == (1.0, True)


def test_a_forecast_at_half_the_pace_never_runs_ahead_of_the_plan(roadmap):
    planned = delivered_forecast(roadmap, 1.0)
    slower = delivered_forecast(roadmap, 0.5)

    assert planned == roadmap.result["forecast"]
    assert all(late["index"] <= soon["index"] for late, soon in zip(slower, planned, strict=True))
    assert slower[-1]["index"] < planned[-1]["index"]


def test_the_latest_analysis_of_each_round_in_one_query(
    viewer, analysis, assessment, organisation, django_assert_num_queries
):
    newer = make_analysis(assessment, at=AT + timedelta(days=2), digest="d")

    with django_assert_num_queries(1):
        assert list(access.latest_analyses(Actor(viewer.pk), organisation)) == [newer]
