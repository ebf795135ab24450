"""The optimiser: greedy, then the best value, then the least cost for it, then tightening (5.3).

Every phase begins at the plan of the one before, and none makes it worse: the plan that comes out
is worth at least as much as the greedy one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from engine import planning
from engine.instance import Instance, Plan, plan_value
from engine.neighbourhoods import Neighbourhoods
from engine.plan_check import violations
from engine.plan_model import PlanModel
from engine.reduction import possible_starts
from engine.solver import (
    BACKSTOP_SECONDS,
    EFFORT,
    LEAST_WORK,
    THRIFT,
    Outcome,
    search,
    solver_module,
)
from engine.types import Effort

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

# Of the work for the best value, what goes into neighbourhoods before the whole question is asked.
SHARE_AROUND = 0.5
# At most for one neighbourhood, of the work for the best value.
SHARE_OF_ONE = 0.05

# Up to so many possible starts an interactive search has the time for the solver's cuts.
MOST_FOR_CUTS = 450

Starts = dict[str, int]


def optimise(
    instance: Instance,
    effort: Effort = "interactive",
    known: Mapping[str, int] | None = None,
    share: float = 1.0,
) -> Plan:
    """The best plan that the effort finds, with what is proved about it.

    known: a plan to begin at, if it keeps the limits and is better than the greedy one. share: of
    the effort, 0..1, what may be spent. Plans greedily where there is no solver, and says so in the
    status. Raises InfeasiblePlanError if no plan keeps the wishes, or none was found.
    """
    first = _first(instance, known)
    if effort == "instant" or solver_module() is None:
        if first is None:
            raise planning.InfeasiblePlanError(proved=False)
        plan = Plan(first, plan_value(instance, first))
        return plan if effort == "instant" else replace(plan, status="greedy_without_solver")
    return _Search(instance, effort, first, share).plan()


class _Search:
    """One run through the phases: the model, the best plan so far, what is left to spend."""

    def __init__(
        self, instance: Instance, effort: Effort, first: Starts | None, share: float
    ) -> None:
        self.instance = instance
        size = sum(map(len, possible_starts(instance).values()))
        self.model = PlanModel(instance, cuts=effort == "background" or size <= MOST_FOR_CUTS)
        self.best = first
        self.work = EFFORT[effort] * share
        self.thrift = THRIFT[effort] * share
        self.seconds = BACKSTOP_SECONDS
        self.reproducible = True

    def plan(self) -> Plan:
        self.model.cp.maximize(self.model.value)
        if self.best is not None:
            self._around(self.best)
        outcome = self._whole()
        if self.best is None:
            raise planning.InfeasiblePlanError(proved=outcome.verdict == "impossible")
        found = planning.tightened(self.instance, self._cheapest(self.best))
        value = plan_value(self.instance, found)
        bound = all_at_once(self.instance) if outcome.bound is None else outcome.bound
        return Plan(
            starts=found,
            value=value,
            status="proved" if value >= bound else "bounded",
            bound=max(value, bound),
            reproducible=self.reproducible,
        )

    def _around(self, best: Starts) -> None:
        """Phase A, first part: better plans that differ in a few candidates, as long as it pays."""
        until, each = self.work * (1 - SHARE_AROUND), self.work * SHARE_OF_ONE
        chosen = Neighbourhoods(self.instance, list(self.model.starts))
        self.model.hint(best)
        while self.work > until and self.seconds > 0 and not chosen.exhausted:
            part = self.model.around(best, chosen.next(best))
            outcome = self._search(part, each, small=True)
            gained = self._take(outcome)
            chosen.note(gained)
            if gained and self.best is not None:
                best = self.best
                self.model.hint(best)

    def _whole(self) -> Outcome:
        """Phase A, second part: the whole question, for the proof and for what is better still."""
        if self.best is not None:
            self.model.hint(self.best)
        outcome = self._search(self.model.cp, self.work)
        self._take(outcome)
        return outcome

    def _cheapest(self, best: Starts) -> Starts:
        """Phase B: no less value, and lexicographically least cost, days and starts."""
        model = self.model
        model.cp.add(model.value >= plan_value(self.instance, best))
        model.cp.minimize(model.thrift())
        model.hint(best)
        outcome = self._search(model.cp, self.thrift)
        return model.plan(outcome.values) if outcome.found else best

    def _search(self, cp: CpModel, work: float, *, small: bool = False) -> Outcome:
        # A second past the backstop at least, so that a phase can hand on what it was given.
        outcome = search(cp, work, max(1.0, self.seconds), small=small)
        self.work = max(LEAST_WORK, self.work - outcome.work)
        self.seconds -= outcome.seconds
        self.reproducible &= outcome.reproducible
        return outcome

    def _take(self, outcome: Outcome) -> bool:
        """Keep what was found if it is better, tightened."""
        if not outcome.found:
            return False
        found = self.model.plan(outcome.values)
        if found == self.best:
            return False
        # Counted from the starts: a search that was stopped may leave closures below their value.
        found = planning.tightened(self.instance, found)
        if self.best is not None and plan_value(self.instance, found) <= plan_value(
            self.instance, self.best
        ):
            return False
        self.best = found
        return True


def all_at_once(instance: Instance) -> int:
    """What no plan exceeds: everything that can be closed is, from the first period on."""
    raised = dict.fromkeys(instance.gaps, 0)
    for candidate in instance.candidates:
        for capability, uplift in candidate.uplift.items():
            raised[capability] = raised.get(capability, 0) + uplift
    closed = sum(
        instance.weights.get(capability, 0) * min(gap, raised[capability])
        for capability, gap in instance.gaps.items()
    )
    return closed * sum(instance.discounts)


def _first(instance: Instance, known: Mapping[str, int] | None) -> Starts | None:
    """The better of the greedy and the known plan; None if neither keeps the wishes."""
    found: list[Starts] = []
    with suppress(planning.InfeasiblePlanError):
        found.append(dict(planning.plan(instance).starts))
    if known is not None and known.keys() <= instance.candidate.keys():
        given = Plan(known, plan_value(instance, known))
        if not violations(instance, given):
            found.append(planning.tightened(instance, known))
    return max(found, key=lambda starts: plan_value(instance, starts), default=None)
