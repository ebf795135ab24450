"""The figures of a slide: charts and tables under their messages, over their sources."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pptx.util import Inches, Pt

from reports import numbers
from reports.deliverables import deck_charts as charts
from reports.deliverables import fitting, table_room
from reports.deliverables.deck_dots import NAMES, SMALLEST, by_rank, capabilities
from reports.deliverables.deck_gantt import gantt
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_tables import SIZES, table
from reports.deliverables.deck_text import SMALL, Paragraph, describe
from reports.deliverables.deck_words import GAP, below
from reports.deliverables.document import Chart, Table
from reports.deliverables.xml_text import one_line, sentence_title
from reports.pages.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_page import Page
    from reports.deliverables.deck_slide import Sheet
    from reports.deliverables.deck_words import Rest
    from reports.figures.frame import Row

_SOURCE = int(Pt(16))
_MESSAGE = 13.0
# Points of the lowest row of a roadmap whose words can be read.
_ROW = 13.5
# Points that the source of a table and its distances take.
_AROUND = 34
# Charts of so many rows are drawn as two beside each other.
_TALL = 18


def figures_beside(
    sheet: Sheet, room: Rect, figures: Sequence[Chart | Table], page: Page, rest: Rest
) -> None:
    """One alone; several beside each other, tables as wide as they have to be."""
    wide = room.width - GAP * (len(figures) - 1)
    shares = [_share(one, wide / Pt(1) / len(figures)) for one in figures]
    total = sum(shares)
    tables = [one for one in figures if isinstance(one, Table)]
    if len(tables) == len(figures) > 1 and any(
        table_room.breaks(one, wide / Pt(1) * share / total, SIZES[3])
        for one, share in zip(tables, shares, strict=True)
    ):
        stacked(sheet, room, tables, page, rest)
        return
    # Beside each other they have letters of one size.
    widths = [wide / Pt(1) * share / total for share in shares]
    pairs = [(one, width) for one, width in zip(figures, widths, strict=True) if one in tables]
    size = next((size for size in SIZES if _all_fit(pairs, room.points[1], size)), SIZES[3])
    left = room.left
    for one, share in zip(figures, shares, strict=True):
        place = Rect(left, room.top, wide * share // total, room.height)
        figure(sheet, place, one, page, rest, most=size)
        left = place.right + GAP


def stacked(sheet: Sheet, column: Rect, tables: list[Table], page: Page, rest: Rest) -> None:
    """Tables under each other, as many as there is room for; the first in any case."""
    apart = int(Pt(10))
    most = column.height - apart * (len(tables) - 1)
    fitting_sizes = (
        size for size in SIZES if sum(wanted(one, column, size) for one in tables) <= most
    )
    size = next(fitting_sizes, SIZES[-2])
    for n, one in enumerate(tables):
        high = wanted(one, column, size)
        if n and high > column.height:
            rest.blocks.append(one)
            continue
        high = min(column.height, high)
        figure(sheet, replace(column, height=high), one, page, rest, most=size)
        column = below(column, high + apart)


def _share(one: Chart | Table, average: float) -> int:
    if isinstance(one, Chart):
        return int(1.2 * average)
    return int(min(1.4 * average, table_room.natural_width(one, SIZES[1]) + 6))


def _all_fit(tables: Sequence[tuple[Table, float]], high: float, size: float) -> bool:
    return all(
        table_room.height(one, width, size) + _AROUND <= high
        and not table_room.breaks(one, width, size)
        for one, width in tables
    )


def figure(
    sheet: Sheet,
    place: Rect,
    one: Chart | Table,
    page: Page,
    rest: Rest,
    *,
    most: float = SIZES[0],
) -> None:
    """most: points of the largest letters of a table."""
    if sentence_title(one.message) != sentence_title(page.title):
        lines = fitting.line_count(one.message, place.points[0], _MESSAGE, bold=True)
        high = int(Pt(1) * min(lines, 2) * _MESSAGE * 1.3)
        words = fitting.cut(one_line(one.message), place.points[0], _MESSAGE, 2, bold=True)
        head = [Paragraph(words, bold=True)]
        sheet.text(replace(place, height=high), head, size=_MESSAGE, name=words[:100])
        place = below(place, high + int(Pt(2)))
    foot = replace(place, top=place.bottom - _SOURCE, height=_SOURCE)
    inner = replace(place, height=place.height - _SOURCE - int(Pt(2)))
    if isinstance(one, Table):
        written = table(sheet, inner, one, most)
        sheet.note(*written.cut)
        if written.rest is not None:
            rest.blocks.append(written.rest)
        more = _("More in the notes.") if written.rest is not None and rest.cut else ""
        sheet.source(
            " ".join(filter(None, (one.order, more))),
            replace(foot, top=min(foot.top, inner.top + written.height + int(Pt(4)))),
        )
        return
    shown = _readable_part(one, inner)
    if len(shown) < len(one.frame) and not (rest.cut and one.kind == "roadmap"):
        rest.blocks.append(replace(one, frame=[row for row in one.frame if row not in shown]))
        one = replace(one, frame=shown)
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


def _readable_part(one: Chart, place: Rect) -> Sequence[Row]:
    """The rows that can be read at this place; the others go on on the next slide."""
    if one.kind == "capabilities" and len(one.frame) > _TALL and not _has_two_columns(one, place):
        return by_rank(one.frame)[: -(-len(one.frame) // 2)]
    if one.kind == "roadmap" and len(one.frame) * _ROW > place.points[1]:
        # Whole areas, about half of the rows.
        areas = [row["area"] for row in one.frame]
        starts = [n for n in range(1, len(areas)) if areas[n] != areas[n - 1]]
        if starts:
            return one.frame[: min(starts, key=lambda n: abs(n - len(areas) / 2))]
    return one.frame


def _has_two_columns(one: Chart, place: Rect) -> bool:
    """True if most names can be read in half the width."""
    longest = max(fitting.text_width(one_line(row["name"]), SMALLEST) for row in one.frame)
    return 0.85 * longest < NAMES * (place.width - GAP) / 2 / Pt(1)


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
    """A small chart for each pool that the plan uses, the tightest first; the slackest in words."""
    panels = _panels(one.frame)
    if not panels:
        return
    columns = 4 if len(panels) > 6 and room.width > Inches(9) else min(3, len(panels))
    panels, others = panels[: 2 * columns], panels[2 * columns :]
    if others:
        high = int(Pt(20))
        words = _("Others, below %(share)s: %(pools)s.") % {
            "share": _percent_above(max(_used(row) for panel in others for row in panel)),
            "pools": listed([str(panel[0]["name"]) for panel in others]),
        }
        words = fitting.cut(one_line(words), room.points[0], 12.0, 1)
        foot = replace(room, top=room.bottom - high, height=high)
        sheet.text(foot, [Paragraph(words)], size=12.0, name="Others")
        room = replace(room, height=room.height - high)
    lines = -(-len(panels) // columns)
    wide, high = (room.width - GAP * (columns - 1)) // columns, room.height // lines
    for n, panel in enumerate(panels):
        line, column = divmod(n, columns)
        place = Rect(room.left + column * (wide + GAP), room.top + line * high, wide, high)
        _pool(sheet, replace(place, height=high - int(Pt(6))), panel)


def _percent_above(share: float) -> str:
    return numbers.percent(math.floor(share * 20 + 1) / 20)


def _pool(sheet: Sheet, place: Rect, panel: Sequence[Row]) -> None:
    peak = max(panel, key=_used)
    name = one_line(panel[0]["name"])
    words = _("%(share)s of %(days)s d, %(when)s") % {
        "share": numbers.percent(_used(peak)),
        "days": numbers.days(peak["capacity"]),
        "when": peak["when"],
    }
    width = place.points[0]
    head = [
        Paragraph(fitting.cut(name, width, 12.0, 1, bold=True), bold=True),
        Paragraph(fitting.cut(words, width, SMALL, 1), quiet=True),
    ]
    sheet.text(replace(place, height=int(Pt(36))), head, size=12.0, name=name[:100])
    made = charts.load(sheet, below(place, int(Pt(38))), panel)
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


def wanted(one: Chart | Table, place: Rect, size: float = SIZES[1]) -> int:
    """The height that a figure takes in a column. size: of the letters of a table."""
    width = place.points[0]
    lines = min(2, fitting.line_count(one.message, width, _MESSAGE, bold=True))
    head = lines * _MESSAGE * 1.3
    if isinstance(one, Table):
        return int(Pt(1) * (head + table_room.height(one, width, size) + _AROUND))
    return int(min(place.height * 0.5, Inches(2.4)))
