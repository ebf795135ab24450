"""An analysed organisation, every capability between levels 1 and 3."""

import pytest

from capabilities import catalogue
from engine.tests.catalogue import result_of
from engine.types import Standing
from roadmaps import pipeline
from tests.factories import AT, AnalysisFactory


def make_analysis(assessment, at=AT, digest="a"):
    framework = catalogue.engine_framework(assessment.framework_id)
    targets = framework.profile["scaling"].targets
    standings = [
        Standing(item.key, 1.0 + number % 3, 1 + number % 3, targets[item.key], 0, 0.5)
        for number, item in enumerate(framework.capabilities)
    ]
    return AnalysisFactory(
        assessment=assessment,
        input_digest=digest * 64,
        result=result_of(standings, [area.key for area in framework.areas]),
        created_at=at,
    )


@pytest.fixture
def analysis(assessment):
    return make_analysis(assessment)


@pytest.fixture
def roadmap(analysis):
    return pipeline.record_roadmap(analysis, pipeline.default_parameters(analysis), at=AT)


@pytest.fixture
def scenario(roadmap):
    """The organisation's current plan, as the first roadmap makes it."""
    return pipeline.adopt(roadmap, by=None, at=AT)


@pytest.fixture
def planned(roadmap):
    """Keys of what the plan has, in its order."""
    return [item["initiative"] for item in roadmap.result["roadmap"]["items"]]
