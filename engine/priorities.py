"""What to do first: urgency, priority index, quadrants and ranks (method 3.2 to 3.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.steps import Steps
from engine.targets import IMPORTANT
from engine.types import EPS
from engine.wording import listed, percent, shown

# Levels per quarter that an organisation gains, until it has two waves of its own.
NORMAL_PACE = 0.25
HORIZON_QUARTERS = 8
URGENT = 0.5
# Names printed in a reason; the rest is counted.
NAMED = 3


class Quadrant(StrEnum):
    """Important against urgent."""

    DO_NOW = "do_now"
    PLAN = "plan"
    CONTAIN = "contain"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored capability. importance 0..1, after the floor; gap in levels, open, >= 0; quarters
    until it is due, >= 1; risk declared 0, 0.5 or 1 with its reason."""

    key: str
    name: str
    importance: float
    gap: float
    level: int
    target: int
    quarters: float = HORIZON_QUARTERS
    risk: float = 0.0
    risk_reason: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """urgency 0..1 with its largest reason; index 0..100; rank from 1."""

    urgency: float
    reason: str
    index: float
    rank: int
    quadrant: Quadrant


def time_pressure(gap: float, quarters: float, pace: float = NORMAL_PACE) -> float:
    """TP of method 3.3, 0..1; one half means that the normal pace is just enough."""
    return min(1.0, (gap / quarters) / (2 * pace))


def priority_index(importance: float, urgency: float, gap: float) -> float:
    """PI of method 3.4, 0..100; 0 if any factor is 0."""
    return 100 * math.cbrt(importance * urgency * gap / 4)


def quadrant(importance: float, urgency: float) -> Quadrant:
    """Each axis is cut at one half."""
    urgent = urgency >= URGENT - EPS
    if importance >= IMPORTANT - EPS:
        return Quadrant.DO_NOW if urgent else Quadrant.PLAN
    return Quadrant.CONTAIN if urgent else Quadrant.LEAVE


def beyond_horizon(gap: float, quarters: float = HORIZON_QUARTERS) -> bool:
    """The target cannot be reached in time at the normal pace (method 4.2)."""
    return gap > NORMAL_PACE * quarters + EPS


def waiting(candidates: Sequence[Candidate], graph: Steps) -> dict[str, tuple[str, ...]]:
    """For each capability, those that have to rise to their target and cannot before it does."""
    held = {item.key: item.level for item in candidates}
    needed = graph.needed({**_unknown_held(graph, held), **held})
    found: dict[str, list[str]] = {item.key: [] for item in candidates}
    for item in candidates:
        if item.level >= item.target:
            continue
        for blocker in needed.get((item.key, item.level + 1), {}):
            if blocker in found and blocker != item.key:
                found[blocker].append(item.key)
    return {key: tuple(keys) for key, keys in found.items()}


def _unknown_held(graph: Steps, held: Mapping[str, int]) -> dict[str, int]:
    """Nothing is said to wait for a capability whose level nobody knows."""
    return {key: level for key, level in sorted(graph.order) if key not in held}


def prioritise(candidates: Sequence[Candidate], graph: Steps) -> dict[str, Priority]:
    """Rank scored capabilities, given in catalogue order: highest index first, then larger
    importance, larger gap, catalogue order. Met targets come last."""
    blocked = waiting(candidates, graph)
    total = math.fsum(item.importance * item.gap for item in candidates)
    by_key = {item.key: item for item in candidates}
    urgency: dict[str, tuple[float, str]] = {}
    for item in candidates:
        behind = [by_key[key] for key in blocked[item.key] if by_key[key].gap > 0]
        weight = math.fsum(other.importance * other.gap for other in behind)
        urgency[item.key] = _urgency(item, behind, weight / total if total > 0 else 0.0)
    index = {
        item.key: priority_index(item.importance, urgency[item.key][0], item.gap)
        for item in candidates
    }
    # Rounded far below what can be seen, so that equal products tie whatever their last bit.
    order = sorted(
        candidates, key=lambda item: (-round(index[item.key], 9), -item.importance, -item.gap)
    )
    return {
        item.key: Priority(
            urgency=urgency[item.key][0],
            reason=urgency[item.key][1],
            index=index[item.key],
            rank=rank,
            quadrant=quadrant(item.importance, urgency[item.key][0]),
        )
        for rank, item in enumerate(order, start=1)
    }


def _urgency(item: Candidate, behind: Sequence[Candidate], blocking: float) -> tuple[float, str]:
    """U of method 3.3 and the largest of its three reasons."""
    pressure = time_pressure(item.gap, item.quarters)
    largest = max(pressure, blocking, item.risk)
    if largest <= 0:
        return 0.0, "The target is met and nothing waits for it."
    if largest == item.risk and item.risk > max(pressure, blocking):
        return largest, item.risk_reason or "A risk is declared."
    if pressure >= blocking:
        needed = item.gap / item.quarters / NORMAL_PACE
        reason = (
            f"Closing {shown(item.gap, 1)} levels in {item.quarters:g} quarters takes"
            f" {shown(needed, 1)} times the normal pace."
        )
        return largest, reason
    names = [other.name for other in behind[:NAMED]]
    if len(behind) > NAMED:
        names.append(f"{len(behind) - NAMED} more")
    return largest, f"{percent(blocking)} of the weighted gap waits for it: {listed(names)}."


def not_now(ranked: Sequence[str]) -> tuple[str, ...]:
    """Those with the lowest quarter of priorities. ranked: keys of capabilities with a gap,
    highest priority first."""
    return tuple(ranked[len(ranked) - len(ranked) // 4 :])


def why_not_now(importance: float, urgency: float, gap: float) -> str:
    """What keeps a priority low: the smallest of its three factors."""
    reasons = {
        "It matters little for the goals.": importance,
        "Nothing presses.": urgency,
        "The gap is small.": gap / 4,
    }
    return min(reasons, key=lambda reason: reasons[reason])
