"""How a deliverable is written: numbers that know where they stand, sentences that know their
numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reports import numbers
from reports.deliverables.document import Depth, Fact, Number, Section, Text, Unit, at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from reports.deliverables.contents import Contents
    from reports.deliverables.document import Block
    from reports.frames import Source

# How a number of each unit is written, everywhere.
WRITTEN: Mapping[Unit, Callable[[Any], str]] = {
    Unit.LEVEL: numbers.level,
    Unit.WHOLE_LEVEL: numbers.whole_level,
    Unit.INDEX: numbers.index,
    Unit.SHARE: numbers.percent,
    Unit.DAYS: numbers.days,
    Unit.MONEY: numbers.thousands,
    Unit.COUNT: lambda value: numbers.ABSENT if value is None else numbers.grouped(value),
    Unit.CHANGE: numbers.level_change,
    Unit.POINTS: lambda value: numbers.ABSENT if value is None else numbers.signed(int(value)),
    Unit.PLAIN: lambda value: numbers.rounded(value, 2),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the facts, taken as it is."""

    path: str
    text: str


Word = Number | Quote | str


@dataclass(frozen=True)
class Book:
    """What every section is written from. analysis_source, plan_source: the lines below charts;
    days_named: the days in them. today: the day that it is made for. protected: single answers
    are, so that what is not there may be hidden."""

    read: Source
    facts: Mapping[str, Any]
    contents: Contents
    analysis_source: str
    plan_source: str
    days_named: tuple[str, ...]
    today: date
    protected: bool

    def number(self, unit: Unit, *paths: str) -> Number:
        """The number at a path, or the sum of several. None where one of them is missing."""
        found = [at(self.facts, path) for path in paths]
        value = None if not found or None in found else sum(found)
        return Number(value, WRITTEN[unit](value), unit, paths)

    def level(self, path: str) -> Number:
        return self.number(Unit.LEVEL, path)

    def whole_level(self, path: str) -> Number:
        return self.number(Unit.WHOLE_LEVEL, path)

    def index(self, path: str) -> Number:
        return self.number(Unit.INDEX, path)

    def share(self, path: str) -> Number:
        return self.number(Unit.SHARE, path)

    def days(self, *paths: str) -> Number:
        return self.number(Unit.DAYS, *paths)

    def money(self, *paths: str) -> Number:
        return self.number(Unit.MONEY, *paths)

    def count(self, path: str) -> Number:
        return self.number(Unit.COUNT, path)

    def quote(self, path: str) -> Quote:
        return Quote(path, str(at(self.facts, path) or ""))

    @property
    def planned(self) -> bool:
        """True if there is a plan with something in it."""
        return self.read.roadmap is not None and bool(self.read.roadmap["roadmap"]["items"])


def say(key: str, template: str, *, depth: Depth = Depth.BOARD, **words: Word) -> Text:
    """A sentence from a template with named places and what stands in them."""
    return _said(key, template, words, depth)


def take(
    key: str,
    text: str,
    *,
    depth: Depth = Depth.BOARD,
    numbers: Iterable[Number] = (),
    words: Iterable[str] = (),
) -> Text:
    """A sentence that is written elsewhere, with those of numbers and names that stand in it."""
    return Text(
        key,
        text,
        numbers=tuple(item for item in numbers if stands_in(item, text)),
        words=tuple(word for word in words if word and word in text),
        depth=depth,
    )


def cite(book: Book, key: str, path: str, *, depth: Depth = Depth.BOARD) -> Text:
    """A sentence of the facts by itself."""
    return say(key, "%(quote)s", depth=depth, quote=book.quote(path))


def paragraph(key: str, *parts: Text | None, depth: Depth = Depth.BOARD) -> Text | None:
    """Sentences one after another; None without any."""
    said = [part for part in parts if part is not None and part.text]
    if not said:
        return None
    return Text(
        key,
        " ".join(part.text for part in said),
        numbers=tuple(item for part in said for item in part.numbers),
        words=tuple(word for part in said for word in part.words),
        quotes=tuple(path for part in said for path in part.quotes),
        depth=depth,
    )


def section(
    title: str, said: Text, blocks: Iterable[Block | None], depth: Depth = Depth.BOARD
) -> Section:
    """A section whose key is the first part of that of its message."""
    key = said.key.partition(".")[0]
    present = tuple(block for block in blocks if block is not None)
    return Section(key, title, said.text, present, depth, replace(said, depth=depth))


def fact(label: str, value: Number | str, note: str = "", **words: Word) -> Fact:
    """A key figure with a note, which is a template as of `say`."""
    said = _said("", note, words, Depth.BOARD)
    return Fact(label, value, said.text, said.numbers)


def stands_in(number: Number, text: str) -> bool:
    """True if the number is written in the text, and not only as a part of another one."""
    return bool(re.search(rf"(?<![\d.,]){re.escape(number.text)}(?![\d%])", text))


def _said(key: str, template: str, words: Mapping[str, Word], depth: Depth) -> Text:
    given = words.values()
    return Text(
        key,
        template % {name: _text(word) for name, word in words.items()},
        numbers=tuple(word for word in given if isinstance(word, Number)),
        words=tuple(word for word in given if isinstance(word, str) and word),
        quotes=tuple(word.path for word in given if isinstance(word, Quote)),
        depth=depth,
    )


def _text(word: Word) -> str:
    return word if isinstance(word, str) else word.text
