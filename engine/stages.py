"""Stages by cumulative gates, what blocks the next one, and how firm they are (1.6, 1.7, 1.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from engine import weighing
from engine.ballot import Ballot
from engine.scoring import CapabilityScore, Scores
from engine.tally import Bools, Floats, Ints
from engine.types import EPS, EngineError, Framework, Initiative, Status
from engine.verdicts import Verdict
from engine.wording import listed

TOP = 5
# Up to here every subset is tried for the smallest effort; above, the cheapest come first.
ALL_SUBSETS_UP_TO = 12


class StageError(EngineError):
    """A framework whose stages cannot be judged: E104."""


@dataclass(frozen=True, slots=True)
class AreaStage:
    """level 1..5, None if the area is not scored. stability: share of the runs without one
    respondent that give the same stage, 0..1; None where no stage is claimed. unknown: names of
    required capabilities without a score, which make the stage provisional."""

    area: str
    level: int | None
    stability: float | None
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staging:
    """areas in catalogue order; level, stability and verdict of the whole. held_back_by: keys of
    the areas at the lowest stage; must: capabilities below the present stage that the next one
    requires; choose: the subset with the smallest effort that then brings it."""

    areas: tuple[AreaStage, ...]
    level: int | None
    stability: float | None
    verdict: Verdict
    held_back_by: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    choose: tuple[str, ...] = ()


def firmness(stability: float | None) -> str | None:
    """firm if no respondent alone decides the stage, else borderline (method 1.10)."""
    if stability is None:
        return None
    return "firm" if stability >= 1 - EPS else "borderline"


def check(framework: Framework) -> None:
    """Raises StageError E104 if an area requires nothing at some stage from 2 on. Requirements
    are nested, so an area that requires something at stage 2 does at all of them."""
    for area in framework.areas:
        if all(item.required_from > 2 for item in framework.capabilities_of(area.key)):
            raise StageError("E104", f"area {area.key!r} requires no capability at stage 2")


def area_stage(levels: Ints, weights: Floats, required_from: Ints, theta: float) -> Ints:
    """Stage 1..5 of method 1.6 from levels [..., K], 0 for a capability that does not count;
    weights and required_from [K]. Shape [...]."""
    stage = np.ones(levels.shape[:-1], dtype=np.int64)
    for number in range(2, TOP + 1):
        required = (levels > 0) & (required_from <= number)
        total = np.where(required, weights, 0.0).sum(axis=-1)
        held = np.where(required & (levels >= number), weights, 0.0).sum(axis=-1)
        floor = (~required | (levels >= number - 1)).all(axis=-1)
        # Cumulative by construction: the floor at a stage contains the gate of the one below.
        stage = np.where((held >= theta * total - EPS) & floor, number, stage)
    return stage


def stage(framework: Framework, scores: Scores) -> Staging:
    """Stages of the areas and of the whole. Raises StageError E104."""
    check(framework)
    levels = np.array([item.level or 0 for item in scores.capabilities], dtype=np.int64)
    judged = [area.verdict.scored for area in scores.areas]
    found = of_levels(framework, levels)
    without = _without_each(scores)
    areas = tuple(
        AreaStage(
            area=area.key,
            level=int(found[number]) if judged[number] else None,
            stability=_same(without[:, number], found[number]) if judged[number] else None,
            unknown=_unknown(framework, area.key, scores, int(found[number])),
        )
        for number, area in enumerate(framework.areas)
    )
    verdict = _verdict(scores, areas)
    if not verdict.scored:
        return Staging(areas=areas, level=None, stability=None, verdict=verdict)
    chosen = np.array(judged, dtype=np.bool_)
    level = int(found[chosen].min())
    must, choose = _next_steps(framework, scores.capabilities, areas, level)
    return Staging(
        areas=areas,
        level=level,
        stability=_same(without[:, chosen].min(axis=1), level),
        verdict=verdict,
        held_back_by=tuple(a.area for a in areas if a.level == level and level < TOP),
        must=must,
        choose=choose,
    )


def of_levels(framework: Framework, levels: Ints) -> Ints:
    """Stages of the areas [..., A] from levels [..., K], 0 for what does not count."""
    weights = np.array([item.weight for item in framework.capabilities], dtype=np.float64)
    required = np.array([item.required_from for item in framework.capabilities], dtype=np.int64)
    of = np.array([item.area for item in framework.capabilities])
    found = []
    for area in framework.areas:
        inside = of == area.key
        found.append(
            area_stage(levels[..., inside], weights[inside], required[inside], framework.theta)
        )
    return np.stack(found, axis=-1)


def _without_each(scores: Scores) -> Ints:
    """[people with an answer, A]: area stages without this person. What is scored stays as it is:
    the question is whether the stage would differ, not whether enough people would be left."""
    votes: Ballot = scores.ballot
    if votes.evidence.own_view:
        return np.zeros((0, len(votes.framework.areas)), dtype=np.int64)
    levels = weighing.levels_without_each(
        votes.voices.at_least, votes.voices.heard, votes.rule, votes.framework.phi
    )
    spoke: Bools = np.asarray(votes.voices.heard.any(axis=1))
    return of_levels(votes.framework, np.where(scores.scored, levels, 0)[spoke])


def _same(without: Ints, level: int | np.int64) -> float | None:
    if not len(without):
        return None
    return int((without == level).sum()) / len(without)


def _unknown(framework: Framework, area: str, scores: Scores, level: int) -> tuple[str, ...]:
    """Applicable capabilities without a score that this stage or the next one requires."""
    status = {item.key: item.verdict for item in scores.capabilities}
    return tuple(
        item.name
        for item in framework.capabilities_of(area)
        if item.required_from <= level + 1 and status[item.key].status == Status.INSUFFICIENT
    )


def _verdict(scores: Scores, areas: tuple[AreaStage, ...]) -> Verdict:
    verdict = scores.overall.verdict
    unknown = [name for area in areas if area.level is not None for name in area.unknown]
    if verdict.status != Status.OK or not unknown:
        return verdict
    reason = f"The stage is provisional: too little is known of {listed(unknown)}."
    return Verdict(Status.PROVISIONAL, "required_unscored", reason)


def _next_steps(
    framework: Framework,
    capabilities: Sequence[CapabilityScore],
    areas: tuple[AreaStage, ...],
    level: int,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if level == TOP:
        return (), ()
    levels = {item.key: item.level for item in capabilities if item.level is not None}
    must: list[str] = []
    choose: list[str] = []
    for area in areas:
        if area.level != level:
            continue
        required = [
            item
            for item in framework.capabilities_of(area.area)
            if item.required_from <= level + 1 and item.key in levels
        ]
        must += [item.key for item in required if levels[item.key] < level]
        candidates = {item.key: item.weight for item in required if levels[item.key] == level}
        held = sum(item.weight for item in required if levels[item.key] > level)
        missing = framework.theta * sum(item.weight for item in required) - held
        choose += _smallest_effort(framework, candidates, missing, level)
    return tuple(must), tuple(choose)


def _smallest_effort(
    framework: Framework, candidates: dict[str, float], missing: float, level: int
) -> list[str]:
    """The candidates whose rise by one level makes up the missing weight with the least effort;
    all of them if even that is not enough."""
    if missing <= EPS:
        return []
    if sum(candidates.values()) < missing - EPS:
        return list(candidates)
    step = {key: _cheapest_step(framework, key, level) for key in candidates}
    if len(candidates) > ALL_SUBSETS_UP_TO:
        return _cheapest_first(candidates, step, missing)
    enough: list[tuple[str, ...]] = [
        subset
        for size in range(1, len(candidates) + 1)
        for subset in combinations(candidates, size)
        if sum(candidates[key] for key in subset) >= missing - EPS
    ]
    # Of equal effort the smaller subset, which comes first.
    best: tuple[str, ...] = min(enough, key=lambda subset: _effort(subset, step))
    return list(best)


def _cheapest_first(
    candidates: dict[str, float], step: dict[str, Initiative | None], missing: float
) -> list[str]:
    chosen: list[str] = []
    order = sorted(candidates, key=lambda key: _effort((key,), step) / candidates[key])
    for key in order:
        if sum(candidates[item] for item in chosen) >= missing - EPS:
            break
        chosen.append(key)
    return [key for key in candidates if key in chosen]


def _cheapest_step(framework: Framework, capability: str, level: int) -> Initiative | None:
    """The initiative with the least effort, in person-weeks, that raises it from this level."""
    found = [
        initiative
        for initiative in framework.initiatives
        for step in initiative.raises
        if step.capability == capability and step.from_level <= level < step.to_level
    ]
    return min(found, key=lambda item: sum(item.effort.values()), default=None)


def _effort(subset: tuple[str, ...], step: dict[str, Initiative | None]) -> float:
    """Person-weeks of the steps; an initiative that serves two of them is counted once. A step
    that the catalogue does not know is dearer than any that it knows."""
    known = {item.key: sum(item.effort.values()) for key in subset if (item := step[key])}
    unknown = sum(1 for key in subset if step[key] is None)
    return sum(known.values()) + unknown * 1e6
