"""Bars, columns and lines of a deck: native charts, their numbers in a workbook a click away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.enum.chart import XL_LABEL_POSITION as AT
from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from reports import numbers
from reports.deliverables import fitting
from reports.deliverables.deck_chart_data import Columns
from reports.deliverables.deck_chart_style import (
    BEFORE,
    FAINT,
    INK,
    accent,
    add_chart,
    dress,
    ink_line,
    invert,
    label,
    marker,
    no_axis,
    no_grid,
    number_labels,
    outline,
    quiet_grid,
    quiet_line,
    solid,
    time_axis,
)
from reports.deliverables.deck_dots import areas, capabilities
from reports.deliverables.deck_lines import forecast, trend
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_slide import Sheet
    from reports.figures.frame import Row

_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_LEVEL, _MOST = "0.0", 5.0


def area_bars(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """Now and target as horizontal bars, weakest at the top."""
    ordered = sorted(rows, key=lambda row: (row["score"] is None, row["score"] or 0), reverse=True)
    frame, chart = add_chart(
        sheet, place, KIND.BAR_CLUSTERED, _now_and_target(sheet, ordered, 0.35 * place.points[0])
    )
    dress(chart, 12.0, legend=True)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, _MOST
    no_axis(chart.value_axis)
    quiet_line(chart.category_axis)
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, -5
    target, now = chart.plots[0].series[0], chart.plots[0].series[-1]
    if len(list(chart.plots[0].series)) > 1:
        outline(target)
    solid(now.format.fill, INK, 0.0)
    for n, row in enumerate(ordered):
        solid(now.points[n].format.fill, accent(row["area"]), 0.0)
    for one in chart.plots[0].series:
        number_labels(one, _LEVEL, 12.0)
    return frame


def radar(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """The same as a shape; only ever beside bars that say it better."""
    frame, chart = add_chart(
        sheet, place, KIND.RADAR_MARKERS, _now_and_target(sheet, rows, 0.25 * place.points[0])
    )
    dress(chart, 12.0, legend=True)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, _MOST, 1
    quiet_grid(axis)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()
    for one in chart.plots[0].series:
        now = one.name == _("Now")
        one.smooth = False
        ink_line(one.format.line, 2.25 if now else 1.5, 0.0 if now else FAINT)
        if not now:
            one.format.line.dash_style = MSO_LINE.DASH
        marker(one, 7, fill=0.0 if now else None)
    return frame


def _now_and_target(sheet: Sheet, rows: Sequence[Row], room: float) -> Columns:
    """room: points for a name."""
    shown = [fitting.cut(one_line(row["name"]), room, 12.0, 2) for row in rows]
    data = Columns(shown, sheet.small.made_on, _LEVEL)
    if any(row["target"] is not None for row in rows):
        data.add(_("Target"), [row["target"] for row in rows])
    data.add(_("Now"), [row["score"] for row in rows])
    return data


def movement(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """A waterfall: columns from the last round to now, each part beginning where the last ended."""
    steps = _steps(rows)
    wide = place.points[0] / max(1, len(rows)) - 8
    shown = [fitting.cut(one_line(row["name"]), wide, 12.0, 3) for row in rows]
    data = Columns(shown, sheet.small.made_on, "0.0")
    names = (_("Base"), _("Index"), _("Rise"), _("Fall"))
    for name, column in zip(names, zip(*steps, strict=True), strict=True):
        data.add(name, column)
    frame, chart = add_chart(sheet, place, KIND.COLUMN_STACKED, data)
    dress(chart, 12.0)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    base, ends, rise, fall = chart.plots[0].series
    base.format.fill.background()
    base.format.line.fill.background()
    solid(ends.format.fill, INK, 0.0)
    solid(rise.format.fill, INK, FAINT)
    outline(fall)
    axis = chart.value_axis
    low = min(base or end for base, end, _rise, _fall in steps)
    axis.minimum_scale = max(0, 5 * int((low - 6) // 5))
    axis.maximum_scale = min(100, 5 * int(max(map(sum, steps)) // 5 + 2))
    axis.major_unit = 5
    no_grid(axis)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    quiet_line(chart.category_axis)
    for n, row in enumerate(rows):
        if row["kind"] == "part":
            # Beneath the part, on what it stands on: a part may be too thin to hold words.
            label(base, n, numbers.signed(row["points"]), AT.INSIDE_END, 12.0, bold=True)
            continue
        label(ends, n, str(row["points"]), AT.INSIDE_END, 12.0, bold=True)
        if row["kind"] == "start":
            solid(ends.points[n].format.fill, INK, BEFORE)
        else:
            invert(ends, n)
    return frame


def _steps(rows: Sequence[Row]) -> list[tuple[float, float, float, float]]:
    """Base, end, rise and fall of each column; exactly one of the last three is not 0."""
    found: list[tuple[float, float, float, float]] = []
    at = 0.0
    for row in rows:
        value = float(row["value"])
        if row["kind"] != "part":
            at = value
            found.append((0.0, value, 0.0, 0.0))
            continue
        low = min(at, at + value)
        found.append((low, 0.0, max(0.0, value), max(0.0, -value)))
        at += value
    return found


def spend(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """Columns are spent, the line is the budget that comes in."""
    limited = any(row["budget"] is not None for row in rows)
    return _against(
        sheet, place,
        [row["when"] for row in rows],
        (_("Spent, thousand dollars"), [row["spent"] for row in rows]),
        (_("Budget"), [row["budget"] for row in rows]) if limited else None,
        size=12.0, labels='"$"#,##0"k";;', legend=limited,
    )  # fmt: skip


def load(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """One pool: columns are days used, the line is capacity. rows: of this pool, by time."""
    return _against(
        sheet, place,
        [date.fromisoformat(row["date"]) for row in rows],
        (_("Used, person-days"), [row["used"] for row in rows]),
        (_("Capacity"), [row["capacity"] for row in rows]),
        size=10.0, labels="", legend=False,
    )  # fmt: skip


def _against(
    sheet: Sheet,
    place: Rect,
    when: Sequence[str | date],
    bars: tuple[str, Sequence[float | None]],
    line: tuple[str, Sequence[float | None]] | None,
    *,
    size: float,
    labels: str,
    legend: bool,
) -> Any:
    """Columns with a line over them. labels: number format of what stands above the columns."""
    data = Columns(when, sheet.small.made_on, "0.0")
    for name, values in (bars, line) if line else (bars,):
        data.add(name, values)
    frame, chart = add_chart(sheet, place, KIND.COLUMN_CLUSTERED, data)
    dress(chart, size, legend=legend)
    chart.plots[0].gap_width = 40
    axis = chart.value_axis
    axis.minimum_scale = 0
    no_grid(axis)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "#,##0", False
    if labels:
        no_axis(axis)
    quiet_line(chart.category_axis)
    days = [day for day in when if isinstance(day, date)]
    if days:
        time_axis(chart.category_axis, days, place, size)
    solid(chart.plots[0].series[0].format.fill, INK, FAINT)
    if labels:
        number_labels(chart.plots[0].series[0], labels, size)
    if line:
        ink_line(_as_line(chart).format.line, 1.75, 0.0)
    return frame


def _as_line(chart: Any) -> Any:
    """The last series of a column chart as a line over the columns, on the same axes."""
    bars = chart._chartSpace.find(".//" + qn("c:barChart"))
    series = bars.findall(qn("c:ser"))[-1]
    for child in series.findall(qn("c:invertIfNegative")):
        series.remove(child)
    lines = parse_xml(
        f'<c:lineChart {_NS}><c:grouping val="standard"/><c:varyColors val="0"/>'
        '<c:marker val="1"/></c:lineChart>'
    )
    lines.insert(2, series)
    series.find(qn("c:tx")).addnext(parse_xml(f'<c:marker {_NS}><c:symbol val="none"/></c:marker>'))
    series.append(parse_xml(f'<c:smooth {_NS} val="0"/>'))
    for axis in bars.findall(qn("c:axId")):
        lines.append(parse_xml(f'<c:axId {_NS} val="{axis.get("val")}"/>'))
    bars.addnext(lines)
    return chart.plots[1].series[0]


NATIVE: Mapping[str, Callable[[Sheet, Rect, Sequence[Row]], Any]] = {
    "areas": areas,
    "capabilities": capabilities,
    "movement": movement,
    "forecast": forecast,
    "trend": trend,
    "spend": spend,
}
