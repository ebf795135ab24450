"""Pools of people and who carries the effort."""

import pytest

from engine.pools import DAYS_PER_MONTH, CapacityError, effort_days, pools
from engine.tests.catalogue import framework, initiative


def days(size="mid", period="month", capacity=None):
    return {pool.key: pool.days for pool in pools(framework(), size, period, capacity)}


def test_small_organisations_have_one_operations_team():
    found = pools(framework(), "small", "month")

    assert [(pool.key, pool.name) for pool in found] == [
        ("team", "Operations team"),
        ("it_partner", "IT partner"),
    ]
    assert found[0].days == pytest.approx(1.0 * 0.4 * DAYS_PER_MONTH)
    assert found[1].days == 5


def test_large_organisations_have_a_pool_per_area():
    found = pools(framework(), "large", "month")

    assert [(pool.key, pool.name) for pool in found] == [
        ("data", "Data team"),
        ("people", "People team"),
        ("it_partner", "IT partner"),
    ]
    assert found[0].days == pytest.approx(3 * 0.4 * DAYS_PER_MONTH)
    assert found[2].days == 20


def test_a_quarter_has_the_days_of_three_months():
    months, quarters = days(), days(period="quarter")

    assert quarters == {key: pytest.approx(3 * value) for key, value in months.items()}


def test_capacity_can_be_set_by_hand():
    assert days(capacity={"it_partner": 0})["it_partner"] == 0
    assert days(capacity={"it_partner": 0})["team"] == days()["team"]


@pytest.mark.parametrize("capacity", [{"nobody": 3}, {"team": -1}, {"team": float("nan")}])
def test_capacity_of_nobody_or_below_nothing_is_refused(capacity):
    with pytest.raises(CapacityError):
        days(capacity=capacity)


def test_an_unknown_size_is_refused():
    with pytest.raises(CapacityError, match="tiny"):
        days(size="tiny")


@pytest.mark.parametrize(
    ("size", "effort"),
    [
        # 1 week is 5 days; nobody is a coach, so the manager carries that.
        ("mid", {"admin": 5, "analyst": 10, "manager": 5, "it_partner": 5}),
        # Nobody is an analyst in a small organisation, and it takes 0.6 of the effort.
        ("small", {"admin": 9, "manager": 3, "it_partner": 3}),
    ],
)
def test_effort_of_a_role_that_nobody_holds_falls_to_the_next(size, effort):
    given = {"admin": 1, "analyst": 2, "coach": 1, "it_partner": 1}

    found = effort_days(framework(), initiative("x", effort=given), size)

    assert found == {key: pytest.approx(value) for key, value in effort.items()}
