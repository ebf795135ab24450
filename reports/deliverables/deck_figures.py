"""The figures of a slide: charts and tables under their messages, over their sources."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pptx.util import Inches, Pt

from reports import numbers
from reports.deliverables import deck_charts as charts
from reports.deliverables import fitting, table_room
from reports.deliverables.deck_dots import by_rank, capabilities
from reports.deliverables.deck_gantt import gantt
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_tables import SIZES, table
from reports.deliverables.deck_text import SMALL, Paragraph, describe
from reports.deliverables.deck_words import GAP, below
from reports.deliverables.document import Chart, Table
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_pages import Page
    from reports.deliverables.deck_slide import Sheet
    from reports.deliverables.deck_words import Rest
    from reports.figures.frame import Row

_SOURCE = int(Pt(16))
_MESSAGE = 13.0
# Charts of so many rows are drawn as two beside each other.
_TALL = 18


def figures_beside(
    sheet: Sheet, room: Rect, figures: Sequence[Chart | Table], page: Page, rest: Rest
) -> None:
    """One alone; several beside each other, a chart wider than a table."""
    shares = [3 if isinstance(one, Chart) else 2 for one in figures]
    total = sum(shares)
    wide = room.width - GAP * (len(figures) - 1)
    left = room.left
    for one, share in zip(figures, shares, strict=True):
        place = Rect(left, room.top, wide * share // total, room.height)
        figure(sheet, place, one, page, rest)
        left = place.right + GAP


def figure(sheet: Sheet, place: Rect, one: Chart | Table, page: Page, rest: Rest) -> None:
    if one.message != page.title:
        lines = fitting.line_count(one.message, place.points[0], _MESSAGE, bold=True)
        high = int(Pt(1) * min(lines, 2) * _MESSAGE * 1.3)
        words = fitting.cut(one_line(one.message), place.points[0], _MESSAGE, 2, bold=True)
        head = [Paragraph(words, bold=True)]
        sheet.text(replace(place, height=high), head, size=_MESSAGE, name=words[:100])
        place = below(place, high + int(Pt(2)))
    foot = replace(place, top=place.bottom - _SOURCE, height=_SOURCE)
    inner = replace(place, height=place.height - _SOURCE - int(Pt(2)))
    if isinstance(one, Table):
        written = table(sheet, inner, one)
        sheet.note(*written.cut)
        if written.rest is not None:
            rest.blocks.append(written.rest)
        sheet.source(
            one.order, replace(foot, top=min(foot.top, inner.top + written.height + int(Pt(4))))
        )
        return
    chart(sheet, inner, one)
    sheet.source(" · ".join(part for part in (_key(one), one.source) if part), foot)


def _key(one: Chart) -> str:
    """What the marks mean, where they are not named beside them."""
    if one.kind not in ("areas", "capabilities"):
        return _("columns: days used, line: capacity") if one.kind == "load" else ""
    parts = [_("● now"), _("— likely range"), _("◇ target")]
    if any(row["before"] is not None for row in one.frame):
        parts.append(_("small: last round"))
    return "  ".join(parts)


def chart(sheet: Sheet, place: Rect, one: Chart) -> None:
    """Native; where nothing can be drawn of it, its numbers as a table."""
    if one.kind == "roadmap":
        gantt(sheet, place, one.frame)
    elif one.kind == "load":
        _load(sheet, place, one)
    elif one.kind == "capabilities" and len(one.frame) > _TALL:
        _two_columns(sheet, place, one)
    elif one.kind not in charts.NATIVE or not _is_drawable(one):
        table(sheet, place, one.table)
    else:
        made = charts.NATIVE[one.kind](sheet, place, one.frame)
        describe(made, one.message, one.alt)


def _is_drawable(one: Chart) -> bool:
    """Lines of an index need one."""
    wanted = "index" if one.kind in ("forecast", "trend") else None
    return any(wanted is None or row[wanted] is not None for row in one.frame)


def _two_columns(sheet: Sheet, place: Rect, one: Chart) -> None:
    rows = by_rank(one.frame)
    middle = -(-len(rows) // 2)
    wide = (place.width - GAP) // 2
    for n, part in enumerate((rows[:middle], rows[middle:])):
        where = Rect(place.left + n * (wide + GAP), place.top, wide, place.height)
        made = capabilities(sheet, where, part)
        said = _("%(alt)s Here numbers %(first)s to %(last)s.") % {
            "alt": one.alt, "first": 1 + n * middle, "last": n * middle + len(part),
        }  # fmt: skip
        describe(made, one.message, said)


def as_shape(sheet: Sheet, room: Rect, one: Chart) -> None:
    """Bars, and the radar that says the same as a shape."""
    foot = replace(room, top=room.bottom - _SOURCE, height=_SOURCE)
    high = room.height - _SOURCE - int(Pt(4))
    wide = int(room.width * 0.56)
    bars = charts.area_bars(sheet, replace(room, width=wide, height=high), one.frame)
    describe(bars, one.message, one.alt)
    place = Rect(room.left + wide + GAP, room.top, room.width - wide - GAP, high)
    radar = charts.radar(sheet, place, one.frame)
    describe(radar, _("The areas as a shape"), one.alt)
    sheet.source(one.source, foot)


def _load(sheet: Sheet, room: Rect, one: Chart) -> None:
    """A small chart for each pool that the plan uses, the tightest first."""
    panels = _panels(one.frame)
    if not panels:
        return
    columns = 4 if len(panels) > 6 and room.width > Inches(9) else min(3, len(panels))
    lines = -(-len(panels) // columns)
    wide, high = (room.width - GAP * (columns - 1)) // columns, room.height // lines
    for n, panel in enumerate(panels):
        line, column = divmod(n, columns)
        place = Rect(room.left + column * (wide + GAP), room.top + line * high, wide, high)
        peak = max(panel, key=_used)
        name = one_line(panel[0]["name"])
        words = _("%(share)s of %(days)s d, %(when)s") % {
            "share": numbers.percent(_used(peak)),
            "days": numbers.days(peak["capacity"]),
            "when": peak["when"],
        }
        width = place.points[0]
        head = [
            Paragraph(fitting.cut(name, width, 11.0, 1, bold=True), bold=True),
            Paragraph(fitting.cut(words, width, SMALL, 1), quiet=True),
        ]
        sheet.text(replace(place, height=int(Pt(34))), head, size=11.0, name=name[:100])
        made = charts.load(sheet, below(place, int(Pt(34))), panel)
        describe(made, name, f"{name}: {words}.")


def _panels(frame: Sequence[Row]) -> list[list[Row]]:
    ordered = sorted(frame, key=lambda row: (str(row["pool"]), str(row["date"])))
    groups = [list(members) for _key, members in groupby(ordered, key=lambda row: row["pool"])]
    used = [panel for panel in groups if any(row["used"] for row in panel)]
    return sorted(used, key=lambda panel: (-max(map(_used, panel)), str(panel[0]["name"])))


def _used(row: Row) -> float:
    if row["capacity"]:
        return float(row["used"] / row["capacity"])
    return 1.0 if row["used"] else 0.0


def wanted(one: Chart | Table, place: Rect) -> int:
    """The height that a figure takes in a column."""
    width = place.points[0]
    head = fitting.line_count(one.message, width, _MESSAGE, bold=True) * _MESSAGE * 1.3
    if isinstance(one, Table):
        return int(Pt(1) * (head + table_room.height(one, width, SIZES[1]) + 30))
    return int(min(place.height * 0.5, Inches(2.4)))
