"""A table as the templates of PDF files print it: how wide each column is, how deep a cell is
tinted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from reports import dates, numbers
from reports.deliverables.document import Number, Unit
from reports.deliverables.fitting import SLACK, text_width
from reports.deliverables.printed_words import IN_CELL, line, title, words
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from reports.deliverables.document import Cell, Column, Table

Value = dict[str, Any]
# Sizes of a table's text in points, and the padding of a cell, as blocks.typ has them.
CELL_SIZE, CELL_GAP = 8.6, 9.0
# What a page has room for, and what a column of words needs at least, in points.
ROOM, LEAST_OF_WORDS = 480.0, 80.0
# A table that would fill less of the page than this gets so much more than it needs, every column
# its part of it: its numbers stay near what they belong to. Any other fills the page.
_FILLED, _AIR = 0.66, 1.3
# Beyond so many rows they stand closer, and where there are more than the second the last of them
# stay together.
_DENSE, _LONG, LAST = 20, 8, 3
_FEW, _FEW_SHARES = 9, 3
_MEASURED = 90
# Letters of a heading that stands on one line if there is room.
_SHORT = 12


def table(item: Table) -> Value:
    """A table with the width of each column: points for numbers, shares of the rest for words.
    natural: the room that it would like, in points, all of it for a long one. last: how many rows
    at its end are not parted."""
    texts = [[_cell(cell) for cell in row] for row in item.rows]
    columns, natural = _columns(item, texts)
    count = len(texts)
    return {
        "kind": "table",
        "message": title(item.message) if item.message else "",
        "order": words(item.order).removesuffix("."),
        "scale": 1.0 if natural < ROOM else _scale(columns),
        "natural": natural if count <= _FEW else ROOM,
        "dense": count > _DENSE,
        "last": LAST if count > _LONG else 0,
        "columns": columns,
        "rows": [[words(text, IN_CELL) for text in row] for row in texts],
        "tints": _tints(item),
    }


def _columns(item: Table, texts: list[list[str]]) -> tuple[list[Value], float]:
    """The columns, and the room that they would like. What is too wide for the page gets its
    headings broken wherever they can be."""
    made: list[Value] = []
    natural = 0.0
    for tight in (False, True):
        made = [
            _column(column, [row[n] for row in texts], tight=tight)
            for n, column in enumerate(item.columns)
        ]
        natural = sum(column["natural"] for column in made)
        if natural < ROOM:
            break
    if natural < _FILLED * ROOM:
        made = [{**column, "width": round(_AIR * column["natural"], 1)} for column in made]
    elif natural < ROOM:
        made = [{**column, "width": None, "share": column["natural"]} for column in made]
    return made, natural


def _tints(item: Table) -> list[list[float]]:
    """How deep each cell is tinted, 0 to 1: a table of shares reads as a heat table."""
    shares = [column.unit is Unit.SHARE for column in item.columns]
    if shares.count(True) < _FEW_SHARES:
        return []
    return [
        [
            float(cell.value or 0) if share and isinstance(cell, Number) else 0.0
            for share, cell in zip(shares, row, strict=True)
        ]
        for row in item.rows
    ]


def _scale(columns: list[Value]) -> float:
    """How much smaller the type of a table must be for all its columns to find room."""
    needed = sum(column["width"] or LEAST_OF_WORDS for column in columns)
    return round(max(0.7, min(1.0, ROOM / needed)), 3) if needed else 1.0


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return numbers.ABSENT
        case Number():
            return cell.text
        case date():
            return dates.day(cell.isoformat())
        case _:
            return cell


def _column(column: Column, texts: list[str], *, tight: bool) -> Value:
    """number: stands on the right. width: points that it needs, None for one that gets a share of
    the room; share: of what is left, by how much it says."""
    number = column.unit is not None
    # Longer texts need not be measured: they get a share of the room.
    longest = max((text_width(one_line(text)[:_MEASURED], CELL_SIZE) for text in texts), default=0)
    longest = max(longest, _heading_width(column.heading, tight=tight))
    # The slack in the measure is for readers with another font; this file brings its own.
    width = round(1.03 * longest / SLACK + CELL_GAP, 1)
    return {
        "heading": line(column.heading, IN_CELL),
        "number": number,
        "natural": width,
        "width": width if number or longest < 70 else None,
        "share": round(min(6.0, max(1.0, _typical(texts) / 16)), 2),
    }


def _heading_width(heading: str, *, tight: bool) -> float:
    """A heading may take up to three lines, but no word of it more than one."""
    heading = one_line(heading)[:_MEASURED]
    longest = max((text_width(word, CELL_SIZE, bold=True) for word in heading.split()), default=0.0)
    whole = text_width(heading, CELL_SIZE, bold=True)
    if len(heading) <= _SHORT and not tight:
        return whole
    return max(longest, whole / 2.4)


def _typical(texts: list[str]) -> float:
    """How long the texts of a column are: nine of ten are at most that long."""
    lengths = sorted(len(text) for text in texts)
    return float(lengths[(9 * len(lengths)) // 10]) if lengths else 0.0
