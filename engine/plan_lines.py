"""People and money by period: what an organisation has, with every change of it (method 5.1).

Effort is in hundredths of a person-day, money in hundredths of a thousand US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from itertools import pairwise

from engine.plan_input import PlanInputError
from engine.pools import Pool
from engine.types import EPS, PlanParameters

SCALE = 100
# More than any plan can use, and small enough for sums of whole numbers of 64 bits.
PLENTY = 10**12

Lines = dict[str, tuple[int, ...]]


def capacity_lines(parameters: PlanParameters, pools: Mapping[str, Pool]) -> Lines:
    """Days of each pool in each period. Raises PlanInputError for a change of no known pool."""
    lines = {key: [_days(pool.days)] * parameters.periods for key, pool in pools.items()}
    for change in parameters.capacity_changes:
        if change.pool not in lines:
            known = ", ".join(lines)
            raise PlanInputError("E103", f"there is no pool {change.pool!r}; there are {known}")
        for period in range(change.first, change.last + 1):
            lines[change.pool][period] = _days(change.days)
    return {key: tuple(line) for key, line in lines.items()}


def budget_line(parameters: PlanParameters, done: Collection[str]) -> tuple[int, ...] | None:
    """What comes in in each period, with savings that need nothing more. done: what is finished."""
    if parameters.budget is None:
        return None
    line = [_money(parameters.budget)] * parameters.periods
    for change in parameters.budget_changes:
        for period in range(change.first, change.last + 1):
            line[period] = _money(change.amount)
    for saving in parameters.savings:
        if saving.initiative is None or saving.initiative in done:
            for period in range(saving.period, parameters.periods):
                line[period] = min(line[period] + _money(saving.amount), PLENTY)
    return tuple(line)


def savings_of(parameters: PlanParameters, key: str) -> tuple[tuple[int, int], ...]:
    """First period and amount of each saving that the end of an initiative brings."""
    if parameters.budget is None:
        return ()
    return tuple(
        (saving.period, _money(saving.amount))
        for saving in parameters.savings
        if saving.initiative == key and saving.amount > 0
    )


def whole(value: float) -> int:
    """Rounded half up."""
    return math.floor(value + 0.5 + EPS)


def spread(total: int, duration: int) -> tuple[int, ...]:
    """Whole shares that differ by at most one and add up."""
    ends = [total * number // duration for number in range(duration + 1)]
    return tuple(later - earlier for earlier, later in pairwise(ends))


def _days(days: float) -> int:
    """Rounded down: half a hundredth of a day is not there."""
    return PLENTY if days >= PLENTY / SCALE else math.floor(days * SCALE + EPS)


def _money(amount: float) -> int:
    return PLENTY if amount >= PLENTY / SCALE else whole(amount * SCALE)
