"""Cards and key figures of a slide: names, values and their labels, in boxes beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu, Inches, Pt

from reports.deliverables import fitting
from reports.deliverables.deck_chart_style import accent
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_text import SMALL, Paragraph, needs, text_size
from reports.deliverables.deck_words import GAP, below, paragraphs
from reports.deliverables.document import Number
from reports.deliverables.plain_words import words_of
from reports.deliverables.xml_text import one_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_slide import Sheet
    from reports.deliverables.deck_words import Rest
    from reports.deliverables.document import Card, Facts

_NAMES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
_FACT = int(Pt(36))


def key_figures(sheet: Sheet, room: Rect, block: Facts) -> Rect:
    """A strip of values over their labels; lines where a value is not short."""
    if any(len(value_of(item.value)) > 14 for item in block.items):
        lines = [
            Paragraph(
                f"{item.label}: {value_of(item.value)}" + (f" ({item.note})" if item.note else "")
            )
            for item in block.items
        ]
        half = -(-len(lines) // 2)
        wide = (room.width - GAP) // 2
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
                place = Rect(room.left + n * (wide + GAP), room.top, wide, high)
                sheet.text(place, part, size=size, name="Facts")
        return below(room, high + GAP // 3)
    wide = room.width // max(1, len(block.items))
    high = int(Inches(0.86))
    for n, item in enumerate(block.items):
        place = Rect(room.left + n * wide, room.top, wide - int(Inches(0.15)), high)
        width = place.points[0]
        _key_figure(sheet, place, item.label, value_of(item.value), item.note, width)
    return below(room, high + GAP // 3)


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


def value_of(value: Number | str) -> str:
    return value.text if isinstance(value, Number) else value


def cards(sheet: Sheet, room: Rect, cards: Sequence[Card], rest: Rest, *, cut: bool) -> None:
    """Beside each other: a line in the area's colour, the name, its facts, its words. Names take
    the same height and words the same size, so that the cards can be compared."""
    wide = (room.width - GAP * (len(cards) - 1)) // len(cards)
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
        place = replace(room, left=room.left + n * (wide + GAP), width=wide)
        _line(sheet, place, card)
        place = below(place, int(Pt(8)))
        sheet.text(
            replace(place, height=high), [Paragraph(name, bold=True)], size=size, name=name[:100]
        )
        place = below(place, high + int(Pt(5)))
        _card_facts(sheet, place, card)
        place = below(place, facts)
        if words[n]:
            paragraphs(sheet, place, words[n], rest, cut=cut, boxed=words_size)


def _line(sheet: Sheet, place: Rect, card: Card) -> None:
    line = sheet.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Emu(place.left), Emu(place.top), Emu(place.width), Emu(int(Pt(3)))
    )
    line.name = f"{one_line(card.name)[:90]}, line"
    line.shadow.inherit = False
    line.fill.solid()
    line.fill.fore_color.theme_color = accent(card.area)
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
        width, shown = spot.points[0], one_line(value_of(item.value))
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
