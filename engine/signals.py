"""Early warning from the readings of a KPI: an XmR chart with frozen limits (method 7.2).

Readings are in the unit of the KPI, in the order of time, evenly spaced. The baseline is frozen:
its readings make the limits, and only readings after it are judged by them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from engine.types import EPS, EngineError, Status
from engine.verdicts import Verdict
from engine.wording import counted, shown

# Mean moving range to limits of single readings, and to the upper limit of ranges (Wheeler).
TO_LIMITS = 2.66
TO_RANGE_LIMIT = 3.268
LEAST_POINTS = 8
ALARM_POINTS = 12
RUN = 8
# Readings in a row without a signal after which the limits deserve to be made anew.
STABLE_POINTS = 20
# Chance of R1 or R2 within the next twelve readings although nothing has changed, by readings in
# the baseline: normal data, simulated (method 7.2).
FALSE_SIGNAL = {8: 0.25, 12: 0.21, 20: 0.15}


class SignalError(EngineError):
    """A reading that is not a number."""


class Good(StrEnum):
    """Which way a KPI should move; as in the content pack."""

    UP = "up"
    DOWN = "down"

    @property
    def sign(self) -> int:
        return 1 if self is Good.UP else -1


class Rule(StrEnum):
    """R1: outside the limits. R2: eight in a row on one side of the mean. R3: three of four
    beyond the line halfway from the mean to a limit, on one side."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"


class Meaning(StrEnum):
    """What a signal is to the reader."""

    ALARM = "alarm"
    WATCH = "watch"
    IMPROVEMENT = "improvement"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is usual. points: readings in the baseline; mean: of them; moving_range: mean step
    between neighbours, >= 0. low and high bound single readings, range_high a step."""

    points: int
    mean: float
    moving_range: float

    @property
    def low(self) -> float:
        return self.mean - TO_LIMITS * self.moving_range

    @property
    def high(self) -> float:
        return self.mean + TO_LIMITS * self.moving_range

    @property
    def range_high(self) -> float:
        return TO_RANGE_LIMIT * self.moving_range


@dataclass(frozen=True, slots=True)
class Signal:
    """place: of the reading, from 0, among those after the baseline. side: 1 above, -1 below the
    mean. favourable: on the side the KPI should move to."""

    place: int
    rules: tuple[Rule, ...]
    side: int
    favourable: bool
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Chart:
    """verdict: ok with alarms, provisional (nothing but watching), or insufficient with code E701
    and without limits and signals. renew: the latest readings are many and quiet enough to make
    new limits of."""

    verdict: Verdict
    limits: Limits | None = None
    signals: tuple[Signal, ...] = ()
    renew: bool = False


def limits(baseline: Sequence[float]) -> Limits:
    """Limits from at least two readings. Raises SignalError E701 on fewer or on one that is not
    finite."""
    if len(baseline) < 2 or not all(math.isfinite(value) for value in baseline):
        raise SignalError("E701", "limits need two readings or more, each a finite number")
    steps = [abs(later - earlier) for earlier, later in pairwise(baseline)]
    return Limits(
        points=len(baseline),
        mean=math.fsum(baseline) / len(baseline),
        moving_range=math.fsum(steps) / len(steps),
    )


def chart(baseline: Sequence[float], later: Sequence[float], good: Good) -> Chart:
    """Judge the readings after the baseline. Raises SignalError E701 on one that is not finite."""
    if not all(math.isfinite(value) for value in [*baseline, *later]):
        raise SignalError("E701", "every reading must be a finite number")
    verdict = baseline_verdict(len(baseline))
    if not verdict.scored:
        return Chart(verdict)
    usual = limits(baseline)
    found = signals(usual, later, good)
    quiet = len(later) - 1 - (found[-1].place if found else -1)
    return Chart(verdict, usual, found, renew=quiet >= STABLE_POINTS)


def baseline_verdict(points: int) -> Verdict:
    """What a baseline of so many readings is good for."""
    if points < LEAST_POINTS:
        return Verdict(
            Status.INSUFFICIENT,
            "E701",
            f"{counted(points, 'reading')} so far; a baseline needs {LEAST_POINTS}.",
        )
    if points < ALARM_POINTS:
        return Verdict(
            Status.PROVISIONAL,
            "short_baseline",
            f"A baseline of {points} readings: watch only, alarms need {ALARM_POINTS}.",
        )
    return Verdict(Status.OK)


def signals(usual: Limits, later: Sequence[float], good: Good) -> tuple[Signal, ...]:
    """Every reading that a rule fires at, in the order of time."""
    # Units differ by KPI: what counts as equal grows with the size of the numbers.
    slack = EPS * max(1.0, abs(usual.mean))
    sides = [_beyond(value, usual.mean, 0.0, slack) for value in later]
    middle = TO_LIMITS * usual.moving_range / 2
    far = [_beyond(value, usual.mean, middle, slack) for value in later]
    outside = [_beyond(value, usual.mean, 2 * middle, slack) for value in later]
    found = []
    for place, side in enumerate(sides):
        fired = {
            Rule.R1: outside[place] != 0,
            Rule.R2: place + 1 >= RUN and sides[place + 1 - RUN : place + 1] == [side] * RUN,
            Rule.R3: far[max(0, place - 3) : place + 1].count(side) >= 3 and far[place] == side,
        }
        rules = tuple(rule for rule, fires in fired.items() if fires)
        # A reading on the mean is on neither side and breaks every run.
        if side and rules:
            favourable = side == good.sign
            meaning = _meaning(rules, usual.points, favourable=favourable)
            found.append(Signal(place, rules, side, favourable, meaning))
    return tuple(found)


def _beyond(value: float, mean: float, distance: float, slack: float) -> int:
    """1 if the value lies further above the mean than the distance, -1 below it, else 0."""
    if abs(value - mean) <= distance + slack:
        return 0
    return 1 if value > mean else -1


def _meaning(rules: tuple[Rule, ...], points: int, *, favourable: bool) -> Meaning:
    if rules == (Rule.R3,):
        return Meaning.WATCH
    if favourable:
        return Meaning.IMPROVEMENT
    return Meaning.ALARM if points >= ALARM_POINTS else Meaning.WATCH


def false_signals(baselines: Sequence[int]) -> float:
    """How many of these KPIs, each by the readings in its baseline, show R1 or R2 within the next
    twelve readings although nothing has changed. Shorter ones than 8 are not judged."""
    return math.fsum(_false_signal(points) for points in baselines if points >= LEAST_POINTS)


def _false_signal(points: int) -> float:
    """Between the simulated sizes in a straight line; beyond them as for the largest."""
    sizes = sorted(FALSE_SIGNAL)
    if points >= sizes[-1]:
        return FALSE_SIGNAL[sizes[-1]]
    above = next(size for size in sizes if size > points)
    below = sizes[sizes.index(above) - 1]
    way = (points - below) / (above - below)
    return FALSE_SIGNAL[below] + way * (FALSE_SIGNAL[above] - FALSE_SIGNAL[below])


def false_signal_note(baselines: Sequence[int]) -> str | None:
    """The honest sentence beside the charts of several KPIs; None if none of them is judged."""
    judged = [points for points in baselines if points >= LEAST_POINTS]
    if not judged:
        return None
    expected = false_signals(judged)
    many = f"about {shown(expected)}" if expected >= 1 else "fewer than one"
    return (
        f"By chance alone, {many} of the {counted(len(judged), 'KPI')} judged here will show a"
        " signal within twelve readings although nothing has changed: ask what happened before"
        " you act on one."
    )
