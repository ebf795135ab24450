"""AD, r_wg and what a whole assessment says of agreement; vectors V12, V14, V15."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import agreement
from engine.agreement import Null
from engine.analysis import analyse
from engine.ballot import ballot
from engine.consensus import consensus
from engine.scoring import score
from engine.tests.frameworks import answer, everybody_says, framework, single, votes, whole
from engine.types import AnalysisParameters, Status

SIX = [3, 3, 4, 2, 3, 5]
levels = st.lists(st.integers(1, 5), min_size=3, max_size=12)


def close(value):
    return pytest.approx(value, abs=1e-6)


def test_v14_one_item():
    spread = agreement.variance(SIX)

    assert spread == close(1.066667)
    assert agreement.r_wg(spread) == close(0.466667)
    assert agreement.r_wg(spread, Null.SLIGHT_SKEW) == close(0.203980)
    assert agreement.deviation(SIX) == close(0.777778)
    assert agreement.band(agreement.deviation(SIX)) == "acceptable"
    assert agreement.deviation_from_median(SIX) == close(0.666667)


def test_v15_several_items():
    people = np.array([[3, 4, 3], [3, 3, 2], [4, 4, 3], [2, 3, 3]], dtype=float)
    spreads = agreement.variances(people, people > 0)

    assert sum(spreads) / 3 == close(0.416667)
    assert agreement.r_wg_j(spreads) == close(0.919355)
    assert agreement.r_wg_star_j(spreads) == close(0.791667)


def test_v12_people_who_agree_on_capabilities_that_stand_alike():
    built = framework({f"data.{name}": 2 for name in "abcdef"}, questions=1)
    said = everybody_says(built, {"cmo": 1, "ops": 1, "it": 1, "sales": 1}, 3)
    said = [
        replace(item, value=4) if (item.role, item.question) == ("cmo", "data.f.q1") else item
        for item in said
    ]

    found = analyse(built, said, AnalysisParameters("scaling"))

    assert found["agreement"]["alpha_ordinal"] == close(0)
    assert found["agreement"]["alpha_interval"] == close(0)
    assert found["agreement"]["rwg_j"] == close(0.996466)
    assert sum(item["ad"] for item in found["capabilities"]) / 6 == close(0.0625)
    assert found["areas"][0]["ad"] == close(0.0625)


def test_bands_are_named():
    assert [agreement.band(value) for value in (0.4, 0.41, 0.8, 0.81)] == [
        "close",
        "acceptable",
        "acceptable",
        "split",
    ]


def test_under_three_voices_nothing_is_said():
    assert agreement.deviation([3, 5]) is None
    assert agreement.deviation_from_median([3, 5]) is None
    assert agreement.variance([3, 5]) is None
    assert agreement.r_wg_j([]) is None
    assert agreement.r_wg_star_j([]) is None


def test_camps_are_seen_in_roles_as_well_as_in_people():
    assert agreement.divided(0.9, [3.0, 3.0])
    assert agreement.divided(0.2, [2.0, 3.5])
    assert not agreement.divided(0.2, [2.0, 3.4])
    assert not agreement.divided(None, [1.0, 5.0])
    assert not agreement.divided(0.2, [])


def test_a_person_who_answers_several_questions_is_one_voice():
    built = single(questions=2)
    said = [
        answer(f"{role}-1", role, f"data.quality.q{number}", level)
        for role in ("ops", "it", "sales")
        for number, level in ((1, 2), (2, 4))
    ]

    assert score(built, said).capabilities[0].ad == 0


@settings(max_examples=60, deadline=None)
@given(levels)
def test_bounds(values):
    spread = agreement.variance(values)

    assert 0 <= agreement.deviation_from_median(values) <= agreement.deviation(values) <= 2
    for null in Null:
        assert 0 <= agreement.r_wg(spread, null) <= 1
        assert 0 <= agreement.r_wg_j([spread] * 4, null) <= 1
        assert agreement.r_wg_star_j([spread], null) <= agreement.r_wg(spread, null) + 1e-12
    assert agreement.r_wg_j([spread] * 8) >= agreement.r_wg_j([spread] * 4)


def summary_of(built, said):
    box = ballot(built, said, excluded={})
    return consensus(box, score(built, said, excluded={}).scored)


def test_nobody_has_answered():
    found = summary_of(whole(), [])

    for name in found.__slots__:
        item = getattr(found, name)
        assert (item.value, item.verdict.status) == (None, Status.INSUFFICIENT)
        assert item.verdict.reason
    assert not found.order_unreliable


def test_all_say_the_same():
    found = summary_of(whole(), everybody_says(whole(), {"ops": 3, "it": 2}, 3))

    assert found.alpha_ordinal.verdict.code == "no_variation"
    assert found.icc2k.verdict.status == Status.UNDEFINED
    assert (found.rwg_j.value, found.rwg_star_j.value) == (1, 1)


def test_what_does_not_apply_is_not_compared():
    built = framework({"data.a": 2, "data.b": 2})
    said = everybody_says(built, {"ops": 2, "it": 2}, {"data.a": 3, "data.b": 5})
    excluded = {"data.b": "Run by the group."}

    parameters = AnalysisParameters("scaling", excluded=excluded)

    assert analyse(built, said, AnalysisParameters("scaling"))["agreement"]["alpha_ordinal"] == 1
    assert analyse(built, said, parameters)["agreement"]["alpha_ordinal"] is None


def test_numbers_are_finite_on_one_voice():
    found = summary_of(single(), votes({"ops": [3]}))

    assert all(
        value is None or math.isfinite(value)
        for value in (getattr(found, name).value for name in found.__slots__)
    )
