"""Charts that a spreadsheet draws from the cells beside them, so that a reader can edit them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Column, Number, Table, Unit
from reports.deliverables.sheets import FONT, HEADER, INK, LINE, MUTED
from reports.deliverables.writing import WRITTEN
from reports.deliverables.xml_text import one_line
from reports.figures.theme import PRINT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reports.deliverables.document import Cell, Chart
    from reports.deliverables.sheets import Workbook
    from reports.figures.frame import Row

_WIDTH, _HEIGHT = 760, 360
_TARGET = "#8A6D1F"
_FIRST = HEADER + 1


def beside(book: Workbook, sheet: Any, chart: Chart, top: int) -> None:
    """The chart of a table that stands on the sheet from HEADER on; top: the first free row."""
    _WRITERS.get(chart.kind, _nothing)(book, sheet, chart, top)


def _nothing(_book: Workbook, _sheet: Any, _chart: Chart, _top: int) -> None:
    """A chart that a spreadsheet has no honest form of: its table says it."""


def _made(book: Workbook, chart: Chart, kind: str, subtype: str = "") -> Any:
    made = book.book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
    font = {"name": FONT, "color": INK, "size": 10}
    made.set_title(
        {
            "name": one_line(chart.message)[:200],
            "name_font": {**font, "bold": True, "size": 13},
            "overlay": False,
        }
    )
    made.set_legend({"position": "bottom", "font": font})
    made.set_size({"width": _WIDTH, "height": _HEIGHT})
    made.set_chartarea({"border": {"none": True}})
    return made


def _axis(**more: Any) -> dict[str, Any]:
    return {
        "num_font": {"name": FONT, "color": MUTED, "size": 10},
        "line": {"color": LINE},
        "major_gridlines": {"visible": False},
        **more,
    }


def _gridded(**more: Any) -> dict[str, Any]:
    return _axis(major_gridlines={"visible": True, "line": {"color": LINE, "width": 0.75}}, **more)


def _put(sheet: Any, row: int, column: int, made: Any, chart: Chart) -> None:
    sheet.insert_chart(row, column, made, {"description": one_line(chart.alt)[:2000]})


def _range(sheet: Any, column: int, rows: int, first: int = _FIRST) -> list[Any]:
    return [sheet.get_name(), first, column, first + rows - 1, column]


def _areas(book: Workbook, sheet: Any, chart: Chart, _top: int) -> None:
    """Now and target as bars, and the same two as a radar below them."""
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows = len(chart.table.rows)
    for left, (kind, size) in enumerate((("bar", _WIDTH), ("radar", 460))):
        made = _made(book, chart, kind)
        for key, name, colour in (("score", _("Now"), INK), ("target", _("Target"), _TARGET)):
            drawn = {"color": colour, "width": 2.25} if kind == "radar" else {"none": True}
            series = {
                "name": str(name),
                "categories": _range(sheet, place["area"], rows),
                "values": _range(sheet, place[key], rows),
                "line": drawn,
                "border": drawn,
            }
            made.add_series(series | ({"fill": {"color": colour}} if kind == "bar" else {}))
        made.set_size({"width": size, "height": _HEIGHT})
        if kind == "bar":
            made.set_y_axis(_axis(reverse=True))
            made.set_x_axis(_gridded(min=1, max=5, major_unit=1, num_format="0"))
        else:
            made.set_y_axis(_gridded(min=1, max=5, major_unit=1, num_format="0"))
        _put(sheet, HEADER + left * (_HEIGHT // 20 + 1), len(place) + 1, made, chart)


def _gantt(book: Workbook, sheet: Any, chart: Chart, top: int) -> None:
    """Bars of days that begin at a clear series of start dates, one per initiative."""
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows, after = len(chart.table.rows), len(chart.table.columns)
    sheet.write_string(HEADER, after, _("Calendar days"), book.looks.head(is_number=True))
    areas = {row["initiative"]: row["area"] for row in chart.frame}
    for down, row in enumerate(chart.table.rows, start=_FIRST):
        start, finish = row[place["start"]], row[place["finish"]]
        if isinstance(start, date) and isinstance(finish, date):
            first, last = (f"{chr(65 + place[key])}{down + 1}" for key in ("start", "finish"))
            look = book.looks.look(num_format="0")
            days = (finish - start).days + 1
            sheet.write_formula(down, after, f"={last}-{first}+1", look, days)
    made = _made(book, chart, "bar", "stacked")
    names = _range(sheet, place["initiative"], rows)
    clear = {"fill": {"none": True}, "border": {"none": True}}
    made.add_series({"categories": names, "values": _range(sheet, place["start"], rows), **clear})
    made.add_series(
        {
            "categories": names,
            "values": _range(sheet, after, rows),
            "gap": 40,
            "points": [
                {"fill": {"color": PRINT.area(areas.get(key, ""))}} for key in chart.table.keys
            ],
        }
    )
    dated = [cell for row in chart.table.rows for cell in row if isinstance(cell, date)]
    if dated:
        begin, end = _serial(min(dated).replace(day=1)), _serial(max(dated)) + 1
        made.set_x_axis(
            _gridded(min=begin, max=end, num_format="mmm yy", major_unit=max(31, (end - begin) / 8))
        )
    made.set_y_axis(_axis(reverse=True))
    made.set_legend({"none": True})
    made.set_size({"width": 1000, "height": 120 + 24 * rows})
    _put(sheet, top, 0, made, chart)


def _serial(day: date) -> int:
    """The day as a spreadsheet counts."""
    return day.toordinal() - date(1899, 12, 30).toordinal()


def _forecast(book: Workbook, sheet: Any, chart: Chart, _top: int) -> None:
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows = len(chart.table.rows)
    made = _made(book, chart, "line")
    made.add_series(
        {
            "name": str(_("Index if the plan is kept")),
            "categories": _range(sheet, place["date"], rows),
            "values": _range(sheet, place["index"], rows),
            "line": {"color": INK, "width": 2.25},
        }
    )
    made.set_y_axis(_gridded(min=0, max=100, num_format="0"))
    made.set_x_axis(_axis(num_format="mmm yy", date_axis=True, major_unit=3,
                          major_unit_type="months"))  # fmt: skip
    _put(sheet, HEADER, len(place) + 1, made, chart)


def _spend(book: Workbook, sheet: Any, chart: Chart, _top: int) -> None:
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows = len(chart.table.rows)
    made = _against(
        book,
        _made(book, chart, "column"),
        (_range(sheet, place[key], rows) for key in ("quarter", "spent", "budget")),
        (_("Spent"), _("Budget")),
    )
    made.set_y_axis(_gridded(num_format='"$"0"k"'))
    _put(sheet, HEADER, len(place) + 1, made, chart)


def _against(book: Workbook, made: Any, ranges: Iterable[list[Any]], names: tuple[str, str]) -> Any:
    """Columns against a limit that is a dashed line. ranges: of categories, columns and line."""
    categories, columns, line = ranges
    limit = book.book.add_chart({"type": "line"})
    made.add_series(
        {
            "name": names[0],
            "categories": categories,
            "values": columns,
            "fill": {"color": INK},
            "gap": 60,
        }
    )
    limit.add_series(
        {
            "name": names[1],
            "categories": categories,
            "values": line,
            "line": {"color": _TARGET, "width": 2, "dash_type": "dash"},
        }
    )
    made.combine(limit)
    made.set_x_axis(_axis())
    return made


def _load(book: Workbook, sheet: Any, chart: Chart, top: int) -> None:
    """Every pool by period below the table, each with its own small chart."""
    pools: dict[str, list[Row]] = {}
    for row in chart.frame:
        pools.setdefault(row["pool"], []).append(row)
    shown = [rows for rows in pools.values() if any(row["used"] for row in rows)]
    at = top + 1
    for rows in shown:
        at = _pool(book, sheet, chart, rows, at)


def _pool(book: Workbook, sheet: Any, chart: Chart, rows: list[Row], top: int) -> int:
    """One pool's periods from a row on; the row below them."""
    name = str(rows[0]["name"])
    table = Table(
        key="pool",
        message=name,
        columns=(
            Column("when", name),
            Column("used", _("Planned"), Unit.DAYS),
            Column("capacity", _("Available"), Unit.DAYS),
        ),
        rows=tuple(_period(row) for row in rows),
        keys=(),
    )
    for place, column in enumerate(table.columns):
        look = book.looks.head(column.unit is not None)
        sheet.write_string(top, place, one_line(column.heading), look)
    for down, cells in enumerate(table.rows, start=top + 1):
        for place, cell in enumerate(cells):
            book.cell(sheet, down, place, cell)
    made = _against(
        book,
        _made(book, chart, "column"),
        (_range(sheet, place, len(rows), top + 1) for place in range(3)),
        (_("Planned"), _("Available")),
    )
    made.set_title({"name": name, "name_font": {"name": FONT, "size": 12, "color": INK}})
    made.set_y_axis(_gridded(min=0, num_format="0"))
    made.set_size({"width": 620, "height": 20 * (len(rows) + 1)})
    sheet.insert_chart(
        top, 4, made, {"description": _("%(pool)s: planned and available") % {"pool": name}}
    )
    return top + len(rows) + 2


def _period(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    numbers = (
        Number(row[key], WRITTEN[Unit.DAYS](row[key]), Unit.DAYS, ())
        for key in ("used", "capacity")
    )
    return (str(row["when"]), *numbers)


_WRITERS: Mapping[str, Callable[[Workbook, Any, Chart, int], None]] = {
    "areas": _areas,
    "roadmap": _gantt,
    "forecast": _forecast,
    "spend": _spend,
    "load": _load,
}
