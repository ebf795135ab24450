"""The narrative of a deliverable: what rules have written, and what people have made of it.

A passage is a person's wording of one paragraph. It stands in place of the rule-written one, and
says that it is outdated once what the rules would write rests on other figures than it did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.digest import digest
from reports.deliverables.document import Card, Points, Section, Table, Text, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.deliverables.document import Block, Deliverable


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph in a person's words. key: of the text; basis: `basis_of` the rule-written text
    when it was edited."""

    key: str
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Editable:
    """One paragraph that may be edited. section: its key; written: what the rules say now."""

    key: str
    section: str
    written: str
    basis: str


def basis_of(text: Text, facts: Mapping[str, Any]) -> str:
    """What a paragraph rests on: the figures, names and quoted sentences in it, but not how it is
    put. 64 hexadecimal digits."""
    quoted = [at(facts, path) for path in text.quotes]
    return digest([[item.text for item in text.numbers], list(text.words), quoted])


def passages(document: Deliverable) -> list[Editable]:
    """Every paragraph of a document that rules wrote: give it one without edited passages."""
    return [
        Editable(text.key, section.key, text.text, basis_of(text, document.facts))
        for section in document.sections
        for text in _texts(section)
    ]


@dataclass(frozen=True)
class Editor:
    """Puts the words of people in place of those of the rules. facts: of the document."""

    passages: Mapping[str, Passage]
    facts: Mapping[str, Any]

    def section(self, section: Section) -> Section:
        if not any(text.key in self.passages for text in _texts(section)):
            return section
        said = None if section.said is None else self.text(section.said)
        return replace(
            section,
            said=said,
            message=section.message if said is None else said.text,
            blocks=tuple(self.block(block) for block in section.blocks),
        )

    def block(self, block: Block) -> Block:
        if isinstance(block, Card):
            return replace(block, blocks=tuple(self.inner(inner) for inner in block.blocks))
        return self.inner(block) if isinstance(block, Text | Points | Table) else block

    def inner(self, block: Text | Points | Table) -> Text | Points | Table:
        if isinstance(block, Text):
            return self.text(block)
        if isinstance(block, Points):
            return replace(block, items=tuple(self.text(item) for item in block.items))
        return block

    def text(self, text: Text) -> Text:
        passage = self.passages.get(text.key)
        if passage is None:
            return text
        outdated = passage.basis != basis_of(text, self.facts)
        return replace(text, text=passage.text, by_hand=True, outdated=outdated)


def _texts(section: Section) -> Iterator[Text]:
    if section.said is not None:
        yield section.said
    for block in section.blocks:
        yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[Text]:
    if isinstance(block, Text):
        yield block
    elif isinstance(block, Points):
        yield from block.items
    elif isinstance(block, Card):
        for inner in block.blocks:
            yield from _texts_of(inner)
