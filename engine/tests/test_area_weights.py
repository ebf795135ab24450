"""An organisation's own weights of the areas."""

from __future__ import annotations

from datetime import date

import pytest

from engine.analysis import analyse, input_digest
from engine.area_weights import shares, with_area_weights
from engine.roadmap import roadmap
from engine.tally import ScoringError
from engine.tests.frameworks import everybody_says, framework
from engine.types import AnalysisParameters, PlanParameters

BUILT = framework({"data.a": 2, "people.b": 2})
ANSWERS = everybody_says(BUILT, {"ops": 2, "it": 1}, {"data.a": 2, "people.b": 4})


def with_weights(weights):
    return AnalysisParameters("scaling", area_weights=weights)


def test_own_weights_move_the_whole_and_no_area():
    plain = analyse(BUILT, ANSWERS, with_weights(None))
    bent = analyse(BUILT, ANSWERS, with_weights({"data": 3, "people": 1}))

    assert (plain["overall"]["score"], bent["overall"]["score"]) == (3.0, 2.5)
    assert [area["score"] for area in bent["areas"]] == [2.0, 4.0]
    assert bent["overall"]["stage_level"] == plain["overall"]["stage_level"]
    assert plain["inputs"]["area_weights"] == {"data": 0.5, "people": 0.5}
    assert bent["inputs"]["area_weights"] == {"data": 0.75, "people": 0.25}


def test_the_forecast_starts_from_the_index_under_own_weights():
    result = analyse(BUILT, ANSWERS, with_weights({"data": 3, "people": 1}))

    found = roadmap(BUILT, result, PlanParameters(start=date(2027, 1, 1), periods=2))

    assert found["forecast"][0]["index"] == result["overall"]["index"] == 37.5


def test_own_weights_are_an_input_like_any_other():
    digests = {
        input_digest(BUILT, ANSWERS, with_weights(weights))
        for weights in (None, {"data": 1, "people": 1}, {"data": 2, "people": 1})
    }
    assert len(digests) == 3


def test_only_their_ratio_counts():
    assert shares(with_area_weights(BUILT, {"data": 3, "people": 1})) == shares(
        with_area_weights(BUILT, {"data": 0.75, "people": 0.25})
    )
    assert with_area_weights(BUILT, None) is BUILT


@pytest.mark.parametrize(
    ("weights", "code", "words"),
    [
        ({"data": 1}, "E102", "'people' has no weight"),
        ({}, "E102", "'data' has no weight"),
        ({"data": 1, "people": 1, "law": 1}, "E103", "unknown area 'law'"),
        ({"data": 0, "people": 1}, "E102", "weight 0 of area 'data'"),
        ({"data": -1, "people": 1}, "E102", "no positive number"),
        ({"data": float("inf"), "people": 1}, "E102", "no positive number"),
        ({"data": float("nan"), "people": 1}, "E102", "no positive number"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights, code, words):
    with pytest.raises(ScoringError, match=words) as refused:
        analyse(BUILT, ANSWERS, with_weights(weights))
    assert refused.value.code == code
