"""Tables of a deck: native ones, ruled like a newspaper's, never longer than their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from reports.deliverables import fitting
from reports.deliverables import table_room as room
from reports.deliverables.deck_text import describe
from reports.deliverables.xml_text import runs_right_to_left

if TYPE_CHECKING:
    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_slide import Sheet
    from reports.deliverables.document import Table

_NS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
# "No Style, No Grid": neither fills nor lines nor colours of its own.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
# A thin line, a little darker than the paper.
_RULE = '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>'
_SIDE, _ABOVE = int(Pt(room.SIDE)), int(Pt(room.ABOVE))
SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
_GAP = Pt(22)


@dataclass(frozen=True, slots=True)
class Written:
    """height: EMU that were taken; rest: rows that did not fit; cut: the words of cells that were
    cut."""

    height: int
    rest: Table | None = None
    cut: tuple[str, ...] = ()


def table(sheet: Sheet, place: Rect, given: Table, most: float = SIZES[0]) -> Written:
    """Writes what fits; narrow and long, it is written in two halves beside each other. most:
    points of its largest letters."""
    width, high = place.points
    for size in (one for one in SIZES if one <= most and (one > SIZES[3] or one == most)):
        if room.height(given, width, size) <= high and not room.breaks(given, width, size):
            return Written(_write(sheet, place, given, size))
    half = (place.width - _GAP) // 2
    if len(given.rows) > 1 and room.natural_width(given, SIZES[3]) * 0.8 < half / Pt(1):
        middle = -(-len(given.rows) // 2)
        parts = [_part(given, 0, middle), _part(given, middle, None)]
        for size in SIZES[1:]:
            if max(room.height(one, half / Pt(1), size) for one in parts) <= high:
                places = [
                    replace(place, left=place.left + n * (half + _GAP), width=half) for n in (0, 1)
                ]
                return Written(
                    max(_write(sheet, *pair, size) for pair in zip(places, parts, strict=True))
                )
    for size in SIZES[3:]:
        if room.height(given, width, size) <= high:
            return Written(_write(sheet, place, given, size))
    return _beginning(sheet, place, given, SIZES[2])


def _beginning(sheet: Sheet, place: Rect, given: Table, size: float) -> Written:
    """As many rows as there is room for. A row that is higher than the place is cut."""
    widths = room.widths(given, place.points[0], size)
    lines = max(2, int(place.points[1] / 3 / (size * fitting.LINE)))
    short, cut = room.shortened(given, widths, size, lines)
    heights = room.heights(short, widths, size)
    left, count = place.points[1] - heights[0], 0
    for high in heights[1:]:
        if left < high:
            break
        left, count = left - high, count + 1
    count = max(1, count)
    rest = _part(given, count, None) if count < len(given.rows) else None
    said = tuple(words for row, words in cut if row <= count)
    return Written(_write(sheet, place, _part(short, 0, count), size), rest, said)


def _part(given: Table, first: int, last: int | None) -> Table:
    return replace(given, rows=given.rows[first:last], keys=given.keys[first:last])


def _write(sheet: Sheet, place: Rect, given: Table, size: float) -> int:
    widths = room.widths(given, place.points[0], size)
    heights = room.heights(given, widths, size)
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
    for r, (row, texts) in enumerate(zip(made._tbl.tr_lst, room.texts(given), strict=True)):
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
    width, colour = (15875, '<a:schemeClr val="tx1"/>') if head else (6350, _RULE)
    cell.append(
        parse_xml(
            f'<a:tcPr {_NS} marL="{_SIDE}" marR="{_SIDE}" marT="{_ABOVE}" marB="{_ABOVE}"'
            f' anchor="{"b" if head else "t"}"><a:lnB w="{width}"><a:solidFill>{colour}'
            "</a:solidFill></a:lnB><a:noFill/></a:tcPr>"
        )
    )
