"""The cards of initiatives as one table: a row each, what the card says in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.deliverables.document import Card, Column, Number, Points, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.deliverables.document import Deliverable


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
    labels = list(dict.fromkeys(fact.label for card in found for fact in card.facts))
    parts = list(dict.fromkeys(part for card in found for part in told(card)))
    names = {
        "what": _("What is done"),
        "benefit": _("What it brings"),
        "why": _("Why here"),
        "raises": _("Raises"),
        "done": _("Done when"),
        "kpis": _("Watch"),
        "risks": _("Risks"),
        "effort": _("Person-days by role"),
    }
    areas = {item["key"]: item["name"] for item in document.facts["result"]["areas"]}
    rows = []
    for card in found:
        facts = {fact.label: fact.value for fact in card.facts}
        said = told(card)
        rows.append(
            (
                card.name,
                areas.get(card.area, card.area),
                *(facts.get(label) for label in labels),
                *(said.get(part) for part in parts),
            )
        )
    units = {
        fact.label: fact.value.unit
        for card in found
        for fact in card.facts
        if isinstance(fact.value, Number)
    }
    return Table(
        key="initiatives",
        message=_("Every initiative of the plan"),
        columns=(
            Column("initiative", _("Initiative")),
            Column("area", _("Area")),
            *(Column(label, label, units.get(label)) for label in labels),
            *(Column(part, names.get(part, part)) for part in parts),
        ),
        rows=tuple(rows),
        keys=tuple(card.key for card in found),
        order=_("By start."),
    )
