"""Load against capacity, spending against budget, and what binds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.deliverables.document import Depth, Fact, Facts
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import load_table, spend_table
from reports.deliverables.writing import say, section
from reports.pages import plan

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
            chart(book, "spend", spend_table(book), Depth.WORKING),
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
    words = [
        (word, value) for word, value, what in plan.limits(book.read, book.facts["plan"]["roadmap"])
    ]
    return Facts(
        "load.limits",
        tuple(Fact(str(word), str(value)) for word, value in words),
        Depth.WORKING,
    )
