"""New plans that leave the old one alone as far as their worth allows (method 5.10)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from engine.instance import Instance, Plan, plan_value
from engine.neighbourhoods import Neighbourhoods
from engine.phases import all_at_once
from engine.plan_check import violations
from engine.plan_model import PlanModel
from engine.solver import BACKSTOP_SECONDS, Outcome, search, solver_module
from engine.types import EPS

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, LinearExpr

# Shares of the best value that may be given up to keep what was planned, offered side by side.
TOLERANCES = (0.0, 0.02, 0.05)
MOVED = 2
DROPPED = 6
ADDED = 2
# Work for all tolerances together, unless the caller says otherwise, in the solver's unit.
WORK = 2.0
# Of the work for one tolerance, what goes into small questions, and at most into one of them.
SHARE_AROUND, SHARE_OF_ONE = 0.85, 0.2
# Of each kind, so many candidates are free in a small question; and when to end asking them.
FREE, PATIENCE = 8, 10

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
    tolerances: Sequence[float] = TOLERANCES,
    quarter: int = 1,
    work: float = WORK,
) -> list[Replan]:
    """For each tolerance, rising, the plan that changes least among those worth at least
    (1 - tolerance) of the best plan; of those that change equally little the one worth most.

    before: starts of the old plan in periods of this one, below 0 for the past; what is no
    candidate any more does not count. best: a plan of this instance, kept if nothing nearer is
    found. work: for all of them. Without OR-Tools the nearest of the plans that are known.
    """
    old = {key: start for key, start in before.items() if key in instance.candidate}
    # Each plan is one that a larger tolerance allows too, so its search begins no further away.
    known = [starts for starts in (best.starts, old) if _holds(instance, starts)]
    near = _Near(instance, old, quarter, work) if solver_module() is not None else None
    found = []
    for number, tolerance in enumerate(tolerances):
        floor = least_worth(best.value, tolerance)
        start = max(
            (starts for starts in known if plan_value(instance, starts) >= floor),
            key=lambda starts: (-change(old, starts, quarter), plan_value(instance, starts)),
            default=best.starts,
        )
        least, proved = start, change(old, start, quarter) == 0
        if near is not None and not proved:
            least, proved = near.search(floor, start, _share(tolerances[number:]))
        known.append(least)
        ended = near is None or near.reproducible
        plan = _as_plan(instance, best, least, ended)
        found.append(Replan(tolerance, plan, change(old, least, quarter), proved))
    return found


def _share(tolerances: Sequence[float]) -> float:
    """Of the work that is left, what the first of these gets: half as much where nothing may be
    given up, because that leaves hardly a choice."""
    weights = [2 if tolerance else 1 for tolerance in tolerances]
    return weights[0] / sum(weights)


def _as_plan(instance: Instance, best: Plan, starts: Starts, ended: bool) -> Plan:
    value = plan_value(instance, starts)
    # What is known of the best plan bounds this one as well, but it is proved best only if it is.
    status = "bounded" if best.status == "proved" and value < best.value else best.status
    return Plan(starts, value, status, best.bound, best.reproducible and ended)


def _holds(instance: Instance, starts: Starts) -> bool:
    if any(start not in instance.starts(instance.candidate[key]) for key, start in starts.items()):
        return False
    return not violations(instance, Plan(starts, plan_value(instance, starts)))


class _Near:
    """The searches for all tolerances: they share one model and what may be spent."""

    def __init__(self, instance: Instance, old: Starts, quarter: int, work: float) -> None:
        self.instance = instance
        self.old = old
        self.quarter = quarter
        self.work = work
        self.seconds = BACKSTOP_SECONDS
        self.reproducible = True
        self._model: PlanModel | None = None

    def search(self, floor: int, start: Starts, share: float) -> tuple[Starts, bool]:
        """The least change for this worth, and whether that is proved. start: a plan worth as much.
        share: of what is left to spend."""
        if self._model is None:
            self._model = PlanModel(self.instance, keep=self.old.keys())
        model = self._model.branch()
        model.cp.add(model.value >= floor)
        changed = self._changed(model)
        until = self.work * (1 - share)
        nearest = self._around(model, changed, start, until)
        model.hint(nearest)
        model.cp.minimize(changed)
        least = self._search(model.cp, self.work - until)
        nearest = self._nearer(model, nearest, least)
        if least.verdict == "proved" and self.work > until:
            model.cp.add(changed <= self._change(nearest) - self._constant)
            model.cp.maximize(model.value)
            model.hint(nearest)
            nearest = self._nearer(model, nearest, self._search(model.cp, self.work - until))
        return nearest, least.verdict == "proved"

    def _around(
        self, model: PlanModel, changed: LinearExpr | int, start: Starts, until: float
    ) -> Starts:
        """Small questions first: nearly everything stays, so that each is soon answered."""
        work = self.work - until
        until += work * (1 - SHARE_AROUND)
        chosen, dice = Neighbourhoods(self.instance, list(model.starts)), Random(1)  # noqa: S311 - to be repeatable, not secret
        # Less change first, then more worth: no worth outweighs the least change.
        model.cp.minimize(changed * (1 + all_at_once(self.instance)) - model.value)
        nearest, without_gain, free = start, 0, self._moved(model, start)
        while self.work > until and without_gain < PATIENCE and not chosen.exhausted:
            model.hint(nearest)
            part = model.around(nearest, {*free, *chosen.next(nearest, FREE)})
            found = self._nearer(
                model, nearest, self._search(part, work * SHARE_OF_ONE, small=True)
            )
            without_gain = 0 if found != nearest else without_gain + 1
            nearest, free = found, self._moved(model, found)
            dice.shuffle(free)
            free = free[:FREE]
        return nearest

    def _search(self, cp: CpModel, work: float, *, small: bool = False) -> Outcome:
        outcome = search(cp, work, max(1.0, self.seconds), small=small)
        self.work -= outcome.work
        self.seconds -= outcome.seconds
        self.reproducible &= outcome.reproducible
        return outcome

    def _nearer(self, model: PlanModel, nearest: Starts, outcome: Outcome) -> Starts:
        """The search may end before it comes back to where it began."""
        if not outcome.found:
            return nearest
        return max(nearest, model.plan(outcome.values), key=self._merit)

    def _merit(self, starts: Starts) -> tuple[int, int]:
        return -self._change(starts), plan_value(self.instance, starts)

    def _change(self, starts: Starts) -> int:
        return change(self.old, starts, self.quarter)

    def _moved(self, model: PlanModel, starts: Starts) -> list[str]:
        return [key for key in model.starts if starts.get(key) != self.old.get(key)]

    @property
    def _constant(self) -> int:
        return DROPPED * self.quarter * len(self.old)

    def _changed(self, model: PlanModel) -> LinearExpr | int:
        """The change as an expression, less what every plan of the model changes (`_constant`)."""
        terms = []
        for key in model.starts:
            for start, taken in model.starts_in(key):
                if key not in self.old:
                    weight = ADDED * self.quarter
                else:
                    shift = abs(start - self.old[key])
                    moved = MOVED * self.quarter + shift if shift else 0
                    weight = moved - DROPPED * self.quarter
                terms.append(weight * taken)
        return sum(terms)
