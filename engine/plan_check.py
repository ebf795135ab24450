"""Does a plan keep every limit? Written apart from the planner, so that one can judge the other.

Walks through the periods one by one and recounts everything from the starts (method 10.4). Shares
nothing with the planner but the types of `engine.instance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.instance import Candidate, Instance, Plan
from engine.types import EngineError


class PlanError(EngineError):
    """A plan breaks a limit; `violations` says which. Such a plan is never stored."""

    def __init__(self, violations: list[str]) -> None:
        super().__init__("E504", "; ".join(violations))
        self.violations = violations


def check(instance: Instance, plan: Plan) -> None:
    """Raise PlanError unless the plan keeps every limit and its value is its own."""
    found = violations(instance, plan)
    if found:
        raise PlanError(found)


def violations(instance: Instance, plan: Plan) -> list[str]:
    """Every limit that the plan breaks, in words; empty if it keeps them all."""
    known = {item.key: item for item in instance.candidates}
    unknown = [key for key in plan.starts if key not in known]
    if unknown:
        return [f"{key} is not a candidate" for key in unknown]
    placed = [(known[key], start) for key, start in plan.starts.items()]
    outside = [*_outside_window(instance, placed), *_against_wishes(instance, plan.starts)]
    if outside:
        return outside
    found = [
        *_too_early(placed),
        *_over_capacity(instance, placed),
        *_over_budget(instance, placed),
        *_over_team_limit(instance, placed),
        *_together(instance, plan.starts),
    ]
    value = _value(instance, placed)
    if value != plan.value:
        found.append(f"the plan is worth {value}, not {plan.value}")
    return found


Placed = list[tuple[Candidate, int]]


def _outside_window(instance: Instance, placed: Placed) -> Iterator[str]:
    for candidate, start in placed:
        end = start + candidate.duration
        horizon = len(instance.discounts)
        deadline = horizon if candidate.deadline is None else min(candidate.deadline, horizon)
        if start < max(0, candidate.earliest):
            yield f"{candidate.key} starts in {start}, before it may"
        if end > deadline:
            yield f"{candidate.key} ends after period {deadline - 1}"
        shut = [period for period in range(start, end) if period in candidate.closed]
        if shut:
            yield f"{candidate.key} runs in period {shut[0]}, which is closed to it"


def _against_wishes(instance: Instance, starts: Mapping[str, int]) -> Iterator[str]:
    for candidate in instance.candidates:
        if candidate.must and candidate.key not in starts:
            yield f"{candidate.key} is missing"
        if candidate.lock is not None and starts.get(candidate.key) != candidate.lock:
            yield f"{candidate.key} does not start in {candidate.lock}"


def _together(instance: Instance, starts: Mapping[str, int]) -> Iterator[str]:
    for group in instance.exclusive:
        members = [key for key in group if key in starts]
        if len(members) > 1:
            yield f"only one may be planned of {', '.join(members)}"


def _too_early(placed: Placed) -> Iterator[str]:
    """Each group needs a member whose last period lies before the start."""
    done_by = {candidate.key: start + candidate.duration for candidate, start in placed}
    for candidate, start in placed:
        for group in candidate.needs:
            if not any(member in done_by and done_by[member] <= start for member in group):
                yield f"{candidate.key} starts before {' or '.join(group)} has ended"


def _at_work(placed: Placed, period: int) -> Iterator[tuple[Candidate, int]]:
    """Who runs in a period, and in which of its own periods."""
    for candidate, start in placed:
        if start <= period < start + candidate.duration:
            yield candidate, period - start


def _over_capacity(instance: Instance, placed: Placed) -> Iterator[str]:
    pools = {pool for candidate, _ in placed for pool in candidate.days}
    for pool in sorted(pools):
        for period in range(len(instance.discounts)):
            used = sum(
                candidate.days[pool][own]
                for candidate, own in _at_work(placed, period)
                if pool in candidate.days
            )
            there = instance.capacity[pool][period] if pool in instance.capacity else 0
            if used > there:
                yield f"{pool} needs {used} of {there} in period {period}"


def _over_budget(instance: Instance, placed: Placed) -> Iterator[str]:
    if instance.budget is None:
        return
    purse = 0
    for period, money in enumerate(instance.budget):
        purse = money + (purse if instance.carry else 0)
        for candidate, start in placed:
            for first, amount in candidate.savings:
                # Money from finished work: not before its period, nor while the work goes on.
                if first <= period and start + candidate.duration <= period:
                    purse += amount
        purse -= sum(
            candidate.cost[own] for candidate, own in _at_work(placed, period) if candidate.cost
        )
        if purse < 0:
            yield f"the budget is short by {-purse} in period {period}"


def _over_team_limit(instance: Instance, placed: Placed) -> Iterator[str]:
    for team, limit in instance.team_limits.items():
        for period in range(len(instance.discounts)):
            busy = sum(team in candidate.teams for candidate, _ in _at_work(placed, period))
            if busy > limit:
                yield f"team {team} runs {busy} of {limit} in period {period}"


def _value(instance: Instance, placed: Placed) -> int:
    """Sum over periods of discount times weight times what is closed by then."""
    total = 0
    for period, discount in enumerate(instance.discounts):
        for capability, gap in instance.gaps.items():
            raised = sum(
                candidate.uplift.get(capability, 0)
                for candidate, start in placed
                if start + candidate.duration - 1 <= period
            )
            total += discount * instance.weights.get(capability, 0) * min(gap, raised)
    return total
