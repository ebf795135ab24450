"""The roadmap as shapes that can be moved: a bar for each initiative, named after it, the bars of
an area in one group."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from pptx.enum.dml import MSO_THEME_COLOR as THEME
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from reports import numbers
from reports.deliverables import fitting
from reports.deliverables.deck_boxes import bar, text_box
from reports.deliverables.deck_chart_style import accent
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_text import Paragraph, describe
from reports.deliverables.xml_text import one_line
from reports.figures.calendar_axis import day, next_quarter, quarter_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_slide import Sheet
    from reports.figures.frame import Row

_HEAD = Pt(18)
_LARGEST, _READABLE, _SMALLEST = 12.0, 10.0, 7.0
# Of the width names may take so much.
_NAMES = 0.44
# Points of width that a quarter's name needs.
_QUARTER = 44.0


def gantt(sheet: Sheet, place: Rect, rows: Sequence[Row]) -> None:
    """Rows come grouped by area, each group by start. Areas stand at the left, over their rows."""
    if not rows:
        return
    high = min((place.height - _HEAD - Pt(4)) // len(rows), Pt(28))
    size = max(_SMALLEST, min(_LARGEST, 0.7 * high / Pt(1)))
    longest = max(fitting.text_width(_name(row), 1.0) for row in rows)
    if longest * size > _NAMES * place.points[0]:
        size = max(min(size, _READABLE), min(size, _NAMES * place.points[0] / longest))
    groups = [list(members) for _key, members in groupby(rows, key=lambda row: str(row["area"]))]
    area_wide = int(Pt(1) * min(90.0, 8 + max(
        fitting.text_width(one_line(group[0]["area_name"]), size, bold=True) for group in groups
    )))  # fmt: skip
    name_wide = int(Pt(1) * min(
        _NAMES * place.width / Pt(1),
        8 + max(fitting.text_width(_name(row), size) for row in rows),
    ))  # fmt: skip
    plot = Rect(
        place.left + area_wide + name_wide, place.top + _HEAD,
        place.width - area_wide - name_wide, int(high * len(rows)),
    )  # fmt: skip
    first = quarter_start(min(day(row["start_date"]) for row in rows))
    last = next_quarter(quarter_start(max(day(row["finish_date"]) for row in rows)))
    _quarters(sheet, plot, first, last)
    top = plot.top
    for group in groups:
        _area(sheet, group, Rect(place.left, top, area_wide, int(high * len(group))),
              plot, (first, last), size)  # fmt: skip
        top += int(high * len(group))


def _name(row: Row) -> str:
    return _("%(name)s, %(days)s d") % {
        "name": one_line(row["name"]),
        "days": numbers.days(row["days"]),
    }


def _quarters(sheet: Sheet, plot: Rect, first: date, last: date) -> None:
    """A line and a name at the start of every quarter that has room for it."""
    starts = [first]
    while starts[-1] < last:
        starts.append(next_quarter(starts[-1]))
    room = plot.width / Pt(1) / max(1, len(starts) - 1)
    every = next(step for step in (1, 2, 4, 8, 16, 32, 64) if room * step >= _QUARTER or step == 64)
    for start in starts[:-1]:
        x = _x(start.toordinal(), plot, (first, last))
        name = f"Q{(start.month - 1) // 3 + 1} {start.year}"
        _thin(sheet.shapes, (x, plot.top - int(Pt(3)), x, plot.bottom), name)
        wide = min(int(Pt(room * every)), plot.right - x)
        if not (start.year * 4 + (start.month - 1) // 3) % every and wide >= Pt(_QUARTER - 8):
            words = f"Q{(start.month - 1) // 3 + 1} ’{start:%y}"
            place = Rect(x, plot.top - _HEAD, wide, int(_HEAD - Pt(3)))
            box = _words(sheet, sheet.shapes._next_shape_id, place, Paragraph(words), 11.0, name)
            sheet.shapes._spTree.append(box)


def _area(
    sheet: Sheet,
    rows: Sequence[Row],
    place: Rect,
    plot: Rect,
    span: tuple[date, date],
    size: float,
) -> None:
    """One group: the area's name, and for each initiative its name and its bar."""
    group = sheet.shapes.add_group_shape()
    area = one_line(rows[0]["area_name"])
    high = place.height // len(rows)
    tree = group._element
    # Numbers are counted for the slide, and not by the library's groups.
    tree.nvGrpSpPr.cNvPr.id = sheet.shapes._next_shape_id
    # A line over the group; beneath the first heading it closes the head of the drawing.
    _thin(group.shapes, (place.left, place.top, plot.right, place.top), f"{area}, line")
    tree[-1].nvCxnSpPr.cNvPr.id = sheet.shapes._next_shape_id
    shown = fitting.cut(area, (place.width - Inches(0.04)) / Pt(1), size, 1, bold=True)
    head = Paragraph(shown, bold=True)
    head_place = Rect(place.left, place.top, place.width, high)
    tree.append(_words(sheet, sheet.shapes._next_shape_id, head_place, head, size, area))
    for n, row in enumerate(rows):
        top = place.top + n * high
        names = Rect(place.right, top, plot.left - place.right - int(Pt(4)), high)
        words = Paragraph(_shown(row, names.points[0], size))
        name = f"{one_line(row['name'])[:100]}, name"
        tree.append(_words(sheet, sheet.shapes._next_shape_id, names, words, size, name))
        tree.append(_bar(sheet.shapes._next_shape_id, row, top, high, plot, span))
    tree.recalculate_extents()
    parts = [
        _("%(name)s, %(starts)s to %(ends)s")
        % {"name": row["name"], "starts": row["starts"], "ends": row["ends"]}
        for row in rows
    ]
    describe(group, area, f"{area}: {'; '.join(parts)}.")
    sheet.used.add(group.shape_id)


def _shown(row: Row, width: float, size: float) -> str:
    """Name and days on one line; a long name is cut, its days are not."""
    whole = _name(row)
    if fitting.text_width(whole, size) <= width:
        return whole
    days = _("%(n)s d") % {"n": numbers.days(row["days"])}
    rest = width - fitting.text_width(f", {days}", size)
    return f"{fitting.cut(one_line(row['name']), rest, size, 1)} {days}"


def _bar(number: int, row: Row, top: int, high: int, plot: Rect, span: tuple[date, date]) -> Any:
    left = _x(day(row["start_date"]), plot, span)
    right = _x(day(row["finish_date"]) + 1, plot, span)
    thick = int(0.62 * high)
    words = {
        "name": row["name"], "start": row["starts"], "end": row["ends"],
        "days": numbers.days(row["days"]),
    }  # fmt: skip
    alt = _("%(name)s: %(start)s to %(end)s, %(days)s person-days") % words
    place = Rect(left, top + (high - thick) // 2, max(right - left, int(Pt(2))), thick)
    return bar(number, one_line(row["name"])[:120], alt, place, accent(row["area"]).xml_value)


def _x(ordinal: int, plot: Rect, span: tuple[date, date]) -> int:
    first, last = (item.toordinal() for item in span)
    return plot.left + (ordinal - first) * plot.width // (last - first)


def _thin(shapes: Any, ends: tuple[int, int, int, int], name: str) -> None:
    """A line a little darker than the paper, without the shadow that a theme may give to lines."""
    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Emu(end) for end in ends))
    line.name = name
    line.line.color.theme_color = THEME.BACKGROUND_1
    line.line.color.brightness = -0.15
    line.line.width = Pt(0.75)
    for style in line._element.findall(qn("p:style")):
        line._element.remove(style)


def _words(sheet: Sheet, number: int, place: Rect, words: Paragraph, size: float, name: str) -> Any:
    return text_box(
        number, name, place, [words],
        size=size, language=sheet.small.language, grey=False, anchor="ctr",
    )  # fmt: skip
