"""How the charts of a deck are dressed: ink, paler ink, the areas' accents, quiet axes.

Colours are the theme's: a client's master keeps its own.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pptx.enum.chart import XL_LABEL_POSITION as AT
from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_THEME_COLOR as THEME
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.figures.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_slide import Sheet

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
# Lines of the grid, what is less than ink, and the last round: how much paler than ink.
PALE, FAINT, BEFORE = 0.8, 0.55, 0.7


def accent(area: str) -> Any:
    """An area's colour of the theme; ink for one of another framework."""
    return ACCENTS.get(area, INK)


def add_chart(sheet: Sheet, place: Rect, kind: Any, data: Any) -> tuple[Any, Any]:
    frame = sheet.shapes.add_chart(kind, place.left, place.top, place.width, place.height, data)
    sheet.used.add(frame.shape_id)
    return frame, frame.chart


def dress(chart: Any, size: float, *, legend: bool = False) -> None:
    chart.has_title = False
    chart.font.size = Pt(size)
    chart.font.color.theme_color = INK
    chart.has_legend = legend
    if legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(size)


def quiet_grid(axis: Any) -> None:
    axis.has_major_gridlines = True
    ink_line(axis.major_gridlines.format.line, 0.75, PALE)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def no_grid(axis: Any) -> None:
    """For columns that say their number themselves: lines would shine through paler ink."""
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def no_axis(axis: Any) -> None:
    """For bars that say their number themselves."""
    axis.visible = False
    axis.has_major_gridlines = False


def quiet_line(axis: Any) -> None:
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    ink_line(axis.format.line, 1.0, FAINT)


def time_axis(axis: Any, days: Sequence[date], place: Rect, size: float) -> None:
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


def plot_area(chart: Any, left: float, right: float, *, top: float, bottom: float) -> None:
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


def marker(series: Any, size: int, *, fill: float | None) -> None:
    """fill: how much paler than ink; None is an outline on paper."""
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, size
    marker = series.marker.format
    if fill is None:
        # Programs that cannot draw an outline fill it: another shape, so that it is not "now".
        series.marker.style = XL_MARKER_STYLE.DIAMOND
        marker.fill.background()
        ink_line(marker.line, 1.75, 0.0)
    else:
        solid(marker.fill, INK, fill)
        marker.line.fill.background()


def solid(fill: Any, colour: Any, paler: float) -> None:
    fill.solid()
    fill.fore_color.theme_color = colour
    pale(fill._xPr, paler)


def outline(series: Any) -> None:
    solid(series.format.fill, THEME.BACKGROUND_1, 0.0)
    ink_line(series.format.line, 1.25, 0.0)


def ink_line(line: Any, width: float, paler: float) -> None:
    line.width = Pt(width)
    line.color.theme_color = INK
    pale(line._ln, paler)


def pale(holder: Any, paler: float) -> None:
    """Let the paper through, whatever its colour: ink made lighter would shine on a dark slide."""
    colour = holder.find(qn("a:solidFill")).find(qn("a:schemeClr"))
    if paler:
        colour.append(parse_xml(f'<a:alpha {_NS} val="{round(100 * (1 - paler))}000"/>'))


def number_labels(series: Any, number_format: str, size: float) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position = AT.OUTSIDE_END
    labels.font.size = Pt(size)


def label(series: Any, n: int, text: str, side: Any, size: float, *, bold: bool = False) -> None:
    """Words beside one point; a newline parts them."""
    position = {AT.LEFT: "l", AT.RIGHT: "r", AT.ABOVE: "t", AT.BELOW: "b", AT.CENTER: "ctr",
                AT.INSIDE_END: "inEnd"}[side]  # fmt: skip
    labels = series._element.get_or_add_dLbls()
    font = f'sz="{int(size * 100)}" b="{int(bold)}"'
    paragraph = (
        f'<a:p><a:pPr><a:defRPr {font}/></a:pPr><a:r><a:rPr lang="en-US" {font}/><a:t/></a:r></a:p>'
    )
    lines = text.split("\n")
    label = parse_xml(
        f'<c:dLbl {_NS}><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
        f"{paragraph * len(lines)}</c:rich></c:tx>"
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbl>'
    )
    for holder, line in zip(label.iter(qn("a:t")), lines, strict=True):
        holder.text = line
    # Labels come in the order of their points.
    labels.insert(len(labels.findall(qn("c:dLbl"))), label)


def invert(series: Any, n: int) -> None:
    """A label on ink has the colour of the paper."""
    for found in series._element.findall(qn("c:dLbls") + "/" + qn("c:dLbl")):
        if found.find(qn("c:idx")).get("val") == str(n):
            for tag in ("a:defRPr", "a:rPr"):
                found.find(".//" + qn(tag)).insert(
                    0, parse_xml(f'<a:solidFill {_NS}><a:schemeClr val="bg1"/></a:solidFill>')
                )
