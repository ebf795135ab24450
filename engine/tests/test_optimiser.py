"""The optimiser: the worked example, two independent oracles, its properties, its honesty."""

import os
from contextlib import nullcontext, suppress
from dataclasses import replace

import pytest

from bench.planning import roadmap_instance
from engine import phases, planning
from engine.calendar import discounts
from engine.instance import Candidate, Instance, plan_value
from engine.phases import optimise
from engine.plan_check import check
from engine.planning import InfeasiblePlanError
from engine.solver import Outcome
from engine.tests.exhaustive import best_value
from engine.tests.milp_oracle import Milp
from engine.tests.plan_instances import large_instance, with_more, worked_example
from engine.tests.random_questions import tiny

# The method asks for 100 (V29) and 150 (5.5); PLAN_INSTANCES=150 tries more.
INSTANCES = int(os.environ.get("PLAN_INSTANCES", "100"))
PROPERTIES = range(1000, 1030)


def value_of(instance):
    """V* by the optimiser, checked; None if no plan keeps the wishes."""
    try:
        found = optimise(instance)
    except InfeasiblePlanError as error:
        return None if error.proved else "nothing found"
    check(instance, found)
    assert (found.status, found.bound) == ("proved", found.value)
    assert found.value == plan_value(instance, found.starts)
    return found.value


def test_the_worked_example_is_planned_at_its_best():
    found = optimise(worked_example())

    assert found.starts == {"0": 0, "1": 1, "2": 3, "3": 2}
    assert (found.value, found.bound, found.status) == (95_206_000, 95_206_000, "proved")
    assert found.reproducible
    placed = [worked_example().candidate[key] for key in found.starts]
    assert sum(item.total_cost for item in placed) == 50
    assert sum(item.total_days for item in placed) == 115


def test_without_carry_over_the_worked_example_affords_two():
    found = optimise(worked_example(carry=False))

    assert (found.starts, found.value) == ({"0": 0, "3": 1}, 59_271_000)
    assert found.status == "proved"


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (6, (1000, 970, 941, 913, 885, 4044)),
        (8, (1000, 970, 941, 913, 885, 859, 833, 3805)),
    ],
)
def test_discounts_are_those_of_the_method(periods, expected):
    assert discounts("quarter", periods) == expected


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_search_enumeration_and_a_second_solver_agree(seed):
    instance = tiny(seed)

    assert value_of(instance) == best_value(instance) == Milp(instance).best_value()


@pytest.mark.parametrize("seed", PROPERTIES)
def test_more_people_and_money_never_lower_the_best_value(seed):
    instance = tiny(seed, wishes=False)

    assert value_of(with_more(instance, 2)) >= value_of(instance)


@pytest.mark.parametrize("seed", PROPERTIES)
def test_one_more_choice_never_lowers_the_best_value(seed):
    instance = tiny(seed, wishes=False)
    fewer = replace(instance, candidates=instance.candidates[:-1])

    assert value_of(instance) >= value_of(fewer)


@pytest.mark.parametrize("seed", PROPERTIES)
def test_carrying_money_over_never_lowers_the_best_value(seed):
    instance = tiny(seed, wishes=False)

    assert value_of(replace(instance, carry=True)) >= value_of(replace(instance, carry=False))


@pytest.mark.parametrize("seed", PROPERTIES)
def test_a_lock_never_raises_the_best_value(seed):
    instance = tiny(seed, wishes=False)
    first = replace(instance.candidates[0], lock=1)
    locked = value_of(replace(instance, candidates=(first, *instance.candidates[1:])))

    assert locked is None or locked <= value_of(instance)


@pytest.mark.parametrize("seed", PROPERTIES)
def test_two_searches_give_the_same_plan(seed):
    instance = tiny(seed, wishes=False)

    assert optimise(instance) == optimise(replace(instance))


def stopped_question():
    """More than the small effort of these tests can prove."""
    return roadmap_instance(60, 1)


@pytest.fixture
def small_effort(monkeypatch):
    monkeypatch.setattr(phases, "EFFORT", {"interactive": 0.3, "background": 0.3})
    monkeypatch.setattr(phases, "THRIFT", {"interactive": 0.05, "background": 0.05})


@pytest.mark.usefixtures("small_effort")
def test_a_stopped_search_gives_the_same_plan_again_no_worse_than_greedy_and_its_bound():
    instance = stopped_question()

    found, again = optimise(instance), optimise(instance)

    check(instance, found)
    assert found == again
    assert found.status == "bounded"
    assert found.reproducible
    assert planning.plan(instance).value <= found.value < found.bound


@pytest.mark.usefixtures("small_effort")
def test_a_search_that_the_clock_ended_is_not_called_reproducible(monkeypatch):
    def search(model, work, seconds, *, small=False):
        return Outcome("unknown", 10**12, False, work, seconds, {})

    monkeypatch.setattr(phases, "search", search)
    found = optimise(stopped_question())

    assert not found.reproducible
    assert found.value == planning.plan(stopped_question()).value


def test_a_search_that_ends_before_it_knows_anything_proves_nothing(monkeypatch):
    monkeypatch.setitem(phases.EFFORT, "interactive", 0.001)
    instance = large_instance(60)

    found = optimise(instance)

    assert found.status == "bounded"
    assert found.value < found.bound == phases.all_at_once(instance)


def test_a_plan_that_is_known_is_where_the_search_begins(monkeypatch):
    instance = worked_example()
    best = optimise(instance)
    monkeypatch.setattr(
        phases, "search", lambda *args, **_: Outcome("unknown", 10**12, True, 1, 1, {})
    )

    assert optimise(instance).value < best.value
    assert optimise(instance, known=best.starts).value == best.value
    assert optimise(instance, known={"1": 0}).value < best.value


def test_without_the_solver_the_plan_is_greedy_and_says_so(monkeypatch):
    monkeypatch.setattr(phases, "solver_module", lambda: None)

    found = optimise(worked_example())

    assert found.status == "greedy_without_solver"
    assert (found.value, found.bound) == (91_584_000, None)


def test_an_instant_plan_is_the_greedy_one():
    assert optimise(worked_example(), "instant") == planning.plan(worked_example())


def test_the_cheaper_of_two_plans_of_the_same_value_is_taken():
    question = Instance(
        discounts=(1000, 1000),
        gaps={"k": 10},
        weights={"k": 1},
        candidates=(
            Candidate("dear", 1, {"k": 10}, {"p": (1,)}, (9,)),
            Candidate("cheap", 1, {"k": 10}, {"p": (2,)}, (3,)),
        ),
        capacity={"p": (2, 2)},
    )

    assert optimise(question).starts == {"cheap": 0}


def test_wishes_that_cannot_be_kept_are_proved_so():
    instance = worked_example()
    late = replace(instance.candidates[2], lock=1)

    with pytest.raises(InfeasiblePlanError, match="E504") as caught:
        optimise(replace(instance, candidates=(*instance.candidates[:2], late)))
    assert caught.value.proved


def test_a_required_initiative_is_planned_without_a_gain():
    instance = worked_example()
    wanted = replace(instance.candidates[4], must=True)
    instance = replace(instance, candidates=(*instance.candidates[:4], wanted))

    assert "4" in optimise(instance).starts
    assert "4" in planning.plan(instance).starts


@pytest.mark.parametrize("seed", range(INSTANCES))
def test_the_greedy_planner_keeps_every_limit_or_says_that_it_cannot(seed):
    instance = tiny(seed)
    required = any(item.required for item in instance.candidates)
    with nullcontext() if not required else suppress(InfeasiblePlanError):
        check(instance, planning.plan(instance))
