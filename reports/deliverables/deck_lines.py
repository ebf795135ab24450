"""The index over time: where the plan leads, and the rounds so far, as native lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.enum.chart import XL_LABEL_POSITION as AT
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE

from reports import numbers
from reports.deliverables import fitting
from reports.deliverables.deck_chart_data import Columns
from reports.deliverables.deck_chart_style import (
    FAINT,
    INK,
    add_chart,
    dress,
    ink_line,
    label,
    marker,
    quiet_grid,
    quiet_line,
    solid,
    time_axis,
)
from reports.deliverables.xml_text import one_line
from reports.figures.calendar_axis import quarter_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_slide import Sheet
    from reports.figures.frame import Row

# Day 0 of a spreadsheet.
_EPOCH = date(1899, 12, 30)
# Under so many points of height a chart has room for the words of one line only.
_SMALL = 180.0


def forecast(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """The index by period in ink, every target reached as a thin line, the pace so far broken."""
    rows = [row for row in rows if row["index"] is not None]
    data = Columns([date.fromisoformat(row["date"]) for row in rows], sheet.small.made_on, "0")
    data.add(_("Index"), [row["index"] for row in rows])
    target = rows[0]["target"] if rows else None
    if target is not None:
        data.add(_("With every target reached"), [row["target"] for row in rows])
    if rows and rows[-1].get("late") is not None:
        data.add(_("At the pace so far"), [row["late"] for row in rows])
    frame, chart = add_chart(sheet, place, KIND.LINE, data)
    dress(chart, 11.0)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = 0, 100
    axis.major_unit = 50 if place.points[1] < _SMALL else 25
    quiet_grid(axis)
    quiet_line(chart.category_axis)
    days = [date.fromisoformat(row["date"]) for row in rows]
    time_axis(chart.category_axis, days, place, 11.0)
    # The words over the first point have room beside the scale; months are named at quarters.
    before = quarter_start(days[0].toordinal() - 45)
    chart.category_axis.minimum_scale = (before - _EPOCH).days
    index, *others = chart.plots[0].series
    index.smooth = False
    ink_line(index.format.line, 2.5, 0.0)
    for other in others:
        _other_line(other, len(rows), place)
    _stages(index, rows, small=place.points[1] < _SMALL)
    return frame


def _other_line(series: Any, count: int, place: Rect) -> None:
    """Thin and broken; what it is stands at the line, where the index is still far from it."""
    series.smooth = False
    ink_line(series.format.line, 1.25, FAINT)
    series.format.line.dash_style = MSO_LINE.DASH
    late = series.name == _("At the pace so far")
    if place.points[1] > _SMALL:
        at = 3 * count // 4 if late else count // 4
        label(series, at, series.name, AT.BELOW if late else AT.ABOVE, 10.0)


def _stages(index: Any, rows: Sequence[Row], *, small: bool) -> None:
    """A dot with words where the index begins and ends, and where a stage is reached. small: there
    is no room for the stage of today."""
    before = None
    for n, row in enumerate(rows):
        risen = row["stage_level"] not in (before, None)
        before = row["stage_level"]
        at_end = n in (0, len(rows) - 1)
        words = [numbers.index(row["index"])] if at_end else []
        if risen and not (small and n == 0):
            words.append(_("stage %(level)s") % {"level": row["stage_level"]})
        if words:
            marker = index.points[n].marker
            marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 7
            solid(marker.format.fill, INK, 0.0)
            label(index, n, " · ".join(words), AT.ABOVE, 11.0, bold=True)


def trend(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """The index of each round in ink, its likely range as thin lines, the target as an outline."""
    wide = place.points[0] / max(1, len(rows)) - 8
    names = [fitting.cut(one_line(row["name"]), wide, 12.0, 2) for row in rows]
    data = Columns(names, sheet.small.made_on, "0")
    for name, column in (
        (_("Likely at least"), "low"), (_("Likely at most"), "high"), (_("Target"), "target"),
        (_("Index"), "index"),
    ):  # fmt: skip
        if any(row[column] is not None for row in rows):
            data.add(name, [row[column] for row in rows])
    frame, chart = add_chart(sheet, place, KIND.LINE_MARKERS, data)
    dress(chart, 12.0, legend=True)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    quiet_grid(axis)
    quiet_line(chart.category_axis)
    for one in chart.plots[0].series:
        one.smooth = False
        if one.name == _("Index"):
            ink_line(one.format.line, 2.5, 0.0)
            marker(one, 9, fill=0.0)
            for n, row in enumerate(rows):
                if row["index"] is not None:
                    words = [numbers.index(row["index"]), row["stage"] or ""]
                    label(one, n, " · ".join(filter(None, words)), AT.ABOVE, 12.0, bold=True)
        elif one.name == _("Target"):
            one.format.line.fill.background()
            marker(one, 10, fill=None)
        else:
            ink_line(one.format.line, 1.0, FAINT)
            one.format.line.dash_style = MSO_LINE.DASH
            one.marker.style = XL_MARKER_STYLE.NONE
    return frame
