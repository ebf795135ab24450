"""When each stage and each target is reached if a roadmap goes as planned, and if work goes on at
the pace so far: the slip between them (method 7.3a)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.calendar import period_start
from engine.forecast import stage_level, states
from engine.types import Framework, PlanParameters, Standing

# How far ahead is looked for late finishes, in horizons: as far as a trend may look.
FURTHEST = 2


@dataclass(frozen=True, slots=True)
class Milestone:
    """period: the first one at whose start it stands, 0 for today; None if it is not reached.
    late: the same at the pace so far, None if it is not reached within twice the horizon.
    on, late_on: first day of these periods."""

    key: str
    period: int | None
    on: date | None
    late: int | None
    late_on: date | None

    @property
    def reached(self) -> bool:
        """By the plan, within its horizon."""
        return self.period is not None

    @property
    def slip(self) -> int | None:
        """Periods between plan and pace; None where either does not get there."""
        return None if self.period is None or self.late is None else self.late - self.period


@dataclass(frozen=True, slots=True)
class Milestones:
    """stages: of the organisation, lowest first; without scored areas none is reached. targets: of
    every capability that applies and has a score, in the order of the standings."""

    stages: tuple[Milestone, ...]
    targets: tuple[Milestone, ...]


def milestones(
    framework: Framework,
    standings: Sequence[Standing],
    scored: frozenset[str],
    finishes: Mapping[str, int],
    parameters: PlanParameters,
    late: Mapping[str, int] | None = None,
) -> Milestones:
    """scored: areas that the stage counts. finishes: initiative key to the first period after its
    last, as planned; late: the same stretched by the delivery ratio, None while none is known."""
    planned = _reached(framework, standings, scored, finishes, parameters.periods)
    horizon = parameters.periods * (1 if late is None else FURTHEST)
    pace = planned
    if late is not None:
        pace = _reached(framework, standings, scored, late, horizon)

    def milestone(key: str, kind: int) -> Milestone:
        found = [reached[kind].get(key) for reached in (planned, pace)]
        dates = [
            None if at is None else period_start(parameters.start, parameters.period, at)
            for at in found
        ]
        return Milestone(key, found[0], dates[0], found[1], dates[1])

    targets = [item.capability for item in standings if item.applicable and item.level is not None]
    return Milestones(
        stages=tuple(milestone(stage.key, 0) for stage in framework.stages),
        targets=tuple(milestone(key, 1) for key in targets),
    )


def _reached(
    framework: Framework,
    standings: Sequence[Standing],
    scored: frozenset[str],
    finishes: Mapping[str, int],
    periods: int,
) -> tuple[dict[str, int], dict[str, int]]:
    """First period of each stage, and of each capability's target. Nothing reached is lost."""
    stages: dict[str, int] = {}
    targets: dict[str, int] = {}
    aims = {item.capability: item.target for item in standings if item.applicable}
    for period, (_, level) in enumerate(states(framework, standings, finishes, periods)):
        stands = stage_level(framework, level, scored)
        for stage in framework.stages:
            if stage.level <= stands:
                stages.setdefault(stage.key, period)
        for key, aim in aims.items():
            if (level.get(key) or 0) >= aim:
                targets.setdefault(key, period)
    return stages, targets
