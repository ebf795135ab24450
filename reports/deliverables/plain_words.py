"""Blocks as plain lines, for where there is no layout: notes, cards, what changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import dates, numbers
from reports.deliverables.document import (
    Cell,
    Chart,
    Facts,
    Notice,
    Number,
    Points,
    Table,
    Text,
)  # fmt: skip

if TYPE_CHECKING:
    from reports.deliverables.document import Block, Deliverable


def words_of(block: Block) -> list[str]:
    """A block as plain lines."""
    if isinstance(block, Text | Notice):
        return [block.text]
    if isinstance(block, Points):
        return [f"- {item.text}" for item in block.items]
    if isinstance(block, Facts):
        return [fact_line(fact.label, fact.value, fact.note) for fact in block.items]
    if isinstance(block, Table):
        head = "; ".join(column.heading for column in block.columns)
        return [
            f"{block.message} ({head})",
            *("; ".join(map(cell_text, row)) for row in block.rows),
        ]
    if isinstance(block, Chart):
        return [block.message, *words_of(block.table)]
    facts = [fact_line(fact.label, fact.value, fact.note) for fact in block.facts]
    return [block.name, *facts, *(line for inner in block.blocks for line in words_of(inner))]


def fact_line(label: str, value: Number | str, note: str) -> str:
    shown = value.text if isinstance(value, Number) else value
    return f"{label}: {shown} ({note})" if note else f"{label}: {shown}"


def marks(chart: Chart) -> str:
    """What the marks of a picture mean, where they are not named beside them."""
    if chart.kind not in ("areas", "capabilities"):
        return ""
    parts = [_("● now with its likely range"), _("○ target")]
    if any(row["before"] is not None for row in chart.frame):
        parts.append(_("small: last round"))
    return ", ".join(parts)


def boxes() -> str:
    return _("A box stands for a letter that no font on the computer that made this file has.")


def cell_text(cell: Cell) -> str:
    if cell is None:
        return numbers.ABSENT
    if isinstance(cell, date):
        return dates.day(cell.isoformat())
    return cell.text if isinstance(cell, Number) else cell


def provenance(document: Deliverable) -> str:
    made = document.provenance
    return _(
        "%(framework)s %(version)s, engine %(engine)s, %(answers)s answers of %(people)s people,"
        " analysed on %(on)s; input %(digest)s."
    ) % {
        "framework": made.framework,
        "version": made.framework_version,
        "engine": made.engine_version,
        "answers": made.answers,
        "people": made.respondents,
        "on": made.analysed_on.isoformat(),
        "digest": made.input_digest[:16],
    }
