"""Tables of a deck: native ones, ruled like a newspaper's, never longer than their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from reports.deliverables import fitting
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_notes import cell_text
from reports.deliverables.deck_slide import describe
from reports.deliverables.xml_text import runs_right_to_left, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_slide import Sheet
    from reports.deliverables.document import Table

_NS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
# "No Style, No Grid": neither fills nor lines nor colours of its own.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
_SIDE, _ABOVE = 4.0, 2.5
_GAP = Pt(22)
# So many points a column of words should have at least, and at most of its own accord.
_LEAST, _MOST = 70.0, 330.0


@dataclass(frozen=True, slots=True)
class Written:
    """height: EMU that were taken; rest: rows that did not fit."""

    height: int
    rest: Table | None = None


def table(sheet: Sheet, place: Rect, given: Table) -> Written:
    """Writes what fits; narrow and long, it is written in two halves beside each other."""
    width, high = place.points
    for size in SIZES[:3]:
        if _all_height(given, width, size) <= high:
            return Written(_write(sheet, place, given, size))
    half = (place.width - _GAP) // 2
    if len(given.rows) > 1 and natural_width(given) * 0.8 < half / Pt(1):
        middle = -(-len(given.rows) // 2)
        parts = [_part(given, 0, middle), _part(given, middle, None)]
        for size in SIZES[2:]:
            if max(_all_height(one, half / Pt(1), size) for one in parts) <= high:
                places = [replace(place, left=place.left + n * (half + _GAP), width=half) for n in (0, 1)]
                return Written(max(_write(sheet, *pair, size) for pair in zip(places, parts, strict=True)))
    for size in SIZES[3:]:
        if _all_height(given, width, size) <= high:
            return Written(_write(sheet, place, given, size))
    return _beginning(sheet, place, given, SIZES[2])


def _beginning(sheet: Sheet, place: Rect, given: Table, size: float) -> Written:
    heights = _heights(given, _widths(given, place.points[0], size), size)
    room, count = place.points[1] - heights[0], 0
    for high in heights[1:]:
        if room < high:
            break
        room, count = room - high, count + 1
    count = max(1, count)
    rest = _part(given, count, None) if count < len(given.rows) else None
    return Written(_write(sheet, place, _part(given, 0, count), size), rest)


def height_of(given: Table, width: float) -> float:
    """Points that it takes at the largest size."""
    return _all_height(given, width, SIZES[1])


def natural_width(given: Table) -> float:
    """Points that it takes of its own accord at the largest size."""
    return sum(_widths(given, 2000.0, SIZES[1], spare=0.0))


def _part(given: Table, first: int, last: int | None) -> Table:
    return replace(given, rows=given.rows[first:last], keys=given.keys[first:last])


def _all_height(given: Table, width: float, size: float) -> float:
    return sum(_heights(given, _widths(given, width, size), size))


def _texts(given: Table) -> list[list[str]]:
    head = [column.heading for column in given.columns]
    return [head, *([xml_text(cell_text(cell)) for cell in row] for row in given.rows)]


def _widths(
    given: Table, width: float, size: float, *, spare: float = 60.0
) -> list[float]:
    """Points of each column: what it needs on one line; if that is too much, the columns of words
    give way. spare: of the room that is left each of these gets so much."""
    rows = _texts(given)
    wanted = [
        max(fitting.text_width(row[n], size, bold=r == 0) for r, row in enumerate(rows)) + 2 * _SIDE
        for n in range(len(given.columns))
    ]
    for n, column in enumerate(given.columns):
        if column.unit is not None:
            # A long heading over short numbers is broken at its spaces.
            words = max(
                (fitting.text_width(w, size, bold=True) for w in column.heading.split()), default=0
            )
            cells = max((fitting.text_width(row[n], size) for row in rows[1:]), default=0)
            wanted[n] = max(words, cells) + 2 * _SIDE
    loose = [n for n, column in enumerate(given.columns) if column.unit is None] or [0]
    fixed = sum(wanted[n] for n in range(len(wanted)) if n not in loose)
    room = max(width - fixed, _LEAST * len(loose))
    asked = [min(wanted[n], _MOST) for n in loose]
    if sum(asked) <= room:
        # Tables are as wide as they need to be, up to their place.
        more = min(room - sum(asked), spare * len(loose))
        shares = [one + more / len(loose) for one in asked]
    else:
        small = [n for n, one in enumerate(asked) if one <= room / len(loose)]
        left = room - sum(asked[n] for n in small)
        big = sum(asked[n] for n in range(len(asked)) if n not in small)
        shares = [one if n in small else left * one / big for n, one in enumerate(asked)]
    for n, share in zip(loose, shares, strict=True):
        wanted[n] = share
    total = sum(wanted)
    return wanted if total <= width else [one * width / total for one in wanted]


def _heights(given: Table, widths: Sequence[float], size: float) -> list[float]:
    """Points of each row, the heading first."""
    return [
        max(
            fitting.line_count(text, wide - 2 * _SIDE, size, bold=r == 0)
            for text, wide in zip(row, widths, strict=True)
        )
        * size
        * fitting.LINE
        + 2 * _ABOVE
        for r, row in enumerate(_texts(given))
    ]


def _write(sheet: Sheet, place: Rect, given: Table, size: float) -> int:
    widths = _widths(given, place.points[0], size)
    heights = _heights(given, widths, size)
    frame = sheet.shapes.add_table(
        len(given.rows) + 1, len(given.columns), Emu(place.left), Emu(place.top),
        Emu(int(Pt(1) * sum(widths))), Emu(int(Pt(1) * sum(heights))),
    )  # fmt: skip
    sheet.used.add(frame.shape_id)
    made = frame.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
    made.horz_banding = False
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Emu(int(Pt(1) * wide))
    for row, high in zip(made.rows, heights, strict=True):
        row.height = Emu(int(Pt(1) * high))
    numeric = [column.unit is not None for column in given.columns]
    for r, (row, texts) in enumerate(zip(made._tbl.tr_lst, _texts(given), strict=True)):
        for n, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            _cell(sheet, cell, text, size, head=r == 0, right=numeric[n])
    describe(frame, given.message, " ".join(part for part in (given.message, given.order) if part))
    return int(Pt(1) * sum(heights))


def _cell(sheet: Sheet, cell: Any, text: str, size: float, *, head: bool, right: bool) -> None:
    """Written as XML: a table of a hundred cells through the objects takes a second."""
    align = "r" if right or (runs_right_to_left(text) and not head) else "l"
    rtl = ' rtl="1"' if runs_right_to_left(text) else ""
    bold = ' b="1"' if head else ""
    lang = sheet.small.language
    body = parse_xml(f"<a:txBody {_NS}><a:bodyPr/><a:lstStyle/></a:txBody>")
    for line in text.split("\n"):
        paragraph = parse_xml(
            f'<a:p {_NS}><a:pPr algn="{align}"{rtl}/><a:r><a:rPr sz="{int(size * 100)}"{bold}/>'
            f'<a:t/></a:r><a:endParaRPr sz="{int(size * 100)}"/></a:p>'
        )
        run = paragraph.find(qn("a:r"))
        run.find(qn("a:rPr")).set("lang", lang)
        run.find(qn("a:t")).text = line
        if not line:
            # An empty run would have the size of a title.
            paragraph.remove(run)
        body.append(paragraph)
    for old in list(cell):
        cell.remove(old)
    cell.append(body)
    width, weak = (15875, "") if head else (6350, '<a:lumMod val="20000"/><a:lumOff val="80000"/>')
    cell.append(
        parse_xml(
            f'<a:tcPr {_NS} marL="{int(Pt(_SIDE))}" marR="{int(Pt(_SIDE))}" marT="{int(Pt(_ABOVE))}"'
            f' marB="{int(Pt(_ABOVE))}" anchor="{"b" if head else "t"}"><a:lnB w="{width}"><a:solidFill>'
            f'<a:schemeClr val="tx1">{weak}</a:schemeClr></a:solidFill></a:lnB><a:noFill/></a:tcPr>'
        )
    )
