"""Which slides a deck has, and what stands on each: for whom it is decides how far it goes.

Knows nothing of masters or sizes: whatever does not fit a slide is carried on by the writer.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reports import numbers
from reports.deliverables.deck_joining import tables_together, words_together
from reports.deliverables.deck_page import Page, keys_of
from reports.deliverables.document import (
    Block,
    Card,
    Chart,
    Depth,
    Facts,
    Notice,
    Points,
    Table,
    Text,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
# Two tables stand under each other beside words, if they have so few rows between them.
_STACKED = 16
# Longer tables leave no room for more paragraphs than these.
_LONG, _BESIDE_LONG = 12, 2
# Charts that take a slide of their own.
_ALONE = ("capabilities", "roadmap")
# What a working session can do without on its slides, first first, by the beginning of its key:
# it goes into the notes.
_SPARED = ("area-", "change.capabilities", "way", "sides", "targets", "lenses")


def pages(
    document: Deliverable,
    audience: Audience,
    *,
    most: int = WORKING_SLIDES - 1,
) -> tuple[Page, ...]:
    """The slides after the first, in order. most: slides of a working session after its first."""
    depth = DEPTHS[audience]
    sections = document.up_to(depth)
    if audience is Audience.BOARD:
        return _board(sections)
    found = tables_together([page for one in sections for page in _of_section(one, depth)])
    if audience is Audience.WORKING:
        found = _at_most(words_together(found), most)
    return tuple(_drawn(found))


def _drawn(pages: Sequence[Page]) -> Iterator[Page]:
    """The table of an area has the chart of its capabilities beside it."""
    charts = (block for page in pages for block in page.blocks if isinstance(block, Chart))
    whole = next((one for one in charts if one.kind == "capabilities"), None)
    for page in pages:
        area = page.section.removeprefix("area-")
        rows = [row for row in whole.frame if row["area"] == area] if whole else []
        table = page.blocks[0] if len(page.blocks) == 1 else None
        if whole is None or not rows or not isinstance(table, Table):
            yield page
            continue
        names = ", ".join(f"{row['name']} {numbers.level(row['score'])}" for row in rows)
        alt = f"{page.title} {names}."
        chart = replace(whole, message=page.title, alt=alt, frame=rows, table=table)
        yield replace(page, blocks=(chart, replace(table, message=page.title)))


def _board(sections: Sequence[Section]) -> tuple[Page, ...]:
    """One slide a section. With more sections than slides the last ones are said on the slide
    before: what is uncertain is never left out."""
    found = [Page(one.key, one.message, *_lead(_joined(one, Depth.BOARD))) for one in sections]
    while len(found) > BOARD_SLIDES:
        last = found.pop()
        found[-1] = replace(found[-1], folded=(last, *last.folded))
    return tuple(words_together(found))


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
    parts = _Parts(blocks)
    if parts.cards and not parts.charts and all(c.depth is Depth.BOARD for c in parts.cards):
        shown = tuple(block for block in blocks if not isinstance(block, Table))
        return [Page(section.key, section.message, shown, tuple(parts.tables))]
    leading = parts.leading()
    found = []
    if leading:
        found.append(Page(section.key, section.message, tuple(b for b in blocks if b in leading)))
    found += [
        Page(section.key, chart.message, (chart,), as_shape=True)
        for chart in parts.first_chart
        if chart.kind == "areas"
    ]
    for n in range(0, len(parts.lists), _LISTS):
        found.append(Page(section.key, section.message, tuple(parts.lists[n : n + _LISTS])))
    found += [Page(section.key, chart.message, (chart,)) for chart in parts.charts]
    cards = [
        Page(section.key, section.message, tuple(parts.cards[n : n + _CARDS]))
        for n in range(0, len(parts.cards), _CARDS)
    ]
    tables = [Page(section.key, table.message, (table,)) for table in parts.tables]
    first = next((block for block in blocks if isinstance(block, Card | Table)), None)
    found += (*cards, *tables) if isinstance(first, Card) else (*tables, *cards)
    # The first slide says what the section does.
    return [
        replace(page, title=section.message) if n == 0 else page for n, page in enumerate(found)
    ]


class _Parts:
    """The blocks of a section by what they are; `leading` takes away what stands on its first
    slide."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.charts = [block for block in blocks if isinstance(block, Chart)]
        self.cards = [block for block in blocks if isinstance(block, Card)]
        self.lists = [block for block in blocks if isinstance(block, Points)]
        self.tables = [block for block in blocks if isinstance(block, Table)]
        self.words = [block for block in blocks if isinstance(block, Facts | Text | Notice)]
        self.first_chart: list[Chart] = []

    def leading(self) -> list[Block]:
        """The first chart with all words; words alone take the lists and the first table along."""
        found: list[Block] = list(self.words)
        first = next((one for one in self.charts if one.kind not in _ALONE), None)
        if first is not None:
            self.first_chart = [first]
            self.charts.remove(first)
            return [*found, first]
        if found or self.lists:
            found += self.lists
            self.lists = []
            if not self.cards:
                taken = self._tables_beside(found)
                found += self.tables[:taken]
                self.tables = self.tables[taken:]
        return found

    def _tables_beside(self, words: Sequence[Block]) -> int:
        """How many tables go with words."""
        if self.tables and len(self.tables[0].rows) > _LONG:
            said = sum(len(one.items) if isinstance(one, Points) else 1 for one in words)
            return int(said <= _BESIDE_LONG)
        return 2 if sum(len(one.rows) for one in self.tables[:2]) <= _STACKED else 1


def _at_most(pages: list[Page], most: int) -> list[Page]:
    """Tables that a session can do without go into the notes of the slide before theirs."""
    found = list(pages)
    for key in _SPARED:
        while len(found) > most:
            at = next((n for n, page in enumerate(found) if n and _is_spared(page, key)), None)
            if at is None:
                break
            before, gone = found[at - 1], found.pop(at)
            said = Notice(f"{gone.section}.message", gone.title)
            found[at - 1] = replace(before, aside=(*before.aside, said, *gone.blocks))
            if key == "area-":
                # All of the areas, or none.
                most = min(most, len([page for page in found if not _is_spared(page, key)]))
    return found


def _is_spared(page: Page, key: str) -> bool:
    keys = keys_of(page.blocks)
    return any(one.startswith(key) for one in keys) and all(one.startswith(_SPARED) for one in keys)
