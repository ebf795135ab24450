"""Targets and importance from growth profile, industry and ranked goals (method 3.2 and 4)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.steps import PrerequisiteCycleError, Steps, steps
from engine.types import EPS, LEVELS, EngineError, Framework, Goal
from engine.wording import counted

MOST_GOALS = 5
MARKS = (0, 1, 2)
IMPORTANT = 0.5
IMPORTANCE_WITHOUT_GOALS = 0.5
# What the next stage requires is never wholly unimportant (method 3.2).
IMPORTANCE_FLOOR = 0.1


class TargetError(EngineError):
    """E103 unknown profile, industry or goal; E301, E401, E402, E501."""


@dataclass(frozen=True, slots=True)
class Target:
    """level 1..5 with its derivation in words; importance 0..1 for the goals, before the floor."""

    level: int
    reason: str
    importance: float


@dataclass(frozen=True, slots=True)
class WeightedGoal:
    """rank from 1, weight 0..1; the weights of all goals sum to 1."""

    goal: Goal
    rank: int
    weight: float


def goal_weights(ranks: Sequence[int]) -> tuple[float, ...]:
    """Rank-order centroid of method 4.3. ranks: 1 is the most important; goals of equal rank
    leave the next ranks out (1, 1, 3) and share the mean of their weights. Raises TargetError
    E402."""
    number = len(ranks)
    if number > MOST_GOALS:
        raise TargetError("E402", f"{number} goals are ranked; {MOST_GOALS} are the most")
    for rank in ranks:
        if rank != 1 + sum(other < rank for other in ranks):
            raise TargetError("E402", f"ranks {tuple(ranks)} are not 1 to {number}")
    centroid = [
        math.fsum(1 / j for j in range(place, number + 1)) / number
        for place in range(1, number + 1)
    ]
    weights = []
    for rank in ranks:
        tied = ranks.count(rank)
        weights.append(math.fsum(centroid[rank - 1 : rank - 1 + tied]) / tied)
    return tuple(weights)


def weighted_goals(framework: Framework, keys: Sequence[str]) -> tuple[WeightedGoal, ...]:
    """keys: most important first. Raises TargetError E103, E401, E402."""
    if len(set(keys)) != len(keys):
        raise TargetError("E402", "a goal is ranked twice")
    for key in keys:
        if key not in framework.goal:
            raise TargetError("E103", f"unknown goal {key!r}")
        for capability, mark in framework.goal[key].marks.items():
            if mark not in MARKS:
                raise TargetError("E401", f"goal {key!r} marks {capability!r} with {mark!r}")
    ranks = range(1, len(keys) + 1)
    weights = goal_weights(ranks)
    return tuple(
        WeightedGoal(framework.goal[key], rank, weight)
        for key, rank, weight in zip(keys, ranks, weights, strict=True)
    )


def importance(goals: Sequence[WeightedGoal], capability: str) -> float:
    """I of method 3.2, 0..1; one half without goals."""
    if not goals:
        return IMPORTANCE_WITHOUT_GOALS
    marked = math.fsum(item.weight * item.goal.marks.get(capability, 0) for item in goals)
    return min(1.0, marked / 2)


def with_floor(value: float, required_next: bool) -> float:
    """Importance as priorities use it. required_next: the next stage requires the capability."""
    return IMPORTANCE_FLOOR if value == 0 and required_next else value


def prerequisites(framework: Framework, ignored: Collection[str] = ()) -> Steps:
    """Raises TargetError E501 if something waits for itself."""
    try:
        return steps(framework, ignored)
    except PrerequisiteCycleError as error:
        raise TargetError("E501", f"prerequisites run in a circle: {error}") from error


def derive(
    framework: Framework,
    profile: str,
    industry: str,
    goals: Sequence[WeightedGoal],
    graph: Steps,
    ignored: Collection[str] = (),
) -> dict[str, Target]:
    """Target of every capability that is not ignored, in catalogue order. Raises TargetError E103
    and E301."""
    base = _base(framework, profile, industry)
    own: dict[str, Target] = {}
    for item in framework.capabilities:
        if item.key in ignored:
            continue
        level, reason = base[item.key]
        weight = importance(goals, item.key)
        # Goals bend the profile; without goals there is nothing to bend it.
        if goals and weight >= IMPORTANT - EPS:
            level, reason = level + 1, f"{reason} + 1 ({_why(goals, item.key)})"
        if level > LEVELS[-1]:
            level, reason = LEVELS[-1], f"{reason}, at most 5"
        own[item.key] = Target(level, reason, weight)
    return _closed(framework, own, graph)


def _closed(framework: Framework, own: Mapping[str, Target], graph: Steps) -> dict[str, Target]:
    """Targets raised to what other targets need. What a level needs is already complete in turn,
    so once over all targets is the least fixed point."""
    found = dict(own)
    for key, target in own.items():
        for other, least in graph.from_scratch.get((key, target.level), {}).items():
            if other in found and least > found[other].level:
                name = framework.capability[key].name
                reason = (
                    f"{own[other].reason}; raised to {least}, which {name} needs for its own target"
                )
                found[other] = Target(least, reason, own[other].importance)
    return found


def _base(framework: Framework, profile: str, industry: str) -> dict[str, tuple[int, str]]:
    if profile not in framework.profile:
        raise TargetError("E103", f"unknown growth profile {profile!r}")
    if industry not in framework.industry:
        raise TargetError("E103", f"unknown industry {industry!r}")
    growth, adds = framework.profile[profile], framework.industry[industry]
    found = {}
    for item in framework.capabilities:
        level = growth.targets.get(item.key)
        if level not in LEVELS:
            raise TargetError("E301", f"target {level!r} of {item.key!r} is not 1 to 5")
        reason = f"{level} (growth profile {growth.name})"
        add = adds.adds.get(item.key, 0)
        if add:
            reason += f" {'+' if add > 0 else '-'} {abs(add)} (industry {adds.name})"
        if level + add < LEVELS[0]:
            raise TargetError("E301", f"target {level + add} of {item.key!r} is not 1 to 5")
        found[item.key] = (min(LEVELS[-1], level + add), reason)
    return found


def _why(goals: Sequence[WeightedGoal], capability: str) -> str:
    marked = [item for item in goals if item.goal.marks.get(capability, 0)]
    first = max(marked, key=lambda item: item.weight * item.goal.marks[capability])
    word = "critical for" if first.goal.marks[capability] == MARKS[-1] else "supports"
    more = f"; {counted(len(marked) - 1, 'more goal')}" if len(marked) > 1 else ""
    return f"{word} '{first.goal.name}', rank {first.rank}{more}"
