"""From a framework, where its capabilities stand and the limits to a planning question (5.0, 5.1).

Effort is in hundredths of a person-day, money in hundredths of a thousand US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.calendar import discounts, period_name, periods_for
from engine.instance import Candidate, Instance
from engine.needs import needs
from engine.plan_input import PlanInputError, checked, wish_name
from engine.plan_lines import SCALE, budget_line, capacity_lines, savings_of, spread, whole
from engine.plan_wishes import advanced, begun, finished, steps_of, wished
from engine.pools import Pool, effort_days, pool_of, pools
from engine.prerequisites import ranks
from engine.types import Framework, Initiative, PlanParameters, Raise, Standing

__all__ = ["SCALE", "PlanInputError", "Question", "assumed_levels", "planning_score", "prepare"]

MAX_STRETCH = 3
# How far a score may lie above its awarded level in a plan (method 5.0).
HEADROOM = 0.9


@dataclass(frozen=True)
class Question:
    """What is planned, with what the planner does not need but the reader does.

    framework: with the organisation's own initiatives. effort: initiative key to person-days by
    role. held: initiatives whose levels all stand. done: those that progress calls done. out:
    initiatives that cannot be candidates, with the reason. standings: by capability key, with what
    is done.
    """

    framework: Framework
    parameters: PlanParameters
    standings: Mapping[str, Standing]
    instance: Instance
    pools: Mapping[str, Pool]
    effort: Mapping[str, Mapping[str, float]]
    held: frozenset[str]
    out: Mapping[str, str]
    done: frozenset[str] = frozenset()


def prepare(
    framework: Framework, standings: Sequence[Standing], parameters: PlanParameters
) -> Question:
    """The planning question of an organisation.

    standings: one for each capability. Raises PlanInputError, CapacityError.
    """
    wider = checked(framework, parameters)
    by_key = {standing.capability: standing for standing in standings}
    absent = [item.key for item in framework.capabilities if item.key not in by_key]
    if absent:
        raise PlanInputError("E103", f"no standing for {', '.join(absent)}")
    return _Builder(wider, by_key, parameters).question()


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
        self.parameters = parameters
        self.done = finished(parameters)
        self.standings = advanced(framework, dict(standings), self.done)
        self.levels = assumed_levels(framework, self.standings)
        for step in steps_of(framework, self.done):
            self.levels[step.capability] = max(self.levels[step.capability], step.to_level)
        size, period = parameters.size, parameters.period
        self.pools = {
            pool.key: pool for pool in pools(framework, size, period, parameters.capacity)
        }
        self.capacity = capacity_lines(parameters, self.pools)
        own = {item.key for item in parameters.own}
        self.effort = {
            item.key: effort_days(framework, item, size, item.key in own)
            for item in framework.initiatives
        }
        self.out = self._ruled_out()

    def question(self) -> Question:
        self._check_teams()
        held = self._all_held()
        drafts = [
            candidate
            for item in self.framework.initiatives
            if item.key not in held
            and item.key not in self.out
            and (candidate := self._draft(item)) is not None
        ]
        drafts = self._startable([self._complete(draft) for draft in drafts])
        self._check_required(held)
        parameters = self.parameters
        instance = Instance(
            discounts=discounts(
                parameters.period, parameters.periods, parameters.discount, parameters.tail_months
            ),
            gaps={key: self._gap(standing) for key, standing in self.standings.items()},
            weights=self._weights(),
            candidates=tuple(drafts),
            capacity=self.capacity,
            budget=budget_line(parameters, self.done | held),
            carry=parameters.carry,
            team_limits=dict(parameters.team_limits),
            exclusive=self._exclusive({draft.key for draft in drafts}),
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
            self.done,
        )

    def _ruled_out(self) -> dict[str, str]:
        """What needs no look at levels: done, forbidden, or excluded by what is done."""
        out = dict.fromkeys(sorted(self.done), "Is done.")
        for wish in self.parameters.wishes:
            if wish.kind == "forbid":
                out.setdefault(wish.initiative, "Ruled out by a wish.")
        for group in self.parameters.exclusive:
            for other in self.done.intersection(group):
                name = self.framework.initiative[other].name
                for key in group:
                    out.setdefault(key, f"Ruled out: “{name}”, which takes its place, is done.")
        return out

    def _check_teams(self) -> None:
        known = dict.fromkeys([*(area.key for area in self.framework.areas), *self.pools])
        for key in self.parameters.team_limits:
            if key not in known:
                text = f"there is no area or pool {key!r} to limit; there are {', '.join(known)}"
                raise PlanInputError("E103", text)

    def _check_required(self, held: frozenset[str]) -> None:
        """Refuse a wish for what cannot be planned at all. What is held or done is met already."""
        for wish in self.parameters.wishes:
            reason = self.out.get(wish.initiative)
            if wish.kind in {"lock", "must"} and reason and wish.initiative not in self.done:
                name = wish_name(self.framework, self.parameters, wish)
                text = f"the wish that {name} cannot be kept: {reason} Take it back, or give way."
                raise PlanInputError("E503", text)

    def _exclusive(self, candidates: set[str]) -> tuple[tuple[str, ...], ...]:
        groups = [
            tuple(sorted(candidates.intersection(group))) for group in self.parameters.exclusive
        ]
        return tuple(dict.fromkeys(group for group in groups if len(group) > 1))

    def _complete(self, draft: Candidate) -> Candidate:
        """With what it waits for, the wishes about it, and whose limits it counts against."""
        initiative = self.framework.initiative[draft.key]
        areas = {area.key for area in self.framework.areas}
        teams = tuple(
            key
            for key in sorted(self.parameters.team_limits)
            if key == initiative.area or (key not in areas and key in draft.days)
        )
        found = replace(
            wished(draft, initiative, self.parameters),
            needs=needs(self.framework, self.levels, initiative),
            teams=teams,
            savings=savings_of(self.parameters, draft.key),
        )
        for progress in self.parameters.started:
            if progress.initiative == draft.key:
                return begun(found, progress, self.parameters.periods, initiative.name)
        return found

    def _all_held(self) -> frozenset[str]:
        initiatives = self.framework.initiatives
        return frozenset(item.key for item in initiatives if self._held(item)) - self.done

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
        cost = whole((initiative.cost_low + initiative.cost_high) / 2 * SCALE)
        return Candidate(
            key=initiative.key,
            duration=duration,
            uplift=self._uplift(initiative),
            days={pool: spread(total, duration) for pool, total in days.items()},
            cost=spread(cost, duration),
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
        return {pool: whole(amount * SCALE) for pool, amount in days.items() if amount > 0}

    def _duration(self, key: str, own: int, days: Mapping[str, int]) -> int | None:
        """The initiative's own duration, stretched until it fits its pools, at most threefold."""
        for duration in range(own, own * MAX_STRETCH + 1):
            short = [
                pool
                for pool, total in days.items()
                if math.ceil(total / duration) > max(self.capacity[pool])
            ]
            if not short:
                return duration
        pool = self.pools[short[0]]
        need = math.ceil(days[pool.key] / duration) / SCALE
        self.out[key] = (
            f"Needs more of {pool.name}: {need:g} days a {self.parameters.period} "
            f"even at {MAX_STRETCH} times its length, of {max(self.capacity[pool.key]) / SCALE:g}."
        )
        return None

    def _uplift(self, initiative: Initiative) -> dict[str, int]:
        uplift: dict[str, int] = {}
        for step in initiative.raises:
            score = planning_score(self.standings[step.capability])
            if score is None:
                continue
            tenths = whole(10 * max(0.0, step.to_level - max(score, step.from_level)))
            tenths = whole(tenths * self.parameters.confidence.get(initiative.key, 1))
            if tenths:
                uplift[step.capability] = uplift.get(step.capability, 0) + tenths
        return uplift

    def _startable(self, drafts: list[Candidate]) -> list[Candidate]:
        """Without those that no period is open to, and those that wait for what is left out."""
        open_to = [draft for draft in drafts if self._has_start(draft)]
        rank = ranks({draft.key: draft.needs for draft in open_to})
        for draft in open_to:
            if draft.key not in rank:
                lacking = next(
                    group for group in draft.needs if not any(member in rank for member in group)
                )
                self.out[draft.key] = self._lacking(lacking)
        return [draft for draft in open_to if draft.key in rank]

    def _has_start(self, draft: Candidate) -> bool:
        parameters = self.parameters
        periods = min(parameters.periods, draft.deadline or parameters.periods)
        starts = [
            start
            for start in range(draft.earliest, periods - draft.duration + 1)
            if draft.closed.isdisjoint(range(start, start + draft.duration))
        ]
        if draft.lock in starts or (draft.lock is None and starts):
            return True
        takes = f"Takes {draft.duration} {parameters.period}{'s' if draft.duration > 1 else ''}"
        if starts:
            first, last = (
                period_name(parameters.start, parameters.period, start)
                for start in (starts[0], starts[-1])
            )
            when = f"in {first}" if first == last else f"from {first} to {last}"
            self.out[draft.key] = f"{takes} and can start only {when}."
        else:
            self.out[draft.key] = f"{takes}; its dates and the blackouts leave no room for that."
        return False

    def _lacking(self, group: tuple[str, ...]) -> str:
        if not group:
            return "Needs a level that nothing in the catalogue raises."
        names = " or ".join(f"“{self.framework.initiative[key].name}”" for key in group)
        return f"Needs {names} first, which is left out."

    def _gap(self, standing: Standing) -> int:
        score = planning_score(standing)
        return 0 if score is None else whole(10 * max(0.0, standing.target - score))

    def _weights(self) -> dict[str, int]:
        counted = {
            key: standing.importance
            for key, standing in self.standings.items()
            if standing.applicable and standing.importance > 0
        }
        total = sum(counted.values())
        return {key: max(1, whole(1000 * value / total)) for key, value in counted.items()}


def _names(framework: Framework, raises: Sequence[Raise]) -> str:
    return ", ".join(f"“{framework.capability[step.capability].name}”" for step in raises)
