"""What is asked of the reader: decisions, people and money by quarter."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Column, Depth, Points, Table, Unit
from reports.deliverables.tabulating import budget_of
from reports.deliverables.writing import say, section

if TYPE_CHECKING:
    from reports.deliverables.document import Number, Section, Text
    from reports.deliverables.writing import Book

QUARTERS = 4


def written(book: Book) -> Section | None:
    if not book.planned:
        return None
    return section(
        _("What we ask of you"),
        _message(book),
        (Points("asks.decisions", tuple(_decisions(book))), _by_quarter(book)),
    )


def _message(book: Book) -> Text:
    first = quarters(book)[0]
    words = {
        "days": book.days(*_days(first[1])),
        "cost": book.money(*_spent(first[1])),
        "quarter": first[0],
    }
    return say(
        "asks.message",
        _("We ask for %(days)s person-days and %(cost)s for %(quarter)s, and for a few decisions."),
        **words,
    )


def _decisions(book: Book) -> list[Text]:
    """What has to be decided for the plan to begin."""
    items = book.facts["plan"]["roadmap"]["items"]
    first = min(str(item["start_date"]) for item in items)
    begin = [item for item in items if dates.quarter(item["start_date"]) == dates.quarter(first)]
    found = [
        say(
            "asks.begin",
            ngettext(
                "Agree that %(n)s initiative begins in %(quarter)s, and name its owner.",
                "Agree that %(n)s initiatives begin in %(quarter)s, and name an owner for each.",
                len(begin),
            ),
            n=book.count("derived/first_quarter/initiatives"),
            quarter=dates.quarter(first),
        ),
        say(
            "asks.people",
            _("Keep %(days)s person-days free over the whole plan."),
            days=book.days("plan/roadmap/total_days"),
        ),
    ]
    if book.facts["plan"]["roadmap"]["total_cost"]:
        found.append(
            say(
                "asks.money",
                _("Set aside about %(cost)s of external cost over the whole plan."),
                cost=book.money("plan/roadmap/total_cost"),
            )
        )
    fullest = _fullest(book)
    if fullest:
        pool = book.facts["derived"]["pools"][fullest]
        found.append(
            say(
                "asks.fullest",
                _("Protect the time of %(pool)s: %(share)s of it is planned in %(when)s."),
                pool=book.read.pool_names().get(fullest, fullest),
                share=book.share(f"derived/pools/{fullest}/peak"),
                when=pool["when"],
            )
        )
    return found


def _fullest(book: Book) -> str:
    pools = book.facts["derived"]["pools"]
    used = [key for key in pools if pools[key]["used"]]
    return max(used, key=lambda key: float(pools[key]["peak"]), default="")


def quarters(book: Book) -> list[tuple[str, list[int]]]:
    """Calendar quarters of the plan with work or cost in them, with the periods that they hold."""
    plan = book.facts["plan"]["roadmap"]
    busy = {item["period"] for item in plan["load"] if item["used"]}
    busy |= {item["period"] for item in plan["spend"] if item["spent"]}
    last = max(busy, default=-1)
    periods = [
        (dates.quarter(dates.period_date(plan["start"], plan["period"], number)), number)
        for number in range(last + 1)
    ]
    return [
        (name, [number for _name, number in members])
        for name, members in groupby(periods, key=lambda pair: pair[0])
    ]


def _by_quarter(book: Book) -> Table:
    """People and money of the next quarters."""
    rows = quarters(book)[:QUARTERS]
    return Table(
        key="asks",
        message=_("People and money, quarter by quarter"),
        columns=(
            Column("quarter", _("Quarter"), None, _("Calendar quarter.")),
            Column("days", _("Person-days"), Unit.DAYS, _("Work of all who take part.")),
            Column("cost", _("External cost"), Unit.MONEY, _("Middle of the range.")),
            Column("budget", _("Budget"), Unit.MONEY, _("What may be spent, where limited.")),
        ),
        rows=tuple(
            (
                name,
                _sum_of_days(book, periods),
                book.money(*_spent(periods)),
                budget_of(book, periods),
            )
            for name, periods in rows
        ),
        keys=tuple(name for name, _periods in rows),
        order=_("By date."),
        depth=Depth.BOARD,
    )


def _sum_of_days(book: Book, periods: list[int]) -> Number:
    return book.days(*_days(periods))


def _days(periods: list[int]) -> list[str]:
    return [f"derived/days/{number}" for number in periods]


def _spent(periods: list[int]) -> list[str]:
    return [f"plan/roadmap/spend/{number}/spent" for number in periods]
