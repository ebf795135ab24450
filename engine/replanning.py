"""A new plan that leaves the old one alone as far as its worth allows (method 5.10)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.instance import Instance, Plan, plan_value
from engine.plan_check import violations
from engine.plan_model import PlanModel
from engine.solver import Outcome, search, solver_module
from engine.types import EPS

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

# Shares of the best value that may be given up to keep what was planned, offered side by side.
TOLERANCES = (0.0, 0.02, 0.05)
MOVED = 2
DROPPED = 6
ADDED = 2
WORK = 2.0

Starts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Replan:
    """A plan near the old one. tolerance: 0..1. change: as `change`. proved: no plan that is worth
    enough changes less."""

    tolerance: float
    plan: Plan
    change: int
    proved: bool


def change(before: Starts, after: Starts, quarter: int = 1) -> int:
    """How much a plan differs from the one before, in periods; a quarter has `quarter` of them.

    Per initiative of the old plan 0 if it starts where it did, two quarters and the shift if it
    moved, six quarters if it is gone; two quarters for each new one.
    """
    total = sum(ADDED * quarter for key in after if key not in before)
    for key, start in before.items():
        if key not in after:
            total += DROPPED * quarter
        elif after[key] != start:
            total += MOVED * quarter + abs(after[key] - start)
    return total


def least_worth(best: int, tolerance: float) -> int:
    """What a plan has to be worth if that share of the best value may be given up."""
    return math.ceil((1 - tolerance) * best - EPS)


def replan(
    instance: Instance,
    before: Starts,
    best: Plan,
    tolerance: float,
    quarter: int = 1,
    work: float = WORK,
) -> Replan:
    """The plan that changes least among those worth at least (1 - tolerance) of the best plan; of
    those that change equally little the one that is worth most.

    before: starts of the old plan in periods of this one, below 0 for the past; what is no
    candidate any more does not count. best: a plan of this instance, kept if nothing nearer is
    found. Without OR-Tools the nearer of the best plan and the old one, if that still holds.
    """
    old = {key: start for key, start in before.items() if key in instance.candidate}
    floor = least_worth(best.value, tolerance)
    nearest = min(
        (starts for starts in (best.starts, old) if _holds(instance, starts, floor)),
        key=lambda starts: change(old, starts, quarter),
        default=best.starts,
    )
    proved = change(old, nearest, quarter) == 0
    reproducible = best.reproducible
    if not proved and solver_module() is not None:
        found = _search(instance, old, floor, nearest, quarter, work)
        nearest, proved, ended = found
        reproducible = reproducible and ended
    value = plan_value(instance, nearest)
    # What is known of the best plan bounds this one as well, but it is proved best only if it is.
    status = "bounded" if best.status == "proved" and value < best.value else best.status
    plan = Plan(nearest, value, status, best.bound, reproducible)
    return Replan(tolerance, plan, change(old, nearest, quarter), proved)


def _holds(instance: Instance, starts: Starts, floor: int) -> bool:
    if any(start not in instance.starts(instance.candidate[key]) for key, start in starts.items()):
        return False
    value = plan_value(instance, starts)
    return value >= floor and not violations(instance, Plan(starts, value))


def _search(
    instance: Instance, old: Starts, floor: int, hint: Starts, quarter: int, work: float
) -> tuple[Starts, bool, bool]:
    """Starts, whether their change is proved least, and whether a second run gives them again."""
    model = PlanModel(instance, keep=old.keys())
    model.cp.add(model.value >= floor)
    changed = _changed(model, old, quarter)
    model.hint(hint)
    model.cp.minimize(changed)
    least = search(model.cp, work)
    if not least.found:
        return hint, False, least.reproducible
    starts = _nearer(old, quarter, hint, model.plan(least.values))
    model.cp.add(changed <= change(old, starts, quarter) - _constant(old, quarter))
    model.hint(starts)
    model.cp.maximize(model.value)
    worth = search(model.cp, work)
    ended = least.reproducible and worth.reproducible
    return _worthier(instance, model, starts, worth), least.verdict == "proved", ended


def _nearer(old: Starts, quarter: int, hint: Starts, found: Starts) -> Starts:
    """The search may end before it comes back to where it began."""
    return min((found, hint), key=lambda starts: change(old, starts, quarter))


def _worthier(instance: Instance, model: PlanModel, starts: Starts, found: Outcome) -> Starts:
    if not found.found:
        return starts
    return max((model.plan(found.values), starts), key=lambda item: plan_value(instance, item))


def _changed(model: PlanModel, old: Starts, quarter: int) -> LinearExpr | int:
    """The change as an expression, less what every plan of the model changes (`_constant`)."""
    terms = []
    for key in model.starts:
        for start, taken in model.starts_in(key):
            if key not in old:
                weight = ADDED * quarter
            else:
                moved = MOVED * quarter + abs(start - old[key]) if start != old[key] else 0
                weight = moved - DROPPED * quarter
            terms.append(weight * taken)
    return sum(terms)


def _constant(old: Starts, quarter: int) -> int:
    return DROPPED * quarter * len(old)
