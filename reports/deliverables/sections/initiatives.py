"""Every initiative of the plan on a card, and what was left out with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.contents import InitiativeWords
from reports.deliverables.document import Card, Column, Depth, Fact, Points, Table, Unit
from reports.deliverables.sections.gaps import SHOWN_FROM
from reports.deliverables.tabulating import effort, lead
from reports.deliverables.writing import fact, paragraph, say, section
from reports.pages import sentences
from reports.pages.plan_insight import prices

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
        Fact(_("Person-days"), effort(book, item)),
        _cost(book, at),
        *_worth(book, key),
        Fact(_("Carried by"), lead(book, item)),
    ]
    if key in book.read.work:
        facts.append(Fact(_("Status"), book.read.work[key].name))
    return Card(
        key=key,
        name=book.read.initiative(key),
        area=book.read.initiative_area(key),
        facts=tuple(facts),
        blocks=tuple(block for block in _told(book, item) if block is not None),
    )


def _cost(book: Book, at: str) -> Fact:
    """The range of the external cost."""
    low, high = book.money(f"{at}/cost_low"), book.money(f"{at}/cost_high")
    if low.text == high.text:
        return fact(_("External cost"), high)
    return fact(_("External cost up to"), high, _("from %(low)s"), low=low)


def _worth(book: Book, key: str) -> list[Fact]:
    """What it closes, and what waiting costs, as far as that is more than nothing."""
    case = book.facts.get("cases", {}).get(key)
    if case is None:
        return []
    found = []
    if case["gain"]["share"] >= SHOWN_FROM:
        share = book.share(f"cases/{key}/gain/share")
        found.append(fact(_("Closes"), share, _("of the weighted gap")))
    if (case["waiting"]["share"] or 0.0) >= SHOWN_FROM:
        share = book.share(f"cases/{key}/waiting/share")
        found.append(fact(_("A quarter of waiting"), share, _("of what the plan is worth")))
    return found


def _told(book: Book, item: Mapping[str, Any]) -> list[Text | Points | Table | None]:
    """What it is, why it stands here, what it raises, and how one sees that it is done."""
    key = item["initiative"]
    words = book.contents.initiatives.get(key, InitiativeWords())
    risks = book.facts.get("cases", {}).get(key, {}).get("risks", ())
    return [
        _worded(f"{key}.what", "%(words)s", words.description),
        _worded(f"{key}.benefit", _("Benefit: %(words)s"), words.benefit),
        _why_here(book, item),
        _after(book, key),
        _raises(book, item),
        _worded(f"{key}.done", _("Done when: %(words)s"), words.done_when),
        _worded(f"{key}.kpis", _("Watch: %(words)s."), sentences.listed(list(words.kpis))),
        _worded(f"{key}.risks", _("Risks: %(words)s."), "; ".join(risks)),
        _effort(book, item),
    ]


def _worded(key: str, template: str, words: str) -> Text | None:
    """What is written of it; nothing where that is nothing."""
    return say(key, template, words=words, depth=Depth.FULL) if words else None


def _why_here(book: Book, item: Mapping[str, Any]) -> Text | None:
    key = item["initiative"]
    return paragraph(
        f"{key}.why",
        *(
            say(
                f"{key}.why",
                _("Why here: %(reason)s") if number == 0 else "%(reason)s",
                reason=book.quote(f"plan/roadmap/items/{key}/why_here/{number}"),
            )
            for number in range(len(item["why_here"]))
        ),
        depth=Depth.FULL,
    )


def _after(book: Book, key: str) -> Text | None:
    """What has to be done before it."""
    reading = book.read.reading
    if reading is None or key not in reading.ledger.starts:
        return None
    names = [f"“{book.read.initiative(other)}”" for other in reading.after(key)]
    return _worded(f"{key}.after", _("Waits for: %(words)s."), sentences.listed(names))


def _raises(book: Book, item: Mapping[str, Any]) -> Points | None:
    key = item["initiative"]
    if not item["raises"]:
        return None
    return Points(
        f"{key}.raises",
        tuple(
            say(
                f"{key}.raises.{place}",
                _("%(name)s from level %(low)s to %(high)s."),
                name=book.read.capability(step["capability"]),
                low=book.whole_level(f"plan/roadmap/items/{key}/raises/{place}/from"),
                high=book.whole_level(f"plan/roadmap/items/{key}/raises/{place}/to"),
                depth=Depth.FULL,
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
    price = prices(book.facts["insight"])
    return Table(
        key="left_out",
        message=_("What the plan does without, and why"),
        columns=(
            Column("initiative", _("Initiative"), None, _("The work.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            Column("reason", _("Why not"), None, _("Why the plan does without it.")),
            *(
                [Column("price", _("Its price"), None, _("What forcing it in costs."))]
                * bool(price)
            ),
        ),
        rows=tuple(
            (
                book.read.initiative(item["initiative"]),
                book.read.area(book.read.initiative_area(item["initiative"])),
                item["reason"],
                *([price.get(item["initiative"], "")] if price else []),
            )
            for item in plan["left_out"]
        ),
        keys=tuple(item["initiative"] for item in plan["left_out"]),
        depth=Depth.FULL,
    )
