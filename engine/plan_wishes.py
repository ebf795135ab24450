"""What wishes, blackouts and work that has begun make of a candidate (method 5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.instance import Candidate
from engine.plan_input import PlanInputError
from engine.plan_values import Progress
from engine.types import Framework, Initiative, PlanParameters, Raise, Standing


def wished(candidate: Candidate, initiative: Initiative, parameters: PlanParameters) -> Candidate:
    """The candidate with its window, lock, must and the periods in which it may not run."""
    earliest, deadline, lock, must = candidate.earliest, candidate.deadline, None, False
    for wish in parameters.wishes:
        if wish.initiative != candidate.key:
            continue
        if wish.kind == "must":
            must = True
        elif wish.period is not None and wish.kind == "lock":
            lock = wish.period
        elif wish.period is not None and wish.kind == "earliest":
            earliest = max(earliest, wish.period)
        elif wish.period is not None and wish.kind == "deadline":
            deadline = wish.period if deadline is None else min(deadline, wish.period)
    closed = frozenset(
        period
        for blackout in parameters.blackouts
        if blackout.area in {None, initiative.area}
        for period in range(blackout.first, blackout.last + 1)
    )
    return replace(
        candidate, earliest=earliest, deadline=deadline, lock=lock, must=must, closed=closed
    )


def begun(candidate: Candidate, progress: Progress, periods: int, name: str) -> Candidate:
    """What is left of work that has begun: it stays where it is and waits for nothing.

    Overdue work is taken to end with the first period, with its last share of effort and cost.
    """
    behind = min(max(0, -progress.start), candidate.duration - 1)
    lock = max(0, progress.start)
    rest = candidate.duration - behind
    if lock + rest > periods:
        text = f"“{name}” has begun and ends after the plan; plan {lock + rest} periods at least"
        raise PlanInputError("E502", text)
    return replace(
        candidate,
        duration=rest,
        days={pool: line[behind:] for pool, line in candidate.days.items()},
        cost=candidate.cost[behind:],
        needs=(),
        earliest=0,
        deadline=None,
        lock=lock,
        must=True,
        closed=frozenset(),
    )


def finished(parameters: PlanParameters) -> frozenset[str]:
    """Initiatives that are done, though the answers do not know of them yet."""
    return frozenset(item.initiative for item in parameters.started if item.done)


def advanced(
    framework: Framework, standings: dict[str, Standing], done: frozenset[str]
) -> dict[str, Standing]:
    """The standings with what is done: each step counts where its `from` level stands."""
    found = dict(standings)
    for step in steps_of(framework, done):
        now = found[step.capability]
        if now.level is None or now.score is None or not now.applicable:
            continue
        if step.from_level <= now.level < step.to_level:
            score = max(now.score, float(step.to_level))
            gap = max(0.0, now.target - score)
            found[step.capability] = replace(now, score=score, level=step.to_level, gap=gap)
    return found


def steps_of(framework: Framework, keys: frozenset[str]) -> Iterator[Raise]:
    """What these initiatives raise, lower steps first."""
    steps = [step for item in framework.initiatives if item.key in keys for step in item.raises]
    return iter(sorted(steps, key=lambda step: step.from_level))
