"""A deliverable as the plain values that the templates of PDF files print.

Text stays text: a template prints it and never reads it as markup. Very long words get places
where they may be broken, because a column of a page does not scroll.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from reports import dates, numbers
from reports.deliverables.document import (
    Card,
    Chart,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
    Unit,
    at,
)
from reports.deliverables.fitting import SLACK, cut, text_width
from reports.deliverables.xml_text import one_line, runs_right_to_left, xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.deliverables.document import Block, Cell, Column, Fact

Value = dict[str, Any]
# Where a word of so many letters may be broken: in running text, and in a cell.
IN_TEXT, IN_CELL = 32, 18
_PIECE = 8
_BREAK = "\u200b"
_FROM_THE_RIGHT, _END = "\u2067", "\u2069"
# Sizes of a table's text in points, and the padding of a cell, as blocks.typ has them.
CELL_SIZE, CELL_GAP = 8.6, 9.0

# What a page has room for, and what a column of words needs at least, in points.
ROOM, LEAST_OF_WORDS = 480.0, 80.0
# A table that would fill less of the page than the first keeps its natural width; one of a few rows
# may stand beside another below the second, and beside a chart below the third.
FILLED, HALF, NARROW = 0.62, 0.46, 0.38
_FEW, _FEW_SHARES = 9, 3
_MEASURED = 90
# Letters on a line of a page, and on half a page and a whole one.
_LINE, _HALF_A_PAGE, _PAGE = 100, 2500, 5000
# What stands below another section if there is room.
SMALL = 1500
# Letters of a figure, and of a word that may stand in the place of one.
_SHORT = 12


def words(text: str, longest: int = IN_TEXT) -> str:
    """User text as it is printed, with breaks inside words longer than that. What runs from right
    to left does so whole, with its numbers and points, wherever it stands."""
    shown = re.sub(rf"\S{{{longest},}}", _broken, xml_text(text))
    return f"{_FROM_THE_RIGHT}{shown}{_END}" if runs_right_to_left(shown) else shown


def line(text: str, longest: int = IN_TEXT) -> str:
    """The same in one line."""
    return words(one_line(text), longest)


def title(text: str) -> str:
    """A title stands there without the full stop of its one sentence, and is never empty: a reader
    who hears the file goes from title to title."""
    shown = line(text)
    if ". " not in shown and not shown.endswith(".."):
        shown = shown.removesuffix(".")
    return shown or numbers.ABSENT


def name(text: str, width: float, size: float, lines: int = 1) -> str:
    """A name for a place with so much room, in points; dots where it is cut."""
    return line(cut(one_line(text)[:1000], width, size, lines), IN_CELL)


def _broken(found: re.Match[str]) -> str:
    word = found.group()
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


def arranged(found: Sequence[Block], facts: Mapping[str, Any]) -> list[Value]:
    """Blocks in the order of the document, those that belong together side by side: paragraphs
    about a card inside it, lists that follow each other, a narrow table and the chart beside it."""
    cards = {item.key: item for item in found if isinstance(item, Card)}
    told = {
        item.key: card_key
        for item in found
        if isinstance(item, Text)
        for card_key in cards
        if item.key.endswith(f".{card_key}")
    }
    about: dict[str, list[Text]] = {}
    for item in found:
        if isinstance(item, Text) and item.key in told:
            about.setdefault(told[item.key], []).append(item)
    values: list[Value] = []
    for item in found:
        if isinstance(item, Text) and item.key in told:
            continue
        if isinstance(item, Card):
            values.append(card(item, facts, about.get(item.key, ())))
        else:
            values.append(block(item))
    return _rows(values)


def _rows(values: Sequence[Value]) -> list[Value]:
    made: list[Value] = []
    for value in values:
        before = made[-1] if made else None
        if before is not None and _beside(before, value):
            made[-1] = {"kind": "row", "items": [before, value], "shares": _shares(before, value)}
        else:
            made.append(value)
    return made


def _beside(before: Value, value: Value) -> bool:
    match before["kind"], value["kind"]:
        case "points", "points":
            return True
        case "table", "table":
            return bool(max(before["natural"], value["natural"]) < HALF * ROOM)
        case ("table", "chart") | ("chart", "table"):
            natural = before.get("natural", 0.0) + value.get("natural", 0.0)
            return bool(natural < NARROW * ROOM)
        case _:
            return False


def _shares(before: Value, value: Value) -> list[float]:
    if before["kind"] == value["kind"]:
        return [1.0, 1.0]
    return [0.64, 0.36] if value["kind"] == "table" else [0.36, 0.64]


def block(item: Text | Points | Facts | Table | Chart | Notice) -> Value:
    match item:
        case Text():
            return paragraph(item)
        case Points():
            return {"kind": "points", "items": [paragraph(point) for point in item.items]}
        case Facts():
            return strip(item)
        case Table():
            return table(item)
        case Chart():
            return chart(item)
        case Notice():
            return {"kind": "notice", "key": item.key, "text": words(item.text)}


def paragraph(item: Text) -> Value:
    return {
        "kind": "text",
        "text": words(item.text),
        "outdated": item.outdated,
    }


def strip(item: Facts) -> Value:
    """Key figures are set large, but only where each of them is one."""
    items = [fact(one) for one in item.items]
    return {"kind": "facts", "items": items, "large": all(one["short"] for one in items)}


def fact(item: Fact) -> Value:
    text = item.value.text if isinstance(item.value, Number) else item.value
    return {
        "label": line(item.label, IN_CELL),
        "value": words(text, IN_CELL),
        "note": words(item.note, IN_CELL),
        "short": len(text) <= _SHORT,
    }


def card(item: Card, facts: Mapping[str, Any], about: Sequence[Text] = ()) -> Value:
    """about: paragraphs from elsewhere that are told inside it, first."""
    inside = [*about, *item.blocks]
    return {
        "kind": "card",
        "name": title(item.name),
        "area": item.area,
        "facts": [fact(one) for one in item.facts],
        "scale": _level_scale(item, facts),
        # A card that would leave half a page empty may be broken across two.
        "whole": length(inside) < _HALF_A_PAGE,
        "blocks": [block(one) for one in inside if not isinstance(one, Table)],
        "tables": [block(one) for one in inside if isinstance(one, Table)],
    }


def length(found: Sequence[Block]) -> int:
    """Letters of blocks, a line of a table or of a list for a whole line of the page."""
    return sum(_length(item) for item in found)


def _length(item: Block) -> int:  # noqa: PLR0911  # one line a kind
    match item:
        case Text():
            return len(item.text) + _LINE // 2
        case Notice():
            return len(item.text) + _LINE
        case Points():
            return sum(len(point.text) + _LINE // 2 for point in item.items)
        case Table():
            return _LINE * (len(item.rows) + 3) + sum(
                len(cell) for row in item.rows for cell in row if isinstance(cell, str)
            )
        case Card():
            return 4 * _LINE + length(item.blocks)
        case Facts():
            return _LINE * 3 * (1 + len(item.items) // 4)
        case Chart():
            return _PAGE


def _level_scale(item: Card, facts: Mapping[str, Any]) -> Value | None:
    """The four marks of a capability on the scale 1 to 5, from where its numbers come from."""
    for one in item.facts:
        if isinstance(one.value, Number) and one.value.paths:
            whole, _slash, last = one.value.paths[0].rpartition("/")
            if last == "score" and one.value.value is not None:
                row = at(facts, whole)
                return {key: row.get(key) for key in ("score", "target", "low", "high")}
    return None


def chart(item: Chart) -> Value:
    return {
        "kind": "chart",
        "picture": item.kind,
        "message": title(item.message),
        "alt": one_line(item.alt) or title(item.message),
        "source": line(item.source),
    }


def table(item: Table) -> Value:
    """A table with the width of each column: points for numbers, shares of the rest for words.
    natural: the room that it would like, in points, all of it for a long one."""
    texts = [[_cell(cell) for cell in row] for row in item.rows]
    columns = [_column(column, [row[n] for row in texts]) for n, column in enumerate(item.columns)]
    natural = sum(column["natural"] for column in columns)
    if natural < FILLED * ROOM:
        columns = [{**column, "width": column["natural"]} for column in columns]
    return {
        "kind": "table",
        "message": title(item.message) if item.message else "",
        "order": words(item.order),
        "scale": _scale(columns),
        "natural": natural if len(texts) <= _FEW else ROOM,
        "columns": columns,
        "rows": [[words(text, IN_CELL) for text in row] for row in texts],
        "tints": _tints(item),
    }


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


def _column(column: Column, texts: list[str]) -> Value:
    """number: stands on the right. width: points that it needs, None for one that gets a share of
    the room; share: of what is left, by how much it says."""
    number = column.unit is not None
    # Longer texts need not be measured: they get a share of the room.
    longest = max((text_width(one_line(text)[:_MEASURED], CELL_SIZE) for text in texts), default=0)
    longest = max(longest, _heading_width(column.heading))
    # The slack in the measure is for readers with another font; this file brings its own.
    width = round(1.03 * longest / SLACK + CELL_GAP, 1)
    return {
        "heading": line(column.heading, IN_CELL),
        "number": number,
        "natural": width,
        "width": width if number or longest < 70 else None,
        "share": round(min(6.0, max(1.0, _typical(texts) / 16)), 2),
    }


def _heading_width(heading: str) -> float:
    """A heading may take up to three lines, but no word of it more than one."""
    heading = one_line(heading)[:_MEASURED]
    longest = max((text_width(word, CELL_SIZE, bold=True) for word in heading.split()), default=0.0)
    whole = text_width(heading, CELL_SIZE, bold=True)
    return whole if len(heading) <= _SHORT else max(longest, whole / 2.4)


def _typical(texts: list[str]) -> float:
    """How long the texts of a column are: nine of ten are at most that long."""
    lengths = sorted(len(text) for text in texts)
    return float(lengths[(9 * len(lengths)) // 10]) if lengths else 0.0
