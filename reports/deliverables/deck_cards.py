"""Cards and key figures of a slide: names, values and their labels, in boxes beside each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pptx.util import Inches, Pt

from reports.deliverables import fitting
from reports.deliverables.deck_chart_style import accent
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_text import SMALL, TEXT_SIZES, Paragraph, needs, text_size
from reports.deliverables.deck_words import GAP, below, paragraphs
from reports.deliverables.document import Number, Points, Table
from reports.deliverables.plain_words import cell_text
from reports.deliverables.xml_text import one_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_slide import Sheet
    from reports.deliverables.deck_words import Rest
    from reports.deliverables.document import Card, Fact, Facts, Text

_NAMES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
_FACT = int(Pt(39))
# Points of the values of facts; of the widest of them; between two; of the largest words of a card.
_VALUES, _WIDEST, _APART, _WORDS = (14.0, 12.0, 11.0, 10.0), 126.0, 4.0, 14.0
# Points of the label of a fact; letters of the longest label of a paragraph.
_SAID, _LABEL = 10.0, 24


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
    labels = [one_line(item.label) for item in block.items]
    box = (wide / Pt(1) - 12, 14.0)
    size = min(fitting.fitting_size(label, box, (SMALL, 10.0, 9.0)) for label in labels)
    for n, item in enumerate(block.items):
        place = Rect(room.left + n * wide, room.top, wide - int(Inches(0.15)), high)
        _key_figure(sheet, place, item, size)
    return below(room, high + GAP // 3)


def _key_figure(sheet: Sheet, place: Rect, item: Fact, small: float) -> None:
    """small: points of its label and its note."""
    high, width = place.height, place.points[0]
    label, value = one_line(item.label), value_of(item.value)
    lines = [Paragraph(fitting.cut(label, width, small, 1), quiet=True)]
    sheet.text(replace(place, height=int(high * 0.2)), lines, size=small, name=label)
    size = fitting.fitting_size(value, (width, 34.0), (28.0, 24.0, 20.0, 16.0, 13.0), bold=True)
    middle = replace(place, top=place.top + int(high * 0.2), height=int(high * 0.52))
    sheet.text(
        middle, [Paragraph(one_line(value), bold=True)], size=size, name=f"{label}: {value}"[:100]
    )
    if item.note:
        low = replace(place, top=place.top + int(high * 0.74), height=int(high * 0.26))
        words = fitting.cut(one_line(item.note), width, small, 1)
        sheet.text(low, [Paragraph(words, quiet=True)], size=small, name=f"{label}, note")


def value_of(value: Number | str) -> str:
    return value.text if isinstance(value, Number) else value


def abreast(cards: Sequence[Card], room: Rect) -> int:
    """How many of the cards can stand beside each other with all their words."""
    for count in range(len(cards), 1, -1):
        wide = (room.width - GAP * (count - 1)) // count
        width = wide / Pt(1)
        shown = cards[:count]
        lines = max(
            fitting.line_count(one_line(c.name), width, _NAMES[2], bold=True) for c in shown
        )
        facts = max(-(-len(c.facts) // len(_columns(shown, width) or [0])) for c in shown)
        left = room.points[1] - 17 - lines * _NAMES[2] * fitting.LINE - facts * _FACT / Pt(1)
        words = [[one for block in card.blocks for one in _told(block)] for card in shown]
        if all(needs(one, width, TEXT_SIZES[-1]) <= left for one in words):
            return count
    return 1


def cards(sheet: Sheet, room: Rect, cards: Sequence[Card], rest: Rest, *, cut: bool) -> None:
    """Beside each other: a line in the area's colour, the name, its facts, its words. Names take
    the same height and words the same size, so that the cards can be compared."""
    wide = (room.width - GAP * (len(cards) - 1)) // len(cards)
    width = wide / Pt(1)
    names = [one_line(card.name) for card in cards]
    # On one line where that is large enough.
    size = min(fitting.fitting_size(name, (width, 21.0), _NAMES[:3], bold=True) for name in names)
    if any(fitting.line_count(name, width, size, bold=True) > 1 for name in names):
        size = min(fitting.fitting_size(name, (width, 42.0), _NAMES, bold=True) for name in names)
    lines = max(fitting.line_count(name, width, size, bold=True) for name in names)
    high = int(Pt(1) * lines * size * fitting.LINE)
    columns = _columns(cards, width)
    lines = max(-(-len(card.facts) // max(1, len(columns))) for card in cards)
    facts = lines * _FACT + int(Pt(4)) * bool(lines)
    words = [[one for block in card.blocks for one in _told(block)] for card in cards]
    top = int(Pt(8)) + high + int(Pt(5)) + facts
    inner = Rect(room.left, room.top + top, wide, room.height - top)
    words_size = min((text_size(one, inner) for one in words if one), default=SMALL)
    for n, (card, name) in enumerate(zip(cards, names, strict=True)):
        place = replace(room, left=room.left + n * (wide + GAP), width=wide)
        line = replace(place, height=int(Pt(3)))
        sheet.bar(f"{name[:90]}, line", line, accent(card.area).xml_value)
        place = below(place, int(Pt(8)))
        sheet.text(
            replace(place, height=high), [Paragraph(name, bold=True)], size=size, name=name[:100]
        )
        place = below(place, high + int(Pt(5)))
        _card_facts(sheet, place, card, columns)
        place = below(place, facts)
        if words[n]:
            paragraphs(sheet, place, words[n], rest, cut=cut, boxed=min(words_size, _WORDS))


def _told(block: Text | Points | Table) -> list[Paragraph]:
    """A label that a paragraph begins with stands out; a table is one paragraph."""
    if isinstance(block, Points):
        label = _labels().get(block.key.rpartition(".")[2])
        if label:
            text = xml_text(f"{label}: {' '.join(item.text for item in block.items)}")
            return [Paragraph(text, lead=len(label) + 1)]
        return [Paragraph(xml_text(item.text), bullet=True) for item in block.items]
    if isinstance(block, Table):
        rows = ", ".join(" ".join(map(cell_text, row)) for row in block.rows)
        units = [column.heading for column in block.columns if column.unit is not None]
        name = f"{block.message} ({', '.join(units).lower()})" if units else block.message
        return [Paragraph(xml_text(f"{name}: {rows}"), lead=len(xml_text(name)) + 1)]
    text = xml_text(block.text)
    label = text.partition(": ")[0]
    return [Paragraph(text, lead=len(label) + 1 if len(label) <= _LABEL < len(text) else 0)]


def _labels() -> dict[str, str]:
    """What the lists of cards are, by the end of their keys."""
    return {"raises": _("Raises"), "raised_by": _("Raised by")}


def _columns(cards: Sequence[Card], width: float) -> list[float]:
    """Points of the columns of facts, the same on all cards, in as few rows as have room."""
    most = max(len(card.facts) for card in cards)
    for rows in range(1, most + 1):
        count = -(-most // rows)
        wide = [
            max(_fact_width(fact) for card in cards for fact in card.facts[n::count])
            for n in range(count)
        ]
        spare = (width - sum(wide)) / count
        if spare >= _APART or count == 1:
            return [one + spare for one in wide]
    return []


def _fact_width(fact: Fact) -> float:
    value = fitting.text_width(one_line(value_of(fact.value)), _VALUES[-1], bold=True)
    return max(fitting.text_width(one_line(fact.label), _SAID), min(value, _WIDEST)) + 8


def _card_facts(sheet: Sheet, place: Rect, card: Card, columns: Sequence[float]) -> None:
    """Label over value, the values of one size where they fit."""
    wide = [fitting.text_width(value_of(fact.value), _VALUES[0], bold=True) for fact in card.facts]
    fits = all(one <= columns[n % len(columns)] - 5 for n, one in enumerate(wide))
    sizes = _VALUES if fits else _VALUES[1:]
    for n, item in enumerate(card.facts):
        row, column = divmod(n, len(columns))
        left = place.left + int(Pt(1) * sum(columns[:column]))
        width = columns[column] - 5
        spot = Rect(left, place.top + row * _FACT, int(Pt(1) * width), int(Pt(14)))
        shown = one_line(value_of(item.value))
        size = fitting.fitting_size(shown, (width, 19.0), sizes, bold=True)
        sheet.text(
            spot, [Paragraph(fitting.cut(one_line(item.label), width, _SAID, 1), quiet=True)],
            size=_SAID, name=item.label,
        )  # fmt: skip
        sheet.text(
            replace(spot, top=spot.top + spot.height, height=int(Pt(20))),
            [Paragraph(fitting.cut(shown, width, size, 1, bold=True), bold=True)],
            size=size, name=f"{item.label}: {shown}"[:100],
        )  # fmt: skip
