"""Where the blocks of a page stand on a slide: key figures across, figures beside their words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu, Inches, Pt

from reports import numbers
from reports.deliverables import deck_charts as charts
from reports.deliverables import fitting, table_room
from reports.deliverables.deck_gantt import gantt
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_slide import (
    SMALL,
    TEXT_SIZES,
    Paragraph,
    describe,
    needs,
    text_size,
)  # fmt: skip
from reports.deliverables.deck_tables import SIZES, table
from reports.deliverables.document import (
    Block,
    Card,
    Chart,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
)  # fmt: skip
from reports.deliverables.plain_words import words_of
from reports.deliverables.xml_text import one_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_pages import Page
    from reports.deliverables.deck_slide import Sheet
    from reports.figures.frame import Row

_GAP = int(Inches(0.3))
_SOURCE = int(Pt(16))
_MESSAGE = 13.0
_NAMES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
_FACT = int(Pt(36))
# Charts of so many rows are drawn as two beside each other; tables of so many have their words above.
_TALL, _LONG = 18, 12
# Words beside a figure are no larger than this.
_BESIDE = 14.0


@dataclass
class Rest:
    """What did not fit: blocks to carry on with, and paragraphs."""

    blocks: list[Block] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def lay_out(sheet: Sheet, page: Page, room: Rect, *, cut: bool) -> Rest:
    """All that fits. cut: what does not is said in the notes, and a line on the slide says so."""
    rest = Rest()
    facts = [block for block in page.blocks if isinstance(block, Facts)]
    for block in facts:
        room = _facts(sheet, room, block)
    cards = [block for block in page.blocks if isinstance(block, Card)]
    figures: list[Chart | Table] = [b for b in page.blocks if isinstance(b, Chart | Table)]
    words = [block for block in page.blocks if isinstance(block, Text | Points | Notice)]
    if cards:
        room = _introduction(sheet, room, words)
        _cards(sheet, room, cards, rest, cut=cut)
        room = replace(room, top=room.bottom, height=0)
        words = []
    if page.as_shape and isinstance(figures[0], Chart):
        _as_shape(sheet, room, figures[0])
    elif figures and words:
        _beside(sheet, room, figures, words, page, rest, cut=cut)
    elif figures:
        _figures(sheet, room, figures, page, rest)
    elif words:
        _only_words(sheet, room, words, rest, cut=cut)
    return rest


def _beside(
    sheet: Sheet,
    room: Rect,
    figures: list[Chart | Table],
    words: list[Text | Points | Notice],
    page: Page,
    rest: Rest,
    *,
    cut: bool,
) -> None:
    """A chart at the left, a table at the right; in the other column further figures over the
    words, as many as leave the words their room."""
    first, *others = figures
    if isinstance(first, Table) and len(first.rows) > _LONG:
        _figures(sheet, _introduction(sheet, room, words), figures, page, rest)
        return
    if isinstance(first, Table):
        wide = min(
            int(room.width * 0.55), int(Pt(1) * (table_room.natural_width(first, SIZES[1]) + 2))
        )
        right = replace(room, left=room.right - wide, width=wide)
        left = replace(room, width=room.width - wide - _GAP)
        _words(sheet, left, words, rest, cut=cut)
        _figure(sheet, right, first, page, rest)
        rest.blocks += others
        return
    wide = int(room.width * (0.68 if first.kind in ("roadmap", "load") else 0.6))
    left = replace(room, width=wide)
    right = Rect(left.right + _GAP, room.top, room.width - wide - _GAP, room.height)
    _figure(sheet, left, first, page, rest)
    # Charts first: a table loses less in the notes.
    for one in sorted(others, key=lambda other: isinstance(other, Table)):
        high = _wanted(one, right)
        if right.height - high < Pt(96):
            rest.blocks.append(one)
            continue
        _figure(sheet, replace(right, height=high), one, page, rest)
        right = _below(right, high + int(Pt(10)))
    _paragraphs(sheet, right, paragraphs_of(words), rest, cut=cut, most=_BESIDE)


def _wanted(one: Chart | Table, place: Rect) -> int:
    """The height that a figure takes in a column."""
    width = place.points[0]
    head = fitting.line_count(one.message, width, _MESSAGE, bold=True) * _MESSAGE * 1.3
    if isinstance(one, Table):
        return int(Pt(1) * (head + table_room.height(one, width, SIZES[1]) + 30))
    return int(min(place.height * 0.5, Inches(2.4)))


# Key figures.


def _facts(sheet: Sheet, room: Rect, block: Facts) -> Rect:
    """A strip of values over their labels; lines where a value is not short."""
    if any(len(_value(item.value)) > 14 for item in block.items):
        lines = [
            Paragraph(
                f"{item.label}: {_value(item.value)}" + (f" ({item.note})" if item.note else "")
            )
            for item in block.items
        ]
        half = -(-len(lines) // 2)
        wide = (room.width - _GAP) // 2
        size = 12.0
        high = int(
            Pt(1)
            * max(
                needs(part, wide / Pt(1), size)
                for part in (lines[:half], lines[half:] or lines[:1])
            )
        )
        for n, part in enumerate((lines[:half], lines[half:])):
            if part:
                place = Rect(room.left + n * (wide + _GAP), room.top, wide, high)
                sheet.text(place, part, size=size, name="Facts")
        return _below(room, high + _GAP // 3)
    wide = room.width // max(1, len(block.items))
    high = int(Inches(0.86))
    for n, item in enumerate(block.items):
        place = Rect(room.left + n * wide, room.top, wide - int(Inches(0.15)), high)
        width = place.points[0]
        _key_figure(sheet, place, item.label, _value(item.value), item.note, width)
    return _below(room, high + _GAP // 3)


def _value(value: Number | str) -> str:
    return value.text if isinstance(value, Number) else value


def _key_figure(sheet: Sheet, place: Rect, label: str, value: str, note: str, width: float) -> None:
    lines = [Paragraph(fitting.cut(one_line(label), width, SMALL, 1), quiet=True)]
    high = place.height
    sheet.text(replace(place, height=int(high * 0.2)), lines, size=SMALL, name=label)
    size = fitting.fitting_size(value, (width, 34.0), (24.0, 20.0, 16.0, 13.0), bold=True)
    middle = replace(place, top=place.top + int(high * 0.2), height=int(high * 0.52))
    sheet.text(
        middle, [Paragraph(one_line(value), bold=True)], size=size, name=f"{label}: {value}"[:100]
    )
    if note:
        low = replace(place, top=place.top + int(high * 0.74), height=int(high * 0.26))
        words = fitting.cut(one_line(note), width, SMALL, 1)
        sheet.text(low, [Paragraph(words, quiet=True)], size=SMALL, name=f"{label}, note")


def _below(room: Rect, high: int) -> Rect:
    return replace(room, top=room.top + high, height=room.height - high)


# Words.


def paragraphs_of(words: Sequence[Text | Points | Notice]) -> list[Paragraph]:
    found = []
    for block in words:
        if isinstance(block, Points):
            found += [
                Paragraph(xml_text(item.text), bullet=len(block.items) > 1) for item in block.items
            ]
        else:
            found.append(Paragraph(xml_text(block.text), bold=isinstance(block, Notice)))
    return found


def _words(
    sheet: Sheet, room: Rect, words: Sequence[Text | Points | Notice], rest: Rest, *, cut: bool
) -> None:
    _paragraphs(sheet, room, paragraphs_of(words), rest, cut=cut)


def _paragraphs(
    sheet: Sheet,
    room: Rect,
    paragraphs: list[Paragraph],
    rest: Rest,
    *,
    cut: bool,
    boxed: float | None = None,
    most: float = TEXT_SIZES[0],
) -> None:
    """As many as fit at a readable size; the others are the rest. boxed: the size of a text box of
    its own; else they go into the layout's place for text."""
    width, high = room.points
    kept = list(paragraphs)
    more = Paragraph(
        _("More in the notes.") if cut else _("Continued on the next slide."), quiet=True
    )
    while kept:
        shown = kept if len(kept) == len(paragraphs) else [*kept, more]
        if needs(shown, width, TEXT_SIZES[-1]) <= high or len(kept) == 1:
            break
        kept = kept[:-1]
    rest.paragraphs += paragraphs[len(kept) :]
    if not kept:
        return
    shown = kept if len(kept) == len(paragraphs) else [*kept, more]
    if needs(shown, width, TEXT_SIZES[-1]) > high:
        # A single paragraph that is longer than its place: its beginning, the whole in the notes.
        lines = max(1, int(high / (TEXT_SIZES[-1] * fitting.LINE)) - 2)
        words = fitting.cut(kept[0].text, width - TEXT_SIZES[-1], TEXT_SIZES[-1], lines)
        rest.paragraphs.insert(0, kept[0])
        shown = [replace(kept[0], text=words)]
    if boxed is None:
        sheet.body(room, shown, most=most)
    else:
        sheet.text(room, shown, size=boxed)


def _only_words(
    sheet: Sheet, room: Rect, words: Sequence[Text | Points | Notice], rest: Rest, *, cut: bool
) -> None:
    """Two lists stand beside each other; else one column that is not too wide to be read."""
    lists = [block for block in words if isinstance(block, Points)]
    if len(lists) == len(words) == 2:
        wide = (room.width - _GAP) // 2
        for n, block in enumerate(lists):
            place = Rect(room.left + n * (wide + _GAP), room.top, wide, room.height)
            _paragraphs(sheet, place, paragraphs_of([block]), rest, cut=cut)
        return
    _words(
        sheet,
        replace(room, width=int(min(room.width, max(room.width * 0.8, Inches(8))))),
        words,
        rest,
        cut=cut,
    )


def _introduction(sheet: Sheet, room: Rect, words: Sequence[Text | Points | Notice]) -> Rect:
    if not words:
        return room
    paragraphs = paragraphs_of(words)
    size = 13.0
    high = int(Pt(1) * needs(paragraphs, room.points[0], size))
    sheet.text(replace(room, height=high), paragraphs, size=size, name="Introduction")
    return _below(room, high + int(Pt(4)))


def _cards(sheet: Sheet, room: Rect, cards: Sequence[Card], rest: Rest, *, cut: bool) -> None:
    """Beside each other: a line in the area's colour, the name, its facts, its words. Names take
    the same height and words the same size, so that the cards can be compared."""
    wide = (room.width - _GAP * (len(cards) - 1)) // len(cards)
    width = wide / Pt(1)
    names = [one_line(card.name) for card in cards]
    size = min(fitting.fitting_size(name, (width, 42.0), _NAMES, bold=True) for name in names)
    lines = max(fitting.line_count(name, width, size, bold=True) for name in names)
    high = int(Pt(1) * lines * size * fitting.LINE)
    facts = max(_fact_lines(card, width) for card in cards)
    words = [[Paragraph(xml_text(t)) for b in card.blocks for t in words_of(b)] for card in cards]
    top = int(Pt(8)) + high + int(Pt(5)) + facts
    inner = Rect(room.left, room.top + top, wide, room.height - top)
    words_size = min((text_size(one, inner) for one in words if one), default=SMALL)
    for n, (card, name) in enumerate(zip(cards, names, strict=True)):
        place = replace(room, left=room.left + n * (wide + _GAP), width=wide)
        _line(sheet, place, card)
        place = _below(place, int(Pt(8)))
        sheet.text(
            replace(place, height=high), [Paragraph(name, bold=True)], size=size, name=name[:100]
        )
        place = _below(place, high + int(Pt(5)))
        _card_facts(sheet, place, card)
        place = _below(place, facts)
        if words[n]:
            _paragraphs(sheet, place, words[n], rest, cut=cut, boxed=words_size)


def _line(sheet: Sheet, place: Rect, card: Card) -> None:
    line = sheet.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Emu(place.left), Emu(place.top), Emu(place.width), Emu(int(Pt(3)))
    )
    line.name = f"{one_line(card.name)[:90]}, line"
    line.shadow.inherit = False
    line.fill.solid()
    line.fill.fore_color.theme_color = charts.accent(card.area)
    line.line.fill.background()
    sheet.used.add(line.shape_id)


def _columns(card: Card, width: float) -> int:
    return max(1, min(len(card.facts), int(width // 72)))


def _fact_lines(card: Card, width: float) -> int:
    lines = -(-len(card.facts) // _columns(card, width))
    return lines * _FACT + int(Pt(4)) if lines else 0


def _card_facts(sheet: Sheet, place: Rect, card: Card) -> None:
    """Label over value, in as many columns as there is room for."""
    columns = _columns(card, place.points[0])
    wide = place.width // columns
    for n, item in enumerate(card.facts):
        row, column = divmod(n, columns)
        spot = Rect(place.left + column * wide, place.top + row * _FACT, wide - int(Pt(4)), _FACT)
        width, shown = spot.points[0], one_line(_value(item.value))
        size = fitting.fitting_size(shown, (width, 19.0), (14.0, 13.0, 12.0, 11.0, 10.0), bold=True)
        sheet.text(
            replace(spot, height=int(Pt(13))),
            [Paragraph(fitting.cut(one_line(item.label), width, 9.0, 1), quiet=True)],
            size=9.0, name=item.label,
        )  # fmt: skip
        sheet.text(
            replace(spot, top=spot.top + int(Pt(12)), height=int(Pt(20))),
            [Paragraph(shown, bold=True)],
            size=size, name=f"{item.label}: {shown}"[:100],
        )  # fmt: skip


# Figures.


def _figures(
    sheet: Sheet, room: Rect, figures: Sequence[Chart | Table], page: Page, rest: Rest
) -> None:
    """One alone; several beside each other, a chart wider than a table."""
    shares = [3 if isinstance(one, Chart) else 2 for one in figures]
    total = sum(shares)
    wide = room.width - _GAP * (len(figures) - 1)
    left = room.left
    for one, share in zip(figures, shares, strict=True):
        place = Rect(left, room.top, wide * share // total, room.height)
        _figure(sheet, place, one, page, rest)
        left = place.right + _GAP


def _figure(sheet: Sheet, place: Rect, one: Chart | Table, page: Page, rest: Rest) -> None:
    if one.message != page.title:
        lines = fitting.line_count(one.message, place.points[0], _MESSAGE, bold=True)
        high = int(Pt(1) * min(lines, 2) * _MESSAGE * 1.3)
        words = fitting.cut(one_line(one.message), place.points[0], _MESSAGE, 2, bold=True)
        head = [Paragraph(words, bold=True)]
        sheet.text(replace(place, height=high), head, size=_MESSAGE, name=words[:100])
        place = _below(place, high + int(Pt(2)))
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
    if one.kind == "roadmap":
        gantt(sheet, place, one.frame)
    elif one.kind == "load":
        _load(sheet, place, one)
    elif one.kind == "capabilities" and len(one.frame) > _TALL:
        _two_columns(sheet, place, one)
    elif one.kind in charts.NATIVE and one.frame:
        made = charts.NATIVE[one.kind](sheet, place, one.frame)
        describe(made, one.message, one.alt)


def _two_columns(sheet: Sheet, place: Rect, one: Chart) -> None:
    rows = charts.by_rank(one.frame)
    middle = -(-len(rows) // 2)
    wide = (place.width - _GAP) // 2
    for n, part in enumerate((rows[:middle], rows[middle:])):
        where = Rect(place.left + n * (wide + _GAP), place.top, wide, place.height)
        made = charts.capabilities(sheet, where, part)
        said = _("%(alt)s Here numbers %(first)s to %(last)s.") % {
            "alt": one.alt, "first": 1 + n * middle, "last": n * middle + len(part),
        }  # fmt: skip
        describe(made, one.message, said)


def _as_shape(sheet: Sheet, room: Rect, one: Chart) -> None:
    """Bars, and the radar that says the same as a shape."""
    foot = replace(room, top=room.bottom - _SOURCE, height=_SOURCE)
    high = room.height - _SOURCE - int(Pt(4))
    wide = int(room.width * 0.56)
    bars = charts.area_bars(sheet, replace(room, width=wide, height=high), one.frame)
    describe(bars, one.message, one.alt)
    place = Rect(room.left + wide + _GAP, room.top, room.width - wide - _GAP, high)
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
    wide, high = (room.width - _GAP * (columns - 1)) // columns, room.height // lines
    for n, panel in enumerate(panels):
        line, column = divmod(n, columns)
        place = Rect(room.left + column * (wide + _GAP), room.top + line * high, wide, high)
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
        made = charts.load(sheet, _below(place, int(Pt(34))), panel)
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
