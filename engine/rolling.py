"""A plan's limits carried to a later first period: what they say stays said of the same dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TypeVar

from engine.calendar import MONTHS_PER_PERIOD, period_start
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Wish
from engine.types import PlanParameters

Span = TypeVar("Span", CapacityChange, BudgetChange, Blackout)


def period_of(parameters: PlanParameters, day: date) -> int:
    """Number of the period that a day lies in; negative before the plan."""
    start = parameters.start
    months = (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)
    return months // MONTHS_PER_PERIOD[parameters.period]


def rolled(parameters: PlanParameters, periods: int) -> PlanParameters:
    """The same limits with period `periods` (>= 0) as the first; the horizon keeps its length.

    What lies before the new start is over: a start that was locked there and an `earliest` that
    has come are no limits any more. A deadline that has passed stays at the first period, so that
    it is seen as one that cannot be met.
    """
    if periods <= 0:
        return parameters
    return replace(
        parameters,
        start=period_start(parameters.start, parameters.period, periods),
        wishes=tuple(
            moved for wish in parameters.wishes if (moved := _wish(wish, periods)) is not None
        ),
        capacity_changes=_spans(parameters.capacity_changes, periods),
        budget_changes=_spans(parameters.budget_changes, periods),
        blackouts=_spans(parameters.blackouts, periods),
        savings=tuple(
            replace(item, period=max(0, item.period - periods)) for item in parameters.savings
        ),
        started=tuple(replace(item, start=item.start - periods) for item in parameters.started),
    )


def _wish(wish: Wish, periods: int) -> Wish | None:
    if wish.period is None:
        return wish
    if wish.kind == "deadline":
        return replace(wish, period=max(1, wish.period - periods))
    if wish.period < periods:
        return None
    moved = wish.period - periods
    return None if wish.kind == "earliest" and moved == 0 else replace(wish, period=moved)


def _spans(items: tuple[Span, ...], periods: int) -> tuple[Span, ...]:
    return tuple(
        replace(item, first=max(0, item.first - periods), last=item.last - periods)
        for item in items
        if item.last >= periods
    )
