"""Limits that cannot be planned with: which, and what to change."""

from dataclasses import replace

import pytest

from engine.plan_values import Blackout, Progress, Wish
from engine.prepare import PlanInputError, prepare
from engine.tests.catalogue import framework, initiative, limits, standings


def own(key, first=(), **changes):
    return replace(initiative(key, ("data.source", 1, 2), first=first), **changes)


def refused(**changes):
    with pytest.raises(PlanInputError) as caught:
        prepare(framework(), standings(), limits(**changes))
    return caught.value.code, caught.value.message


def test_a_circle_of_own_initiatives_is_named_link_by_link():
    circle = (own("a", ["b"]), own("b", ["c"]), own("c", ["a", "register"]))

    assert refused(own=circle) == (
        "E501",
        (
            "own initiatives wait for each other: “A” waits for “B”, which waits for “C”, which"
            " waits for “A”; take one link out"
        ),
    )


def test_a_lock_outside_its_window_says_when_it_could_start():
    assert refused(wishes=(Wish("lock", "rules", 11),)) == (
        "E503",
        (
            "the wish that “Rules” starts in November 2027 cannot be kept: Takes 2 months and can"
            " start only from December 2026 to October 2027. Take it back, or give way."
        ),
    )


def test_a_lock_beyond_the_plan_says_which_periods_there_are():
    assert refused(wishes=(Wish("lock", "rules", 12),)) == (
        "E502",
        "the wish “lock” for “Rules” needs a period from 0 to 11",
    )


def test_a_duration_beyond_the_horizon_says_how_long_both_are():
    code, text = refused(own=(own("a", duration_weeks=500),), wishes=(Wish("must", "a"),))

    assert code == "E503"
    assert "Takes 116 months; the plan has 12." in text


def test_a_blackout_in_the_way_of_everything_is_named():
    _, text = refused(wishes=(Wish("must", "rules"),), blackouts=(Blackout(0, 11),))

    assert "Takes 2 months; its dates and the blackouts leave no room for that." in text


def test_begun_work_that_outlasts_the_plan_says_how_long_to_plan():
    assert refused(started=(Progress("rules", 11),)) == (
        "E502",
        "“Rules” has begun and ends after the plan; plan 13 periods at least",
    )
