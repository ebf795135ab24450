"""The narrative of a deliverable: what rules have written, and what people have made of it.

A passage is a person's wording of one paragraph. It stands in place of the rule-written one, and
says that it is outdated once what the rules would write rests on other figures than it did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.digest import digest
from reports.deliverables.document import Card, Points, Section, Table, Text

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


def basis_of(text: Text) -> str:
    """What a paragraph rests on: the figures, names and quoted sentences in it, but not how it is
    put. 64 hexadecimal digits."""
    return digest([[item.text for item in text.numbers], list(text.words), list(text.quotes)])


def passages(document: Deliverable) -> list[Editable]:
    """Every paragraph of a document that rules wrote: give it one without edited passages."""
    return [
        Editable(text.key, section.key, text.text, basis_of(text))
        for section in document.sections
        for text in _texts(section)
    ]


def edited(section: Section, by_key: Mapping[str, Passage]) -> Section:
    """The section with the words of people in place of those of the rules."""
    if not any(text.key in by_key for text in _texts(section)):
        return section
    said = None if section.said is None else _reworded(section.said, by_key)
    return replace(
        section,
        said=said,
        message=section.message if said is None else said.text,
        blocks=tuple(_block(block, by_key) for block in section.blocks),
    )


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


def _block(block: Block, by_key: Mapping[str, Passage]) -> Block:
    if isinstance(block, Text):
        return _reworded(block, by_key)
    if isinstance(block, Points):
        return replace(block, items=tuple(_reworded(item, by_key) for item in block.items))
    if isinstance(block, Card):
        return replace(block, blocks=tuple(_inner(inner, by_key) for inner in block.blocks))
    return block


def _inner(block: Text | Points | Table, by_key: Mapping[str, Passage]) -> Text | Points | Table:
    found = _block(block, by_key)
    assert isinstance(found, Text | Points | Table)  # noqa: S101  # of the kind that it was
    return found


def _reworded(text: Text, by_key: Mapping[str, Passage]) -> Text:
    passage = by_key.get(text.key)
    if passage is None:
        return text
    return replace(text, text=passage.text, by_hand=True, outdated=passage.basis != basis_of(text))
