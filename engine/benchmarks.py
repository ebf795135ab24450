"""Where a score stands among others: percentile, its interval, blending of small cohorts, and
how finely it may be shown (method 6.2 to 6.4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from engine.types import EPS, EngineError, Status
from engine.verdicts import Verdict
from engine.wording import percent, shown

# Members that a cohort needs, the viewer included (method 6.3: one more than the others).
FOR_MEDIAN = 6
FOR_QUARTILES = 9
FOR_TAILS = 31
FOR_CAPABILITY = 16
# How many others of the wider cohort count beside a small one's own, and what is small: with
# fewer than this, blending was nowhere worse than the raw percentile.
KAPPA = 10
SMALL = 40
FINE_FROM = 100
COARSE_BELOW = 20
QUARTERS = ("first", "second", "third", "fourth")


class BenchmarkError(EngineError):
    """E601: a percentile among nobody."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a cohort, on the level scale, rounded to 0.1; None where it has too few members.
    members: with the viewer. There is no mean, no minimum and no maximum."""

    members: int
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    tenth: float | None = None
    ninetieth: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A percentile as finely as it may be shown: of the others, least..most percent score lower;
    both are the same from 20 others on. low, high: 95 % interval, in percent."""

    others: int
    least: float
    most: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """As in "second quarter", "55 %"."""
        if self.least < self.most:
            return f"{QUARTERS[int(self.least // 25)]} quarter"
        return f"{shown(self.least)} %"


def figures(scores: Sequence[float]) -> Figures:
    """What a cohort of this size may show. Quantiles by linear interpolation between neighbours."""
    members = len(scores)
    if members < FOR_MEDIAN:
        return Figures(members)
    tenth, lower, median, upper, ninetieth = (
        float(shown(float(value), 1)) for value in np.percentile(scores, [10, 25, 50, 75, 90])
    )
    if members < FOR_QUARTILES:
        return Figures(members, median)
    if members < FOR_TAILS:
        return Figures(members, median, lower, upper)
    return Figures(members, median, lower, upper, tenth, ninetieth)


def figures_verdict(members: int, least: int = FOR_MEDIAN) -> Verdict:
    """Whether a cohort is large enough. least: members needed; more for a single capability."""
    if members >= least:
        return Verdict(Status.OK)
    companies = f"{members} {'company' if members == 1 else 'companies'} like yours"
    return Verdict(
        Status.INSUFFICIENT,
        "E601",
        f"No comparison available: {companies} so far, we need {least}.",
    )


def percentile(score: float, others: Sequence[float]) -> float:
    """Mid-rank, 0..100: the share of others that score lower, and half of those that score the
    same. Raises BenchmarkError E601 without others."""
    if not others:
        raise BenchmarkError("E601", "there is nobody to compare with")
    below = sum(other < score - EPS for other in others)
    equal = sum(abs(other - score) <= EPS for other in others)
    return 100 * (below + 0.5 * equal) / len(others)


def wilson(share: float, number: int) -> tuple[float, float]:
    """95 % score interval of a share 0..1 seen among `number` >= 1; both ends within 0..1."""
    z2 = float(special.ndtri(0.975)) ** 2
    centre = share + z2 / (2 * number)
    reach = math.sqrt(z2 * (share * (1 - share) / number + z2 / (4 * number**2)))
    scale = 1 + z2 / number
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def blended(chain: Sequence[tuple[int, float]]) -> float:
    """Percentile of a cohort blended with the wider ones: (others, percentile) each, from the
    narrowest to the widest, at least one. A wider one counts like ten others; a cohort that is not
    small stands by itself."""
    (number, own), *wider = chain
    if number >= SMALL or not wider:
        return own
    return (number * own + KAPPA * blended(wider)) / (number + KAPPA)


def wider_share(number: int) -> float:
    """How much of a blended percentile comes from the wider cohort, 0..1."""
    return 0.0 if number >= SMALL else KAPPA / (number + KAPPA)


def place(value: float, others: int) -> Place:
    """A percentile as finely as so many others bear: quarters below 20, fives below 100, whole
    percent from there on. The interval is that of what is shown, so it tells no more than that."""
    if others < COARSE_BELOW:
        quarter = min(3, math.floor(value / 25 + EPS))
        least, most = 25.0 * quarter, 25.0 * (quarter + 1)
    else:
        step = 5 if others < FINE_FROM else 1
        least = most = step * math.floor(value / step + 0.5 + EPS)
    low, high = wilson(least / 100, others)[0], wilson(most / 100, others)[1]
    return Place(others, least, most, 100 * low, 100 * high)


def basis(number: int, whom: str, wider: int | None, wider_whom: str) -> str:
    """What a percentile rests on. whom, wider_whom: as in "like you", "in all industries"; wider
    None where nothing is blended in."""
    companies = f"{number} {'company' if number == 1 else 'companies'} {whom}"
    if wider is None or not wider_share(number):
        return companies
    return f"{companies}, blended with {wider} {wider_whom} ({percent(wider_share(number))})"
