"""Load against capacity, spending against budget, and what binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import dates, numbers
from reports.deliverables.document import Depth, Fact, Facts, Points
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import fullest, load_table, spend_table
from reports.deliverables.writing import cite, fact, say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section | None:
    if not book.planned:
        return None
    beside = [book.money("derived/spent"), book.money("derived/least_left")]
    return section(
        _("People and money"),
        _message(book),
        (
            _limits(book),
            chart(book, "load", load_table(book), Depth.WORKING),
            _binds(book),
            chart(book, "spend", spend_table(book), Depth.WORKING, beside),
        ),
        Depth.WORKING,
    )


def _message(book: Book) -> Text:
    tight = fullest(book)
    if not tight:
        return say("load.message", _("The plan needs nobody's time."))
    return say(
        "load.message",
        _("The tightest pool is “%(pool)s”: %(share)s of its time is planned in %(when)s."),
        pool=book.read.pool_names().get(tight, tight),
        share=book.share(f"derived/pools/{tight}/peak"),
        when=book.facts["derived"]["pools"][tight]["when"],
    )


def _limits(book: Book) -> Facts:
    """What the plan was made under."""
    plan, limits = book.facts["plan"]["roadmap"], book.facts["limits"]
    last = dates.period_date(plan["start"], plan["period"], plan["periods"] - 1)
    size = book.read.framework.size.get(limits.get("size", ""))
    items = [
        Fact(_("Begins"), dates.month(plan["start"])),
        Fact(_("Reaches to"), dates.month(last)),
        Fact(_("Size"), size.name if size else numbers.ABSENT),
    ]
    if limits.get("budget") is None:
        items.append(Fact(_("Budget"), _("no limit set")))
    else:
        per = _("a month") if plan["period"] == "month" else _("a quarter")
        items.append(fact(_("Budget"), book.money("limits/budget"), per))
    return Facts("load.limits", tuple(items), Depth.WORKING)


def _binds(book: Book) -> Points | None:
    """What one more person or a higher budget would buy, most valuable first."""
    entries = book.facts["insight"].get("shadow_values", ())
    worth = [number for number, entry in enumerate(entries) if entry["value"]]
    if not worth:
        return None
    return Points(
        "load.binds",
        tuple(
            cite(
                book,
                f"load.binds.{number}",
                f"insight/shadow_values/{number}/sentence",
                depth=Depth.WORKING,
            )
            for number in worth
        ),
        Depth.WORKING,
    )
