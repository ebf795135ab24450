"""The cards of initiatives as one table: a row each, what the card says in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.deliverables.document import Card, Column, Number, Points, Table, Text, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reports.deliverables.document import Cell, Deliverable


def cards(document: Deliverable) -> tuple[Card, ...]:
    """Every initiative of the plan, by start; none without a plan."""
    section = document.section("initiatives")
    if section is None:
        return ()
    return tuple(block for block in section.blocks if isinstance(block, Card))


def told(card: Card, *, bare: bool = False) -> dict[str, str]:
    """What the card says, by part: "what", "benefit", "why", "after", "raises", "done", "kpis",
    "risks", "effort" as far as they are there. bare: without the words that name the part."""
    found: dict[str, list[str]] = {}
    for block in card.blocks:
        part = block.key.removeprefix(f"{card.key}.").split(".")[0]
        found.setdefault(part, []).extend(_lines(block, bare))
    return {part: "\n".join(lines) for part, lines in found.items()}


def _lines(block: Text | Points | Table, bare: bool) -> Iterator[str]:
    if isinstance(block, Text):
        alone = bare and len(block.words) == 1 and block.words[0] in block.text
        yield block.words[0] if alone else block.text
    elif isinstance(block, Points):
        yield from (item.text for item in block.items)
    else:
        for row in block.rows:
            yield ": ".join(cell.text if isinstance(cell, Number) else str(cell) for cell in row)


def table(document: Deliverable) -> Table | None:
    """What the cards say beyond the table of the roadmap; None without a plan."""
    found = cards(document)
    if not found:
        return None
    areas = {item["key"]: item["name"] for item in document.facts["result"]["areas"]}
    shares = {
        fact.label: fact.note
        for card in found
        for fact in card.facts
        if isinstance(fact.value, Number) and fact.value.unit is Unit.SHARE
    }
    parts = list(dict.fromkeys(part for card in found for part in told(card)))
    names = _names()
    return Table(
        key="initiatives",
        message=_("What each initiative is, brings and needs"),
        columns=(
            Column("initiative", _("Initiative"), None, _("The work.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            *(
                Column(label, label, Unit.SHARE, _("Share %(of)s.") % {"of": note})
                for label, note in shares.items()
            ),
            *(Column(part, *_headed(names, part)) for part in parts),
        ),
        rows=tuple(
            (card.name, areas.get(card.area, card.area), *_cells(card, shares, parts))
            for card in found
        ),
        keys=tuple(card.key for card in found),
        order=_("By start."),
    )


def _headed(names: Mapping[str, tuple[str, str]], part: str) -> tuple[str, None, str]:
    heading, meaning = names.get(part, (part, ""))
    return heading, None, meaning


def _cells(card: Card, labels: Iterable[str], parts: Iterable[str]) -> Iterator[Cell]:
    facts = {fact.label: fact.value for fact in card.facts}
    yield from (facts.get(label) for label in labels)
    said = told(card, bare=True)
    yield from (said.get(part) for part in parts)


def _names() -> dict[str, tuple[str, str]]:
    """Heading and meaning of what `told` tells."""
    return {
        "what": (_("What is done"), _("The work in a sentence or two.")),
        "benefit": (_("What it brings"), _("What is better when it is done.")),
        "why": (_("Reason"), _("What keeps it from starting earlier.")),
        "after": (_("After"), _("What has to be done before it.")),
        "raises": (_("Raises"), _("Which capabilities it lifts, and how far.")),
        "done": (_("Done when"), _("How one sees that it is done.")),
        "kpis": (_("Watch"), _("The KPIs that should move.")),
        "risks": (_("Risks"), _("What may go wrong.")),
        "effort": (_("Person-days by role"), _("Who does the work.")),
    }
