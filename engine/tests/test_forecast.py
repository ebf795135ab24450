"""Index and stage by period if the plan holds (method 7.3a)."""

import pytest

from engine.forecast import forecast, target_index
from engine.tests.catalogue import framework, limits, standings

BOTH = frozenset({"data", "people"})


def states(finishes, areas=BOTH, periods=4, **changes):
    entries = forecast(framework(), standings(**changes), areas, finishes, limits(periods=periods))
    return [(entry["index"], entry["stage"]) for entry in entries]


def test_one_entry_for_now_and_one_after_each_period():
    entries = forecast(framework(), standings(), BOTH, {}, limits(periods=2))

    assert entries == [
        {"period": 0, "date": "2026-12-01", "index": 0.0, "stage": "reactive"},
        {"period": 1, "date": "2027-01-01", "index": 0.0, "stage": "reactive"},
        {"period": 2, "date": "2027-02-01", "index": 0.0, "stage": "reactive"},
    ]


def test_a_level_rises_when_its_initiative_has_ended():
    # Four capabilities, two areas: one level of one of them is 25 / 4 points.
    assert [index for index, _ in states({"register": 1, "clean": 3})] == [
        0,
        6.25,
        6.25,
        12.5,
        12.5,
    ]


def test_the_stage_follows_the_gate_of_the_lowest_area():
    all_basics = {"register": 1, "clean": 2, "coaching": 3}

    assert [stage for _, stage in states(all_basics)] == [
        "reactive",
        "reactive",
        "reactive",
        "foundational",
        "foundational",
    ]


def test_a_higher_score_stays():
    found = states({"register": 1}, source={"score": 2.6, "level": 1})

    assert found[0][0] == found[1][0]


def test_a_step_needs_its_from_level():
    assert states({"rules": 1})[-1][0] == 0
    assert states({"rules": 2, "clean": 1})[-1][0] == 12.5


def test_a_step_and_the_one_above_it_may_end_together():
    assert states({"rules": 1, "clean": 1})[-1][0] == 12.5


def test_capabilities_without_a_score_are_left_out():
    found = states({"register": 1}, source={"score": None}, quality={"score": 3.0})

    assert {index for index, _ in found} == {25.0}


def test_only_scored_areas_count():
    found = states({"register": 1, "clean": 1, "rules": 2}, frozenset({"people"}))

    assert found == [(0.0, "reactive")] * 5


def test_without_scores_there_is_nothing_to_show():
    assert set(states({}, frozenset())) == {(None, None)}


@pytest.mark.parametrize("finish", [1, 4])
def test_the_last_entry_is_the_end_of_the_horizon(finish):
    assert states({"register": finish})[-1][0] == 6.25


def test_the_index_with_every_target_reached_keeps_what_is_above_its_target():
    standing = standings(source={"score": 1.0, "target": 3}, quality={"score": 4.5, "target": 2})
    people = frozenset({"people"})

    assert target_index(framework(), standing, frozenset({"data"})) == 25 * ((3 + 4.5) / 2 - 1)
    assert target_index(framework(), standing, people) == target_index(
        framework(), standings(), people
    )
    assert target_index(framework(), standing, frozenset()) is None
