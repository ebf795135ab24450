"""How dates are written in reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from engine.calendar import period_start

if TYPE_CHECKING:
    from engine.types import Period


def month(text: str) -> str:
    """An ISO date as "March 2027"."""
    return date_format(date.fromisoformat(text), "F Y")


def short_month(text: str) -> str:
    """An ISO date as "Mar 2027"."""
    return date_format(date.fromisoformat(text), "M Y")


def day(text: str) -> str:
    """An ISO date as "12 Feb 2027"."""
    return date_format(date.fromisoformat(text), "j M Y")


def quarter(text: str) -> str:
    """The calendar quarter of an ISO date: "Q1 2027"."""
    found = date.fromisoformat(text)
    return f"Q{(found.month + 2) // 3} {found.year}"


def quarters(first: str, last: str) -> list[str]:
    """The calendar quarters from one ISO date to another, both included."""
    begin, end = (_quarter_number(date.fromisoformat(text)) for text in (first, last))
    return [f"Q{number % 4 + 1} {number // 4}" for number in range(begin, end + 1)]


def _quarter_number(found: date) -> int:
    return 4 * found.year + (found.month - 1) // 3


def period_date(start: str, period: Period, number: int) -> str:
    """The first day of a period of a plan, ISO."""
    return period_start(date.fromisoformat(start), period, number).isoformat()
