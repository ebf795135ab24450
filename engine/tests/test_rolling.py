"""Limits carried to a later start: what they say stays said of the same dates."""

from datetime import date

import pytest

from engine.plan_values import Blackout, BudgetChange, CapacityChange, Progress, Saving, Wish
from engine.rolling import period_of, rolled
from engine.types import PlanParameters

PLAN = PlanParameters(start=date(2027, 1, 1), period="month", periods=12, budget=10)


def with_wishes(*wishes):
    return PlanParameters(start=date(2027, 1, 1), periods=12, wishes=wishes)


@pytest.mark.parametrize(
    ("period", "day", "number"),
    [
        ("month", date(2027, 1, 1), 0),
        ("month", date(2027, 1, 31), 0),
        ("month", date(2027, 3, 1), 2),
        ("month", date(2026, 12, 31), -1),
        ("quarter", date(2027, 6, 30), 1),
        ("quarter", date(2026, 12, 31), -1),
        ("quarter", date(2026, 9, 30), -2),
    ],
)
def test_a_day_lies_in_one_period(period, day, number):
    assert period_of(PlanParameters(start=date(2027, 1, 1), period=period), day) == number


def test_a_plan_that_has_not_begun_stays_as_it_is():
    assert rolled(PLAN, 0) is PLAN


def test_the_horizon_keeps_its_length_and_starts_later():
    found = rolled(PLAN, 3)

    assert (found.start, found.periods, found.budget) == (date(2027, 4, 1), 12, 10)


def test_wishes_keep_their_dates_and_end_with_them():
    given = with_wishes(
        Wish("lock", "a", 5),
        Wish("lock", "b", 1),
        Wish("earliest", "c", 3),
        Wish("earliest", "d", 4),
        Wish("deadline", "e", 6),
        Wish("deadline", "f", 2),
        Wish("must", "g"),
        Wish("forbid", "h"),
    )

    assert rolled(given, 3).wishes == (
        Wish("lock", "a", 2),
        Wish("earliest", "d", 1),
        Wish("deadline", "e", 3),
        Wish("deadline", "f", 1),
        Wish("must", "g"),
        Wish("forbid", "h"),
    )


def test_changes_over_time_are_cut_where_they_are_over():
    given = PlanParameters(
        start=date(2027, 1, 1),
        budget=10,
        capacity_changes=(CapacityChange("team", 0, 1, 5), CapacityChange("team", 2, 6, 8)),
        budget_changes=(BudgetChange(1, 3, 4),),
        blackouts=(Blackout(0, 2), Blackout(11, 11, "data")),
        savings=(Saving(1, 2), Saving(8, 3, "a")),
        started=(Progress("a", 1), Progress("b", -1, done=True)),
    )

    found = rolled(given, 3)

    assert found.capacity_changes == (CapacityChange("team", 0, 3, 8),)
    assert found.budget_changes == (BudgetChange(0, 0, 4),)
    assert found.blackouts == (Blackout(8, 8, "data"),)
    assert found.savings == (Saving(0, 2), Saving(5, 3, "a"))
    assert found.started == (Progress("a", -2), Progress("b", -4, done=True))
