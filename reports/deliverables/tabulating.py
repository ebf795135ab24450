"""The tables beside the charts: one function a chart, each number with its place in the facts."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import dates, frames, numbers
from reports.deliverables.document import Column, Depth, Table, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.deliverables.document import Cell, Number
    from reports.deliverables.writing import Book


def areas_table(book: Book) -> Table:
    """Where each area stands, weakest first."""
    rows = sorted(
        frames.areas(book.read), key=lambda row: (row["score"] is None, row["score"] or 0.0)
    )
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        at = f"result/areas/{row['area']}"
        cells.append(
            (
                row["name"],
                book.level(f"{at}/score"),
                book.level(f"{at}/low"),
                book.level(f"{at}/high"),
                book.level(f"{at}/target"),
                book.whole_level(f"{at}/stage_level"),
                row["stage"] or numbers.ABSENT,
            )
        )
    return Table(
        key="areas",
        message=_("Where each area stands and where it needs to be"),
        columns=(
            Column("area", _("Area"), None, _("One of the areas of the framework.")),
            Column("score", _("Now"), Unit.LEVEL, _("Mean level of its capabilities.")),
            Column("low", _("From"), Unit.LEVEL, _("Lower bound of the likely range.")),
            Column("high", _("To"), Unit.LEVEL, _("Upper bound of the likely range.")),
            Column("target", _("Target"), Unit.LEVEL, _("Mean target of its capabilities.")),
            Column("stage", _("Stage"), Unit.WHOLE_LEVEL, _("The stage that it has reached.")),
            Column("stage_name", _("Name of the stage"), None, _("The stage in words.")),
        ),
        rows=tuple(cells),
        keys=tuple(row["area"] for row in rows),
        order=_("Weakest first."),
    )


def movement_table(book: Book) -> Table:
    """The index step by step."""
    rows = frames.movement(book.read)
    return Table(
        key="movement",
        message=_("What moved the index"),
        columns=(
            Column("step", _("Step"), None, _("A round, or a reason why the index moved.")),
            Column("points", _("Points"), Unit.PLAIN, _("Whole points of the index.")),
        ),
        rows=tuple(
            (
                row["name"],
                book.number(
                    Unit.POINTS if row["kind"] == "part" else Unit.INDEX,
                    f"derived/movement/{row['cause'] or row['kind']}",
                ),
            )
            for row in rows
        ),
        keys=tuple(row["cause"] or row["kind"] for row in rows),
        order=_("From the last round to this one."),
    )


def trend_table(book: Book) -> Table:
    """The index round by round."""
    rows = book.facts["rounds"]
    return Table(
        key="trend",
        message=_("The index, round by round"),
        columns=(
            Column("round", _("Round"), None, _("Its name.")),
            Column("opened", _("Opened"), None, _("First day of asking.")),
            Column("index", _("Index"), Unit.INDEX, _("0 to 100.")),
            Column("low", _("From"), Unit.INDEX, _("Lower bound of the likely range.")),
            Column("high", _("To"), Unit.INDEX, _("Upper bound of the likely range.")),
            Column("stage", _("Stage"), None, _("The stage that it had reached.")),
        ),
        rows=tuple(
            (
                row["name"],
                day_of(row["opened"]),
                *(book.index(f"rounds/{row['key']}/{part}") for part in ("index", "low", "high")),
                book.read.stage(row["stage"]) or numbers.ABSENT,
            )
            for row in rows
        ),
        keys=tuple(row["key"] for row in rows),
        order=_("Oldest first."),
    )


def plan_table(book: Book) -> Table:
    """What is done when."""
    items = sorted(
        book.read.roadmap["roadmap"]["items"] if book.read.roadmap else (),
        key=lambda item: str(item["start_date"]),
    )
    return Table(
        key="roadmap",
        message=_("What is done when"),
        columns=(
            Column("initiative", _("Initiative"), None, _("The work.")),
            Column("area", _("Area"), None, _("The area that it belongs to.")),
            Column("start", _("Starts"), None, _("First day.")),
            Column("finish", _("Ends"), None, _("Last day.")),
            Column("days", _("Person-days"), Unit.DAYS, _("Work of all who take part.")),
            Column("cost_low", _("Cost from"), Unit.MONEY, _("External cost, lower estimate.")),
            Column("cost_high", _("Cost to"), Unit.MONEY, _("External cost, upper estimate.")),
            Column("lead", _("Carried by"), None, _("The owner, or the role with most work.")),
            Column("status", _("Status"), None, _("How the work goes.")),
        ),
        rows=tuple(_plan_row(book, item) for item in items),
        keys=tuple(item["initiative"] for item in items),
        order=_("By start."),
    )


def _plan_row(book: Book, item: Mapping[str, Any]) -> tuple[Cell, ...]:
    at = f"plan/roadmap/items/{item['initiative']}"
    mark = book.read.work.get(item["initiative"])
    return (
        book.read.initiative(item["initiative"]),
        book.read.area(book.read.initiative_area(item["initiative"])),
        day_of(item["start_date"]),
        day_of(item["finish_date"]),
        effort(book, item),
        book.money(f"{at}/cost_low"),
        book.money(f"{at}/cost_high"),
        lead(book, item),
        mark.name if mark else _("planned"),
    )


def effort(book: Book, item: Mapping[str, Any]) -> Number:
    """Person-days of all who take part in an item of the plan."""
    at = f"plan/roadmap/items/{item['initiative']}/effort"
    return book.days(*(f"{at}/{role}" for role in item["effort"]))


def lead(book: Book, item: Mapping[str, Any]) -> str:
    """Who owns it; before anybody does, the role with most of the work."""
    mark = book.read.work.get(item["initiative"])
    if mark is not None and mark.owner:
        return mark.owner
    most = max(item["effort"], key=lambda role: float(item["effort"][role]), default="")
    return book.read.staff(most) if most else numbers.ABSENT


def day_of(text: str) -> date:
    return date.fromisoformat(text)


def forecast_table(book: Book, depth: Depth = Depth.WORKING) -> Table:
    """Where the plan leads; where it is known, also at the pace so far."""
    rows = frames.forecast(book.read)
    paced = any(row["late"] is not None for row in rows)
    late = Column("late", _("At the pace so far"), Unit.INDEX, _("The index if work goes on so."))
    return Table(
        key="forecast",
        message=_("Where the plan leads if it is kept"),
        columns=(
            Column("date", _("Date"), None, _("First day of the period.")),
            Column("index", _("Index"), Unit.INDEX, _("0 to 100.")),
            Column("stage", _("Stage"), None, _("The stage that stands from then on.")),
            *[late] * paced,
        ),
        rows=tuple(
            (
                day_of(row["date"]),
                book.index(f"plan/forecast/{n}/index"),
                row["stage"] or "",
                *([book.index(f"derived/late/{n}")] if paced else []),
            )
            for n, row in enumerate(rows)
        ),
        keys=tuple(row["date"] for row in rows),
        order=_("By date."),
        depth=depth,
    )


def load_table(book: Book) -> Table:
    """Work against what there is, by pool."""
    pools = book.facts["derived"]["pools"]
    names = book.read.pool_names()
    used = [key for key in pools if pools[key]["used"]]
    return Table(
        key="load",
        message=_("How full each pool of people is"),
        columns=(
            Column("pool", _("People"), None, _("People who can stand in for each other.")),
            Column("used", _("Planned"), Unit.DAYS, _("Person-days of the plan.")),
            Column("capacity", _("Available"), Unit.DAYS, _("Person-days over the horizon.")),
            Column("share", _("Share"), Unit.SHARE, _("Planned of available.")),
            Column("peak", _("Fullest"), Unit.SHARE, _("Share in the fullest period.")),
            Column("when", _("When"), None, _("The fullest period.")),
        ),
        rows=tuple(
            (
                names.get(key, key),
                book.days(f"derived/pools/{key}/used"),
                book.days(f"derived/pools/{key}/capacity"),
                book.share(f"derived/pools/{key}/share"),
                book.share(f"derived/pools/{key}/peak"),
                pools[key]["when"] or numbers.ABSENT,
            )
            for key in sorted(used, key=lambda key: -float(pools[key]["peak"]))
        ),
        keys=tuple(sorted(used, key=lambda key: -float(pools[key]["peak"]))),
        order=_("Fullest first."),
    )


def spend_table(book: Book) -> Table:
    """Money by calendar quarter."""
    quarters = spend_quarters(book)
    return Table(
        key="spend",
        message=_("What the plan spends, quarter by quarter"),
        columns=(
            Column("quarter", _("Quarter"), None, _("Calendar quarter.")),
            Column("spent", _("Spent"), Unit.MONEY, _("External cost, middle of the range.")),
            Column("budget", _("Budget"), Unit.MONEY, _("What may be spent, where it is limited.")),
            Column("spent_so_far", _("Spent so far"), Unit.MONEY, _("Added up from the start.")),
            Column("budget_so_far", _("Budget so far"), Unit.MONEY, _("Added up from the start.")),
        ),
        rows=tuple(
            (
                name,
                _spent(book, places),
                budget_of(book, places),
                _spent(book, list(range(places[-1] + 1))),
                budget_of(book, list(range(places[-1] + 1))),
            )
            for name, places in quarters
        ),
        keys=tuple(name for name, _places in quarters),
        order=_("By date."),
    )


def _spent(book: Book, places: list[int]) -> Number:
    return book.money(*(f"plan/roadmap/spend/{n}/spent" for n in places))


def spend_quarters(book: Book) -> list[tuple[str, list[int]]]:
    """Calendar quarters until the last that spends, with the places of their periods."""
    assert book.read.roadmap is not None, "spending is a plan's"  # noqa: S101
    plan = book.read.roadmap["roadmap"]
    spend = plan["spend"]
    last = max((n for n, item in enumerate(spend) if item["spent"]), default=-1)
    named = [
        (dates.quarter(dates.period_date(plan["start"], plan["period"], item["period"])), n)
        for n, item in enumerate(spend)
    ]
    quarters = [
        (name, [n for _name, n in members])
        for name, members in groupby(named, key=lambda pair: pair[0])
    ]
    return [(name, places) for name, places in quarters if places[0] <= last]


def budget_of(book: Book, places: list[int]) -> Number:
    """Of the periods that have one."""
    assert book.read.roadmap is not None, "spending is a plan's"  # noqa: S101
    spend = book.read.roadmap["roadmap"]["spend"]
    limited = [n for n in places if spend[n]["budget"] is not None]
    return book.money(*(f"plan/roadmap/spend/{n}/budget" for n in limited or places))


def fullest(book: Book) -> str:
    """The pool with the fullest period; nothing where nobody is needed."""
    pools = book.facts["derived"]["pools"]
    used = [key for key in pools if pools[key]["used"]]
    return max(used, key=lambda key: float(pools[key]["peak"]), default="")
