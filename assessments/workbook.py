"""The rows of a file that somebody brings, and the visible sheets of an XLSX workbook.

A workbook is a zip archive made by anybody: what it declares is checked before anything is
unpacked, it is read as a stream, and nothing outside it is ever fetched.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zlib import error as ZlibError  # noqa: N812

from django.utils.translation import gettext as _

from assessments.table_file import MAX_COLUMNS, MAX_ROWS, Row, csv_rows, kind_of, limited, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.workbook import Workbook

MAX_ENTRIES = 1_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
# Below this an entry is harmless however well it was packed: styles and empty parts pack well.
_SMALL = 1024 * 1024
_MAIN_PART = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# What openpyxl and the XML parser raise on a file that was cut, forged or made by another tool.
_BROKEN = (
    zipfile.BadZipFile,
    ParseError,
    ZlibError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
)


def file_rows(data: bytes, name: str, *, known: Sequence[str]) -> list[Row]:
    """The rows of a CSV or XLSX file. name: the file's; known: columns by which the separator of a
    CSV file is found. Raises TableFileError."""
    return csv_rows(data, known=known) if kind_of(data, name) == "csv" else xlsx_rows(data)


def xlsx_rows(data: bytes) -> list[Row]:
    """The rows of the first visible sheet that hold anything, with formulas as last calculated.

    Raises TableFileError.
    """
    with _opened(data) as book:
        return limited(_records(_visible(book)[0]))


def xlsx_sheets(data: bytes) -> dict[str, list[Row]]:
    """The rows of every visible sheet, by its name. Raises TableFileError."""
    with _opened(data) as book:
        return {sheet.title: limited(_records(sheet)) for sheet in _visible(book)}


@contextmanager
def _opened(data: bytes) -> Iterator[Workbook]:
    # A whole library that a CSV file has no need of.
    from openpyxl import load_workbook  # noqa: PLC0415

    _check_archive(data)
    try:
        with warnings.catch_warnings():
            # "no default style" and the like: remarks on looks, which are not read.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise _broken() from error
    try:
        yield book
    finally:
        book.close()


def _visible(book: Workbook) -> list[Any]:
    """At least one sheet, in order."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise refuse(_("The workbook has no visible sheet."))
    return sheets


def _records(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    if (sheet.max_row or 0) > MAX_ROWS + 1 or (sheet.max_column or 0) > MAX_COLUMNS:
        raise refuse(
            _(
                "The sheet “%(sheet)s” reaches beyond 20,000 rows or 200 columns. Delete the empty"
                " rows and columns around the table, or save it as CSV UTF-8."
            )
            % {"sheet": sheet.title[:31]}
        )
    # What a sheet declares may be smaller than what it holds: read what it holds, to the limit.
    sheet.reset_dimensions()
    try:
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_text(cell) for cell in cells]
    except _BROKEN as error:
        raise _broken() from error


def _text(value: object) -> str:
    """A cell as it would be typed: 3.0 is "3", a date is ISO, TRUE is "TRUE"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _check_archive(data: bytes) -> None:
    """Refuse by what the archive declares, before anything of it is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise _broken() from error
    with archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
            raise refuse(
                _("Unpacked, this workbook is too large. Save the answers alone as CSV UTF-8.")
            )
        if any(e.file_size > max(_SMALL, MAX_RATIO * e.compress_size) for e in entries):
            raise refuse(_("This workbook is packed in a way that is refused. Save it anew."))
        if len(set(names)) != len(names) or any(_escapes(name) for name in names):
            raise refuse(_("This archive holds unsafe names and is refused. Save it anew."))
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise refuse(_("The workbook is protected by a password. Save it without one."))
        _check_content_types(archive, names)


def _check_content_types(archive: zipfile.ZipFile, names: list[str]) -> None:
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise refuse(_("Workbooks with macros are refused. Save it as .xlsx or as CSV UTF-8."))
    try:
        types = archive.read("[Content_Types].xml")
    except _BROKEN as error:
        raise refuse(_("This is a zip archive, but no XLSX workbook.")) from error
    if _MAIN_PART not in types:
        raise refuse(_("This is an Office file or archive, but no XLSX workbook."))


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.split("/") or ":" in name or "\\" in name


def _broken() -> Exception:
    return refuse(_("The workbook is damaged and cannot be read. Save it anew, or as CSV UTF-8."))
