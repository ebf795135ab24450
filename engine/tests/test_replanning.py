"""New plans that change little: V42 of the method, and the least change by trying every plan."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.planning import roadmap_instance
from engine import replanning
from engine.instance import Plan, plan_value
from engine.phases import optimise
from engine.plan_check import check
from engine.plan_model import PlanModel
from engine.replanning import TOLERANCES, change, least_worth, replan
from engine.solver import search
from engine.tests import exhaustive
from engine.tests.plan_instances import worked_example

BEFORE = {"0": 0, "1": 1, "2": 3, "3": 2}


def without_it_in_quarter_three():
    return replace(worked_example(), capacity={"ops": (25,) * 6, "it": (20, 20, 20, 0, 20, 20)})


@pytest.mark.parametrize("tolerance", [0.0, 0.02])
def test_the_worked_example_moves_one_initiative(tolerance):
    instance = without_it_in_quarter_three()
    best = optimise(instance)

    found = replan(instance, BEFORE, best, [tolerance])[0]

    assert best.value == 92_467_000
    assert dict(found.plan.starts) == {"0": 0, "1": 1, "2": 4, "3": 2}
    assert (found.plan.value, found.change, found.proved) == (92_467_000, 3, True)


def test_a_plan_that_still_holds_stays():
    instance = worked_example()

    found = replan(instance, BEFORE, optimise(instance))[0]

    assert (dict(found.plan.starts), found.change, found.proved) == (BEFORE, 0, True)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (BEFORE, 0),
        ({**BEFORE, "2": 4}, 3),
        ({**BEFORE, "2": 1}, 4),
        ({"0": 0, "1": 1, "3": 2}, 6),
        ({**BEFORE, "4": 1}, 2),
        ({}, 24),
    ],
)
def test_what_counts_as_change(after, changed):
    assert change(BEFORE, after) == changed


def test_in_months_a_move_counts_the_quarters_it_is_worth():
    assert change({"0": 0}, {"0": 3}, quarter=3) == 3 * change({"0": 0}, {"0": 1})
    assert change({"0": 0}, {}, quarter=3) == 18


def test_a_plan_gives_up_no_more_than_it_may():
    assert least_worth(1000, 0.0) == 1000
    assert least_worth(1000, 0.02) == 980
    assert least_worth(999, 0.02) == 980


def test_without_a_solver_the_old_plan_is_kept_where_it_holds(monkeypatch):
    monkeypatch.setattr(replanning, "solver_module", lambda: None)
    instance = without_it_in_quarter_three()
    best = optimise(instance)

    assert replan(worked_example(), BEFORE, best)[0].plan.starts == BEFORE
    found = replan(instance, BEFORE, best)[0]
    assert (found.plan.starts, found.proved) == (best.starts, False)


@st.composite
def changed_questions(draw):
    """A plan of one instance, and another instance of the same candidates."""
    before = draw(exhaustive.small_instances(most=3))
    start = {item.key: draw(st.integers(-1, before.periods)) for item in before.candidates}
    kept = draw(st.sets(st.sampled_from(sorted(start))))
    return before, {key: start[key] for key in sorted(kept)}


@given(changed_questions(), st.sampled_from(TOLERANCES), st.sampled_from([1, 3]))
@settings(max_examples=30, deadline=None)
def test_the_change_is_the_least_there_is(question, tolerance, quarter):
    instance, old = question
    best = optimise(instance)

    found = replan(instance, old, best, [tolerance], quarter)[0]

    floor = least_worth(best.value, tolerance)
    enough = [
        starts for starts in exhaustive.plans(instance) if plan_value(instance, starts) >= floor
    ]
    least = min(change(old, starts, quarter) for starts in enough)
    assert found.proved
    assert found.change == least
    assert found.plan.value == max(
        plan_value(instance, starts) for starts in enough if change(old, starts, quarter) == least
    )
    check(instance, Plan(found.plan.starts, found.plan.value))


def test_all_tolerances_share_one_model_and_the_work(monkeypatch):
    instance = roadmap_instance(60, 1)
    best = optimise(instance, "brief")
    pool = min(instance.capacity)
    fewer = tuple(days * 8 // 10 for days in instance.capacity[pool])
    less = replace(instance, capacity={**instance.capacity, pool: fewer})
    spent, models = [], []

    def counted(*args, **kwargs):
        outcome = search(*args, **kwargs)
        spent.append(outcome.work)
        return outcome

    def built(*args, **kwargs):
        models.append(PlanModel(*args, **kwargs))
        return models[-1]

    monkeypatch.setattr(replanning, "search", counted)
    monkeypatch.setattr(replanning, "PlanModel", built)
    new_best = optimise(less, "brief")
    found = replan(less, best.starts, new_best, work=0.3)

    assert sum(spent) < 0.4
    assert len(models) == 1
    assert [item.change for item in found] == sorted((item.change for item in found), reverse=True)
    for item in found:
        check(less, Plan(item.plan.starts, item.plan.value))
        assert item.plan.value >= least_worth(new_best.value, item.tolerance)
    assert found == replan(less, best.starts, new_best, work=0.3)
