"""Marketing and its peers: vectors V17 and V24, flags, and what holds for any p-values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import perception
from engine.analysis import analyse
from engine.ballot import ballot
from engine.false_discovery import q_values
from engine.tests.frameworks import everybody_says, framework, single, votes, whole
from engine.types import AnalysisParameters

PARAMETERS = AnalysisParameters("scaling")
V17 = {"cmo": [4], "ops": [4, 4, 3], "channel": [3, 4], "it": [2, 3], "sales": [2], "care": [3, 2]}
V24 = "1e-4 .0004 .0019 .0095 .0201 .0278 .0298 .0344 .0459 .3240 .4262 .5719 .6528 .7590 1"

some_p = st.lists(st.floats(0, 1), max_size=30)


def close(value):
    return pytest.approx(value, abs=1e-6)


def gap_of(by_role):
    """Of one capability, without the pool of an assessment."""
    box = ballot(single(), votes(by_role), excluded={})
    peer = np.array([box.framework.role[key].peer for key in box.tally.roles], dtype=bool)
    return perception.side_gaps(box.weighed, peer, 0.8, np.array([True]))[0]


def test_v17_self_and_peers():
    found = gap_of(V17)

    assert (found.difference, found.se) == (close(1.388889), close(0.503962))
    assert (found.t, found.nu, found.p) == (close(2.755938), 9, close(0.022260))
    assert (found.low, found.high) == (close(0.248847), close(2.528931))
    assert found.q == found.p
    assert found.flagged
    assert found.blind_spot
    assert not found.hidden_strength


def test_the_other_way_round_it_is_a_hidden_strength():
    turned = dict(zip(("it", "sales", "care", "cmo", "ops", "channel"), V17.values(), strict=True))
    found = gap_of(turned)

    assert found.difference == close(-1.388889)
    assert found.hidden_strength


def test_one_side_alone_has_no_gap():
    assert gap_of({"cmo": [4], "ops": [3, 4]}) is None


def test_where_all_answers_are_known_to_be_exact_there_is_no_doubt():
    box = ballot(single(), votes({"ops": [4, 4], "it": [2, 2]}), excluded={})
    peer = np.array([False, True])
    apart = perception.side_gaps(box.weighed, peer, 0.0, np.array([True]))[0]

    assert (apart.p, apart.t, apart.low, apart.high) == (0, None, 2, 2)
    assert apart.flagged


@pytest.mark.parametrize(
    ("difference", "q", "flagged"),
    [(0.75, 0.10, True), (-0.75, 0.10, True), (0.74, 0.001, False), (2.0, 0.101, False)],
)
def test_flagged_is_what_is_both_large_and_hardly_chance(difference, q, flagged):
    assert perception.flagged(difference, q) == flagged


def test_v24_benjamini_and_hochberg():
    found = q_values([float(value) for value in V24.split()])

    first = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765]
    assert found == close([*first, 0.486, 0.581182, 0.714875, 0.753231, 0.813214, 1])
    assert sum(q <= 0.05 for q in found) == 4


@settings(max_examples=100, deadline=None)
@given(some_p)
def test_q_keeps_the_order_of_p_and_its_bounds(values):
    found = q_values(values)
    pairs = sorted(zip(values, found, strict=True))

    assert all(p <= q <= 1 for p, q in pairs)
    assert [q for _, q in pairs] == sorted(q for _, q in pairs)
    assert q_values(values[::-1]) == found[::-1]


def test_gaps_are_part_of_the_result():
    built = whole()
    seen = {item.key: 3 for item in built.capabilities}
    people = {"cmo": 1, "ops": 3, "channel": 2, "it": 2, "sales": 2, "care": 2}
    said = [
        replace(item, value=5)
        if item.role in ("cmo", "ops", "channel") and item.question.startswith("data.c1.")
        else item
        for item in everybody_says(built, people, seen)
    ]

    found = analyse(built, said, PARAMETERS)

    gap = found["capabilities"][0]["perception_gap"]
    assert list(gap) == ["difference", "low", "high", "p", "q", "flagged"]
    assert gap["difference"] == 2
    assert gap["flagged"]
    assert [item["perception_gap"]["flagged"] for item in found["capabilities"][1:]] == [False] * 29
    assert found["areas"][0]["perception_gap"]["difference"] == close(2 / 6)
    assert not found["areas"][0]["perception_gap"]["flagged"]
    assert (
        "Blind spot: marketing rates itself higher than its peers do on C1 (2.0 levels). The"
        " peers' view is the one customers feel."
    ) in found["notes"]


def test_what_peers_see_and_marketing_does_not_is_noted():
    built = framework({"data.a": 2, "data.b": 2})
    said = everybody_says(built, {"ops": 3, "it": 3}, 2)
    said = [
        replace(item, value=5) if (item.role, item.question) == ("it", "data.a.q1") else item
        for item in said
    ]

    notes = analyse(built, said, PARAMETERS)["notes"]

    assert "Hidden strength: marketing rates itself lower than its peers do on A (3.0 levels)." in (
        notes
    )


@pytest.mark.parametrize("people", [{"ops": 4, "cmo": 1}, {"it": 4, "sales": 2}, {"ops": 1}, {}])
def test_nothing_is_invented_where_a_side_is_missing(people):
    found = analyse(whole(), everybody_says(whole(), people, 3), PARAMETERS)

    parts = [*found["areas"], *found["capabilities"]]
    assert {part["perception_gap"] is None for part in parts} == {True}


def test_a_capability_without_a_score_has_no_gap():
    built = framework({"data.a": 2, "data.b": 2})
    said = everybody_says(built, {"ops": 2, "it": 2}, 3)
    kept = [item for item in said if item.question == "data.a.q1" or item.respondent[-1] == "0"]

    found = analyse(built, kept, PARAMETERS)["capabilities"]

    assert found[0]["perception_gap"]
    assert (found[1]["score"], found[1]["perception_gap"]) == (None, None)


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {role: st.lists(st.integers(1, 5), max_size=4) for role in ("cmo", "ops", "it", "sales")}
    )
)
def test_an_interval_holds_its_difference_and_stays_on_the_scale(by_role):
    found = gap_of(by_role)
    if found is None:
        return

    assert -4 <= found.low <= found.difference <= found.high <= 4
    assert 0 <= found.p <= found.q <= 1


def test_more_people_of_the_same_mind_move_no_gap_but_narrow_it():
    few, many = gap_of({"ops": [4], "it": [2]}), gap_of({"ops": [4] * 5, "it": [2]})

    assert many.difference == few.difference
    assert many.se < few.se
