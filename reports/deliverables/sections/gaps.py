"""The gaps that matter, and what waiting costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Card, Depth, Fact
from reports.deliverables.writing import fact, paragraph, say, section, take
from reports.pages import gap_table, sentences
from reports.pages.next_work import is_over
from reports.pages.overview import GAPS_SHOWN, open_gaps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book

# Below half a percent a share would be written as nothing, which it is not.
SHOWN_FROM = 0.005
# The mark of a capability without which a goal is not reached (engine.types.Goal).
CRITICAL = 2


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
        (_sure(book), *(_card(book, item) for item in gaps)),
    )


def _sure(book: Book) -> Text | None:
    text = gap_table.lede(book.read)
    return take("gaps.sure", text, numbers=[book.count("counts/confirmed")]) if text else None


def _card(book: Book, item: Mapping[str, Any]) -> Card:
    """Where it stands, what it would bring, what is planned, and what waiting costs."""
    at = f"result/capabilities/{item['key']}"
    costly = dearest(book, item["key"])
    facts = [
        Fact(_("Now"), book.level(f"{at}/score")),
        Fact(_("Target"), book.whole_level(f"{at}/target")),
        Fact(_("Gap"), book.level(f"{at}/gap"), str(gap_table.CLASSES.get(item["gap_class"], ""))),
        fact(_("Priority"), book.index(f"{at}/priority"), _("of a hundred")),
    ]
    if costly:
        share = book.share(f"cases/{costly}/waiting/share")
        facts.append(fact(_("A quarter of waiting"), share, _("of what the plan is worth")))
    return Card(
        key=item["key"],
        name=book.read.capability(item["key"]),
        area=item["area"],
        facts=tuple(facts),
        blocks=tuple(
            text
            for text in (
                _matters(book, item),
                _planned(book, item["key"]),
                _waiting(book, item, costly),
            )
            if text is not None
        ),
        depth=Depth.BOARD,
    )


def _matters(book: Book, item: Mapping[str, Any]) -> Text | None:
    """What reaching its target brings, and the goals that need it."""
    key = f"gaps.{item['key']}.why"
    words = book.contents.capabilities.get(item["key"])
    brings = say(key, "%(outcome)s", outcome=words.outcome) if words else None
    known = book.read.framework.goal
    ranked = [known[goal["key"]] for goal in book.read.result["inputs"]["goals"]]
    critical = [f"“{goal.name}”" for goal in ranked if goal.marks.get(item["key"]) == CRITICAL]
    needed = None
    if critical:
        template = ngettext(
            "It is critical for the goal %(goals)s.",
            "It is critical for the goals %(goals)s.",
            len(critical),
        )
        needed = say(key, template, goals=sentences.listed(critical))
    return paragraph(key, brings, needed)


def raising(book: Book, capability: str) -> list[Mapping[str, Any]]:
    """The planned initiatives that raise a capability and are not over, in order of time."""
    plan = book.read.roadmap["roadmap"]["items"] if book.read.roadmap else []
    found = [
        item
        for item in plan
        if not is_over(book.read, item["initiative"])
        and any(step["capability"] == capability for step in item["raises"])
    ]
    return sorted(found, key=lambda item: str(item["start_date"]))


def dearest(book: Book, capability: str) -> str:
    """Of these the one whose delay costs most; nothing where that is nothing."""
    cases = book.facts.get("cases", {})
    cost = {
        item["initiative"]: float(cases[item["initiative"]]["waiting"]["share"] or 0.0)
        for item in raising(book, capability)
        if item["initiative"] in cases
    }
    best = max(cost, key=lambda key: cost[key], default="")
    return best if best and cost[best] >= SHOWN_FROM else ""


def _planned(book: Book, capability: str) -> Text | None:
    """What the plan does about it."""
    key = f"gaps.{capability}.planned"
    if book.read.roadmap is None:
        return None
    items = raising(book, capability)
    if not items:
        return say(key, _("The plan has no open work on it."))
    last = items[-1]
    place = max(n for n, step in enumerate(last["raises"]) if step["capability"] == capability)
    names = [f"“{book.read.initiative(item['initiative'])}”" for item in items]
    level = book.whole_level(f"plan/roadmap/items/{last['initiative']}/raises/{place}/to")
    target = book.whole_level(f"result/capabilities/{capability}/target")
    when = dates.month(max(str(item["finish_date"]) for item in items))
    planned = sentences.listed(names)
    if (level.value or 0) >= (target.value or 0):
        template = _("Planned: %(names)s. That reaches level %(level)s in %(when)s.")
        return say(key, template, names=planned, level=level, when=when)
    template = _(
        "Planned: %(names)s. That reaches level %(level)s in %(when)s; level %(target)s takes more"
        " than this plan."
    )
    return say(key, template, names=planned, level=level, when=when, target=target)


def _waiting(book: Book, item: Mapping[str, Any], costly: str) -> Text | None:
    """What a quarter of delay costs, and how fast it has to move."""
    key = f"gaps.{item['key']}.waiting"
    cost = None
    if costly:
        cost = say(
            key,
            _("Starting “%(name)s” a quarter later costs %(share)s of what the plan is worth."),
            name=book.read.initiative(costly),
            share=book.share(f"cases/{costly}/waiting/share"),
        )
    pace = None
    if item["urgency_reason"]:
        path = f"result/capabilities/{item['key']}/urgency_reason"
        pace = say(key, "%(reason)s", reason=book.quote(path))
    return paragraph(key, cost, pace)
