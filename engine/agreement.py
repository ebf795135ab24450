"""How far people agree: AD, the average deviation, and r_wg with its kin (method 2.2, 2.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from engine.tally import Bools, Floats
from engine.types import EPS
from engine.verdicts import Verdict

CLOSE = 0.4
ACCEPTABLE = 0.8
# Two camps, whatever the AD says.
CAMPS_APART = 1.5
LEAST_VOICES = 3


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement without a unit; value None unless the verdict is ok."""

    value: float | None
    verdict: Verdict


class Null(Enum):
    """Variance of answers that are mere chance, in levels squared, on five levels: all equally
    likely, or leaning to the upper end (.05 .15 .20 .35 .25), as opinions of oneself do."""

    UNIFORM = 2.0
    SLIGHT_SKEW = 1.34


def average_deviation(voices: Floats, heard: Bools) -> tuple[float | None, ...]:
    """AD in levels, 0..2, of the voices [P,N] on each capability; None under three of them."""
    return tuple(
        deviation(column[some].tolist()) for column, some in zip(voices.T, heard.T, strict=True)
    )


def deviation(values: Sequence[float]) -> float | None:
    """Mean distance from the mean; None under three values."""
    if len(values) < LEAST_VOICES:
        return None
    return _distance(values, math.fsum(values) / len(values))


def deviation_from_median(values: Sequence[float]) -> float | None:
    """AD_Md: mean distance from the median; None under three values."""
    return _distance(values, median(values)) if len(values) >= LEAST_VOICES else None


def _distance(values: Sequence[float], centre: float) -> float:
    return math.fsum(abs(value - centre) for value in values) / len(values)


def band(ad: float) -> str:
    """close, acceptable or split."""
    if ad <= CLOSE + EPS:
        return "close"
    return "acceptable" if ad <= ACCEPTABLE + EPS else "split"


def divided(ad: float | None, role_means: Iterable[float]) -> bool:
    """There are two camps, so that the mean alone must not be printed (method 2.2)."""
    if ad is None:
        return False
    means = list(role_means)
    apart = bool(means) and max(means) - min(means) >= CAMPS_APART - EPS
    return apart or band(ad) == "split"


def variances(voices: Floats, heard: Bools) -> tuple[float | None, ...]:
    """Sample variance, in levels squared, of the voices [P,N] on each capability; None under
    three of them."""
    return tuple(
        variance(column[some].tolist()) for column, some in zip(voices.T, heard.T, strict=True)
    )


def variance(values: Sequence[float]) -> float | None:
    """Sample variance; None under three values."""
    if len(values) < LEAST_VOICES:
        return None
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def r_wg(spread: float, null: Null = Null.UNIFORM) -> float:
    """1 where all say the same, 0 where they differ as much as chance would, or more."""
    return 1 - min(spread, null.value) / null.value


def r_wg_j(spreads: Sequence[float], null: Null = Null.UNIFORM) -> float | None:
    """r_wg over items with these variances, 0..1. It grows with the number of items; r_wg_star_j
    does not. None without items."""
    if not spreads:
        return None
    noise = min(math.fsum(spreads) / len(spreads) / null.value, 1.0)
    order = len(spreads) * (1 - noise)
    return order / (order + noise)


def r_wg_star_j(spreads: Sequence[float], null: Null = Null.UNIFORM) -> float | None:
    """Lindell's r*_wg over items with these variances, at most 1, below 0 where people differ more
    than chance would make them. None without items."""
    return 1 - math.fsum(spreads) / len(spreads) / null.value if spreads else None
