"""Where the blocks of a page stand on a slide: key figures across, figures beside their words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pptx.util import Pt

from reports.deliverables import deck_cards, deck_figures, deck_words, table_room
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_tables import SIZES
from reports.deliverables.deck_words import BESIDE, GAP, Rest
from reports.deliverables.document import Card, Chart, Facts, Notice, Points, Table, Text

if TYPE_CHECKING:
    from reports.deliverables.deck_page import Page
    from reports.deliverables.deck_slide import Sheet

# Tables of so many rows have their words above.
_LONG = 12


def lay_out(sheet: Sheet, page: Page, room: Rect, *, cut: bool) -> Rest:
    """All that fits. cut: what does not is said in the notes, and a line on the slide says so."""
    rest = Rest(cut)
    facts = [block for block in page.shown if isinstance(block, Facts)]
    for block in facts:
        room = deck_cards.key_figures(sheet, room, block)
    cards = [block for block in page.shown if isinstance(block, Card)]
    figures: list[Chart | Table] = [b for b in page.shown if isinstance(b, Chart | Table)]
    words = [block for block in page.shown if isinstance(block, Text | Points | Notice)]
    if cards:
        room = deck_words.introduction(sheet, room, words)
        count = len(cards) if cut else deck_cards.abreast(cards, room)
        deck_cards.cards(sheet, room, cards[:count], rest, cut=cut)
        rest.blocks += cards[count:]
        room = replace(room, top=room.bottom, height=0)
        words = []
    if page.as_shape and isinstance(figures[0], Chart):
        deck_figures.as_shape(sheet, room, figures[0])
    elif figures and words:
        _beside(sheet, room, figures, words, page, rest, cut=cut)
    elif figures:
        deck_figures.figures_beside(sheet, room, figures, page, rest)
    elif words:
        deck_words.only_words(sheet, room, words, rest, cut=cut)
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
        deck_figures.figures_beside(
            sheet, deck_words.introduction(sheet, room, words), figures, page, rest
        )
        return
    if isinstance(first, Table):
        tables = [one for one in figures if isinstance(one, Table)]
        natural = max(table_room.natural_width(one, SIZES[1]) for one in tables)
        wide = min(int(room.width * 0.55), int(Pt(1) * (natural + 2)))
        right = replace(room, left=room.right - wide, width=wide)
        left = replace(room, width=room.width - wide - GAP)
        deck_words.words(sheet, left, words, rest, cut=cut)
        deck_figures.stacked(sheet, right, tables, page, rest)
        rest.blocks += [one for one in others if one not in tables]
        return
    wide = int(room.width * (0.68 if first.kind in ("roadmap", "load") else 0.6))
    left = replace(room, width=wide)
    right = Rect(left.right + GAP, room.top, room.width - wide - GAP, room.height)
    deck_figures.figure(sheet, left, first, page, rest)
    # Charts first: a table loses less in the notes.
    for one in sorted(others, key=lambda other: isinstance(other, Table)):
        high = deck_figures.wanted(one, right)
        if right.height - high < Pt(96):
            rest.blocks.append(one)
            continue
        deck_figures.figure(sheet, replace(right, height=high), one, page, rest)
        right = deck_words.below(right, high + int(Pt(10)))
    deck_words.paragraphs(sheet, right, deck_words.paragraphs_of(words), rest, cut=cut, most=BESIDE)
