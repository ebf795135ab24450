"""Vectors V01 to V06, V08 and V09 of the method: scores, levels, stages and intervals."""

from __future__ import annotations

import numpy as np
import pytest

from engine import scoring, weighing
from engine.ballot import ballot
from engine.rollup import weighted_mean
from engine.scoring import score
from engine.stages import area_stage
from engine.tests.frameworks import everybody_says, framework, single, votes
from engine.types import Status
from engine.weighing import CAPABILITY_VARIANCE, intervals, levels, shares

V01 = {
    "cmo": [2],
    "ops": [4] * 15 + [3] * 5,
    "it": [2, 3],
    "sales": [2, 2, 3],
    "care": [1, 2],
}


def close(value: float) -> object:
    return pytest.approx(value, abs=1e-6)


def counted(by_role, **settings):
    """The raw figures of one capability, before any minimum response is asked for."""
    return ballot(single(tuple(by_role)), votes(by_role), **settings)


def share_and_level(by_role):
    box = counted(by_role)
    share = shares(box.voices.at_least, box.voices.heard, box.rule)
    return share[:, 0], int(levels(share, 0.8)[0])


def test_v01_every_role_counts_the_same():
    item = score(single(tuple(V01)), votes(V01)).capabilities[0]

    assert item.score == close(2.416667)
    assert scoring.index(item.score) == close(35.416667)
    assert item.shares == (close(1), close(0.9), close(0.366667), close(0.15), close(0))
    assert sum(item.shares) == close(item.score)
    assert item.level == 2
    assert item.n == 28
    assert item.by_role["ops"] == scoring.RoleMean(20, 3.75)


def test_v01_interval_is_moderated():
    weighed = counted(V01).weighed
    found = intervals(weighed, weighed.score, CAPABILITY_VARIANCE)[0]

    assert (weighed.ss[0], weighed.df[0], weighed.n_eff[0]) == (
        close(5.416667),
        23,
        close(10.489510),
    )
    assert found.se**2 * weighed.n_eff[0] == close(0.319136)
    assert (found.se, found.nu) == (close(0.174426), 27)
    assert (found.low, found.high) == (close(2.058775), close(2.774558))


def test_v02_not_knowing_never_enters_a_score():
    by_role = {"cmo": ["dk"], "ops": [3, 3, "dk", 4], "it": ["dk", "dk"], "sales": [2]}
    box = counted(by_role)
    item = score(single(tuple(by_role)), votes(by_role)).capabilities[0]

    assert dict(zip(box.tally.roles, box.weighed.weight[:, 0], strict=True)) == {
        "cmo": 0,
        "ops": 0.5,
        "it": 0,
        "sales": 0.5,
    }
    assert item.score == close(2.666667)
    assert (item.n, item.verdict.status, item.level) == (4, Status.OK, 2)
    assert item.shares[2] == close(0.5)
    assert box.weighed.n_eff[0] == close(3)
    assert item.dont_know_rate == close((1 + 0.25 + 1 + 0) / 4)


@pytest.mark.parametrize(
    ("said", "level", "some_shares"),
    [
        ([3, 2], 2, {}),
        ([4, 4, 4, 3, 3, 1], 3, {2: 5 / 6, 3: 5 / 6, 4: 0.5}),
        ([4, 4, 4, 3, 2], 4, {3: 0.8, 4: 0.6}),
        ([4, 4, 4, 2, 2], 3, {3: 0.6}),
    ],
)
def test_v03_level_gate_at_its_edges(said, level, some_shares):
    roles = ("cmo", "ops", "channel", "it", "sales", "care")
    by_role = {role: [value] for role, value in zip(roles, said, strict=False)}

    share, found = share_and_level(by_role)

    assert found == level
    assert {number: share[number - 1] for number in some_shares} == {
        number: close(value) for number, value in some_shares.items()
    }
    assert counted(by_role).weighed.score[0] == close(sum(said) / len(said))


@pytest.mark.parametrize(
    ("alpha", "expected", "weights"),
    [
        (0.5, 2.837627, {"ops": 0.445760, "cmo": 0.099675}),
        (1, 3.285714, {"ops": 20 / 28, "cmo": 1 / 28}),
    ],
)
def test_v04_alpha_moves_from_roles_to_people(alpha, expected, weights):
    weighed = counted(V01, alpha=alpha)
    share = dict(zip(weighed.tally.roles, weighed.weighed.weight[:, 0], strict=True))

    assert weighed.weighed.score[0] == close(expected)
    assert {role: share[role] for role in weights} == {r: close(w) for r, w in weights.items()}


@pytest.mark.parametrize(
    ("held", "stage"),
    [
        ((3, 3, 4, 3, 2, 3), 3),
        ((3, 3, 4, 3, 1, 3), 2),
        ((3, 3, 4, 3, 3, 3), 3),
        ((2, 3, 4, 3, 2, 3), 2),
    ],
)
def test_v05_area_stage_is_a_gate(held, stage):
    found = area_stage(np.array(held), np.ones(6), np.array([2, 2, 2, 2, 2, 3]), 0.8)

    assert int(found) == stage


def test_v06_area_and_index_are_weighted_means():
    assert weighted_mean([2.35, 3.10, 1.90], [2, 1, 1]) == close(2.425)
    assert scoring.index(2.425) == close(35.625)
    overall = weighted_mean([2.425, 3, 2, 2.5, 3.5], [0.2] * 5)
    assert overall == close(2.685)
    assert scoring.index(overall) == close(42.125)


def test_v06_weights_of_the_framework_are_used():
    built = framework(
        {"data.a": 2, "data.b": 2, "people.c": 2},
        weights={"data.a": 3.0},
        area_weights={"people": 3.0},
    )
    said = everybody_says(built, {"ops": 2, "it": 1}, {"data.a": 2, "data.b": 4, "people.c": 5})

    found = score(built, said)

    assert [area.score for area in found.areas] == [close(2.5), close(5)]
    assert found.overall.score == close((2.5 + 3 * 5) / 4)


@pytest.mark.parametrize(
    ("by_role", "status", "value"),
    [
        ({"ops": [4]}, Status.INSUFFICIENT, None),
        ({"ops": [4, 4]}, Status.INSUFFICIENT, None),
        ({"ops": [4, 4], "it": [3]}, Status.OK, 3.5),
    ],
)
def test_v08_minimum_response(by_role, status, value):
    built = framework({"data.quality": 2, "data.other": 2})
    # Others answer elsewhere, so that this is no mere self-assessment.
    others = votes({"ops": [3, 3, 3], "it": [3, 3]}, "data.other.q1")

    item = score(built, votes(by_role) + others).capabilities[0]

    assert item.verdict.status == status
    assert (item.score, item.level is None) == (value, value is None)


def test_v09_one_person_per_role_still_has_an_interval():
    item = score(single(), votes({"cmo": [2], "ops": [4], "channel": [3]})).capabilities[0]

    assert (item.score, item.level) == (close(3), 3)
    assert (item.range.se, item.range.nu) == (close(0.516398), 4)
    assert (item.range.low, item.range.high) == (close(1.566250), close(4.433750))


def test_pooled_variance_needs_ten_degrees_of_freedom():
    few = counted({"ops": [1, 5], "it": [3]}).weighed
    many = counted({"ops": [1, 5] * 6, "it": [3]}).weighed

    assert weighing.pooled_variance(few, None, 0.8) == 0.8
    assert weighing.pooled_variance(many, None, 0.8) == close(48 / 11)
