"""What a later start costs, and who is carried along."""

from hypothesis import given, settings

from engine.instance import Candidate, Instance
from engine.planning import plan
from engine.tests.plan_instances import instances, worked_example
from engine.waiting import cost_of_waiting, put_off

OPTIMUM = {"0": 0, "1": 1, "2": 3, "3": 2}


def test_what_waits_moves_along():
    assert put_off(worked_example(), OPTIMUM, "1", 1) == {"0": 0, "1": 2, "2": 4, "3": 2}


def test_what_would_end_too_late_is_gone_with_what_waits_for_it():
    assert put_off(worked_example(), OPTIMUM, "1", 4) == {"0": 0, "3": 2}
    assert put_off(worked_example(), OPTIMUM, "1", 3) == {"0": 0, "1": 4, "3": 2}


def test_the_cost_is_the_fall_of_the_value():
    # 300 per mille times 10 tenths, a quarter later each: D(2) = 941 and D(3) = 913.
    assert cost_of_waiting(worked_example(), OPTIMUM, "1", 1) == 300 * 10 * (941 + 913)
    assert cost_of_waiting(worked_example(), OPTIMUM, "3", 1) == 200 * 10 * 941


def test_another_way_to_the_level_keeps_what_waits_in_place():
    question = Instance(
        discounts=(1000,) * 4,
        gaps={"k": 10},
        weights={"k": 1},
        candidates=(
            Candidate("a", 1),
            Candidate("b", 1),
            Candidate("goal", 1, {"k": 10}, needs=(("a", "b"),)),
        ),
        capacity={},
    )

    assert put_off(question, {"a": 0, "b": 0, "goal": 1}, "a", 2)["goal"] == 1
    assert put_off(question, {"a": 0, "goal": 1}, "a", 2)["goal"] == 3


@given(instances())
@settings(max_examples=50)
def test_waiting_never_gains_and_longer_never_costs_less(instance):
    starts = plan(instance).starts

    for key in starts:
        costs = [cost_of_waiting(instance, starts, key, periods) for periods in range(4)]
        assert costs[0] == 0
        assert costs == sorted(costs)
