"""Why a score moved: parts that add up, and are 0 where their cause did not change."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings

from engine.movement import CAUSES, Ladder, movement, movements
from engine.tests.frameworks import framework
from engine.tests.rounds import (
    BUILT,
    CAPABILITIES,
    PARAMETERS,
    ROLES,
    everybody,
    pair,
    settings_of_a_round,
    sheet,
    sheets,
)
from engine.waves import waves

quick = settings(max_examples=60, deadline=None)
LONGER = replace(framework(CAPABILITIES, roles=ROLES, questions=3), version=2)


def every(found):
    whole = [found.overall] if found.overall else []
    return [*found.capabilities.values(), *found.areas.values(), *whole]


def near(value):
    return pytest.approx(value, abs=1e-9)


@quick
@given(sheets, sheets, settings_of_a_round, settings_of_a_round)
def test_the_parts_add_up_to_the_difference(first, second, before, after):
    found = movements(
        pair(sheet(first), sheet(second, built=LONGER), before=before, after=after,
             frameworks=(BUILT, LONGER))
    )  # fmt: skip

    for item in every(found):
        assert math.fsum(item.parts.values()) == pytest.approx(item.total, abs=1e-12)
        assert tuple(item.parts) == CAUSES


@quick
@given(sheets, sheets, settings_of_a_round, settings_of_a_round)
def test_the_way_back_has_the_same_parts_with_the_other_sign(first, second, before, after):
    there = movements(pair(sheet(first), sheet(second), before=before, after=after))
    back = movements(pair(sheet(second), sheet(first), before=after, after=before))

    for item, mirror in zip(every(there), every(back), strict=True):
        assert list(item.parts.values()) == near([-part for part in mirror.parts.values()])


@quick
@given(sheets, sheets, settings_of_a_round)
def test_a_cause_that_did_not_change_has_no_part(first, second, rules):
    found = movements(pair(sheet(first), sheet(second), before=rules, after=rules))

    for item in every(found):
        assert (item.not_applicable, item.weights, item.framework) == (0, 0, 0)


@quick
@given(sheets, settings_of_a_round, settings_of_a_round)
def test_the_same_answers_have_no_part_in_level_or_respondents(rows, before, after):
    same = replace(after, excluded=before.excluded)
    found = movements(pair(sheet(rows), sheet(rows), before=before, after=same))

    for item in every(found):
        assert (item.level, item.respondents) == (near(0), near(0))
        assert item.weights == near(item.total)


def test_the_same_roles_that_answer_higher_are_the_level():
    found = movements(pair(sheet(everybody(2)), sheet(everybody(3))))

    assert found.overall.parts == {**dict.fromkeys(CAUSES, 0.0), "level": 25}
    assert (found.overall.earlier, found.overall.later) == (25, 50)


def test_a_role_that_joins_is_among_the_respondents():
    heard = [item for item in sheet(everybody(2)) if item.role != "sales"]
    second = [
        replace(item, value=4) if item.role == "sales" else item for item in sheet(everybody(2))
    ]
    found = movements(pair(heard, second))

    assert found.overall.respondents == found.overall.total == 12.5
    assert found.capabilities["data.a"].respondents == 0.5


def test_what_is_newly_left_out_has_its_own_part():
    rules = replace(PARAMETERS, excluded={"data.b": "not ours"})
    rows = [[2, 2, 4, 4, *[2] * 8]] * 8
    found = movements(pair(sheet(rows), sheet(rows), after=replace(rules)))

    # Half of an area of two capabilities may not be left out: the area goes with it.
    assert "data" not in found.areas
    built = framework({**CAPABILITIES, "data.c": 2}, roles=ROLES, questions=2)
    rows = [[4 if q.capability == "data.b" else 2 for q in built.questions]] * 8
    answers = sheet(rows, built=built)
    found = movements(pair(answers, answers, after=rules, frameworks=(built, built)))
    assert found.areas["data"].not_applicable == near(2 - 8 / 3)
    assert found.areas["data"].level == 0
    assert found.areas["people"].total == 0


def test_other_weights_have_their_own_part():
    rows = [[{"cmo": 5}.get(ROLES[n % 4], 3)] * 12 for n in range(8)]
    heavy = replace(PARAMETERS, omega={"cmo": 3.0})
    found = movements(pair(sheet(rows), sheet(rows), after=heavy))

    assert found.capabilities["data.a"].weights == near(0.5)
    assert found.overall.weights == near(found.overall.total)


def test_areas_that_weigh_more_have_their_part_in_the_index():
    heavy = framework(CAPABILITIES, roles=ROLES, questions=2, area_weights={"data": 2.0})
    answers = sheet(everybody(2, data=4))
    found = movements(pair(answers, answers, frameworks=(BUILT, replace(heavy, version=2))))

    assert found.overall.weights == near(25 * (3 - 8 / 3))
    assert found.areas["data"].weights == 0


def test_questions_that_were_added_are_the_frameworks_part():
    second = [
        replace(item, value=5) if item.question.endswith("q3") else item
        for item in sheet([[2] * 18] * 8, built=LONGER)
    ]
    found = movements(pair(sheet(everybody(2)), second, frameworks=(BUILT, LONGER)))

    assert found.overall.framework == near(25)
    assert found.overall.level == 0


def test_the_level_part_is_the_like_for_like_change_of_the_same_roles():
    first = [item for item in sheet(everybody(2)) if item.role != "sales"]
    second = sheet(everybody(3, people=12), first=20)
    found = pair(first, second)

    assert movements(found).capabilities["data.a"].level == near(
        waves(found).capabilities["data.a"].difference
    )


def test_a_broken_series_has_no_movement():
    found = movements(
        pair(sheet(everybody(2)), sheet(everybody(3)), frameworks=(BUILT, replace(BUILT, key="x")))
    )

    assert every(found) == []


def test_rounding_leaves_no_part_where_there_is_no_cause():
    found = movement(Ladder(*[0.1] * 5), Ladder(0.7, 0.7, 0.7, 0.7, 0.7))

    assert [found.respondents, found.not_applicable, found.weights, found.framework] == [0] * 4
    assert math.fsum(found.parts.values()) == found.total
