"""What stands on which page of the brief.

A page tells what the section of the document tells, but what is done next stands beside what is
asked for it; and a page that has room left takes in what belongs to it from deeper in the document.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.deliverables.document import Card, Chart, Depth, Points, Section, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.document import Block, Deliverable

# Which sections make a page; what is not named here goes onto the last.
PAGES = (("standing", "change"), ("gaps",), ("roadmap",), ("asks", "uncertain"))
# Blocks of the roadmap that are told after the first block of what is asked.
_TOLD_THERE = ("next", "roadmap.then")
# Deeper tables of a section that stand on its page if there is room.
_SPARE = {"standing": ("way", "lenses")}
# Of the gaps beneath those that are told at length: at most and at least so many, and the columns
# of the table of priorities that say enough of each.
_MOST, _LEAST = 7, 3
_COLUMNS = ("rank", "capability", "area", "score", "target", "class", "priority")


def pages(document: Deliverable) -> list[list[Section]]:
    """The sections of each page with what they tell the board, or what is there instead."""
    by_key = {found.key: found for found in _told(document)}
    made = [[by_key.pop(key) for key in page if key in by_key] for page in PAGES]
    made[-1] += by_key.values()
    return [_completed(page[0], found, document) for page, found in zip(PAGES, made, strict=True)]


def spare(document: Deliverable) -> list[list[Table]]:
    """For each page what it takes in if there is room, the most wanted first; of those with the
    same key one is enough."""
    return [[table for key in page for table in _spare(document, key)] for page in PAGES]


def _completed(key: str, page: list[Section], document: Deliverable) -> list[Section]:
    """A page that says so where the document says nothing for it. key: of its first section."""
    first = page[0] if page and page[0].key == key else None
    if first and first.blocks:
        return page
    roadmap = document.section("roadmap")
    planned = roadmap is not None and bool(roadmap.blocks)
    asked = _("There is nothing to decide") if planned else _("Say what a roadmap may take")
    title, message = {
        "standing": (_("Where you stand"), _("There are not enough answers yet")),
        "gaps": (_("Gaps that matter"), _("No gap is known")),
        "roadmap": (_("Roadmap"), _("No roadmap has been made yet")),
        "asks": (_("What we ask of you"), asked),
    }[key]
    blocks = () if planned else tuple(_instead(key, document))
    if first:
        return [replace(first, blocks=blocks), *page[1:]]
    return [Section(key, title, message, blocks), *page]


def _instead(key: str, document: Deliverable) -> list[Block]:
    """What a board needs to know before there is a plan: what one is, what it would have to close,
    and what it needs."""
    if key == "roadmap":
        words = _(
            "A roadmap puts initiatives in order by the gap that they close, within the people,"
            " the money and the time that there are. It says what is done when and by whom, what"
            " it costs, and when the next stage stands."
        )
        return [Text("absent.roadmap", words), *_ranked(document)]
    if key == "asks":
        asked = (
            _("Confirm the growth profile and the order of the goals: targets follow from them."),
            _("Say who can give time to change, and how much of it."),
            _("Say what may be spent outside, and until when."),
            _("Name who keeps the roadmap once it is made."),
        )
        points = tuple(Text(f"absent.asks.{n}", words) for n, words in enumerate(asked))
        return [Points("absent.asks", points)]
    return []


def _told(document: Deliverable) -> list[Section]:
    """The sections of the brief, with what is done next beside what is asked for it."""
    found = [
        replace(section, blocks=section.up_to(Depth.BOARD))
        for section in document.up_to(Depth.BOARD)
    ]
    if not {"roadmap", "asks"} <= {section.key for section in found}:
        return found
    blocks = [block for section in found if section.key == "roadmap" for block in section.blocks]
    moved = [block for block in blocks if _key(block) in _TOLD_THERE]
    return [_rearranged(section, moved) for section in found]


def _rearranged(section: Section, moved: Sequence[Block]) -> Section:
    if section.key == "roadmap":
        return replace(section, blocks=tuple(one for one in section.blocks if one not in moved))
    if section.key == "asks":
        first, others = section.blocks[:1], section.blocks[1:]
        return replace(section, blocks=(*first, *moved, *others))
    return section


def _key(block: Block) -> str:
    return block.kind if isinstance(block, Chart) else block.key


def _spare(document: Deliverable, key: str) -> list[Table]:
    if key == "gaps":
        return _next_gaps(document)
    section = document.section(key)
    blocks = section.blocks if section else ()
    by_key = {block.key: block for block in blocks if isinstance(block, Table)}
    return [by_key[name] for name in _SPARE.get(key, ()) if name in by_key]


def _next_gaps(document: Deliverable) -> list[Table]:
    """The gaps that come after those on cards, the longest list first."""
    gaps, charts = document.section("gaps"), _ranked(document)
    if gaps is None or not charts:
        return []
    whole = charts[0].table
    told = sum(isinstance(block, Card) for block in gaps.blocks)
    places = {column.key: n for n, column in enumerate(whole.columns)}
    if not told or not places.keys() >= set(_COLUMNS):
        return []
    columns = tuple(whole.columns[places[name]] for name in _COLUMNS)
    rows = tuple(tuple(row[places[name]] for name in _COLUMNS) for row in whole.rows[told:])
    return [
        replace(
            whole,
            key="gaps.next",
            message=_("The gaps that come next"),
            columns=columns,
            rows=rows[:count],
            keys=whole.keys[told : told + count],
        )
        for count in range(min(_MOST, len(rows)), _LEAST - 1, -1)
    ]


def _ranked(document: Deliverable) -> list[Chart]:
    """Every capability by priority, now and at target."""
    section = document.section("priorities")
    return [block for block in section.blocks if isinstance(block, Chart)] if section else []
