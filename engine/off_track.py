"""Whether a KPI is off the way to its target, for a list of what needs a look (method 7.2, 7.4)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from engine.signals import Chart, Meaning
from engine.types import EPS

# Of the way that a straight line would have gone by the day of the reading. Less than all of it,
# because work seldom shows in its first weeks and a reading varies.
LEAST_OF_LINE = 0.5


class OffTrack(StrEnum):
    """alarm: the latest reading is one, by the rules of the chart. missed: the day has passed and
    the target is not reached. behind: less than half as far as a straight line would be."""

    ALARM = "alarm"
    MISSED = "missed"
    BEHIND = "behind"


def off_track(
    seen: Chart,
    readings: int,
    attained: float | None,
    *,
    begun: date,
    read: date,
    due: date | None,
    today: date,
) -> OffTrack | None:
    """The gravest that holds; None if the KPI is on its way or nobody can know.

    seen: the chart of its readings, `readings` of them after the baseline. attained: share of the
    way to the target at the latest reading, which is of the day `read`. begun, due: first and last
    day of the way.
    """
    if any(item.place == readings - 1 and item.meaning == Meaning.ALARM for item in seen.signals):
        return OffTrack.ALARM
    if attained is None or due is None or attained >= 1 - EPS:
        return None
    if today > due:
        return OffTrack.MISSED
    passed = (read - begun).days / max(1, (due - begun).days)
    return OffTrack.BEHIND if attained < LEAST_OF_LINE * passed - EPS else None
