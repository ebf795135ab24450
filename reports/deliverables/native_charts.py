"""Charts that a spreadsheet draws from the cells beside them, so that a reader can edit them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables import native_load
from reports.deliverables.document import Column, Number, Unit
from reports.deliverables.native_parts import (
    FIRST,
    HEIGHT,
    ROW,
    against,
    axis,
    cells,
    gridded,
    new_chart,
    put,
    title,
)
from reports.deliverables.sheets import HEADER, INK, MUTED
from reports.figures.theme import PRINT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reports.deliverables.document import Cell, Chart, Table
    from reports.deliverables.sheets import Workbook


# Days of a quarter, so that each tick falls into the first days of its month; ticks of an axis.
_QUARTER, _TICKS = 91.5, 8


def beside(book: Workbook, sheet: Any, chart: Chart, top: int) -> tuple[Any, Table] | None:
    """The chart of a table that stands on the sheet from HEADER on; top: the first free row. If its
    numbers need a sheet of their own, that sheet and its table."""
    if chart.kind == "load":
        return native_load.charts(book, sheet, chart, top)
    if chart.kind in _WRITERS:
        _WRITERS[chart.kind](book, sheet, chart, top)
        sheet.fit_to_pages(1, 1)
    # Else one that a spreadsheet has no honest form of: its table says it.
    return None


def _areas(book: Workbook, sheet: Any, chart: Chart, _top: int) -> None:
    """Now as a bar inside the outline of the target, and the same two as a radar below them."""
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows = len(chart.table.rows)
    bars, radar = new_chart(book, "bar", chart.message), new_chart(book, "radar", chart.message)
    for key, name, drawn in (
        ("score", _("Now"), {"fill": {"color": INK}, "border": {"none": True}}),
        ("target", _("Target"), {"fill": {"none": True}, "border": {"color": INK, "width": 1.5}}),
    ):
        series = {
            "name": str(name),
            "categories": cells(sheet, place["area"], rows),
            "values": cells(sheet, place[key], rows),
        }
        bars.add_series({**series, **drawn, "gap": 60, "overlap": 100})
        line = {"color": INK, "width": 2.25}
        if key == "target":
            line |= {"width": 1.5, "dash_type": "dash"}
        radar.add_series({**series, "line": line})
    bars.set_y_axis(axis(reverse=True))
    bars.set_x_axis(gridded(min=1, max=5, major_unit=1, num_format="0"))
    radar.set_y_axis(gridded(min=1, max=5, major_unit=1, num_format="0"))
    radar.set_title(title(_("The same as a radar"), 11))
    radar.set_size({"width": 460, "height": HEIGHT})
    put(sheet, HEADER, len(place) + 1, bars, chart)
    put(sheet, HEADER + HEIGHT // ROW + 1, len(place) + 1, radar, chart)


def completed(chart: Chart) -> Chart:
    """A chart whose table holds all that the native one is drawn from."""
    return replace(chart, table=_with_days(chart.table)) if chart.kind == "roadmap" else chart


def _with_days(table: Table) -> Table:
    """The rows of the roadmap with the length of each bar."""
    place = {column.key: n for n, column in enumerate(table.columns)}
    days = Column("calendar_days", _("Calendar days"), Unit.COUNT, _("From first to last day."))

    def length(row: Sequence[Cell]) -> Cell:
        start, finish = row[place["start"]], row[place["finish"]]
        if not isinstance(start, date) or not isinstance(finish, date):
            return None
        found = (finish - start).days + 1
        return Number(found, str(found), Unit.COUNT, ())

    rows = tuple((*row, length(row)) for row in table.rows)
    return replace(table, columns=(*table.columns, days), rows=rows)


def _gantt(book: Workbook, sheet: Any, chart: Chart, top: int) -> None:
    """Bars of days that begin at a clear series of start dates, one per initiative."""
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows, after = len(chart.table.rows), place["calendar_days"]
    for down, row in enumerate(chart.table.rows, start=FIRST):
        if isinstance(days := row[after], Number):
            first, last = (f"{chr(65 + place[key])}{down + 1}" for key in ("start", "finish"))
            book.formula(sheet, (down, after), f"={last}-{first}+1", days)
    made = new_chart(book, "bar", chart.message, "stacked")
    names = cells(sheet, place["initiative"], rows)
    clear = {"fill": {"none": True}, "border": {"none": True}}
    made.add_series({"categories": names, "values": cells(sheet, place["start"], rows), **clear})
    areas = {row["initiative"]: row["area"] for row in chart.frame}
    hues = [{"fill": {"color": PRINT.area(areas.get(key, ""))}} for key in chart.table.keys]
    made.add_series(
        {"categories": names, "values": cells(sheet, after, rows), "gap": 40, "points": hues}
    )
    dated = [cell for row in chart.table.rows for cell in row if isinstance(cell, date)]
    if dated:
        begin, end = _serial(min(dated).replace(day=1)), _serial(max(dated)) + 1
        step = _QUARTER * max(1, round((end - begin) / _QUARTER / _TICKS))
        made.set_x_axis(gridded(min=begin, max=end, num_format="mmm yy", major_unit=step))
    made.set_y_axis(axis(reverse=True))
    made.set_legend({"none": True})
    made.set_size({"width": 1000, "height": 120 + 24 * rows})
    put(sheet, top, 0, made, chart)


def _serial(day: date) -> int:
    """The day as a spreadsheet counts."""
    return day.toordinal() - date(1899, 12, 30).toordinal()


def _forecast(book: Workbook, sheet: Any, chart: Chart, _top: int) -> None:
    """The index if the plan is kept and, where it is known, at the pace so far."""
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows = len(chart.table.rows)
    drawn = new_chart(book, "line", chart.message)
    for key, name, line in (
        ("index", _("Index if the plan is kept"), {"color": INK, "width": 2.25}),
        ("late", _("At the pace so far"), {"color": MUTED, "width": 1.5, "dash_type": "dash"}),
    ):
        if key in place:
            drawn.add_series(
                {
                    "name": str(name),
                    "categories": cells(sheet, place["date"], rows),
                    "values": cells(sheet, place[key], rows),
                    "line": line,
                }
            )
    drawn.set_y_axis(gridded(min=0, max=100, num_format="0"))
    drawn.set_x_axis(axis(num_format="mmm yy", date_axis=True, major_unit=3,
                          major_unit_type="months"))  # fmt: skip
    put(sheet, HEADER, len(place) + 1, drawn, chart)


def _spend(book: Workbook, sheet: Any, chart: Chart, _top: int) -> None:
    place = {column.key: n for n, column in enumerate(chart.table.columns)}
    rows = len(chart.table.rows)
    drawn = against(
        book,
        new_chart(book, "column", chart.message),
        (cells(sheet, place[key], rows) for key in ("quarter", "spent", "budget")),
        (_("Spent"), _("Budget")),
    )
    drawn.set_y_axis(gridded(min=0, num_format='"$"0"k"'))
    put(sheet, HEADER, len(place) + 1, drawn, chart)


_WRITERS: Mapping[str, Callable[[Workbook, Any, Chart, int], None]] = {
    "areas": _areas,
    "roadmap": _gantt,
    "forecast": _forecast,
    "spend": _spend,
}
