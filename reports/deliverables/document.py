"""The content of a deliverable before anybody decides how it looks: frozen values, no Django rows.

Every number carries where it comes from, so that a test can take each one in each file back to the
result. Text that people see is written (and translated) by whoever assembles the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from reports.figures.frame import Row


class FactError(LookupError):
    """A path that leads nowhere in the facts."""


class Depth(IntEnum):
    """How much a reader gets: a deliverable of one depth shows everything up to it."""

    BOARD = 1  # the brief, the board's slides, the editable brief
    WORKING = 2  # the working session
    FULL = 3  # the whole report with its appendix


class Unit(StrEnum):
    """What a number is, for alignment and for the number format of a spreadsheet."""

    LEVEL = "level"  # 1.0..5.0, one decimal
    WHOLE_LEVEL = "whole_level"  # 1..5
    INDEX = "index"  # 0..100, no decimals
    SHARE = "share"  # 0..1, written as percent
    DAYS = "days"  # person-days
    MONEY = "money"  # thousands of US dollars
    COUNT = "count"
    CHANGE = "change"  # a difference of levels, with its sign
    POINTS = "points"  # a difference of indices in whole points, with its sign
    PLAIN = "plain"  # anything else, e.g. a coefficient


@dataclass(frozen=True, slots=True)
class Number:
    """One number. value: unrounded, None where there is none; text: as it is written everywhere,
    rounded once; paths: where it stands in the facts (see `at`); several are added up."""

    value: float | None
    text: str
    unit: Unit
    paths: tuple[str, ...]


Cell = Number | str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """unit: of its numbers, None for a column of words; explanation: one sentence for a reader who
    meets the table alone."""

    key: str
    heading: str
    unit: Unit | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """message: its title, a sentence; order: how the rows are sorted, said beneath. keys: one per
    row, stable (of a capability, an initiative, ...)."""

    key: str
    message: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[str, ...]
    order: str = ""
    depth: Depth = Depth.BOARD


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph of the narrative. numbers: every one that stands in it; words: the names and
    dates in it; quotes: paths of the sentences of the facts that stand in it as they are. by_hand:
    a person rewrote it; outdated: and what it rests on has changed since."""

    key: str
    text: str
    numbers: tuple[Number, ...] = ()
    by_hand: bool = False
    outdated: bool = False
    depth: Depth = Depth.BOARD
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short statements."""

    key: str
    items: tuple[Text, ...]
    depth: Depth = Depth.BOARD


@dataclass(frozen=True, slots=True)
class Fact:
    """numbers: those that stand in the note."""

    label: str
    value: Number | str
    note: str = ""
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """A strip of key figures, or the facts of a card."""

    key: str
    items: tuple[Fact, ...]
    depth: Depth = Depth.BOARD


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. kind: a key of reports.charts.KINDS, from which a picture is drawn; frame: its
    rows, from which a native chart is built. message: its title; alt: the same for who cannot see
    it; source: number of answers and date, said beneath. table: its numbers. numbers, words: those
    that stand in the message, the alternative and the source."""

    kind: str
    message: str
    alt: str
    source: str
    frame: Sequence[Row]
    table: Table
    depth: Depth = Depth.BOARD
    numbers: tuple[Number, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One initiative, capability or area told on its own. area: a key, for its colour."""

    key: str
    name: str
    area: str
    facts: tuple[Fact, ...]
    blocks: tuple[Text | Points | Table, ...] = ()
    depth: Depth = Depth.FULL


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader must not miss: synthetic data, withheld figures, what is uncertain.
    numbers, words, quotes: as of a Text."""

    key: str
    text: str
    depth: Depth = Depth.BOARD
    numbers: tuple[Number, ...] = ()
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


Block = Text | Points | Facts | Table | Chart | Card | Notice


@dataclass(frozen=True, slots=True)
class Section:
    """title: what it is about, two or three words for a table of contents; message: what it says,
    one sentence; said: the same as a paragraph, with its numbers. A section of a depth is left out
    of everything shallower, with all its blocks."""

    key: str
    title: str
    message: str
    blocks: tuple[Block, ...]
    depth: Depth = Depth.BOARD
    said: Text | None = None

    def up_to(self, depth: Depth) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.depth <= depth)


@dataclass(frozen=True, slots=True)
class Brand:
    """How the files of an organisation look. Colours are #rrggbb and legible on white; logo: bytes
    of a PNG, or nothing; paper: a4 or letter."""

    client_name: str = ""
    made_by: str = ""
    primary: str = "#1d436f"
    accent: str = "#955308"
    logo: bytes = b""
    footer: str = ""
    confidentiality: str = ""
    language: str = "en"
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What it was made from: enough to make it again and to see that two files agree."""

    framework: str
    framework_version: str
    engine_version: str
    input_digest: str
    analysed_on: date
    made_on: date
    answers: int
    respondents: int
    synthetic: bool


@dataclass(frozen=True)
class Deliverable:
    """facts: the documents that numbers come from, by name ("result", "change", "cases" ...);
    every path of a number begins with such a name."""

    organisation: str
    assessment: str
    sections: tuple[Section, ...]
    provenance: Provenance
    facts: Mapping[str, Any]
    brand: Brand = field(default_factory=Brand)

    def up_to(self, depth: Depth) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.depth <= depth)

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


def at(facts: Mapping[str, Any], path: str) -> Any:
    """What stands at a path such as "result/capabilities/lead_management/score".

    A part names a key of a mapping; in a list of mappings it names the one whose key or
    initiative it is, in any list the position from 0. Raises FactError.
    """
    here: Any = facts
    for part in path.split("/"):
        here = _step(here, part, path)
    return here


def _step(here: Any, part: str, path: str) -> Any:
    if isinstance(here, Mapping) and part in here:
        return here[part]
    if isinstance(here, Sequence) and not isinstance(here, str):
        for item in here:
            if isinstance(item, Mapping) and part in (item.get("key"), item.get("initiative")):
                return item
        if part.isdigit() and int(part) < len(here):
            return here[int(part)]
    raise FactError(f"{path}: there is no {part}")
