"""What a KPI shows after an initiative has ended: attainment and the ladder of evidence
(method 7.4). Before and after, never cause and effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.signals import Chart, Good, Limits, Meaning, chart
from engine.types import EPS, Status
from engine.verdicts import Verdict
from engine.wording import percent

# Attainment is shown within these bounds, as a share of the way to the target.
SHOWN_LEAST = -1.0
SHOWN_MOST = 1.5
LASTING = 4
SAME = Verdict(
    Status.UNDEFINED, "same_target", "The target equals the baseline: there is no way to measure."
)
NO_READING = Verdict(
    Status.INSUFFICIENT, "no_reading", "No reading since the initiative has ended."
)


class Rung(StrEnum):
    """Each holds what the one below it holds. Only the upper two may be called proof."""

    NONE = "none"
    MOVED = "moved"
    SIGNAL = "signal"
    SUSTAINED = "sustained"


@dataclass(frozen=True, slots=True)
class Proof:
    """attainment: of the latest reading, unrounded, None where undefined. verdict: what keeps the
    ladder from being climbed, ok if nothing does."""

    rung: Rung
    attainment: float | None
    verdict: Verdict

    @property
    def proven(self) -> bool:
        return self.rung in (Rung.SIGNAL, Rung.SUSTAINED)


def attainment(baseline: float, target: float, actual: float) -> float | None:
    """Share of the way from baseline to target, in any direction: 0 none of it, 1 all, below 0
    the wrong way. None if there is no way, because the target equals the baseline."""
    way = target - baseline
    if abs(way) <= EPS * max(1.0, abs(baseline)):
        return None
    return (actual - baseline) / way


def shown_attainment(share: float | None) -> str | None:
    """As whole percent from -100 to 150; None where it is undefined."""
    if share is None:
        return None
    return percent(min(max(share, SHOWN_LEAST), SHOWN_MOST))


def proof(
    baseline: Sequence[float], after: Sequence[float], start: float, target: float, good: Good
) -> Proof:
    """The highest rung that the readings after the initiative's end hold.

    baseline: the frozen readings before it began. after: those since it has ended, in the order of
    time. start, target: what attainment is measured between. All in the unit of the KPI.
    Raises SignalError E701 on a reading that is not finite.
    """
    seen = chart(baseline, after, good)
    if not after:
        return Proof(Rung.NONE, None, NO_READING)
    share = attainment(start, target, after[-1])
    if share is None:
        return Proof(Rung.NONE, None, SAME)
    if share <= EPS:
        return Proof(Rung.NONE, share, Verdict(Status.OK))
    return Proof(_rung(seen, after, good), share, seen.verdict)


def _rung(seen: Chart, after: Sequence[float], good: Good) -> Rung:
    """Of readings that have moved towards the target."""
    if seen.limits is None:
        return Rung.MOVED
    if not any(signal.meaning == Meaning.IMPROVEMENT for signal in seen.signals):
        return Rung.MOVED
    return Rung.SUSTAINED if _lasts(seen.limits, after, good) else Rung.SIGNAL


def _lasts(usual: Limits, after: Sequence[float], good: Good) -> bool:
    slack = EPS * max(1.0, abs(usual.mean))
    latest = after[-LASTING:]
    return len(latest) == LASTING and all(
        good.sign * (value - usual.mean) > slack for value in latest
    )


def sentence(found: Proof, initiative: str, kpi: str) -> str:
    """What is said of an initiative and a KPI of it, by their names: after, never because."""
    if found.attainment is None:
        return f"{kpi} after {initiative}: no evidence. {found.verdict.reason}"
    way = shown_attainment(found.attainment)
    words = {
        Rung.NONE: "has not moved towards its target",
        Rung.MOVED: f"stands at {way} of the way to its target, which may be usual variation",
        Rung.SIGNAL: f"stands at {way} of the way to its target, beyond usual variation",
        Rung.SUSTAINED: f"stands at {way} of the way to its target, beyond usual variation and"
        " holding",
    }
    return f"After {initiative}, {kpi} {words[found.rung]}."
