"""Sheets of a workbook: tables with a message above them, numbers as numbers, text as text.

Text is written as a string cell, which no program runs as a formula; sheet names are made fit and
unique. A number shows the digits that pages show and keeps all it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from reports import numbers
from reports.deliverables.document import Number, Unit
from reports.deliverables.sheet_paper import Paper
from reports.deliverables.xml_text import one_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.deliverables.document import Cell, Table

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
NAME_LIMIT, TEXT_LIMIT = 31, 32_767
CUT = "\u2009[…]"
# Of a column, in characters.
NARROWEST, WIDEST = 8, 60
# Columns of sentences that have the full width.
_WORDY = 3
_TITLE_LIMIT = 200
# So near to a half, counted in steps of 0.005, a number may be rounded in two ways.
_HALF = 1e-6
# Of a row, in points; the highest that a spreadsheet takes is 409.
LINE_HEIGHT, MOST_LINES = 15, 27
# Where the header of a sheet's table stands: below its message and a line about it.
HEADER = 3
INK, MUTED, LINE, SUNKEN, OPEN = "#1D2127", "#59616B", "#DEDAD2", "#F3F1EC", "#FFFDE8"
# Not the font of pages and PDF files: a spreadsheet cannot bring one along, and this one is known.
FONT = "Calibri"

# Where in their cells words and numbers stand. The button of a filter covers the right end of a
# heading, so numbers and their headings keep the room of these letters clear; not every program
# knows an indent from the right.
_WORDS: Mapping[str, Any] = {"align": "left", "indent": 1}
_CLEAR = "_W_i"
_WRAPPED = "words"
_HEADING: Mapping[str, Any] = {"align": "right", "num_format": f"@{_CLEAR}"}

_FORMATS: Mapping[Unit, str] = {
    Unit.LEVEL: "0.0;\u22120.0;0.0",
    Unit.WHOLE_LEVEL: "0",
    Unit.INDEX: "0",
    Unit.SHARE: "0 %",
    Unit.COUNT: "#,##0",
    Unit.CHANGE: "+0.0;\u22120.0;0.0",
    Unit.POINTS: "+0;\u22120;0",
    Unit.PLAIN: "0.00",
}


def number_format(number: Number) -> str:
    """The format under which a spreadsheet shows what pages show."""
    if number.text == "0.0" and number.value:
        # Too small for its digits: without the sign, as on pages.
        return "0.0;0.0"
    if number.unit is Unit.DAYS:
        return "0.0" if "." in number.text else "#,##0"
    if number.unit is Unit.MONEY:
        value = number.value or 0
        if value >= 999.5:
            # The comma divides by a thousand: the value is in thousands already.
            return '"$"0.0,"M"'
        return '"$"0"k"' if value >= 1 or value < 0 else f'"{number.text}"'
    return _FORMATS[number.unit]


def _decimals(number: Number) -> tuple[float, int]:
    """What is written of a value: times what, with how many decimals."""
    if number.unit in (Unit.DAYS, Unit.LEVEL, Unit.CHANGE):
        return 1.0, int("." in number.text)
    if number.unit is Unit.MONEY and number.text.endswith("M"):
        return 0.001, 1
    return (100.0, 0) if number.unit is Unit.SHARE else (1.0, 2 * (number.unit is Unit.PLAIN))


def told_apart(number: Number) -> str:
    """The format under which a spreadsheet shows the very digits that pages show. It rounds what
    is left of a number after fifteen digits, and of two halves that differ beyond it makes one."""
    # A half of any last digit is a multiple of 0.005, which few numbers are near to.
    steps = (number.value or 0.0) * 200
    if abs(steps - round(steps)) < _HALF:
        times, decimals = _decimals(number)
        value = (number.value or 0.0) * times
        seen = float(f"{value:.15g}")
        if numbers.rounded(seen, decimals) != numbers.rounded(value, decimals):
            return f'"{number.text}"'
    return number_format(number)


def cell_text(value: str) -> str:
    """What a cell can hold; what is cut off leaves a mark."""
    text = xml_text(value)
    if len(text) <= TEXT_LIMIT:
        return text
    return text[: TEXT_LIMIT - len(CUT)] + CUT


@lru_cache(maxsize=64)
def _clear(form: str) -> str:
    """The same with room at the right, in each of its parts."""
    return ";".join(f"{part}{_CLEAR}" for part in form.split(";"))


@dataclass
class Looks:
    """The formats of a workbook, each made once. accent: #rrggbb of titles."""

    book: Any
    accent: str
    _made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    # The looks of almost every cell, by the format of its numbers.
    _plain: dict[str, Any] = field(default_factory=dict)

    def look(self, **properties: Any) -> Any:
        known = tuple(sorted(properties.items()))
        if known not in self._made:
            base = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top"}
            self._made[known] = self.book.add_format({**base, **properties})
        return self._made[known]

    @property
    def title(self) -> Any:
        return self.look(bold=True, font_size=16, font_color=self.accent, align="left")

    @property
    def note(self) -> Any:
        return self.look(font_color=MUTED, align="left")

    def number(self, form: str, **properties: Any) -> Any:
        """form: one of number_format."""
        if properties:
            return self.look(num_format=_clear(form), **properties)
        if form not in self._plain:
            self._plain[form] = self.look(num_format=_clear(form))
        return self._plain[form]

    def words(self, **properties: Any) -> Any:
        if properties:
            return self.look(text_wrap=True, **_WORDS, **properties)
        if _WRAPPED not in self._plain:
            self._plain[_WRAPPED] = self.look(text_wrap=True, **_WORDS)
        return self._plain[_WRAPPED]

    def head(self, is_number: bool) -> Any:
        place = _HEADING if is_number else _WORDS
        return self.look(bold=True, bottom=1, bg_color=SUNKEN, text_wrap=True, **place)


@dataclass
class Workbook:
    """book: of xlsxwriter. paper: that it is printed on. names: of the sheets so far, in lower
    case."""

    book: Any
    looks: Looks
    paper: Paper = field(default_factory=Paper)
    names: set[str] = field(default_factory=set)

    def sheet(self, name: str, message: str, about: str = "") -> Any:
        """A new sheet with its message on top."""
        sheet = self.book.add_worksheet(self._free(name))
        sheet.hide_gridlines(2)
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, cell_text(one_line(message)), self.looks.title)
        if about:
            sheet.write_string(1, 0, cell_text(one_line(about)), self.looks.note)
        self.paper.lay(sheet)
        return sheet

    def _free(self, name: str) -> str:
        """A name that a workbook takes, and that no sheet has yet."""
        plain = _NOT_IN_NAMES.sub(" ", one_line(name)).strip() or "Sheet"
        if plain.casefold() == "history":  # taken by Excel
            plain += " "
        found, number = plain[:NAME_LIMIT].strip(), 1
        while found.casefold() in self.names:
            number += 1
            end = f" {number}"
            found = plain[: NAME_LIMIT - len(end)].strip() + end
        self.names.add(found.casefold())
        return found

    def table(
        self, sheet: Any, table: Table, top: int = HEADER, *, kept: int = 1, filters: bool = True
    ) -> int:
        """A table with a header that stays in view and filters; the row below its last. kept:
        columns that stay in view beside it."""
        widths = _widths(table)
        for place, column in enumerate(table.columns):
            look = self.looks.head(column.unit is not None)
            sheet.write_string(top, place, cell_text(one_line(column.heading)), look)
            sheet.set_column(place, place, widths[place])
        height = LINE_HEIGHT * (top + 1)
        for down, row in enumerate(table.rows, start=top + 1):
            lines = min(_lines(row, widths), MOST_LINES)
            height += LINE_HEIGHT * lines
            if lines > 1:
                # Not every program makes room for wrapped text by itself.
                sheet.set_row(down, LINE_HEIGHT * lines)
            for place, cell in enumerate(row):
                self.cell(sheet, down, place, cell)
        last = top + len(table.rows)
        sheet.freeze_panes(top + 1, kept)
        self.paper.fit(sheet, top, sum(widths), height)
        if table.rows and filters:
            sheet.autofilter(top, 0, last, len(table.columns) - 1)
        return last + 1

    def cell(self, sheet: Any, row: int, column: int, cell: Cell, **properties: Any) -> None:
        """properties: of the look, beside those that the kind of cell has."""
        if isinstance(cell, Number):
            if cell.value is None:
                sheet.write_string(
                    row, column, cell.text, self.looks.look(**_HEADING, font_color=MUTED)
                )
            else:
                look = self.looks.number(told_apart(cell), **properties)
                sheet.write_number(row, column, cell.value, look)
        elif isinstance(cell, date):
            look = self.looks.look(num_format="d mmm yyyy", **_WORDS, **properties)
            sheet.write_datetime(row, column, cell, look)
        elif cell is not None:
            sheet.write_string(row, column, cell_text(cell), self.looks.words(**properties))

    def formula(
        self, sheet: Any, place: tuple[int, int], formula: str, shows: Number | str
    ) -> None:
        """A cell that is worked out. shows: what it says until something is changed."""
        if isinstance(shows, Number):
            look = self.looks.number(number_format(shows))
            sheet.write_formula(*place, formula, look, shows.value)
        else:
            sheet.write_formula(*place, formula, self.looks.look(**_WORDS), cell_text(shows))


def _widths(table: Table) -> list[int]:
    """Room for the longest of each column, within reason: many columns of sentences are narrower,
    or nobody sees two of them at once."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
    longest = [max((_places(shown(cell)) for cell in cells), default=0) for cells in columns]
    widest = WIDEST if sum(one > WIDEST for one in longest) <= _WORDY else WIDEST * 2 // 3
    wanted = (
        max(_places(column.heading) + 4, long + 3)
        for column, long in zip(table.columns, longest, strict=True)
    )
    return [min(max(wide, NARROWEST), widest) for wide in wanted]


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """About how many lines the longest cell of a row takes; a letter is narrower than a digit, by
    which spreadsheets measure columns."""
    return max(
        (
            sum(1 + max(0, _places(line) - 1) // max(1, width - 2) for line in cell.split("\n"))
            for cell, width in zip(row, widths, strict=True)
            # What is shorter than half its column is one line, whatever its letters.
            if isinstance(cell, str) and (len(cell) * 2 > width or "\n" in cell)
        ),
        default=1,
    )


def _places(text: str) -> int:
    """How many letters of English take the same room."""
    if text.isascii():
        return len(text)
    return len(text) + sum(east_asian_width(letter) in "WF" for letter in text)


def shown(cell: Cell) -> str:
    """About what a reader sees, for the width of a column."""
    if isinstance(cell, Number):
        return cell.text
    if isinstance(cell, date):
        return "00 Sept 0000"
    if cell is None or "\n" not in cell:
        return cell or ""
    return max(cell.split("\n"), key=len)


def shown_in_chart(text: str) -> str:
    """Text as the title of a chart or the name of a series, which are formulas if they begin like
    one."""
    words = one_line(text)[:_TITLE_LIMIT]
    return f" {words}" if words.startswith("=") else words
