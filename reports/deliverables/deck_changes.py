"""What changed since an earlier deck: number by number, message by message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.deliverables.document import (
    Card,
    Chart,
    Depth,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
)  # fmt: skip
from reports.deliverables.plain_words import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.deliverables.deck_page import Page
    from reports.deliverables.document import Block, Deliverable

Said = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """before, now: as they are written; None where there was or is nothing. what: of which number,
    or nothing for a sentence."""

    what: str
    before: str | None
    now: str | None


class Earlier:
    """An earlier document, to be asked what it said."""

    def __init__(self, document: Deliverable) -> None:
        self.document = document
        self._said: dict[tuple[str, str], tuple[str, str]] = {}
        self._titles: dict[str, str] = {}
        for section in document.up_to(Depth.FULL):
            self._titles[section.key] = section.message
            for block in section.blocks:
                self._said |= dict(_said(section.key, block))

    def differences(self, page: Page, message: str | None) -> list[Difference]:
        """Of a slide: its messages first, then its sentences and numbers. message: of its section,
        None if it is another page of that section."""
        found = self._message(page.section, message) if message is not None else []
        for one in page.folded:
            found += self._message(one.section, one.title)
        now: dict[tuple[str, str], tuple[str, str]] = {}
        for one in (page, *page.folded):
            for block in (*one.blocks, *one.aside):
                now |= dict(_said(one.section, block))
        for key, (what, text) in now.items():
            before = self._said.get(key)
            if before is None or before[1] != text:
                found.append(Difference(what, before[1] if before else None, text))
        blocks = {key[0] for key in now}
        found += [
            Difference(what, text, None)
            for key, (what, text) in self._said.items()
            if key not in now and key[0] in blocks
        ]
        return found

    def _message(self, section: str, message: str) -> list[Difference]:
        before = self._titles.get(section)
        return [] if before == message else [Difference("", before, message)]

    def gone(self, document: Deliverable) -> list[str]:
        """Messages of sections that are no longer there."""
        kept = {section.key for section in document.sections}
        return [text for key, text in self._titles.items() if key not in kept]


def _said(section: str, block: Block) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """What a block says: (block, key of the number) to (its name, the number as written)."""
    if isinstance(block, Text | Notice):
        yield (f"{section}:{block.key}", ""), ("", block.text)
    elif isinstance(block, Points):
        yield from (((f"{section}:{block.key}", one.key), ("", one.text)) for one in block.items)
    elif isinstance(block, Facts | Card):
        yield from _facts(section, block)
    elif isinstance(block, Chart):
        yield from _cells(f"{section}:chart:{block.kind}", block.table)
    else:
        yield from _cells(f"{section}:{block.key}", block)


def _facts(section: str, block: Facts | Card) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    if isinstance(block, Facts):
        for fact in block.items:
            yield (f"{section}:{block.key}", fact.label), (fact.label, _text(fact.value, fact.note))
        return
    for fact in block.facts:
        name = f"{block.name}, {fact.label}"
        yield (f"{section}:card:{block.key}", fact.label), (name, _text(fact.value, ""))
    for inner in block.blocks:
        # A paragraph on a card is the same paragraph beside it.
        yield from _said(section, inner)


def _text(value: Number | str, note: str) -> str:
    text = value.text if isinstance(value, Number) else value
    return f"{text} ({note})" if note else text


def _cells(block: str, table: Table) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    for key, row in zip(table.keys, table.rows, strict=True):
        name = next((cell for cell in row if isinstance(cell, str)), key)
        for column, cell in zip(table.columns, row, strict=True):
            if cell == name:
                continue
            yield (block, f"{key}/{column.key}"), (f"{name}, {column.heading}", cell_text(cell))
