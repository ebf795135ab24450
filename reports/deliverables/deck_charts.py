"""Charts of a deck: native, with their numbers in a workbook that opens by a click.

The four marks are those of the pages: ink is now, an outline the target, faint the last round, a
thin line the range. Colours are the theme's: a client's master keeps its own.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.enum.chart import XL_LABEL_POSITION as AT
from pptx.enum.chart import (
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.enum.dml import MSO_THEME_COLOR as THEME
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports import numbers
from reports.deliverables import fitting
from reports.deliverables.deck_chart_data import Columns, Dots
from reports.deliverables.xml_text import one_line
from reports.figures.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_slide import Sheet
    from reports.figures.frame import Row

_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
ACCENTS = dict(
    zip(
        LIGHT.areas,
        (THEME.ACCENT_1, THEME.ACCENT_2, THEME.ACCENT_3, THEME.ACCENT_4, THEME.ACCENT_5),
        strict=True,
    )
)
INK = THEME.TEXT_1
_LEVEL = "0.0"
# Under so many points of height a chart has room for the words of one line only.
_SMALL = 180.0
# Lines of the grid, what is less than ink, and the last round: how much paler than ink.
_PALE, _FAINT, _BEFORE = 0.8, 0.55, 0.7
_LOW, _HIGH = 1.0, 5.0
# Where the values stand: beyond the marks of level 5.
_BEYOND = 5.2


def accent(area: str) -> Any:
    """An area's colour of the theme; ink for one of another framework."""
    return ACCENTS.get(area, INK)


def areas(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """A dumbbell a row, weakest first, with the stage behind it."""
    ordered = sorted(rows, key=lambda row: (row["score"] is None, row["score"] or 0))
    return _dumbbells(sheet, place, ordered, size=13.0, verdicts=True)


def capabilities(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """A thin dumbbell a row, the most important gap first."""
    return _dumbbells(sheet, place, by_rank(rows), size=10.0, verdicts=False)


def by_rank(rows: Sequence[Row]) -> list[Row]:
    return sorted(
        rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["score"] is None)
    )


def _dumbbells(
    sheet: Sheet, place: Rect, rows: Sequence[Row], *, size: float, verdicts: bool
) -> Any:
    """Names and values are labels of two series at the ends of the scale, so that they stay with
    their row whatever somebody does to the chart."""
    width, height = place.points
    size = min(size, max(7.0, 0.62 * height / (len(rows) + 1)))
    names = [one_line(row["name"]) for row in rows]
    values = [_values(row, verdicts) for row in rows]
    left = min(0.42 * width, max((fitting.text_width(n, size) for n in names), default=0) + 18)
    right = min(0.34 * width, max((fitting.text_width(v, size) for v in values), default=0) + 12)
    levels = list(range(len(rows), 0, -1))
    data = Dots(sheet.small.made_on, _LEVEL)
    ranges = _range_points(rows, levels)
    if ranges:
        data.add(_("Likely range"), ranges)
    for name, column in ((_("Last round"), "before"), (_("Target"), "target"), (_("Now"), "score")):
        points = [
            (row[column], y, row["name"])
            for y, row in zip(levels, rows, strict=True)
            if row[column] is not None and not (column == "before" and _is_unmoved(row))
        ]
        if points:
            data.add(name, points)
    data.add(_("Names"), [(_LOW, y, row["name"]) for y, row in zip(levels, rows, strict=True)])
    data.add(_("Values"), [(_BEYOND, y, row["name"]) for y, row in zip(levels, rows, strict=True)])
    frame, chart = _add(sheet, place, KIND.XY_SCATTER, data)
    _dress(chart, size)
    _level_scale(chart.category_axis)
    _no_axis(chart.value_axis, 0.4, len(rows) + 0.6)
    _plot_area(chart, left / width, right / width, top=1.8 * size / height, bottom=0.02)
    series = {one.name: one for one in chart.plots[0].series}
    for one in series.values():
        one.format.line.fill.background()
    _ends(series[_("Names")], rows, [_fit(n, left - 16, size) for n in names], AT.LEFT, size)
    _ends(series[_("Values")], rows, [_fit(v, right - 6, size) for v in values], AT.RIGHT, size)
    mark = max(5, min(13, int(0.55 * height / (len(rows) + 1))))
    if ranges:
        _part_lines(series[_("Likely range")])
    if _("Last round") in series:
        _marker(series[_("Last round")], max(4, mark - 5), fill=_FAINT)
    if _("Target") in series:
        _marker(series[_("Target")], mark + 1, fill=None)
    if _("Now") in series:
        _marker(series[_("Now")], mark, fill=0.0)
    return frame


def _is_unmoved(row: Row) -> bool:
    """Written, the last round is what now is: its mark would only lie in the way."""
    return numbers.level(row["before"]) == numbers.level(row["score"])


def _range_points(
    rows: Sequence[Row], levels: Sequence[int]
) -> list[tuple[float | None, float | None, str]]:
    """The two ends of each range, and after them a point that is nowhere."""
    found: list[tuple[float | None, float | None, str]] = []
    for y, row in zip(levels, rows, strict=True):
        if row["low"] is not None and row["high"] is not None:
            found += [(row["low"], y, row["name"]), (row["high"], y, row["name"]), (None, None, "")]
    return found[:-1]


def _fit(text: str, width: float, size: float) -> str:
    return fitting.cut(text, width, size, 1)


def _values(row: Row, verdicts: bool) -> str:
    if row["score"] is None:
        return _("not scored")
    text = numbers.level(row["score"])
    if row["target"] is not None:
        text += f" → {numbers.level(row['target']) if verdicts else row['target']}"
    words = ", ".join(part for part in (row.get("stage"), row.get("standing")) if part)
    return f"{text}   {words}" if verdicts and words else text


def _ends(series: Any, rows: Sequence[Row], words: Sequence[str], side: Any, size: float) -> None:
    """The words of a series at one end of the scale; at the left, in front of them, the area's
    colour."""
    series.marker.style = XL_MARKER_STYLE.NONE
    for n, (row, text) in enumerate(zip(rows, words, strict=True)):
        if side == AT.LEFT:
            marker = series.points[n].marker
            marker.style, marker.size = XL_MARKER_STYLE.SQUARE, max(5, int(size * 0.6))
            marker.format.fill.solid()
            marker.format.fill.fore_color.theme_color = accent(row["area"])
            marker.format.line.fill.background()
        _label(series, n, text, side, size, bold=side == AT.LEFT and size > 12)


def _label(series: Any, n: int, text: str, side: Any, size: float, *, bold: bool = False) -> None:
    """Words beside one point, on one line."""
    position = {AT.LEFT: "l", AT.RIGHT: "r", AT.ABOVE: "t", AT.BELOW: "b", AT.CENTER: "ctr",
                AT.INSIDE_END: "inEnd"}[side]  # fmt: skip
    labels = series._element.get_or_add_dLbls()
    label = parse_xml(
        f'<c:dLbl {_NS}><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f'<a:p><a:pPr><a:defRPr sz="{int(size * 100)}" b="{int(bold)}"/></a:pPr>'
        f'<a:r><a:rPr lang="en-US" sz="{int(size * 100)}" b="{int(bold)}"/><a:t/></a:r></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbl>'
    )
    label.find(".//" + qn("a:t")).text = text
    labels._insert_dLbl_in_sequence(n)
    labels.replace(labels.dLbl_lst[[one.idx_val for one in labels.dLbl_lst].index(n)], label)


def _part_lines(series: Any) -> None:
    """Thin lines without marks, parted where there is no point."""
    series.marker.style = XL_MARKER_STYLE.NONE
    _ink_line(series.format.line, 1.5, 0.0)
    for value in list(series._element.iter(qn("c:v"))):
        if value.text == "None":
            value.getparent().getparent().remove(value.getparent())


def area_bars(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """Now and target as horizontal bars, weakest at the top."""
    ordered = sorted(rows, key=lambda row: (row["score"] is None, row["score"] or 0), reverse=True)
    frame, chart = _add(
        sheet, place, KIND.BAR_CLUSTERED, _now_and_target(sheet, ordered, 0.35 * place.points[0])
    )
    _dress(chart, 12.0, legend=True)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, _HIGH, 1
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    _quiet_grid(axis)
    _quiet_line(chart.category_axis)
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, -5
    target, now = chart.plots[0].series[0], chart.plots[0].series[-1]
    if len(list(chart.plots[0].series)) > 1:
        _outline(target)
    _solid(now.format.fill, INK, 0.0)
    for n, row in enumerate(ordered):
        _solid(now.points[n].format.fill, accent(row["area"]), 0.0)
    for one in chart.plots[0].series:
        _number_labels(one, _LEVEL, 11.0)
    return frame


def radar(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """The same as a shape; only ever beside bars that say it better."""
    frame, chart = _add(
        sheet, place, KIND.RADAR_MARKERS, _now_and_target(sheet, rows, 0.25 * place.points[0])
    )
    _dress(chart, 11.0, legend=True)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, _HIGH, 1
    _quiet_grid(axis)
    axis.tick_labels.font.size = Pt(9)
    axis.format.line.fill.background()
    for one in chart.plots[0].series:
        now = one.name == _("Now")
        one.smooth = False
        _ink_line(one.format.line, 2.25 if now else 1.5, 0.0 if now else _FAINT)
        if not now:
            one.format.line.dash_style = MSO_LINE.DASH
        _marker(one, 7, fill=0.0 if now else None)
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
    frame, chart = _add(sheet, place, KIND.COLUMN_STACKED, data)
    _dress(chart, 12.0)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    base, ends, rise, fall = chart.plots[0].series
    base.format.fill.background()
    base.format.line.fill.background()
    _solid(ends.format.fill, INK, 0.0)
    _solid(rise.format.fill, INK, _FAINT)
    _outline(fall)
    axis = chart.value_axis
    low = min(base or end for base, end, _rise, _fall in steps)
    axis.minimum_scale = max(0, 5 * int((low - 6) // 5))
    axis.maximum_scale = min(100, 5 * int(max(map(sum, steps)) // 5 + 2))
    axis.major_unit = 5
    _quiet_grid(axis)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    _quiet_line(chart.category_axis)
    for n, row in enumerate(rows):
        if row["kind"] == "part":
            # Beneath the part, on what it stands on: a part may be too thin to hold words.
            _label(base, n, numbers.signed(row["points"]), AT.INSIDE_END, 12.0, bold=True)
            continue
        _label(ends, n, str(row["points"]), AT.INSIDE_END, 12.0, bold=True)
        if row["kind"] == "start":
            _solid(ends.points[n].format.fill, INK, _BEFORE)
        else:
            _invert(ends, n)
    return frame


def _invert(series: Any, n: int) -> None:
    """A label on ink has the colour of the paper."""
    for found in series._element.findall(qn("c:dLbls") + "/" + qn("c:dLbl")):
        if found.find(qn("c:idx")).get("val") == str(n):
            for tag in ("a:defRPr", "a:rPr"):
                found.find(".//" + qn(tag)).insert(
                    0, parse_xml(f'<a:solidFill {_NS}><a:schemeClr val="bg1"/></a:solidFill>')
                )


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
    frame, chart = _add(sheet, place, KIND.LINE, data)
    _dress(chart, 11.0)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    _quiet_grid(axis)
    _quiet_line(chart.category_axis)
    days = [date.fromisoformat(row["date"]) for row in rows]
    _time(chart.category_axis, days, place, 11.0)
    index, *others = chart.plots[0].series
    for one in (index, *others):
        one.smooth = False
        _ink_line(one.format.line, 2.5 if one is index else 1.25, 0.0 if one is index else _FAINT)
        if one is not index:
            one.format.line.dash_style = MSO_LINE.DASH
            # Said at the line itself, where the index is still far from it.
            late = one.name == _("At the pace so far")
            at = len(rows) - 1 if late else len(rows) // 4
            if place.points[1] > _SMALL:
                _label(one, at, one.name, AT.BELOW if late else AT.ABOVE, 10.0)
    before = None
    for n, row in enumerate(rows):
        risen = row["stage_level"] != before and row["stage_level"] is not None
        before = row["stage_level"]
        if risen or n == len(rows) - 1:
            words = [numbers.index(row["index"])] if n in (0, len(rows) - 1) else []
            if risen:
                words.append(_("stage %(level)s") % {"level": row["stage_level"]})
            marker = index.points[n].marker
            marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 7
            _solid(marker.format.fill, INK, 0.0)
            _label(index, n, " · ".join(words), AT.ABOVE, 11.0, bold=True)
    return frame


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
        size=9.0, labels="", legend=False,
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
    frame, chart = _add(sheet, place, KIND.COLUMN_CLUSTERED, data)
    _dress(chart, size, legend=legend)
    chart.plots[0].gap_width = 40
    axis = chart.value_axis
    axis.minimum_scale = 0
    _quiet_grid(axis)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "#,##0", False
    _quiet_line(chart.category_axis)
    days = [day for day in when if isinstance(day, date)]
    if days:
        _time(chart.category_axis, days, place, size)
    _solid(chart.plots[0].series[0].format.fill, INK, _FAINT)
    if labels:
        _number_labels(chart.plots[0].series[0], labels, size)
    if line:
        _ink_line(_as_line(chart).format.line, 1.75, 0.0)
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


# What all of them share.


def _add(sheet: Sheet, place: Rect, kind: Any, data: Any) -> tuple[Any, Any]:
    frame = sheet.shapes.add_chart(kind, place.left, place.top, place.width, place.height, data)
    sheet.used.add(frame.shape_id)
    return frame, frame.chart


def _dress(chart: Any, size: float, *, legend: bool = False) -> None:
    chart.has_title = False
    chart.font.size = Pt(size)
    chart.font.color.theme_color = INK
    chart.has_legend = legend
    if legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(size)


def _level_scale(axis: Any) -> None:
    """The level scale 1 to 5 across the top."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = _LOW, _BEYOND, 1
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = True
    _ink_line(axis.major_gridlines.format.line, 0.75, _PALE)
    axis.format.line.fill.background()


def _no_axis(axis: Any, low: float, high: float) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def _quiet_grid(axis: Any) -> None:
    axis.has_major_gridlines = True
    _ink_line(axis.major_gridlines.format.line, 0.75, _PALE)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def _quiet_line(axis: Any) -> None:
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    _ink_line(axis.format.line, 1.0, _FAINT)


def _time(axis: Any, days: Sequence[date], place: Rect, size: float) -> None:
    """An axis of months that names as many of them as have room beside each other."""
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "mmm\\ yy", False
    months = 12 * (days[-1].year - days[0].year) + days[-1].month - days[0].month + 1
    room = max(1.0, (place.points[0] - 40) / (4.2 * size))
    every = next(
        step for step in (1, 2, 3, 6, 12, 24, 48, 120) if months <= step * room or step == 120
    )
    for old in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for found in axis._element.findall(qn(old)):
            axis._element.remove(found)
    for tag, value in (
        ("baseTimeUnit", "months"),
        ("majorUnit", every),
        ("majorTimeUnit", "months"),
    ):
        axis._element.append(parse_xml(f'<c:{tag} {_NS} val="{value}"/>'))


def _plot_area(chart: Any, left: float, right: float, *, top: float, bottom: float) -> None:
    """The inner plot area as parts of the chart, so that the words at its sides have their room."""
    area = chart._chartSpace.find(".//" + qn("c:plotArea"))
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {_NS}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/><c:x val="{left:.4f}"/><c:y val="{top:.4f}"/>'
            f'<c:w val="{1 - left - right:.4f}"/><c:h val="{1 - top - bottom:.4f}"/>'
            "</c:manualLayout></c:layout>"
        ),
    )


def _marker(series: Any, size: int, *, fill: float | None) -> None:
    """fill: how much paler than ink; None is an outline on paper."""
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, size
    marker = series.marker.format
    if fill is None:
        # Programs that cannot draw an outline fill it: another shape, so that it is not "now".
        series.marker.style = XL_MARKER_STYLE.DIAMOND
        marker.fill.background()
        _ink_line(marker.line, 1.75, 0.0)
    else:
        _solid(marker.fill, INK, fill)
        marker.line.fill.background()


def _solid(fill: Any, colour: Any, paler: float) -> None:
    fill.solid()
    fill.fore_color.theme_color = colour
    _pale(fill._xPr, paler)


def _outline(series: Any) -> None:
    _solid(series.format.fill, THEME.BACKGROUND_1, 0.0)
    _ink_line(series.format.line, 1.25, 0.0)


def _ink_line(line: Any, width: float, paler: float) -> None:
    line.width = Pt(width)
    line.color.theme_color = INK
    _pale(line._ln, paler)


def _pale(holder: Any, paler: float) -> None:
    """Let the paper through, whatever its colour: ink made lighter would shine on a dark slide."""
    colour = holder.find(qn("a:solidFill")).find(qn("a:schemeClr"))
    if paler:
        colour.append(parse_xml(f'<a:alpha {_NS} val="{round(100 * (1 - paler))}000"/>'))


def _number_labels(series: Any, number_format: str, size: float) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position = AT.OUTSIDE_END
    labels.font.size = Pt(size)


NATIVE: Mapping[str, Callable[[Sheet, Rect, Sequence[Row]], Any]] = {
    "areas": areas,
    "capabilities": capabilities,
    "movement": movement,
    "forecast": forecast,
    "spend": spend,
}
