"""What more people or money would make wishes possible: by trying everything, it is the least."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given, settings

from engine.conflicts import with_wishes
from engine.plan_values import Wish
from engine.repair import Extra, possible, repair
from engine.tests import exhaustive
from engine.tests.plan_instances import worked_example


def repaired(instance, extras):
    """The instance with what a repair asks for."""
    capacity = {pool: list(line) for pool, line in instance.capacity.items()}
    budget = None if instance.budget is None else list(instance.budget)
    for extra in extras:
        if extra.line == "people":
            line = capacity.setdefault(extra.pool, [0] * instance.periods)
            line[extra.period] += extra.amount
        elif budget is not None:
            budget[extra.period] += extra.amount
    return replace(
        instance,
        capacity={pool: tuple(line) for pool, line in capacity.items()},
        budget=None if budget is None else tuple(budget),
    )


def wished(*wishes, instance=None):
    return with_wishes(instance or worked_example(), wishes)


def lock(key, period):
    return Wish("lock", key, period)


def test_two_locks_fit_with_ten_more_days():
    found = repair(wished(lock("0", 0), lock("3", 0)))

    assert (found.extras, found.proved) == ((Extra("people", "ops", 0, 10),), True)


def test_money_that_is_carried_over_is_asked_for_once_and_late():
    found = repair(wished(lock("1", 0)))

    # 20 in the first quarter and 5 in the second, of 15 each.
    assert found.extras == (Extra("money", "", 0, 5),)


def test_without_carry_over_each_period_is_its_own_line():
    instance = replace(worked_example(carry=False), budget=(4,) * 6)

    found = repair(wished(lock("1", 0), instance=instance))

    assert found.extras == (Extra("money", "", 0, 16), Extra("money", "", 1, 1))


def test_what_is_possible_needs_nothing():
    assert repair(wished(lock("0", 0))).extras == ()


def test_no_amount_mends_a_missing_prerequisite_or_a_full_team():
    assert repair(wished(lock("2", 1))) is None
    assert repair(wished(lock("0", 1), lock("1", 1))) is None


@pytest.mark.parametrize("wishes", [[], [lock("2", 1)], [lock("0", 0), lock("3", 0)]])
def test_possible_agrees_with_trying_every_plan(wishes):
    assert possible(wished(*wishes)) == exhaustive.possible(wished(*wishes))


@given(exhaustive.small_instances(most=3, longest=3))
@settings(max_examples=40, deadline=None)
def test_a_repair_makes_it_possible_with_the_fewest_lines(instance):
    every = with_wishes(instance, [Wish("must", item.key) for item in instance.candidates])
    found = repair(every)
    assume(found is not None)

    assert exhaustive.possible(repaired(every, found.extras))
    for extra in found.extras:
        less = [replace(e, amount=e.amount - (e is extra)) for e in found.extras]
        assert not exhaustive.possible(repaired(every, less))
    lines = [("people", pool, t) for pool in every.capacity for t in range(every.periods)]
    if every.budget is not None:
        lines += [("money", "", t) for t in range(every.periods)]
    if found.extras and len(lines) <= 9:
        for fewer in combinations(lines, len(found.extras) - 1):
            plenty = [Extra(*line, 999) for line in fewer]
            assert not exhaustive.possible(repaired(every, plenty))
