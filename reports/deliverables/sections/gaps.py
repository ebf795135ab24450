"""The gaps that matter, and what waiting costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.deliverables.document import Card, Column, Depth, Fact, Table, Unit
from reports.deliverables.writing import paragraph, say, section, take
from reports.pages import gap_table
from reports.pages.overview import GAPS_SHOWN, open_gaps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section:
    gaps = open_gaps(book.read)[:GAPS_SHOWN]
    said = take(
        "gaps.message",
        gap_table.headline(book.read) + ".",
        numbers=[book.count("counts/gaps")],
        words=[book.read.capability(gaps[0]["key"])] if gaps else [],
    )
    return section(
        _("Gaps that matter"),
        said,
        (
            _sure(book),
            *(_gap(book, item) for item in gaps),
            *(_card(book, item) for item in gaps),
            _table(book, gaps) if gaps else None,
        ),
    )


def _sure(book: Book) -> Text | None:
    text = gap_table.lede(book.read)
    return take("gaps.sure", text, numbers=[book.count("counts/confirmed")]) if text else None


def _gap(book: Book, item: Mapping[str, Any]) -> Text | None:
    """Where it stands, why it matters, and what waiting costs."""
    key = f"gaps.{item['key']}"
    at = f"result/capabilities/{item['key']}"
    stands = say(
        key,
        _("%(name)s stands at %(score)s and has to reach %(target)s."),
        name=book.read.capability(item["key"]),
        score=book.level(f"{at}/score"),
        target=book.whole_level(f"{at}/target"),
    )
    words = book.contents.capabilities.get(item["key"])
    worth = say(key, _("What it brings: %(outcome)s"), outcome=words.outcome) if words else None
    return paragraph(key, stands, worth, _waiting(book, key, item), _urgency(book, key, item))


def _urgency(book: Book, key: str, item: Mapping[str, Any]) -> Text | None:
    if not item["urgency_reason"]:
        return None
    path = f"result/capabilities/{item['key']}/urgency_reason"
    return say(key, "%(reason)s", reason=book.quote(path))


def waiting(book: Book, capability: str) -> str:
    """The planned initiative that raises it and whose delay costs most; nothing without one."""
    cases = book.facts.get("cases", {})
    plan = book.read.roadmap["roadmap"]["items"] if book.read.roadmap else []
    raising = [
        item["initiative"]
        for item in plan
        if any(step["capability"] == capability for step in item["raises"])
        and cases.get(item["initiative"], {}).get("waiting", {}).get("share")
    ]
    return max(raising, key=lambda key: float(cases[key]["waiting"]["share"]), default="")


def _waiting(book: Book, key: str, item: Mapping[str, Any]) -> Text | None:
    costly = waiting(book, item["key"])
    if not costly:
        return None
    return say(
        key,
        _("Starting “%(name)s” a quarter later costs %(share)s of what the plan is worth."),
        name=book.read.initiative(costly),
        share=book.share(f"cases/{costly}/waiting/share"),
    )


def _card(book: Book, item: Mapping[str, Any]) -> Card:
    at = f"result/capabilities/{item['key']}"
    costly = waiting(book, item["key"])
    facts = [
        Fact(_("Now"), book.level(f"{at}/score")),
        Fact(_("Target"), book.whole_level(f"{at}/target")),
        Fact(_("Gap"), book.level(f"{at}/gap"), str(gap_table.CLASSES.get(item["gap_class"], ""))),
        Fact(_("Priority"), book.index(f"{at}/priority"), _("of a hundred")),
    ]
    if costly:
        facts.append(
            Fact(
                _("A quarter of waiting"),
                book.share(f"cases/{costly}/waiting/share"),
                _("of what the plan is worth"),
            )
        )
    return Card(
        key=item["key"],
        name=book.read.capability(item["key"]),
        area=item["area"],
        facts=tuple(facts),
        depth=Depth.BOARD,
    )


def _table(book: Book, gaps: list[dict[str, Any]]) -> Table:
    return Table(
        key="gaps",
        message=ngettext("The gap that matters", "The gaps that matter", len(gaps)),
        columns=(
            Column("rank", _("Rank"), Unit.COUNT, _("Place by priority.")),
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            Column("score", _("Now"), Unit.LEVEL, _("Score today.")),
            Column("target", _("Target"), Unit.WHOLE_LEVEL, _("Level that is needed.")),
            Column("priority", _("Priority"), Unit.INDEX, _("0 to 100.")),
        ),
        rows=tuple(
            (
                book.count(f"result/capabilities/{item['key']}/rank"),
                book.read.capability(item["key"]),
                book.read.area(item["area"]),
                book.level(f"result/capabilities/{item['key']}/score"),
                book.whole_level(f"result/capabilities/{item['key']}/target"),
                book.index(f"result/capabilities/{item['key']}/priority"),
            )
            for item in gaps
        ),
        keys=tuple(item["key"] for item in gaps),
        order=_("Highest priority first."),
    )
