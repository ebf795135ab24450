"""The areas and the capabilities of a deck: a dumbbell a row, as native charts of points.

The four marks are those of the pages: ink is now, an outline the target, faint the last round, a
thin line the range.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.enum.chart import XL_CHART_TYPE as KIND
from pptx.enum.chart import XL_LABEL_POSITION as AT
from pptx.enum.chart import XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn

from reports import numbers
from reports.deliverables import fitting
from reports.deliverables.deck_chart_data import Dots
from reports.deliverables.deck_chart_style import (
    FAINT,
    PALE,
    accent,
    add_chart,
    dress,
    ink_line,
    label,
    marker,
    plot_area,
)
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_slide import Sheet
    from reports.figures.frame import Row

_LEVEL = "0.0"
_LOW = 1.0
# Where the values stand: beyond the marks of level 5.
_BEYOND = 5.2
# Of the width names may take so much; before they take more, letters get as small as this.
NAMES, SMALLEST = 0.54, 10.0
# Of the width values may take so much, and the marks have at least so much.
_VALUES, _PLOT = 0.38, 0.3
# Letters of a name that is written on two lines where there is room.
_LONG = 22


def areas(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """A dumbbell a row, weakest first, with the stage behind it."""
    ordered = sorted(rows, key=lambda row: (row["score"] is None, row["score"] or 0))
    return _dumbbells(sheet, place, ordered, size=13.0, verdicts=True)


def capabilities(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> Any:
    """A thin dumbbell a row, the most important gap first."""
    return _dumbbells(sheet, place, by_rank(rows), size=12.0, verdicts=False)


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
    parted = 3.2 * size < height / (len(rows) + 1)
    names = [_parted(one_line(row["name"])) if parted else one_line(row["name"]) for row in rows]
    values = [_values(row, verdicts) for row in rows]
    lines = [line for name in names for line in name.split("\n")]
    longest = max((fitting.text_width(line, 1.0, bold=verdicts) for line in lines), default=0.0)
    widest = max((fitting.text_width(value, 1.0) for value in values), default=0.0)
    while size > SMALLEST and _PLOT * width > width - size * (longest + widest) - 30:
        size = max(SMALLEST, size - 0.5)
    right = min(_VALUES * width, widest * size + 12)
    left = min(width - right - _PLOT * width, longest * size + 18)
    frame, chart = add_chart(sheet, place, KIND.XY_SCATTER, _data(sheet, rows))
    dress(chart, size)
    _level_scale(chart.category_axis)
    _no_axis(chart.value_axis, 0.4, len(rows) + 0.6)
    plot_area(chart, left / width, right / width, top=1.8 * size / height, bottom=0.02)
    series = {one.name: one for one in chart.plots[0].series}
    for one in series.values():
        one.format.line.fill.background()
    _ends(series[_("Names")], rows, [_fit(n, left - 16, size) for n in names], AT.LEFT, size)
    _ends(series[_("Values")], rows, [_fit(v, right - 6, size) for v in values], AT.RIGHT, size)
    mark = max(5, min(13, int(0.55 * height / (len(rows) + 1))))
    if _("Likely range") in series:
        _part_lines(series[_("Likely range")])
    for name, points, fill in (
        (_("Last round"), max(4, mark - 5), FAINT),
        (_("Target"), mark + 1, None),
        (_("Now"), mark, 0.0),
    ):
        if name in series:
            marker(series[name], points, fill=fill)
    return frame


def _data(sheet: Sheet, rows: Sequence[Row]) -> Dots:
    """The series, the one on top last."""
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
    return data


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
    return "\n".join(fitting.cut(line, width, size, 1) for line in text.split("\n"))


def _parted(name: str) -> str:
    """A long name on two lines of about the same length."""
    words = name.split()
    if len(name) <= _LONG or len(words) < 2:
        return name
    ends = range(1, len(words))
    middle = min(ends, key=lambda n: abs(len(" ".join(words[:n])) - len(name) / 2))
    return " ".join(words[:middle]) + "\n" + " ".join(words[middle:])


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
        label(series, n, text, side, size, bold=side == AT.LEFT and size > 12)


def _part_lines(series: Any) -> None:
    """Thin lines without marks, parted where there is no point."""
    series.marker.style = XL_MARKER_STYLE.NONE
    ink_line(series.format.line, 1.5, 0.0)
    for value in list(series._element.iter(qn("c:v"))):
        if value.text == "None":
            value.getparent().getparent().remove(value.getparent())


def _level_scale(axis: Any) -> None:
    """The level scale 1 to 5 across the top."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = _LOW, _BEYOND, 1
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = True
    ink_line(axis.major_gridlines.format.line, 0.75, PALE)
    axis.format.line.fill.background()


def _no_axis(axis: Any, low: float, high: float) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
