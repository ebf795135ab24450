"""A frozen document as a page shows it: each block with the template that lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from reports.deliverables.document import (
    Card,
    Chart,
    Fact,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
)
from reports.numbers import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.deliverables.document import Block, Cell, Deliverable, Section

_TEMPLATES: dict[type, str] = {
    Text: "text",
    Points: "points",
    Facts: "facts",
    Table: "table",
    Chart: "chart",
    Card: "card",
    Notice: "notice",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """template: its path. block: what it shows. inner: what stands in it. number: of a chart, from
    0 through the whole document, as in its address."""

    template: str
    block: Any
    inner: Any = None
    number: int = 0

    @property
    def anchor(self) -> str:
        return str(self.number)


@dataclass(frozen=True, slots=True)
class ShownSection:
    section: Section
    blocks: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """heading: of its column, for a table that has become cards."""

    text: str
    heading: str
    is_number: bool


def sections(document: Deliverable) -> list[ShownSection]:
    """Everything that the document has."""
    numbers = iter(range(len(charts(document))))
    return [
        ShownSection(section, tuple(_shown(section.blocks, numbers)))
        for section in document.sections
    ]


def charts(document: Deliverable) -> list[Chart]:
    """In the order of the document: the position of each is its number."""
    return [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]


def _shown(blocks: Iterable[Block], numbers: Iterator[int]) -> Iterator[Shown]:
    for block in blocks:
        template = f"reports/shared/_{_TEMPLATES[type(block)]}.html"
        number = next(numbers) if isinstance(block, Chart) else 0
        yield Shown(template, block, _inner(block, numbers), number)


def _inner(block: Block, numbers: Iterator[int]) -> Any:
    if isinstance(block, Card):
        return {
            "facts": _facts(block.facts),
            "blocks": tuple(_shown(block.blocks, numbers)),
        }
    if isinstance(block, Facts):
        return _facts(block.items)
    if isinstance(block, Table):
        return rows(block)
    if isinstance(block, Chart):
        return rows(block.table)
    return None


def _facts(items: Sequence[Fact]) -> list[dict[str, str]]:
    return [{"label": item.label, "value": words(item.value), "note": item.note} for item in items]


def rows(table: Table) -> list[list[ShownCell]]:
    return [
        [
            ShownCell(words(cell), column.heading, column.unit is not None)
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in table.rows
    ]


def words(cell: Cell) -> str:
    """As it is written everywhere; what is not there is a dash."""
    if isinstance(cell, Number):
        return cell.text
    if isinstance(cell, date):
        return date_format(cell, "j M Y")
    return cell or ABSENT
