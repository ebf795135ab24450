"""The sheet on which a reader changes a weight or a target and sees the priority move.

Its formulas are those of method 3.1 and 3.4 (engine.gaps, engine.priorities); every cell carries
what the engine says until somebody changes something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Chart, Column, Number, Table, Unit
from reports.deliverables.native_parts import axis, cells, new_chart
from reports.deliverables.sheets import HEADER, INK, OPEN
from reports.deliverables.writing import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.deliverables.document import Cell, Deliverable
    from reports.deliverables.sheets import Workbook

_UNITS = {
    "score": Unit.LEVEL,
    "low": Unit.LEVEL,
    "high": Unit.LEVEL,
    "level": Unit.WHOLE_LEVEL,
    "target": Unit.WHOLE_LEVEL,
    "gap": Unit.LEVEL,
    "importance": Unit.SHARE,
    "urgency": Unit.SHARE,
    "priority": Unit.INDEX,
    "rank": Unit.COUNT,
}
# Columns by letter, as the formulas name them.
ANALYSED, NAME, SCORE, TARGET, GAP = "A", "B", "D", "H", "I"
WEIGHT, URGENCY, PRIORITY, RANK = "J", "K", "L", "M"
# Beside the table: what comes first now, and how many of it.
_BESIDE, _FIRST_FEW = 15, 10


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
        Column("importance", _("Weight"), Unit.SHARE, _("Importance for the goals. Open.")),
        Column(
            "urgency",
            _("Urgency"),
            Unit.SHARE,
            _("As analysed: it stays when a target is changed here. Open."),
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
    about = _("Yellow cells are meant to be changed: the rank, and the list on the right, follow.")
    sheet = book.sheet(_("Priorities"), table.message, about)
    below = book.table(sheet, table, kept=2)
    first = HEADER + 2  # rows of a spreadsheet count from 1, and the header is one
    span = (first, first + len(items) - 1)
    ranked = [item for item in items if item["rank"] is not None]
    for down, item in enumerate(ranked):
        _live(book, sheet, first + down, span, item)
    if not ranked:
        return sheet, table.columns
    _checks(sheet, first, len(ranked))
    moved = book.looks.book.add_format({"bold": True, "font_color": book.looks.accent})
    rule = {"type": "formula", "criteria": f"=${RANK}{first}<>${ANALYSED}{first}", "format": moved}
    sheet.conditional_format(f"{RANK}{first}:{RANK}{first + len(ranked) - 1}", rule)
    few = [named[item["key"]]["name"] for item in ranked[:_FIRST_FEW]]
    _first_now(book, sheet, span, list(zip(ranked, few, strict=False)))
    sheet.print_area(0, 0, below - 1, len(table.columns) - 1)
    return sheet, (*table.columns, *_columns_now())


def _columns_now() -> tuple[Column, ...]:
    return (
        Column("place", _("Place now"), Unit.COUNT, _("By the priorities as they stand here.")),
        Column("first", _("Comes first now"), None, _("The capability that has the place.")),
        Column("its", _("Its priority"), Unit.INDEX, _("As it stands here.")),
    )


def _first_now(
    book: Workbook, sheet: Any, span: tuple[int, int], few: Sequence[tuple[Mapping[str, Any], Any]]
) -> None:
    """The first few by the cells as they are changed, and a chart of them."""
    for n, (column, wide) in enumerate(zip(_columns_now(), (12, 42, 14), strict=True)):
        place, look = _BESIDE + n, book.looks.head(column.unit is not None)
        sheet.write_string(HEADER, place, column.heading, look)
        sheet.set_column(place, place, wide)
    for down, (item, name) in enumerate(few, start=HEADER + 1):
        book.cell(sheet, down, _BESIDE, _number(item, "rank"))
        found = f"MATCH(${chr(65 + _BESIDE)}{down + 1},{_all(RANK, span)},0)"
        book.formula(sheet, (down, _BESIDE + 1), f"=INDEX({_all(NAME, span)},{found})", name)
        priority = _number(item, "priority")
        said = f"=INDEX({_all(PRIORITY, span)},{found})"
        book.formula(sheet, (down, _BESIDE + 2), said, priority)
    made = new_chart(book, "bar", _("What comes first now"))
    ranges = (cells(sheet, _BESIDE + n, len(few)) for n in (1, 2))
    names, values = ranges
    fill = {"fill": {"color": INK}, "gap": 50, "data_labels": {"value": True, "num_format": "0"}}
    made.add_series({"name": _("Priority"), "categories": names, "values": values, **fill})
    made.set_legend({"none": True})
    made.set_y_axis(axis(reverse=True))
    made.set_x_axis(axis(min=0, max=100, visible=False))
    made.set_size({"width": 520, "height": 60 + 28 * len(few)})
    said = _("Bars of the priorities in the list above; they follow the yellow cells.")
    sheet.insert_chart(HEADER + len(few) + 2, _BESIDE, made, {"description": said})


def _checks(sheet: Any, first: int, rows: int) -> None:
    """What open cells take."""
    words = {
        TARGET: _("a level from 1 to 5"),
        WEIGHT: _("0 % to 100 %"),
        URGENCY: _("0 % to 100 %"),
    }
    for letter, said in words.items():
        low, high = (1, 5) if letter == TARGET else (0, 1)
        sheet.data_validation(
            f"{letter}{first}:{letter}{first + rows - 1}",
            {
                "validate": "integer" if letter == TARGET else "decimal",
                "criteria": "between",
                "minimum": low,
                "maximum": high,
                "error_title": _("Not a value of this column"),
                "error_message": _("It takes %(range)s.") % {"range": said},
            },
        )


def _all(letter: str, span: tuple[int, int]) -> str:
    """A column of the ranking, whatever is sorted or put before it."""
    return f"${letter}${span[0]}:${letter}${span[1]}"


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
    book: Workbook, sheet: Any, row: int, span: tuple[int, int], item: Mapping[str, Any]
) -> None:
    """Formulas and open cells of one ranked capability. row, span: as a spreadsheet counts. Of
    equal priorities the one comes first that did so in the analysis."""
    for letter, part in ((TARGET, "target"), (WEIGHT, "importance"), (URGENCY, "urgency")):
        book.cell(sheet, row - 1, ord(letter) - ord("A"), _number(item, part), bg_color=OPEN)
    every, before = _all(PRIORITY, span), _all(ANALYSED, span)
    ties = f"SUMPRODUCT(({every}={PRIORITY}{row})*({before}<{ANALYSED}{row}))"
    formulas = {
        "gap": (GAP, f"={TARGET}{row}-{SCORE}{row}"),
        "priority": (PRIORITY, f"=100*({WEIGHT}{row}*{URGENCY}{row}*MAX(0,{GAP}{row})/4)^(1/3)"),
        "rank": (RANK, f"=RANK({PRIORITY}{row},{every})+{ties}"),
    }
    for part, (letter, formula) in formulas.items():
        book.formula(sheet, (row - 1, ord(letter) - ord("A")), formula, _number(item, part))
