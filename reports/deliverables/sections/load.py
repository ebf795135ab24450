"""Load against capacity, spending against budget, and what binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import dates, numbers
from reports.deliverables.document import Depth, Fact, Facts
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import load_table, spend_table
from reports.deliverables.writing import say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section | None:
    if not book.planned:
        return None
    return section(
        _("People and money"),
        _message(book),
        (
            _limits(book),
            chart(book, "load", load_table(book), Depth.WORKING),
            chart(
                book,
                "spend",
                spend_table(book),
                Depth.WORKING,
                [book.money("derived/spent"), book.money("derived/least_left")],
            ),
        ),
        Depth.WORKING,
    )


def _message(book: Book) -> Text:
    pools = book.facts["derived"]["pools"]
    used = [key for key in pools if pools[key]["used"]]
    if not used:
        return say("load.message", _("The plan needs nobody's time."))
    fullest = max(used, key=lambda key: float(pools[key]["peak"]))
    return say(
        "load.message",
        _("%(pool)s is the tightest pool: %(share)s of its time is planned in %(when)s."),
        pool=book.read.pool_names().get(fullest, fullest),
        share=book.share(f"derived/pools/{fullest}/peak"),
        when=pools[fullest]["when"],
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
        items.append(Fact(_("Budget"), book.money("limits/budget"), per))
    return Facts("load.limits", tuple(items), Depth.WORKING)
