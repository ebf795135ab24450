"""The sheet on which a reader changes a weight or a target and sees the priority move.

Its formulas are those of method 3.1 and 3.4 (engine.gaps, engine.priorities); every cell carries
what the engine says until somebody changes something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Chart, Column, Number, Table, Unit
from reports.deliverables.sheets import HEADER, OPEN, number_format
from reports.deliverables.writing import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Cell, Deliverable
    from reports.deliverables.sheets import Workbook

_UNITS = {
    "score": Unit.LEVEL,
    "low": Unit.LEVEL,
    "high": Unit.LEVEL,
    "level": Unit.WHOLE_LEVEL,
    "target": Unit.WHOLE_LEVEL,
    "gap": Unit.LEVEL,
    "importance": Unit.PLAIN,
    "urgency": Unit.PLAIN,
    "priority": Unit.INDEX,
    "rank": Unit.COUNT,
}
# Columns by letter, as the formulas name them.
SCORE, TARGET, GAP, WEIGHT, URGENCY, PRIORITY, RANK = "D", "H", "I", "J", "K", "L", "M"


def message() -> str:
    return _("Change a target or a weight, and the priorities move")


def columns() -> tuple[Column, ...]:
    return (
        Column("rank", _("Rank"), Unit.COUNT, _("By priority, as analysed.")),
        Column("capability", _("Capability"), None, _("What is assessed.")),
        Column("area", _("Area"), None, _("The area that it belongs to.")),
        Column("score", _("Now"), Unit.LEVEL, _("Mean of role means, 1 to 5.")),
        Column("low", _("From"), Unit.LEVEL, _("Lower bound of the likely range.")),
        Column("high", _("To"), Unit.LEVEL, _("Upper bound of the likely range.")),
        Column("level", _("Level"), Unit.WHOLE_LEVEL, _("The level awarded, 1 to 5.")),
        Column("target", _("Target"), Unit.WHOLE_LEVEL, _("The level that is needed. Open.")),
        Column("gap", _("Gap"), Unit.LEVEL, _("Target minus score; below 0 if it is passed.")),
        Column("importance", _("Weight"), Unit.PLAIN, _("Importance for the goals, 0 to 1. Open.")),
        Column(
            "urgency",
            _("Urgency"),
            Unit.PLAIN,
            _("0 to 1, as analysed: it stays when a target is changed here. Open."),
        ),
        Column(
            "priority",
            _("Priority"),
            Unit.INDEX,
            _("100 × the cube root of weight × urgency × gap ÷ 4; 0 without a gap."),
        ),
        Column("live_rank", _("Rank now"), Unit.COUNT, _("By the priority beside it.")),
        Column("analysed", _("As analysed"), Unit.INDEX, _("The priority before any change.")),
    )


def _chart(document: Deliverable) -> Chart | None:
    blocks = (block for section in document.sections for block in section.blocks)
    return next(
        (block for block in blocks if isinstance(block, Chart) and block.kind == "capabilities"),
        None,
    )


def can_be_written(document: Deliverable) -> bool:
    return _chart(document) is not None


def _number(item: Mapping[str, Any], part: str) -> Number:
    unit, value = _UNITS[part], item[part]
    path = f"result/capabilities/{item['key']}/{part}"
    return Number(value, WRITTEN[unit](value), unit, (path,))


def write(book: Workbook, document: Deliverable) -> tuple[Any, tuple[Column, ...]]:
    """The sheet and its columns. Ranked ones first, the others after them."""
    chart = _chart(document)
    named = {row["capability"]: row for row in chart.frame} if chart else {}
    items = [item for item in document.facts["result"]["capabilities"] if item["key"] in named]
    items.sort(key=lambda item: (item["rank"] is None, item["rank"] or 0))
    rows = tuple(_row(item, named[item["key"]]) for item in items)
    table = Table("ranking", message(), columns(), rows, tuple(item["key"] for item in items))
    sheet = book.sheet(_("Priorities"), table.message, _("Yellow cells are meant to be changed."))
    book.table(sheet, table)
    first = HEADER + 2  # rows of a spreadsheet count from 1, and the header is one
    for down, item in enumerate(items):
        if item["rank"] is not None:
            _live(book, sheet, first + down, (first, first + len(items) - 1), item)
    return sheet, table.columns


def _row(item: Mapping[str, Any], named: Mapping[str, Any]) -> tuple[Cell, ...]:
    numbers = {part: _number(item, part) for part in _UNITS}
    return (
        numbers["rank"],
        str(named["name"]),
        str(named["area_name"]),
        *(numbers[part] for part in ("score", "low", "high", "level", "target")),
        *(numbers[part] for part in ("gap", "importance", "urgency", "priority")),
        numbers["rank"],
        numbers["priority"],
    )


def _live(
    book: Workbook, sheet: Any, row: int, ranks: tuple[int, int], item: Mapping[str, Any]
) -> None:
    """Formulas and open cells of one ranked capability. row, ranks: as a spreadsheet counts."""
    for letter, part in ((TARGET, "target"), (WEIGHT, "importance"), (URGENCY, "urgency")):
        book.cell(sheet, row - 1, ord(letter) - ord("A"), _number(item, part), bg_color=OPEN)
    every = f"{PRIORITY}${ranks[0]}:{PRIORITY}${ranks[1]}"
    formulas = {
        "gap": (GAP, f"={TARGET}{row}-{SCORE}{row}"),
        "priority": (PRIORITY, f"=100*({WEIGHT}{row}*{URGENCY}{row}*MAX(0,{GAP}{row})/4)^(1/3)"),
        "rank": (RANK, f"=RANK({PRIORITY}{row},{every})"),
    }
    for part, (letter, formula) in formulas.items():
        number = _number(item, part)
        look = book.looks.look(num_format=number_format(number))
        sheet.write_formula(f"{letter}{row}", formula, look, number.value)
