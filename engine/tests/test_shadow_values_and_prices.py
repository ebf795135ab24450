"""What more would buy and what forcing costs: differences of best values, by trying every plan."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from engine.conflicts import with_wishes
from engine.instance import Plan, plan_value
from engine.ledger import Ledger
from engine.phases import optimise
from engine.plan_values import Wish
from engine.prices import Price, price
from engine.shadow_values import holding, shadow_value, tenth_more
from engine.tests import exhaustive
from engine.tests.plan_instances import worked_example


def must(instance, key):
    return with_wishes(instance, [Wish("must", key)])


def test_what_it_costs_to_force_in_what_has_no_gain():
    instance = worked_example()
    found = price(instance, optimise(instance), "4")

    assert found.cost == 95_206_000 - exhaustive.best_value(must(instance, "4"))
    assert found.proved
    assert "4" in found.plan.starts
    assert plan_value(instance, found.plan.starts) == found.plan.value == 95_206_000 - found.cost


def test_what_no_plan_can_have_has_no_price():
    instance = replace(worked_example(), capacity={"ops": (5,) * 6, "it": (20,) * 6})

    assert price(instance, optimise(instance), "0") == Price(None, None, proved=True)


@pytest.mark.parametrize("pool", ["ops", "it"])
def test_a_tenth_more_of_a_pool_in_the_worked_example(pool):
    instance = worked_example()
    more = tenth_more(instance, pool)

    gain, plan = shadow_value(instance, more, optimise(instance))

    assert gain == exhaustive.best_value(more) - 95_206_000
    assert plan.value == 95_206_000 + gain


def test_what_the_budget_buys_in_the_worked_example():
    instance = worked_example()
    more = tenth_more(instance, "")

    gain, _ = shadow_value(instance, more, optimise(instance))

    assert gain == exhaustive.best_value(more) - 95_206_000


def test_where_nothing_better_is_found_the_plan_stays():
    instance = worked_example()
    best = Plan({"0": 0}, 10**12)

    assert shadow_value(instance, instance, best) == (0, replace(best, status="proved"))


def test_a_luckier_search_is_no_gain_of_what_was_added():
    instance = worked_example()
    poor = Plan({"0": 0}, plan_value(instance, {"0": 0}), "bounded")

    assert shadow_value(instance, instance, poor) == (0, poor)


def test_only_what_holds_something_back_is_asked_about():
    plenty = {"ops": (25,) * 6, "it": (99,) * 6}
    instance = replace(worked_example(), capacity=plenty)

    assert holding(Ledger(worked_example(), {"0": 0, "1": 1, "2": 3, "3": 2})) == ["ops", "it", ""]
    assert holding(Ledger(instance, {"0": 0, "1": 1, "2": 3, "3": 2})) == ["ops", ""]
    assert holding(Ledger(replace(instance, budget=None), {})) == []


@given(exhaustive.small_instances(most=3, longest=4))
@settings(max_examples=15, deadline=None)
def test_prices_and_shadow_values_are_differences_of_best_values(instance):
    best = optimise(instance)
    value = exhaustive.best_value(instance)

    for item in instance.candidates:
        forced = exhaustive.best_value(must(instance, item.key))
        found = price(instance, best, item.key)
        assert found.cost == (None if forced is None else value - forced)
    for pool in instance.capacity:
        more = tenth_more(instance, pool)
        assert shadow_value(instance, more, best)[0] == exhaustive.best_value(more) - value
