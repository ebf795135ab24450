"""Readings of a KPI from a file or typed lines, read and checked.

With a header the columns are `day,value` in either order; without one they are in this order.
Either the whole list is good or every fault in it is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from assessments.spreadsheet_text import original_text
from assessments.table_file import Fault, Row, TableFileError, csv_rows, refuse, shown
from assessments.workbook import file_rows
from roadmaps.services.kpis import MAX_VALUE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = ("day", "value")
# More than a year of daily figures.
MAX_READINGS = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured on a day. row: of the file, as a spreadsheet counts."""

    on: date
    value: float
    row: int


def read_file(data: bytes, *, name: str, today: date) -> tuple[Reading, ...]:
    """The readings of a CSV or XLSX file, oldest first. name: the file's. Raises TableFileError."""
    rows = file_rows(data, name, known=COLUMNS)
    return read_rows(rows, today=today)


def read_lines(text: str, *, today: date) -> tuple[Reading, ...]:
    """The readings of typed or pasted lines, oldest first. Raises TableFileError."""
    return read_rows(csv_rows(text.encode(), known=COLUMNS), today=today)


def read_rows(rows: Sequence[Row], *, today: date) -> tuple[Reading, ...]:
    """Raises TableFileError with every fault found. today: no reading is of a later day."""
    if not rows:
        raise refuse(_("There is no reading in it. Expected: %s") % ", ".join(COLUMNS))
    columns = _header(rows[0])
    lines = rows[1:] if columns else rows
    if not lines:
        raise refuse(_("There is no reading below the header."), row=rows[0].number)
    if len(lines) > MAX_READINGS:
        raise refuse(_("Bring at most %d readings at once.") % MAX_READINGS)
    reader = _Reader(columns or {name: place for place, name in enumerate(COLUMNS)}, today)
    found = [reader.reading(row) for row in lines]
    if reader.faults:
        raise TableFileError(reader.faults)
    return tuple(sorted(filter(None, found), key=lambda item: item.on))


def differs(reading: Reading) -> Fault:
    """That its day has another value already."""
    text = _("There is another reading of %(day)s already. Correct it by itself, or leave it out.")
    return Fault(text % {"day": reading.on.isoformat()}, reading.row, "value")


def _header(row: Row) -> dict[str, int] | None:
    """Position of both columns; None if the first row is a reading already."""
    names = [cell.strip().casefold() for cell in row.cells]
    if not set(COLUMNS) <= set(names):
        return None
    return {name: names.index(name) for name in COLUMNS}


class _Reader:
    """Goes through the rows once and remembers which days there were, and every fault."""

    def __init__(self, columns: Mapping[str, int], today: date) -> None:
        self.columns = columns
        self.today = today
        self.faults: list[Fault] = []
        self.seen: dict[date, int] = {}

    def reading(self, row: Row) -> Reading | None:
        """The row as a reading; None if it has a fault."""
        on, value = self._day(row), self._value(row)
        return None if on is None or value is None else Reading(on, value, row.number)

    def _cell(self, row: Row, column: str) -> str:
        place = self.columns[column]
        return original_text(row.cells[place]).strip() if place < len(row.cells) else ""

    def _day(self, row: Row) -> date | None:
        cell = self._cell(row, "day")
        try:
            # A spreadsheet writes a day with a time of midnight.
            on = date.fromisoformat(cell.removesuffix("T00:00:00").removesuffix(" 00:00:00"))
        except ValueError:
            text = _("“%s” is no day. Write it as 2026-01-31.")
            self._fault(row, "day", text % shown(cell))
            return None
        if not self.today.year - 30 <= on.year or on > self.today:
            self._fault(row, "day", _("Give a day that has been, within the last 30 years."))
            return None
        first = self.seen.setdefault(on, row.number)
        if first != row.number:
            text = _("This day is in row %d already. Keep one of the two.")
            self._fault(row, "day", text % first)
            return None
        return on

    def _value(self, row: Row) -> float | None:
        cell = self._cell(row, "value")
        try:
            value = float(cell.removesuffix("%").strip())
        except ValueError:
            value = math.nan
        if math.isfinite(value) and abs(value) <= MAX_VALUE:
            return value
        text = _("“%s” is no number. Write it as 1234.5, with a point and nothing else.")
        self._fault(row, "value", text % shown(cell))
        return None

    def _fault(self, row: Row, column: str, message: str) -> None:
        self.faults.append(Fault(message, row.number, column))
