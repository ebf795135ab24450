"""Gap to target, how sure it is, progress and surplus (method 3.1)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy import special

from engine.types import EPS
from engine.weighing import Range


class GapClass(StrEnum):
    """How sure it is that the true score is below target."""

    CONFIRMED = "confirmed"
    LIKELY = "likely"
    UNCLEAR = "unclear"
    MET = "met"
    NOT_RATED = "not_rated"


@dataclass(frozen=True, slots=True)
class Gap:
    """distance: target minus score, in levels, below 0 where the target is passed. probability:
    that the true score is below target, None where no interval is claimed. surplus: whole levels
    by which the level passes the target."""

    distance: float
    probability: float | None
    confidence: GapClass
    surplus: int

    @property
    def open(self) -> float:
        """What is left to close, in levels, >= 0."""
        return max(0.0, self.distance)


def gap(target: int, score: float, level: int, interval: Range | None) -> Gap:
    """Of a scored capability. interval: None for an own view, whose gaps are not rated."""
    distance = target - score
    if abs(distance) <= EPS:
        # The last bit of a mean must not turn a met target into a gap.
        distance = 0.0
    probability = None
    confidence = GapClass.NOT_RATED
    if interval is not None:
        probability = probability_below(distance, interval.se, interval.nu)
        confidence = classify(probability)
    return Gap(distance, probability, confidence, max(0, level - target))


def probability_below(distance: float, se: float, nu: float) -> float:
    """pg of method 3.1, 0..1. se 0 (everybody says the same) leaves no doubt but at the target."""
    if se > 0:
        return float(special.stdtr(nu, distance / se))
    if abs(distance) <= EPS:
        return 0.5
    return 1.0 if distance > 0 else 0.0


def classify(probability: float) -> GapClass:
    """Confidence class of method 3.1."""
    if probability >= 0.95 - EPS:
        return GapClass.CONFIRMED
    if probability >= 0.80 - EPS:
        return GapClass.LIKELY
    if probability > 0.20 + EPS:
        return GapClass.UNCLEAR
    return GapClass.MET


def progress(
    targets: Sequence[int], gaps: Sequence[float], weights: Sequence[float]
) -> float | None:
    """Share of the way from level 1 to target that is done, 0..1; None if every target is 1 or
    nothing has a weight. gaps: open, in levels; weights: importance."""
    way = math.fsum(w * (t - 1) for t, w in zip(targets, weights, strict=True))
    if way <= 0:
        return None
    left = math.fsum(w * g for g, w in zip(gaps, weights, strict=True))
    return max(0.0, 1 - left / way)
