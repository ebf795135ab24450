"""What is asked of the reader: decisions, people and money by quarter."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Column, Points, Table, Unit
from reports.deliverables.tabulating import budget_of, fullest
from reports.deliverables.writing import say, section
from reports.pages import sentences

if TYPE_CHECKING:
    from reports.deliverables.document import Number, Section, Text
    from reports.deliverables.writing import Book

QUARTERS = 4
# At most so many initiatives are named in a sentence.
NAMED = 2


def written(book: Book) -> Section | None:
    rows = quarters(book) if book.planned else []
    if not rows:
        return None
    return section(
        _("What we ask of you"),
        _message(book, rows[0]),
        (
            Points("asks.decisions", tuple(_decisions(book, rows))),
            _by_quarter(book, rows[:QUARTERS]),
            _people(book, rows[0]),
        ),
    )


def _message(book: Book, first: tuple[str, list[int]]) -> Text:
    name, periods = first
    days, cost = _days(book, periods), _spent(book, periods)
    if not cost.value:
        template = _("We ask for %(days)s person-days in %(quarter)s, and for decisions.")
        return say("asks.message", template, days=days, quarter=name)
    template = _("We ask for %(days)s person-days and %(cost)s in %(quarter)s, and for decisions.")
    return say("asks.message", template, days=days, cost=cost, quarter=name)


def _decisions(book: Book, rows: list[tuple[str, list[int]]]) -> list[Text]:
    """What has to be decided for the plan to begin and go on: all from the day on, as what is over
    needs nobody's decision."""
    periods = [number for _name, members in rows for number in members]
    days, cost = _days(book, periods), _spent(book, periods)
    first, last = rows[0][0], rows[-1][0]
    found = _to_begin(book)
    if days.value:
        template = _("Keep %(days)s person-days free from %(first)s to %(last)s.")
        found.append(say("asks.people", template, days=days, first=first, last=last))
    if cost.value:
        template = _("Set aside about %(cost)s of external cost from %(first)s to %(last)s.")
        found.append(say("asks.money", template, cost=cost, first=first, last=last))
    return [*found, *_protect(book)]


def _to_begin(book: Book) -> list[Text]:
    """What has to begin next, by name where that is little, and who owns it."""
    coming = book.facts["derived"]["coming"]
    if not coming["begin"]:
        return []
    none_owned = coming["unowned"] == coming["begin"]
    if coming["begin"] <= NAMED:
        names = sentences.listed([f"“{book.read.initiative(key)}”" for key in coming["which"]])
        template = _named(coming["begin"], none_owned=none_owned)
        said = say("asks.begin", template, names=names, quarter=coming["quarter"])
    else:
        template = _("Agree that %(n)s initiatives begin in %(quarter)s.")
        if none_owned:
            template = _(
                "Agree that %(n)s initiatives begin in %(quarter)s, and name an owner for each."
            )
        begin = book.count("derived/coming/begin")
        said = say("asks.begin", template, n=begin, quarter=coming["quarter"])
    found = [said]
    if coming["unowned"] and not none_owned:
        template = ngettext(
            "Name an owner for %(n)s of them that has none yet.",
            "Name an owner for %(n)s of them that have none yet.",
            coming["unowned"],
        )
        found.append(say("asks.owners", template, n=book.count("derived/coming/unowned")))
    return found


def _named(count: int, *, none_owned: bool) -> str:
    if none_owned:
        return ngettext(
            "Agree that %(names)s begins in %(quarter)s, and name its owner.",
            "Agree that %(names)s begin in %(quarter)s, and name an owner for each.",
            count,
        )
    return ngettext(
        "Agree that %(names)s begins in %(quarter)s.",
        "Agree that %(names)s begin in %(quarter)s.",
        count,
    )


def _protect(book: Book) -> list[Text]:
    """The people whom the plan needs most."""
    tight = fullest(book)
    if not tight:
        return []
    return [
        say(
            "asks.fullest",
            _("Protect the time of “%(pool)s”: %(share)s of it is planned in %(when)s."),
            pool=book.read.pool_names().get(tight, tight),
            share=book.share(f"derived/pools/{tight}/peak"),
            when=book.facts["derived"]["pools"][tight]["when"],
        )
    ]


def quarters(book: Book) -> list[tuple[str, list[int]]]:
    """Calendar quarters from the day on until the last with work or cost, with their periods."""
    plan = book.facts["plan"]["roadmap"]
    busy = {item["period"] for item in plan["load"] if item["used"]}
    busy |= {item["period"] for item in plan["spend"] if item["spent"]}
    today = book.today.isoformat()
    periods = [
        (dates.quarter(dates.period_date(plan["start"], plan["period"], number)), number)
        for number in range(max(busy, default=-1) + 1)
        # A period is over when the next one has begun.
        if dates.period_date(plan["start"], plan["period"], number + 1) > today
    ]
    return [
        (name, [number for _name, number in members])
        for name, members in groupby(periods, key=lambda pair: pair[0])
    ]


def _by_quarter(book: Book, rows: list[tuple[str, list[int]]]) -> Table:
    """People and money of the next quarters."""
    return Table(
        key="asks",
        message=_("People and money, quarter by quarter"),
        columns=(
            Column("quarter", _("Quarter"), None, _("Calendar quarter, from today on.")),
            Column("days", _("Person-days"), Unit.DAYS, _("Work of all who take part.")),
            Column("cost", _("External cost"), Unit.MONEY, _("Middle of the range.")),
            Column("budget", _("Budget"), Unit.MONEY, _("What may be spent, where limited.")),
        ),
        rows=tuple(
            (name, _days(book, periods), _spent(book, periods), budget_of(book, periods))
            for name, periods in rows
        ),
        keys=tuple(name for name, _periods in rows),
        order=_("By date."),
    )


def _days(book: Book, periods: list[int]) -> Number:
    return book.days(*(f"derived/days/{number}" for number in periods))


def _spent(book: Book, periods: list[int]) -> Number:
    return book.money(*(f"plan/roadmap/spend/{number}/spent" for number in periods))


def _people(book: Book, first: tuple[str, list[int]]) -> Table | None:
    """Who gives the time in the next quarter, most first."""
    quarter, periods = first
    load = book.facts["plan"]["roadmap"]["load"]
    names = book.read.pool_names()
    places: dict[str, list[int]] = {}
    for place, item in enumerate(load):
        if item["period"] in periods:
            places.setdefault(item["pool"], []).append(place)
    used = {pool: sum(load[place]["used"] for place in found) for pool, found in places.items()}
    pools = sorted((pool for pool in places if used[pool]), key=lambda pool: -used[pool])
    if not pools:
        return None
    return Table(
        key="givers",
        message=_("Who gives the time in %(quarter)s") % {"quarter": quarter},
        columns=(
            Column("people", _("People"), None, _("People who can stand in for each other.")),
            Column("days", _("Person-days"), Unit.DAYS, _("Planned in the quarter.")),
            Column("capacity", _("They have"), Unit.DAYS, _("Person-days for change work.")),
        ),
        rows=tuple(
            (
                names.get(pool, pool),
                book.days(*(f"plan/roadmap/load/{place}/used" for place in places[pool])),
                book.days(*(f"plan/roadmap/load/{place}/capacity" for place in places[pool])),
            )
            for pool in pools
        ),
        keys=tuple(pools),
        order=_("Most work first."),
    )
