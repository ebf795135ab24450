"""Index and stage by period if initiatives finish when they are said to (method 7.3a).

As planned it is a plan and not a forecast in the statistical sense; with finishes stretched by a
delivery ratio it is what the pace so far leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from engine.calendar import period_start
from engine.rollup import index, weighted_mean
from engine.stages import area_stage
from engine.types import Framework, PlanParameters, Standing


def forecast(
    framework: Framework,
    standings: Sequence[Standing],
    scored: frozenset[str],
    finishes: Mapping[str, int],
    parameters: PlanParameters,
) -> list[dict[str, Any]]:
    """State at the first day of each period, from 0 (today's levels) to the end of the horizon.

    scored: the areas that the index counts; none means there is no index. finishes:
    initiative key to the first period after its last. Entries have period, date, index (0..100)
    and stage (key); index and stage are None without scores.
    """
    return [
        {
            "period": period,
            "date": period_start(parameters.start, parameters.period, period).isoformat(),
            "index": _index(framework, score, scored),
            "stage": _stage(framework, level, scored),
        }
        for period, (score, level) in enumerate(
            states(framework, standings, finishes, parameters.periods)
        )
    ]


def states(
    framework: Framework,
    standings: Sequence[Standing],
    finishes: Mapping[str, int],
    periods: int,
) -> Iterator[tuple[Mapping[str, float | None], Mapping[str, int | None]]]:
    """Scores and levels by capability at the first day of each period, from 0 to `periods`. The
    same two mappings are changed from one to the next."""
    score = {item.capability: item.score for item in standings if item.applicable}
    level = {item.capability: item.level for item in standings if item.applicable}
    for period in range(periods + 1):
        for key in _ending(framework, finishes, period):
            _apply(framework, key, score, level)
        yield score, level


def scored_areas(result: Mapping[str, Any]) -> frozenset[str]:
    """Areas whose score stands; none if the whole has no score, because then it has no index.

    result: the document of an analysis.
    """
    if result["overall"]["score"] is None:
        return frozenset()
    return frozenset(item["key"] for item in result["areas"] if item["score"] is not None)


def target_index(
    framework: Framework, standings: Sequence[Standing], scored: frozenset[str]
) -> float | None:
    """Index 0..100 of an organisation that stands at every target and keeps what is above it.

    None without a scored area, as in `forecast`.
    """
    score = {
        item.capability: None if item.score is None else max(item.score, float(item.target))
        for item in standings
        if item.applicable
    }
    return _index(framework, score, scored)


def _ending(framework: Framework, finishes: Mapping[str, int], period: int) -> list[str]:
    """Initiatives that take effect with this period, lower steps first."""
    ending = [key for key, finish in finishes.items() if finish == period]
    return sorted(
        ending, key=lambda key: min(step.from_level for step in framework.initiative[key].raises)
    )


def _apply(
    framework: Framework,
    key: str,
    score: dict[str, float | None],
    level: dict[str, int | None],
) -> None:
    """Each step counts for a capability that stands at its `from` level; higher ones stay."""
    for step in framework.initiative[key].raises:
        now, value = level.get(step.capability), score.get(step.capability)
        if now is None or value is None or not step.from_level <= now < step.to_level:
            continue
        level[step.capability] = step.to_level
        score[step.capability] = max(value, step.to_level)


def _index(
    framework: Framework, score: Mapping[str, float | None], scored: frozenset[str]
) -> float | None:
    means, weights = [], []
    for area in framework.areas:
        members = [
            (value, item.weight)
            for item in framework.capabilities_of(area.key)
            if (value := score.get(item.key)) is not None
        ]
        mean = weighted_mean([value for value, _ in members], [weight for _, weight in members])
        if area.key in scored and mean is not None:
            means.append(mean)
            weights.append(area.weight)
    total = weighted_mean(means, weights)
    return None if total is None else index(total)


def stage_level(
    framework: Framework, level: Mapping[str, int | None], scored: frozenset[str]
) -> int:
    """Level 1..5 of the lowest of the scored areas, 0 without any."""
    reached = []
    for area in framework.areas:
        if area.key not in scored:
            continue
        members = framework.capabilities_of(area.key)
        reached.append(
            area_stage(
                np.array([level.get(item.key) or 0 for item in members], dtype=np.int64),
                np.array([item.weight for item in members], dtype=np.float64),
                np.array([item.required_from for item in members], dtype=np.int64),
                framework.theta,
            )
        )
    return int(min(reached, default=0))


def _stage(
    framework: Framework, level: Mapping[str, int | None], scored: frozenset[str]
) -> str | None:
    lowest = stage_level(framework, level, scored)
    return next((stage.key for stage in framework.stages if stage.level == lowest), None)
