"""Periods of a roadmap: their dates, how many a duration needs, what a later one is worth."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta

from engine.types import EPS, Period

MONTHS_PER_PERIOD = {"month": 1, "quarter": 3}
WEEKS_PER_PERIOD = {"month": 52 / 12, "quarter": 13.0}
# One discount per quarter, so that a plan in months and one in quarters value time alike.
DISCOUNT_PER_QUARTER = 0.97
TAIL_MONTHS = 12


def period_start(start: date, period: Period, number: int) -> date:
    """First day of period `number` >= 0. A day that the month lacks becomes its last day."""
    months = start.year * 12 + start.month - 1 + number * MONTHS_PER_PERIOD[period]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def period_end(start: date, period: Period, number: int) -> date:
    """Last day of period `number`."""
    return period_start(start, period, number + 1) - timedelta(days=1)


def period_name(start: date, period: Period, number: int) -> str:
    """How a sentence calls a period: "March 2027", "the quarter from March 2027"."""
    first = period_start(start, period, number)
    month = f"{first:%B %Y}" if first.day == 1 else f"{first.day} {first:%B %Y}"
    if period == "month" and first.day == 1:
        return month
    return f"the {period} from {month}"


def periods_for(weeks: float, period: Period) -> int:
    """Whole periods that `weeks` of work last, at least one (method 5.0)."""
    return max(1, math.ceil(weeks / WEEKS_PER_PERIOD[period] - EPS))


def discounts(
    period: Period,
    periods: int,
    per_quarter: float = DISCOUNT_PER_QUARTER,
    tail_months: int = TAIL_MONTHS,
) -> tuple[int, ...]:
    """What a closed gap is worth in each period, per mille (method 5.2).

    The last period also gets the tail after the horizon (whole periods of it), so that finishing
    late is worth something. per_quarter: 0.5..1, worth of a gap closed a quarter later.
    """
    factor = per_quarter ** (MONTHS_PER_PERIOD[period] / 3)
    tail = range(periods, periods + tail_months // MONTHS_PER_PERIOD[period])
    worth = [factor**number for number in range(periods)]
    worth[-1] += sum(factor**number for number in tail)
    return tuple(math.floor(1000 * value + 0.5) for value in worth)
