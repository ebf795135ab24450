"""Which slides a deck has, and what stands on each: for whom it is decides how far it goes.

Knows nothing of masters or sizes: whatever does not fit a slide is carried on by the writer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

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
_SHORT, _TOGETHER = 8, 2
# What a working session can do without on its slides, first first: it goes into the notes.
_SPARED = ("change.capabilities", "way", "sides", "targets", "lenses")


@dataclass(frozen=True, slots=True)
class Page:
    """One message. section: key of its section. blocks: in reading order; aside: said in the notes
    alone. as_shape: the areas as bars with the radar beside them. folded: pages of other sections
    that are told on this slide too."""

    section: str
    title: str
    blocks: tuple[Block, ...]
    aside: tuple[Block, ...] = ()
    as_shape: bool = False
    folded: tuple[Page, ...] = ()

    @property
    def shown(self) -> tuple[Block, ...]:
        """Its blocks, and those of the others under their messages: a notice each, because on the
        slide of another message they must not be passed over."""
        others = [
            block
            for one in self.folded
            for block in (Notice(f"{one.section}.message", one.title), *one.blocks)
        ]
        return (*self.blocks, *others)

    @property
    def unseen(self) -> tuple[Block, ...]:
        return (*self.aside, *(block for one in self.folded for block in one.aside))


def pages(document: Deliverable, audience: Audience) -> tuple[Page, ...]:
    """The slides after the first, in order."""
    depth = DEPTHS[audience]
    sections = document.up_to(depth)
    if audience is Audience.BOARD:
        return _board(sections)
    found = [page for one in sections for page in _of_section(one, depth)]
    found = _tables_together(found)
    if audience is Audience.WORKING:
        # One for the first slide, one for words that go on.
        found = _at_most(found, WORKING_SLIDES - 2)
    return tuple(found)


def _board(sections: Sequence[Section]) -> tuple[Page, ...]:
    """One slide a section. With more sections than slides the last ones are said on the slide
    before: what is uncertain is never left out."""
    found = [Page(one.key, one.message, *_lead(_joined(one, Depth.BOARD))) for one in sections]
    while len(found) > BOARD_SLIDES:
        last = found.pop()
        found[-1] = replace(found[-1], folded=(last, *last.folded))
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
    for chart in parts.charts:
        # A short table beside the figure that it goes with.
        beside = tuple(t for t in parts.tables if chart.kind == "forecast" and _is_short(t))[:1]
        parts.tables = [t for t in parts.tables if t not in beside]
        found.append(Page(section.key, chart.message, (chart, *beside)))
    for table in parts.tables:
        title = table.message if found else section.message
        found.append(Page(section.key, title, (table,)))
    for n in range(0, len(parts.cards), _CARDS):
        found.append(Page(section.key, section.message, tuple(parts.cards[n : n + _CARDS])))
    return found


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
        """The first chart with all words; words alone take the lists and the first table along. A
        chart of many rows stands alone."""
        found: list[Block] = list(self.words)
        alone = bool(self.charts) and self.charts[0].kind == "capabilities"
        if self.charts and not alone:
            self.first_chart = self.charts[:1]
            self.charts = self.charts[1:]
            return [*found, *self.first_chart]
        if found or self.lists:
            found += self.lists
            self.lists = []
            if not self.cards:
                # Two short tables stand under each other.
                taken = 2 if all(map(_is_short, self.tables[:2])) else 1
                found += self.tables[:taken]
                self.tables = self.tables[taken:]
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
