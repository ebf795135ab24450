"""From a framework, where its capabilities stand and the limits to a planning question (5.0, 5.1).

Effort is in hundredths of a person-day, money in hundredths of a thousand US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engine.calendar import discounts, periods_for
from engine.instance import Candidate, Groups, Instance
from engine.pools import Pool, effort_days, pool_of, pools
from engine.prerequisites import ranks
from engine.types import EPS, EngineError, Framework, Initiative, PlanParameters, Raise, Standing

SCALE = 100
MAX_STRETCH = 3
# How far a score may lie above its awarded level in a plan (method 5.0).
HEADROOM = 0.9
MAX_PERIODS = 120


class PlanInputError(EngineError):
    """The horizon is impossible (E502), the budget no number (E102), a standing absent (E103)."""


@dataclass(frozen=True)
class Question:
    """What is planned, with what the planner does not need but the reader does.

    effort: initiative key to person-days by role. held: initiatives whose levels all stand.
    out: initiatives that cannot be candidates, with the reason. standings: by capability key.
    """

    framework: Framework
    parameters: PlanParameters
    standings: Mapping[str, Standing]
    instance: Instance
    pools: Mapping[str, Pool]
    effort: Mapping[str, Mapping[str, float]]
    held: frozenset[str]
    out: Mapping[str, str]


def prepare(
    framework: Framework, standings: Sequence[Standing], parameters: PlanParameters
) -> Question:
    """The planning question of an organisation.

    standings: one for each capability. Raises PlanInputError, CapacityError.
    """
    if not 1 <= parameters.periods <= MAX_PERIODS:
        raise PlanInputError("E502", f"a plan has 1 to {MAX_PERIODS} periods")
    if parameters.budget is not None and not 0 <= parameters.budget < float("inf"):
        raise PlanInputError("E102", "a budget is a number from 0 on")
    by_key = {standing.capability: standing for standing in standings}
    absent = [item.key for item in framework.capabilities if item.key not in by_key]
    if absent:
        raise PlanInputError("E103", f"no standing for {', '.join(absent)}")
    return _Builder(framework, by_key, parameters).question()


def assumed_levels(framework: Framework, standings: Mapping[str, Standing]) -> dict[str, int]:
    """Level of each capability as prerequisites see it.

    One that does not apply holds nothing up. One without a level counts as the lowest level that
    is known in its area, 1 if none is.
    """
    levels: dict[str, int] = {}
    for area in framework.areas:
        members = [standings[item.key] for item in framework.capabilities_of(area.key)]
        known = [item.level for item in members if item.applicable and item.level is not None]
        for item in members:
            level = item.level if item.level is not None else min(known, default=1)
            levels[item.capability] = level if item.applicable else 5
    return levels


def planning_score(standing: Standing) -> float | None:
    """P of method 5.0: the score, but less than a level above the awarded level."""
    if standing.score is None or standing.level is None or not standing.applicable:
        return None
    return min(standing.score, standing.level + HEADROOM)


class _Builder:
    def __init__(
        self,
        framework: Framework,
        standings: Mapping[str, Standing],
        parameters: PlanParameters,
    ) -> None:
        self.framework = framework
        self.standings = standings
        self.parameters = parameters
        self.levels = assumed_levels(framework, standings)
        size, period = parameters.size, parameters.period
        self.pools = {
            pool.key: pool for pool in pools(framework, size, period, parameters.capacity)
        }
        self.capacity = {
            key: math.floor(pool.days * SCALE + EPS) for key, pool in self.pools.items()
        }
        self.effort = {
            item.key: effort_days(framework, item, size) for item in framework.initiatives
        }
        self.out: dict[str, str] = {}

    def question(self) -> Question:
        held = frozenset(item.key for item in self.framework.initiatives if self._held(item))
        drafts = [
            candidate
            for item in self.framework.initiatives
            if item.key not in held and (candidate := self._draft(item)) is not None
        ]
        drafts = self._startable([self._with_needs(draft) for draft in drafts])
        periods = self.parameters.periods
        budget = self.parameters.budget
        instance = Instance(
            discounts=discounts(self.parameters.period, periods),
            gaps={key: self._gap(standing) for key, standing in self.standings.items()},
            weights=self._weights(),
            candidates=tuple(drafts),
            capacity={key: (days,) * periods for key, days in self.capacity.items()},
            budget=None if budget is None else (_whole(budget * SCALE),) * periods,
        )
        return Question(
            self.framework,
            self.parameters,
            self.standings,
            instance,
            self.pools,
            self.effort,
            held,
            self.out,
        )

    def _held(self, initiative: Initiative) -> bool:
        """True if every level that it raises, where that applies, is known to stand."""
        applying = [
            step for step in initiative.raises if self.standings[step.capability].applicable
        ]
        return bool(applying) and all(
            (self.standings[step.capability].level or 0) >= step.to_level for step in applying
        )

    def _draft(self, initiative: Initiative) -> Candidate | None:
        """A candidate without its prerequisites; None, with the reason noted, if it cannot be."""
        if all(self.levels[step.capability] >= step.to_level for step in initiative.raises):
            self.out[initiative.key] = self._nothing_known(initiative)
            return None
        days = self._days_by_pool(initiative)
        own = periods_for(initiative.duration_weeks, self.parameters.period)
        duration = self._duration(initiative.key, own, days)
        if duration is None:
            return None
        if duration > self.parameters.periods:
            self.out[initiative.key] = (
                f"Takes {duration} {self.parameters.period}s; "
                f"the plan has {self.parameters.periods}."
            )
            return None
        cost = _whole((initiative.cost_low + initiative.cost_high) / 2 * SCALE)
        return Candidate(
            key=initiative.key,
            duration=duration,
            uplift=self._uplift(initiative),
            days={pool: _spread(total, duration) for pool, total in days.items()},
            cost=_spread(cost, duration),
        )

    def _nothing_known(self, initiative: Initiative) -> str:
        applicable = [self.standings[step.capability].applicable for step in initiative.raises]
        names = _names(self.framework, initiative.raises)
        if not any(applicable):
            return f"Does not apply: this assessment leaves out {names}."
        return f"Nothing to plan by: too few answers for a score of {names}."

    def _days_by_pool(self, initiative: Initiative) -> dict[str, int]:
        days: dict[str, float] = {}
        for role, amount in self.effort[initiative.key].items():
            pool = pool_of(self.framework.staff_role[role], self.parameters.size)
            days[pool] = days.get(pool, 0.0) + amount
        return {pool: _whole(amount * SCALE) for pool, amount in days.items() if amount > 0}

    def _duration(self, key: str, own: int, days: Mapping[str, int]) -> int | None:
        """The initiative's own duration, stretched until it fits its pools, at most threefold."""
        for duration in range(own, own * MAX_STRETCH + 1):
            short = [
                pool
                for pool, total in days.items()
                if math.ceil(total / duration) > self.capacity[pool]
            ]
            if not short:
                return duration
        pool = self.pools[short[0]]
        need = math.ceil(days[pool.key] / duration) / SCALE
        self.out[key] = (
            f"Needs more of {pool.name}: {need:g} days a {self.parameters.period} "
            f"even at {MAX_STRETCH} times its length, of {pool.days:g}."
        )
        return None

    def _uplift(self, initiative: Initiative) -> dict[str, int]:
        uplift: dict[str, int] = {}
        for step in initiative.raises:
            score = planning_score(self.standings[step.capability])
            if score is None:
                continue
            tenths = _whole(10 * max(0.0, step.to_level - max(score, step.from_level)))
            if tenths:
                uplift[step.capability] = uplift.get(step.capability, 0) + tenths
        return uplift

    def _with_needs(self, draft: Candidate) -> Candidate:
        initiative = self.framework.initiative[draft.key]
        groups: list[tuple[str, ...]] = []
        for key in initiative.requires_initiatives:
            raises = self.framework.initiative[key].raises
            if any(self.levels[step.capability] < step.to_level for step in raises):
                groups.append((key,))
        levels = [(need.capability, need.level) for need in initiative.requires_levels]
        # The start rule: each raised capability stands at its `from` level.
        levels += [(step.capability, step.from_level) for step in initiative.raises]
        for capability, level in levels:
            if self.levels[capability] < level:
                groups.append(self._makers(capability, level))
        return replace(draft, needs=_distinct(groups))

    def _makers(self, capability: str, level: int) -> tuple[str, ...]:
        return tuple(
            item.key
            for item in self.framework.initiatives
            for step in item.raises
            if step.capability == capability and step.from_level < level <= step.to_level
        )

    def _startable(self, drafts: list[Candidate]) -> list[Candidate]:
        rank = ranks({draft.key: draft.needs for draft in drafts})
        for draft in drafts:
            if draft.key not in rank:
                lacking = next(
                    group for group in draft.needs if not any(member in rank for member in group)
                )
                self.out[draft.key] = self._lacking(lacking)
        return [draft for draft in drafts if draft.key in rank]

    def _lacking(self, group: tuple[str, ...]) -> str:
        if not group:
            return "Needs a level that nothing in the catalogue raises."
        names = " or ".join(f"“{self.framework.initiative[key].name}”" for key in group)
        return f"Needs {names} first, which is left out."

    def _gap(self, standing: Standing) -> int:
        score = planning_score(standing)
        return 0 if score is None else _whole(10 * max(0.0, standing.target - score))

    def _weights(self) -> dict[str, int]:
        counted = {
            key: standing.importance
            for key, standing in self.standings.items()
            if standing.applicable and standing.importance > 0
        }
        total = sum(counted.values())
        return {key: max(1, _whole(1000 * value / total)) for key, value in counted.items()}


def _distinct(groups: list[tuple[str, ...]]) -> Groups:
    """Each group once; a group that a single prerequisite of the same list meets adds nothing."""
    single = {group[0] for group in groups if len(group) == 1}
    kept = [group for group in groups if len(group) == 1 or not single.intersection(group)]
    return tuple(dict.fromkeys(kept))


def _whole(value: float) -> int:
    """Rounded half up."""
    return math.floor(value + 0.5 + EPS)


def _spread(total: int, duration: int) -> tuple[int, ...]:
    """Whole shares that differ by at most one and add up."""
    ends = [total * number // duration for number in range(duration + 1)]
    return tuple(later - earlier for earlier, later in pairwise(ends))


def _names(framework: Framework, raises: Sequence[Raise]) -> str:
    return ", ".join(f"“{framework.capability[step.capability].name}”" for step in raises)
