"""A CSV or XLSX file as rows of text, or every reason why it cannot be read.

Nothing here knows what the rows mean. Limits are in docs/limits.md; they are checked before the
content is unpacked or decoded as far as that is possible.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 32_767

_SEPARATORS = ",;\t|"
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and how to mend it. row: as a spreadsheet counts, from 1; None for the file."""

    message: str
    row: int | None = None
    column: str = ""

    @property
    def place(self) -> str:
        if self.row is None:
            return _("file")
        if not self.column:
            return _("row %(row)d") % {"row": self.row}
        return _("row %(row)d, %(column)s") % {"row": self.row, "column": self.column}

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class TableFileError(ValueError):
    """The file was refused. faults: all that was found, in file order, at least one."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """number: as a spreadsheet counts, from 1. cells: text, untrimmed, "" for nothing."""

    number: int
    cells: tuple[str, ...]


def refuse(message: str, *, row: int | None = None, column: str = "") -> TableFileError:
    return TableFileError([Fault(message, row, column)])


def shown(value: str, limit: int = 60) -> str:
    """A cell as it can stand in a message: one line, printable, cut to `limit` characters."""
    text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value)
    return text if len(text) <= limit else f"{text[: limit - 1]}\N{HORIZONTAL ELLIPSIS}"


def kind_of(data: bytes, name: str) -> str:
    """ "csv" or "xlsx", by the name and by what the file holds; they must agree.

    Raises TableFileError for every other kind, saying what the file is.
    """
    suffix = PurePath(name).suffix.casefold()
    _check_size(data)
    if suffix == ".xlsm":
        raise refuse(_("Workbooks with macros are refused. Save it as .xlsx or as CSV UTF-8."))
    if suffix not in {".xlsx", *_TEXT_SUFFIXES}:
        raise refuse(_("Only .csv and .xlsx files can be read."))
    if data.startswith(_OLD_OFFICE):
        raise refuse(
            _("This is an old or password-protected Office file. Save it as .xlsx or as CSV UTF-8.")
        )
    is_zip = data.startswith(_ZIP)
    if suffix == ".xlsx" and not is_zip:
        raise refuse(_("The name ends in .xlsx, but this is no workbook."))
    if suffix != ".xlsx" and is_zip:
        raise refuse(
            _("The name ends in %(suffix)s, but this is a zip archive. Is it an .xlsx workbook?")
            % {"suffix": suffix}
        )
    return "xlsx" if is_zip else "csv"


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise refuse(_("The file is larger than 10 MB. Split it."))
    if not data:
        raise refuse(_("The file is empty."))


def csv_rows(data: bytes, *, known: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that hold anything. known: expected column names, to find the
    separator by. Raises TableFileError."""
    lines = io.StringIO(_decoded(data), newline="")
    first = lines.readline()
    separator = first[4:5] if first.casefold().startswith("sep=") else ""
    if separator and separator not in _SEPARATORS:
        raise refuse(_("Separate the columns by a comma, a semicolon or a tab."), row=1)
    if not separator:
        lines.seek(0)
        separator = _separator(first, known)
    skipped = 1 if lines.tell() else 0
    return limited(_records(lines, separator, skipped))


def limited(records: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
    """Numbered records as rows, the empty ones left out. Raises TableFileError over a limit."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, cells in records:
        if number > MAX_ROWS + 1:
            raise refuse(_("A file may have 20,000 rows below its header. Split it."), row=number)
        if len(cells) > MAX_COLUMNS:
            raise refuse(_("A file may have 200 columns."), row=number)
        faults += [
            Fault(_("A cell may hold 32,767 characters."), number, f"#{position}")
            for position, cell in enumerate(cells, start=1)
            if len(cell) > MAX_CELL
        ]
        if any(cell.strip() for cell in cells):
            rows.append(Row(number, tuple(cells)))
    if faults:
        raise TableFileError(faults)
    return rows


def _decoded(data: bytes) -> str:
    """The text; UTF-8, or UTF-16 that says so. Anything else is refused, never guessed."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse(
            _("The text is not UTF-8. In Excel, save as “CSV UTF-8 (comma delimited)”."), row=line
        ) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise refuse(_("The file holds binary data, not text."), row=line)
    return text


def _separator(header: str, known: Sequence[str]) -> str:
    """The separator by which most of the known columns appear in the header line."""

    def found(separator: str) -> int:
        names = {cell.strip(' \t"\r\n').casefold() for cell in header.split(separator)}
        return len(names & set(known))

    return max(_SEPARATORS, key=found)


def _records(lines: Iterable[str], separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = skipped
    try:
        for number, cells in enumerate(reader, start=skipped + 1):
            yield number, cells
    except csv.Error as error:
        raise refuse(
            _("From here on the quotation marks do not match, or a cell is far too long."),
            row=number + 1,
        ) from error
