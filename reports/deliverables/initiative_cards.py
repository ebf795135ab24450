"""The cards of initiatives as one table: a row each, what the card says in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.deliverables.document import Card, Column, Number, Points, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.deliverables.document import Cell, Deliverable, Unit


def cards(document: Deliverable) -> tuple[Card, ...]:
    """Every initiative of the plan, by start; none without a plan."""
    section = document.section("initiatives")
    if section is None:
        return ()
    return tuple(block for block in section.blocks if isinstance(block, Card))


def told(card: Card) -> dict[str, str]:
    """What the card says, by part: "what", "benefit", "why", "raises", "done", "kpis", "risks",
    "effort" as far as they are there."""
    found: dict[str, list[str]] = {}
    for block in card.blocks:
        part = block.key.removeprefix(f"{card.key}.").split(".")[0]
        found.setdefault(part, []).extend(_lines(block))
    return {part: "\n".join(lines) for part, lines in found.items()}


def _lines(block: Text | Points | Table) -> Iterator[str]:
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, Points):
        yield from (item.text for item in block.items)
    else:
        for row in block.rows:
            yield ": ".join(cell.text if isinstance(cell, Number) else str(cell) for cell in row)


def table(document: Deliverable) -> Table | None:
    """The cards with everything on them; None without a plan."""
    found = cards(document)
    if not found:
        return None
    areas = {item["key"]: item["name"] for item in document.facts["result"]["areas"]}
    units = {fact.label: _unit(fact.value) for card in found for fact in card.facts}
    parts = list(dict.fromkeys(part for card in found for part in told(card)))
    names = _names()
    return Table(
        key="initiatives",
        message=_("Every initiative of the plan"),
        columns=(
            Column("initiative", _("Initiative")),
            Column("area", _("Area")),
            *(Column(label, label, unit) for label, unit in units.items()),
            *(Column(part, names.get(part, part)) for part in parts),
        ),
        rows=tuple(
            (card.name, areas.get(card.area, card.area), *_cells(card, units, parts))
            for card in found
        ),
        keys=tuple(card.key for card in found),
        order=_("By start."),
    )


def _cells(card: Card, labels: Iterable[str], parts: Iterable[str]) -> Iterator[Cell]:
    facts = {fact.label: fact.value for fact in card.facts}
    yield from (facts.get(label) for label in labels)
    said = told(card)
    yield from (said.get(part) for part in parts)


def _unit(value: Number | str) -> Unit | None:
    return value.unit if isinstance(value, Number) else None


def _names() -> dict[str, str]:
    """Headings of what `told` tells."""
    return {
        "what": _("What is done"),
        "benefit": _("What it brings"),
        "why": _("Why here"),
        "raises": _("Raises"),
        "done": _("Done when"),
        "kpis": _("Watch"),
        "risks": _("Risks"),
        "effort": _("Person-days by role"),
    }
