"""Which slides a deck has, and what stands on each: for whom it is decides how far it goes.

Knows nothing of masters or sizes: whatever does not fit a slide is carried on by the writer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reports.deliverables.document import (
    Block, Card, Chart, Depth, Facts, Notice, Points, Table, Text,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.deliverables.document import Deliverable, Section


class Audience(StrEnum):
    """Who will look at it."""

    BOARD = "board"  # five slides, one message each
    WORKING = "working"  # fifteen to twenty: what a working session goes through
    FULL = "full"  # all of it, with the appendix


DEPTHS = {
    Audience.BOARD: Depth.BOARD,
    Audience.WORKING: Depth.WORKING,
    Audience.FULL: Depth.FULL,
}
BOARD_SLIDES, WORKING_SLIDES = 5, 20
_CARDS, _LISTS = 2, 2
# Tables of so few rows share a slide, so many of them.
_SHORT, _TOGETHER = 8, 3
# What a working session can do without on its slides, first first: it goes into the notes.
_SPARED = ("change.capabilities", "way", "sides")


@dataclass(frozen=True, slots=True)
class Page:
    """One message. section: key of its section. blocks: in reading order; aside: said in the notes
    alone. as_shape: the areas as bars with the radar beside them."""

    section: str
    title: str
    blocks: tuple[Block, ...]
    aside: tuple[Block, ...] = ()
    as_shape: bool = False


def pages(document: Deliverable, audience: Audience) -> tuple[Page, ...]:
    """The slides after the first, in order."""
    depth = DEPTHS[audience]
    sections = document.up_to(depth)
    if audience is Audience.BOARD:
        return _board(sections)
    found = [page for one in sections for page in _of_section(one, depth)]
    found = _tables_together(found)
    if audience is Audience.WORKING:
        # One for the first slide.
        found = _at_most(found, WORKING_SLIDES - 1)
    return tuple(found)


def _board(sections: Sequence[Section]) -> tuple[Page, ...]:
    """One slide a section. With more sections than slides the last ones are said on the slide
    before: what is uncertain is never left out."""
    found = [Page(one.key, one.message, *_lead(_joined(one, Depth.BOARD))) for one in sections]
    while len(found) > BOARD_SLIDES:
        last = found.pop()
        words = tuple(
            b for b in (*last.blocks, *last.aside) if isinstance(b, Text | Points | Notice)
        )
        rest = tuple(b for b in (*last.blocks, *last.aside) if b not in words)
        before = found[-1]
        said = Text(f"{last.section}.message", last.title)
        found[-1] = replace(
            before,
            blocks=(*before.blocks, said),
            aside=(*before.aside, *words, *rest),
        )
    return tuple(found)


def _lead(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What of a section stands on its one slide, and what is said in the notes: a table that says
    what cards say goes into the notes."""
    carded = any(isinstance(block, Card) for block in blocks)
    aside = tuple(block for block in blocks if carded and isinstance(block, Table))
    return tuple(block for block in blocks if block not in aside), aside


def _joined(section: Section, depth: Depth) -> tuple[Block, ...]:
    """The blocks of a section; a paragraph about a card's subject goes onto the card."""
    blocks = section.up_to(depth)
    about = {f"{section.key}.{block.key}": block.key for block in blocks if isinstance(block, Card)}
    texts = {
        about[block.key]: block
        for block in blocks
        if isinstance(block, Text) and block.key in about
    }
    return tuple(
        replace(block, blocks=(texts[block.key], *block.blocks))
        if isinstance(block, Card) and block.key in texts
        else block
        for block in blocks
        if not (isinstance(block, Text) and block.key in about)
    )


def _of_section(section: Section, depth: Depth) -> list[Page]:
    """First what leads, then each figure, each list, each table and the cards."""
    blocks = _joined(section, depth)
    charts = [block for block in blocks if isinstance(block, Chart)]
    cards = [block for block in blocks if isinstance(block, Card)]
    lists = [block for block in blocks if isinstance(block, Points)]
    leading = [b for b in blocks if isinstance(b, Facts | Text | Notice) or b in charts[:1]]
    if not charts and not cards:
        leading += lists
        lists = []
    tables = [block for block in blocks if isinstance(block, Table)]
    cards_first = bool(cards) and not charts and all(c.depth is Depth.BOARD for c in cards)
    if cards_first:
        leading, cards, aside = [*leading, *cards], [], tuple(tables)
        return [Page(section.key, section.message, tuple(leading), aside)]
    found = []
    if not charts and len(tables) == 1 and not cards and _is_short(tables[0]):
        # A short table and its words are one slide.
        leading, tables = [*leading, *tables], []
    if leading:
        found.append(Page(section.key, section.message, tuple(leading)))
    found += [
        Page(section.key, chart.message, (chart,), as_shape=True)
        for chart in charts[:1]
        if chart.kind == "areas"
    ]
    for n in range(0, len(lists), _LISTS):
        found.append(Page(section.key, section.message, tuple(lists[n : n + _LISTS])))
    for chart in charts[1:]:
        # A short table beside the figure that it goes with.
        beside = tuple(t for t in tables if chart.kind == "forecast" and _is_short(t))
        tables = [t for t in tables if t not in beside]
        found.append(Page(section.key, chart.message, (chart, *beside)))
    for table in tables:
        title = table.message if found else section.message
        found.append(Page(section.key, title, (table,)))
    for n in range(0, len(cards), _CARDS):
        found.append(Page(section.key, section.message, tuple(cards[n : n + _CARDS])))
    return found


def _is_short(table: Table) -> bool:
    return len(table.rows) <= _SHORT


def _tables_together(pages: Sequence[Page]) -> list[Page]:
    """Slides that hold one short table each and follow each other share one."""
    found: list[Page] = []
    for page in pages:
        last = found[-1] if found else None
        if (
            last is not None
            and _only_short_tables(page)
            and _only_short_tables(last)
            and len(last.blocks) < _TOGETHER
        ):
            found[-1] = replace(
                last, title=f"{last.title} {page.title}", blocks=(*last.blocks, *page.blocks)
            )
        else:
            found.append(page)
    return found


def _only_short_tables(page: Page) -> bool:
    return all(isinstance(block, Table) and _is_short(block) for block in page.blocks) and (
        page.section.startswith("area-")
    )


def _at_most(pages: list[Page], most: int) -> list[Page]:
    """Tables that a session can do without go into the notes of the slide before theirs."""
    found = list(pages)
    for key in _SPARED:
        at = next((n for n, page in enumerate(found) if _keys(page.blocks) == [key]), 0)
        if len(found) > most and at:
            before = found[at - 1]
            found[at - 1] = replace(before, aside=(*before.aside, *found[at].blocks))
            del found[at]
    return found


def _keys(blocks: Iterable[Block]) -> list[str]:
    return [getattr(block, "key", "") for block in blocks]
