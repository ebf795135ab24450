"""The checker: one broken limit each, found by its words."""

from dataclasses import replace

import pytest

from engine.instance import Plan, plan_value
from engine.plan_check import PlanError, check, violations
from engine.tests.plan_instances import worked_example

OPTIMUM = {"0": 0, "1": 1, "2": 3, "3": 2}


def judged(starts, instance=None, value=None):
    instance = instance or worked_example()
    return violations(
        instance, Plan(starts, plan_value(instance, starts) if value is None else value)
    )


def test_the_best_plan_of_the_worked_example_passes():
    assert judged(OPTIMUM) == []
    check(worked_example(), Plan(OPTIMUM, 95_206_000))


def test_the_empty_plan_passes():
    assert judged({}) == []


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ({"9": 0}, "9 is not a candidate"),
        ({"4": 0}, "4 starts in 0, before it may"),
        ({"0": -1}, "0 starts in -1, before it may"),
        ({"1": 5}, "1 ends after period 5"),
        ({"1": 2, "2": 3}, "2 starts before 1 has ended"),
        ({"2": 3}, "2 starts before 1 has ended"),
        ({"0": 1, "3": 1}, "ops needs 35 of 25 in period 1"),
        ({"1": 0}, "the budget is short by 5 in period 0"),
        ({"0": 2, "1": 2}, "team A runs 2 of 1 in period 2"),
    ],
)
def test_each_broken_limit_is_named(starts, said):
    instance = worked_example()
    value = 0 if said.endswith(("candidate", "may", "period 5")) else None

    assert said in judged(starts, instance, value)


def test_without_carry_over_each_period_pays_for_itself():
    assert judged({"1": 3}) == []
    assert judged({"1": 3}, worked_example(carry=False)) == ["the budget is short by 5 in period 3"]


def test_a_deadline_is_kept():
    instance = worked_example()
    first = replace(instance.candidates[0], deadline=2)
    instance = replace(instance, candidates=(first, *instance.candidates[1:]))

    assert judged({"0": 1}, instance) == []
    assert judged({"0": 2}, instance) == ["0 ends after period 1"]


def test_a_wrong_value_is_noticed():
    assert judged(OPTIMUM, value=95_206_001) == ["the plan is worth 95206000, not 95206001"]


def test_a_plan_that_breaks_a_limit_is_refused():
    with pytest.raises(PlanError, match="budget") as caught:
        check(worked_example(), Plan({"1": 0}, plan_value(worked_example(), {"1": 0})))

    assert caught.value.violations == ["the budget is short by 5 in period 0"]


def changed(number, **values):
    instance = worked_example()
    candidates = list(instance.candidates)
    candidates[number] = replace(candidates[number], **values)
    return replace(instance, candidates=tuple(candidates))


@pytest.mark.parametrize(
    ("instance", "starts", "said"),
    [
        (changed(0, must=True), {}, "0 is missing"),
        (changed(0, lock=2), {"0": 1}, "0 does not start in 2"),
        (changed(0, lock=2), {}, "0 does not start in 2"),
        (changed(1, closed=frozenset({2})), {"1": 1}, "1 runs in period 2, which is closed to it"),
        (
            replace(worked_example(), exclusive=(("0", "3"),)),
            {"0": 0, "3": 1},
            "only one may be planned of 0, 3",
        ),
    ],
)
def test_each_broken_wish_is_named(instance, starts, said):
    assert said in judged(starts, instance, value=None if "closed" not in said else 0)


def test_what_finished_work_saves_pays_from_its_end_on():
    instance = replace(changed(0, savings=((0, 100),)), budget=(15, 0, 0, 0, 0, 0))

    assert judged({"0": 0, "1": 1}, instance) == []
    assert judged({"0": 1, "1": 2}, instance) == []
    assert judged({"1": 1}, instance) == ["the budget is short by 5 in period 1"] + [
        f"the budget is short by 10 in period {period}" for period in (2, 3, 4, 5)
    ]
