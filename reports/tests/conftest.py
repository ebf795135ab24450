"""A real result document: of the example company, or of the first people of it."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from capabilities import catalogue
from capabilities.pack import bundled
from engine import analysis as engine_analysis
from engine import roadmap as engine_roadmap
from engine.change import change as engine_change
from engine.types import AnalysisParameters, PlanParameters
from reports.frames import Source
from reports.headless import assess
from reports.tests import deliverable_rows
from reports.tests.rows import LIMITS, make_analysis, make_roadmap, make_scenario
from tests.factories import AT, AssessmentFactory


@pytest.fixture(scope="session")
def content():
    return bundled().content


@pytest.fixture(scope="session")
def schema():
    path = Path(settings.BASE_DIR) / "docs" / "result.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def make_document():
    framework, answers = deliverable_rows.example_framework(), deliverable_rows.example_answers()

    def make(people=None):
        names = list(dict.fromkeys(answer.respondent for answer in answers))[:people]
        return assess(
            framework,
            [answer for answer in answers if answer.respondent in names],
            AnalysisParameters(profile="scaling", goals=("pipeline_efficiency", "profitability")),
            PlanParameters(start=date(2027, 1, 1), effort="instant"),
            lambda step: None,
        )

    return make


@pytest.fixture(scope="session")
def document(make_document):
    return make_document()


@pytest.fixture(scope="session")
def example_answers():
    """(framework, answers) of the example company."""
    return deliverable_rows.example_framework(), list(deliverable_rows.example_answers())


@pytest.fixture(scope="session")
def example(example_answers):
    """(framework, result, roadmap document) of the example company without goals, made once."""
    framework, answers = example_answers
    result = engine_analysis.analyse(framework, answers, AnalysisParameters(profile="scaling"))
    return framework, result, engine_roadmap.roadmap(framework, result, LIMITS)


@pytest.fixture(scope="session")
def change_document(example_answers):
    """The change document of the example company: finance was not heard a year ago, and whoever
    was said one level less of data."""
    framework, answers = example_answers
    parameters = AnalysisParameters(profile="scaling")
    lower = [
        replace(item, value=max(1, item.value - 1))
        if item.value and item.question.startswith("data.")
        else item
        for item in answers
        if item.role != "finance"
    ]
    return engine_change((framework, lower, parameters), (framework, answers, parameters))


@pytest.fixture
def source(example):
    """Documents to change as a test likes."""
    framework, result, roadmap = example
    parameters = engine_roadmap.parameters_document(LIMITS)
    return Source(framework, deepcopy(result), deepcopy(roadmap), parameters)


@pytest.fixture
def analysis(assessment, example):
    return make_analysis(assessment, example[1])


@pytest.fixture
def roadmap(analysis, example):
    return make_roadmap(analysis, example[2])


@pytest.fixture
def scenario(roadmap):
    """The organisation's current plan."""
    return make_scenario(roadmap)


@pytest.fixture
def warm(assessment):
    """A process that has seen this framework before, as every process but a new one has."""
    return catalogue.catalogue(assessment.framework_id)


@pytest.fixture
def more_rounds(organisation, framework, example):
    """Adds analysed rounds that are older than the one of the test."""

    def add(count):
        for number in range(count):
            earlier = AssessmentFactory(
                organisation=organisation,
                framework=framework,
                opened_at=AT.replace(year=2020 + number % 5, day=1 + number % 20),
            )
            made = make_analysis(earlier, example[1])
            make_roadmap(made, example[2])

    return add


@pytest.fixture
def same_cost_with_twenty_rounds(member, warm, more_rounds, django_assert_max_num_queries):
    """Asserts that a page asks at most so many queries, and no more of them after twenty rounds."""

    def check(url, at_most):
        with django_assert_max_num_queries(at_most) as one:
            member.get(url)
        more_rounds(19)
        with django_assert_max_num_queries(at_most) as twenty:
            member.get(url)
        assert len(twenty) == len(one)

    return check


@pytest.fixture
def member(client, viewer):
    client.force_login(viewer)
    return client


@pytest.fixture
def stranger(client, outsider):
    client.force_login(outsider)
    return client
