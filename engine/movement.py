"""Why a score moved: the difference of two rounds in parts that add up to it.

Causes are taken away from both rounds in a fixed order, from the outside in: first what was asked
(the framework), then what does not apply, then who answered. What is left on both sides is the
core: the same questions on the same capabilities, answered by the same roles. Between the two
cores lie the weights and the level. Each of these two is taken under the weights of the earlier
and of the later round, and the mean of both counts, so that the way back has the same parts with
the other sign.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine import weighing
from engine.rollup import index, weighted_mean
from engine.series import Series, Side, Wave
from engine.tally import Bools, Floats
from engine.types import Status
from engine.waves import area_verdict, overall_verdict

CAUSES = ("level", "respondents", "not_applicable", "weights", "framework")


@dataclass(frozen=True, slots=True)
class Movement:
    """Parts of later minus earlier, in levels, or in points of an index.

    level: people of the same roles answered higher or lower. respondents: other roles answered, or
    could say something. not_applicable: other capabilities do not apply. weights: of roles,
    capabilities or areas. framework: other questions were asked.
    """

    earlier: float
    later: float
    level: float
    respondents: float
    not_applicable: float
    weights: float
    framework: float

    @property
    def total(self) -> float:
        return self.later - self.earlier

    @property
    def parts(self) -> dict[str, float]:
        """By cause, in the order of CAUSES."""
        return {cause: getattr(self, cause) for cause in CAUSES}


@dataclass(frozen=True, slots=True)
class Ladder:
    """A figure of one round, step by step from what was reported to the core. asked: with the
    questions of both rounds; applying: of what applies in both; core: of the same roles;
    reweighed: the core under the weights of the other round."""

    reported: float
    asked: float
    applying: float
    core: float
    reweighed: float


@dataclass(frozen=True)
class Movements:
    """Key to movement, of whatever was compared; overall in points of the index."""

    capabilities: Mapping[str, Movement]
    areas: Mapping[str, Movement]
    overall: Movement | None


def movement(earlier: Ladder, later: Ladder) -> Movement:
    """The parts of one difference. They add up to it: what rounding leaves over goes to the
    largest part, so that a part without a cause stays 0."""
    before, after = earlier, later
    parts = {
        "level": ((after.reweighed - before.core) + (after.core - before.reweighed)) / 2,
        "respondents": (after.applying - after.core) - (before.applying - before.core),
        "not_applicable": (after.asked - after.applying) - (before.asked - before.applying),
        "weights": ((before.reweighed - before.core) + (after.core - after.reweighed)) / 2,
        "framework": (after.reported - after.asked) - (before.reported - before.asked),
    }
    total = after.reported - before.reported
    largest = max(parts, key=lambda cause: abs(parts[cause]))
    parts[largest] += math.fsum([total, *(-part for part in parts.values())])
    return Movement(before.reported, after.reported, **parts)


def movements(found: Series) -> Movements:
    """Of every capability, area and the whole that can be compared."""
    first, second = _Round(found, found.earlier), _Round(found, found.later)
    if not found.verdict.scored:
        return Movements({}, {}, None)
    capabilities = {
        key: movement(first.capability(c), second.capability(c))
        for c, key in enumerate(found.capabilities)
        if found.compared[c]
    }
    compared = [key for key in found.columns if area_verdict(found, key).scored]
    areas = {key: movement(first.area(key), second.area(key)) for key in compared}
    if not overall_verdict(found).scored:
        return Movements(capabilities, areas, None)
    whole = (_on_index(side.overall(compared)) for side in (first, second))
    return Movements(capabilities, areas, movement(*whole))


def _on_index(ladder: Ladder) -> Ladder:
    steps = (ladder.reported, ladder.asked, ladder.applying, ladder.core, ladder.reweighed)
    return Ladder(*(index(step) for step in steps))


@dataclass(frozen=True, eq=False)
class _Step:
    """Scores [C] and which of them count [C], with their weights inside the area."""

    scores: Floats
    chosen: Bools
    weights: Floats
    areas: Mapping[str, float]


class _Round:
    """One round of a series, able to say what it would have scored at each step."""

    def __init__(self, found: Series, side: Side) -> None:
        other = found.later if side is found.earlier else found.earlier
        self.found, self.side, self.other = found, side, other
        own, theirs = _area_weights(side.wave), _area_weights(other.wave)
        asked = _score(side, side.heard, side.wave)
        core = _score(side, side.same, side.wave)
        heard = side.scored & np.asarray(side.heard.any(axis=0))
        self.asked = _Step(asked, heard, side.weights, own)
        self.applying = replace(self.asked, chosen=heard & other.applicable)
        self.core = _Step(core, found.compared, side.weights, own)
        reweighed = _score(side, side.same, other.wave)
        self.reweighed = _Step(reweighed, found.compared, other.weights, theirs)

    def capability(self, c: int) -> Ladder:
        key = self.found.capabilities[c]
        scores = self.side.wave.scores.capabilities
        return self._ladder(
            next(item.score for item in scores if item.key == key),
            lambda step: float(step.scores[c]),
        )

    def area(self, key: str) -> Ladder:
        areas = self.side.wave.scores.areas
        return self._ladder(
            next(item.score for item in areas if item.key == key),
            lambda step: self._area(step, key),
        )

    def overall(self, compared: Sequence[str]) -> Ladder:
        """compared: keys of the areas that are in the core."""

        def whole(step: _Step) -> float | None:
            keys = compared if step in (self.core, self.reweighed) else self._scored(step)
            pairs = [(self._area(step, key), step.areas[key]) for key in keys]
            known = [(value, weight) for value, weight in pairs if value is not None]
            return weighted_mean([value for value, _ in known], [weight for _, weight in known])

        return self._ladder(self.side.wave.scores.overall.score, whole)

    def _ladder(self, reported: float | None, at: Callable[[_Step], float | None]) -> Ladder:
        """A step at which nothing is left stays where the one before it was."""
        steps = [reported]
        for step in (self.asked, self.applying, self.core, self.reweighed):
            value = at(step)
            steps.append(steps[-1] if value is None else value)
        assert all(value is not None for value in steps), "compared figures are scored"  # noqa: S101
        return Ladder(*(float(value or 0.0) for value in steps))

    def _area(self, step: _Step, key: str) -> float | None:
        chosen = step.chosen & self.found.columns[key]
        return weighted_mean(step.scores[chosen].tolist(), step.weights[chosen].tolist())

    def _scored(self, step: _Step) -> list[str]:
        """Areas that this round scored; from the second step on without those that do not apply
        in the other round."""
        left_out = _left_out(self.other.wave) if step is self.applying else set()
        scored = {area.key for area in self.side.wave.scores.areas if area.verdict.scored}
        return [key for key in self.found.columns if key in scored and key not in left_out]


def _left_out(wave: Wave) -> set[str]:
    status = Status.NOT_APPLICABLE
    return {area.key for area in wave.scores.areas if area.verdict.status == status}


def _area_weights(wave: Wave) -> dict[str, float]:
    return {area.key: area.weight for area in wave.framework.areas}


def _score(side: Side, heard: Bools, settings: Wave) -> Floats:
    """[C] of method 1.3 under the settings of one of the rounds."""
    return weighing.weigh(side.voice, heard, side.rule(settings.parameters)).score
