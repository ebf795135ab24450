"""The words of a slide: paragraphs, lists and notices, as many as can be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from pptx.util import Inches, Pt

from reports.deliverables import fitting
from reports.deliverables.deck_master import Rect
from reports.deliverables.deck_text import TEXT_SIZES, Paragraph, needs
from reports.deliverables.document import Block, Notice, Points, Text
from reports.deliverables.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_slide import Sheet

GAP = int(Inches(0.3))
# Words beside a figure are no larger than this.
BESIDE = 16.0


@dataclass
class Rest:
    """What did not fit: blocks to carry on with, and paragraphs. cut: no slide is left for them."""

    cut: bool = False
    blocks: list[Block] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def below(room: Rect, high: int) -> Rect:
    return replace(room, top=room.top + high, height=room.height - high)


def paragraphs_of(blocks: Sequence[Text | Points | Notice]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Points):
            found += [
                Paragraph(xml_text(item.text), bullet=len(block.items) > 1) for item in block.items
            ]
        else:
            found.append(Paragraph(xml_text(block.text), bold=isinstance(block, Notice)))
    return found


def words(
    sheet: Sheet, room: Rect, blocks: Sequence[Text | Points | Notice], rest: Rest, *, cut: bool
) -> None:
    paragraphs(sheet, room, paragraphs_of(blocks), rest, cut=cut)


def paragraphs(
    sheet: Sheet,
    room: Rect,
    given: list[Paragraph],
    rest: Rest,
    *,
    cut: bool,
    boxed: float | None = None,
    most: float = TEXT_SIZES[0],
) -> None:
    """As many as fit at a readable size; the others are the rest. boxed: the size of a text box of
    its own; else they go into the layout's place for text."""
    width, high = room.points
    kept = list(given)
    more = Paragraph(
        _("More in the notes.") if cut else _("Continued on the next slide."), quiet=True
    )
    while kept:
        shown = kept if len(kept) == len(given) else [*kept, more]
        if needs(shown, width, TEXT_SIZES[-1]) <= high or len(kept) == 1:
            break
        kept = kept[:-1]
    rest.paragraphs += given[len(kept) :]
    if not kept:
        return
    shown = kept if len(kept) == len(given) else [*kept, more]
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


def only_words(
    sheet: Sheet, room: Rect, blocks: Sequence[Text | Points | Notice], rest: Rest, *, cut: bool
) -> None:
    """Two lists stand beside each other; else one column that is not too wide to be read."""
    lists = [block for block in blocks if isinstance(block, Points)]
    if len(lists) == len(blocks) == 2:
        wide = (room.width - GAP) // 2
        for n, block in enumerate(lists):
            place = Rect(room.left + n * (wide + GAP), room.top, wide, room.height)
            paragraphs(sheet, place, paragraphs_of([block]), rest, cut=cut)
        return
    wide = int(min(room.width, max(room.width * 0.8, Inches(8))))
    words(sheet, replace(room, width=wide), blocks, rest, cut=cut)


def introduction(sheet: Sheet, room: Rect, blocks: Sequence[Text | Points | Notice]) -> Rect:
    """All of them above what follows; gives the room that is left."""
    if not blocks:
        return room
    said = paragraphs_of(blocks)
    size = 13.0
    high = int(Pt(1) * needs(said, room.points[0], size))
    sheet.text(replace(room, height=high), said, size=size, name="Introduction")
    return below(room, high + int(Pt(4)))
