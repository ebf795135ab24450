"""Every initiative of the plan on a card, and what was left out with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Card, Column, Depth, Fact, Points, Table, Unit
from reports.deliverables.writing import say, section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section | None:
    if not book.planned:
        return None
    plan = book.facts["plan"]["roadmap"]
    ordered = sorted(plan["items"], key=lambda item: str(item["start_date"]))
    return section(
        _("Initiatives"),
        say(
            "initiatives.message",
            ngettext(
                "%(n)s initiative is planned; %(out)s were left out, each with its reason.",
                "%(n)s initiatives are planned; %(out)s were left out, each with its reason.",
                len(ordered),
            ),
            n=book.count("counts/initiatives"),
            out=book.count("counts/left_out"),
        ),
        (*(_card(book, item) for item in ordered), _left_out(book)),
        Depth.FULL,
    )


def _card(book: Book, item: Mapping[str, Any]) -> Card:
    key = item["initiative"]
    at = f"plan/roadmap/items/{key}"
    facts = [
        Fact(_("Starts"), dates.day(item["start_date"])),
        Fact(_("Ends"), dates.day(item["finish_date"])),
        Fact(_("Person-days"), book.days(*(f"{at}/effort/{role}" for role in item["effort"]))),
        Fact(_("Cost from"), book.money(f"{at}/cost_low")),
        Fact(_("Cost to"), book.money(f"{at}/cost_high")),
    ]
    case = book.facts.get("cases", {}).get(key)
    if case:
        facts.append(
            Fact(_("Closes"), book.share(f"cases/{key}/gain/share"), _("of the weighted gap"))
        )
        if case["waiting"]["share"]:
            facts.append(
                Fact(
                    _("A quarter of waiting"),
                    book.share(f"cases/{key}/waiting/share"),
                    _("of what the plan is worth"),
                )
            )
    return Card(
        key=key,
        name=book.read.initiative(key),
        area=book.read.initiative_area(key),
        facts=tuple(facts),
        blocks=tuple(block for block in _told(book, item) if block is not None),
    )


def _told(book: Book, item: Mapping[str, Any]) -> list[Text | Points | Table | None]:
    key = item["initiative"]
    words = book.contents.initiatives.get(key)
    found: list[Text | Points | Table | None] = []
    if words and words.description:
        found.append(say(f"{key}.what", "%(words)s", words=words.description, depth=Depth.FULL))
    if words and words.benefit:
        found.append(
            say(f"{key}.benefit", _("Benefit: %(words)s"), words=words.benefit, depth=Depth.FULL)
        )
    found += [
        say(
            f"{key}.why.{number}",
            _("Why here: %(reason)s"),
            reason=book.quote(f"plan/roadmap/items/{key}/why_here/{number}"),
            depth=Depth.FULL,
        )
        for number in range(len(item["why_here"]))
    ]
    found.append(_raises(book, item))
    if words and words.done_when:
        found.append(
            say(f"{key}.done", _("Done when: %(words)s"), words=words.done_when, depth=Depth.FULL)
        )
    if words and words.kpis:
        found.append(
            say(
                f"{key}.kpis",
                _("Watch: %(names)s."),
                names="; ".join(words.kpis),
                depth=Depth.FULL,
            )
        )
    risks = book.facts.get("cases", {}).get(key, {}).get("risks", ())
    if risks:
        found.append(
            say(f"{key}.risks", _("Risks: %(risks)s."), risks="; ".join(risks), depth=Depth.FULL)
        )
    found.append(_effort(book, item))
    return found


def _raises(book: Book, item: Mapping[str, Any]) -> Points | None:
    key = item["initiative"]
    if not item["raises"]:
        return None
    return Points(
        f"{key}.raises",
        tuple(
            say(
                f"{key}.raises.{place}",
                _("%(name)s from level %(from)s to %(to)s."),
                depth=Depth.FULL,
                **{
                    "name": book.read.capability(step["capability"]),
                    "from": book.whole_level(f"plan/roadmap/items/{key}/raises/{place}/from"),
                    "to": book.whole_level(f"plan/roadmap/items/{key}/raises/{place}/to"),
                },
            )
            for place, step in enumerate(item["raises"])
        ),
        Depth.FULL,
    )


def _effort(book: Book, item: Mapping[str, Any]) -> Table | None:
    key = item["initiative"]
    roles = sorted(item["effort"], key=lambda role: -float(item["effort"][role]))
    if not roles:
        return None
    return Table(
        key=f"{key}.effort",
        message=_("Who does the work"),
        columns=(
            Column("role", _("Role"), None, _("The job that carries the work.")),
            Column("days", _("Person-days"), Unit.DAYS, _("Of this initiative.")),
        ),
        rows=tuple(
            (book.read.staff(role), book.days(f"plan/roadmap/items/{key}/effort/{role}"))
            for role in roles
        ),
        keys=tuple(roles),
        order=_("Most work first."),
        depth=Depth.FULL,
    )


def _left_out(book: Book) -> Table | None:
    plan = book.facts["plan"]["roadmap"]
    if not plan["left_out"]:
        return None
    return Table(
        key="left_out",
        message=_("What the plan does without, and why"),
        columns=(
            Column("initiative", _("Initiative"), None, _("The work.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            Column("reason", _("Why not"), None, _("Why the plan does without it.")),
        ),
        rows=tuple(
            (
                book.read.initiative(item["initiative"]),
                book.read.area(book.read.initiative_area(item["initiative"])),
                item["reason"],
            )
            for item in plan["left_out"]
        ),
        keys=tuple(item["initiative"] for item in plan["left_out"]),
        depth=Depth.FULL,
    )
