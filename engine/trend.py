"""When a target is reached if a score goes on as it has: a straight line through the rounds, and
an interval for where it crosses the target (method 7.3b)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scipy import special

from engine.types import EPS, EngineError, Status
from engine.verdicts import Verdict
from engine.wording import counted

LEAST_ROUNDS = 4
# The interval is one of 80 %: a tenth on either side.
QUANTILE = 0.90
FURTHEST = 2.0
NOT_RISING = Verdict(
    Status.UNDEFINED, "E702", "No reliable date: the score does not rise from round to round."
)
UNSTEADY = Verdict(
    Status.UNDEFINED,
    "E702",
    "No reliable date: the rounds differ too much from a straight line to tell when.",
)
BEYOND = Verdict(
    Status.PROVISIONAL,
    "beyond_span",
    "Not within twice the time observed so far; further ahead a trend says nothing.",
)


class TrendError(EngineError):
    """Rounds that are not in the order of time, or numbers that are none."""


@dataclass(frozen=True, slots=True)
class Line:
    """Least squares y = intercept + slope * t. spread: residual standard deviation with n - 2
    degrees of freedom; centre: mean of t; sxx: sum of squared distances from it."""

    intercept: float
    slope: float
    spread: float
    rounds: int
    centre: float
    sxx: float


@dataclass(frozen=True, slots=True)
class Trend:
    """verdict: ok with a date; provisional where it lies too far ahead to be shown; undefined or
    insufficient (code E702) without one. at: where the line reaches the target, in the unit of the
    times; low, high: 80 % interval; g: how uncertain the slope is, below 1 where a date is given.
    """

    verdict: Verdict
    line: Line | None = None
    at: float | None = None
    low: float | None = None
    high: float | None = None
    g: float | None = None


def line(times: Sequence[float], scores: Sequence[float]) -> Line:
    """Through at least three points. Raises TrendError E702 on fewer, on times that do not rise
    and on a value that is not finite."""
    rising = all(later > earlier for earlier, later in pairwise(times))
    if len(times) < 3 or len(times) != len(scores) or not rising:
        raise TrendError("E702", "a line needs three rounds or more, in the order of time")
    if not all(math.isfinite(value) for value in (*times, *scores)):
        raise TrendError("E702", "every time and score must be a finite number")
    n = len(times)
    centre, mean = math.fsum(times) / n, math.fsum(scores) / n
    sxx = math.fsum((t - centre) ** 2 for t in times)
    pairs = list(zip(times, scores, strict=True))
    slope = math.fsum((t - centre) * (y - mean) for t, y in pairs) / sxx
    intercept = mean - slope * centre
    squares = math.fsum((y - intercept - slope * t) ** 2 for t, y in pairs)
    return Line(intercept, slope, math.sqrt(squares / (n - 2)), n, centre, sxx)


def trend(times: Sequence[float], scores: Sequence[float], target: float) -> Trend:
    """When the target is reached. times: of the rounds, rising, in any unit; scores and target on
    the level scale. Raises TrendError as `line` does."""
    if len(times) < LEAST_ROUNDS:
        return Trend(
            Verdict(
                Status.INSUFFICIENT,
                "E702",
                f"No reliable date: {counted(len(times), 'round')} so far, a trend needs"
                f" {LEAST_ROUNDS}.",
            )
        )
    found = line(times, scores)
    if found.slope <= EPS:
        return Trend(NOT_RISING, found)
    noise = float(special.stdtrit(found.rounds - 2, QUANTILE)) ** 2 * found.spread**2
    g = noise / (found.slope**2 * found.sxx)
    if g >= 1 - EPS:
        return Trend(UNSTEADY, found, g=g)
    at = (target - found.intercept) / found.slope
    low, high = _fieller(found, target, noise, g)
    furthest = times[0] + FURTHEST * (times[-1] - times[0])
    verdict = BEYOND if at > furthest + EPS else Verdict(Status.OK)
    return Trend(verdict, found, at, low, high, g)


def _fieller(found: Line, target: float, noise: float, g: float) -> tuple[float, float]:
    """Roots in t of (target - a - b t)^2 = noise (1/n + (t - centre)^2 / sxx), for g < 1."""
    above = target - found.intercept - found.slope * found.centre
    reach = math.sqrt(g * above**2 + (1 - g) * noise / found.rounds)
    scale = found.slope * (1 - g)
    return found.centre + (above - reach) / scale, found.centre + (above + reach) / scale
