"""The roadmap: what is done when, what it takes, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables.document import Column, Depth, Points, Table, Unit
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import forecast_table, plan_table
from reports.deliverables.writing import say, section, take
from reports.pages import plan

if TYPE_CHECKING:
    from reports.deliverables.document import Number, Section, Text
    from reports.deliverables.writing import Book

QUARTERS = 2


def written(book: Book) -> Section | None:
    if book.read.roadmap is None:
        return None
    return section(
        _("Roadmap"),
        _message(book),
        (
            _takes(book),
            chart(book, "roadmap", plan_table(book), beside=_counts(book)),
            *_quarters(book),
            _reached(book),
            chart(book, "forecast", forecast_table(book), beside=_beside_forecast(book)),
            _proof(book),
        ),
    )


def _message(book: Book) -> Text:
    assert book.read.roadmap is not None  # noqa: S101  # asked by who is above
    last = len(book.read.roadmap["forecast"]) - 1
    return take(
        "roadmap.message",
        plan.headline(book.read) + ".",
        numbers=[
            *(book.index(f"plan/forecast/{n}/index") for n in sorted({0, last}) if last >= 0),
            *_beside_forecast(book),
        ],
        words=[dates.month(item["date"]) for item in book.read.roadmap["forecast"]],
    )


def _counts(book: Book) -> list[Number]:
    """How many initiatives there are, and how many of each area."""
    areas = [book.count(f"derived/by_area/{area}") for area in book.facts["derived"]["by_area"]]
    return [book.count("counts/initiatives"), *areas]


def _beside_forecast(book: Book) -> list[Number]:
    """What is said of a forecast beside the index of each period."""
    return [
        book.whole_level("derived/risen_stage"),
        *(book.index(f"derived/{name}") for name in ("target_index", "late_index", "pace")),
    ]


def _takes(book: Book) -> Text | None:
    """What the plan takes."""
    if not book.planned:
        return None
    return take(
        "roadmap.takes",
        plan.summary(book.facts["plan"]["roadmap"]),
        numbers=[
            book.count("counts/initiatives"),
            book.days("plan/roadmap/total_days"),
            book.money("plan/roadmap/total_cost"),
        ],
    )


def _quarters(book: Book) -> list[Points]:
    """What starts in the next quarters, quarter by quarter."""
    return [
        Points(
            f"roadmap.{quarter['name']}",
            tuple(_begins(book, quarter["name"], item) for item in quarter["items"]),
        )
        for quarter in plan.quarters(book.read)[:QUARTERS]
    ]


def _begins(book: Book, quarter: str, item: dict[str, Any]) -> Text:
    at = f"plan/roadmap/items/{item['key']}"
    efforts = book.facts["plan"]["roadmap"]["items"]
    effort = next(row["effort"] for row in efforts if row["initiative"] == item["key"])
    return say(
        f"roadmap.starts.{item['key']}",
        _("%(quarter)s: %(name)s, %(starts)s to %(ends)s, %(days)s person-days, led by %(lead)s."),
        quarter=quarter,
        name=item["name"],
        starts=item["starts"],
        ends=item["ends"],
        days=book.days(*(f"{at}/effort/{role}" for role in effort)),
        lead=item["lead"],
    )


def _reached(book: Book) -> Table | None:
    """When each stage and each target stands."""
    found = book.facts.get("milestones")
    if not found:
        return None
    rows = [
        (
            book.read.stage(item["stage"]) or item["stage"],
            book.whole_level(f"derived/stages/{item['stage']}"),
            dates.month(item["date"]) if item["date"] else _("not within the plan"),
        )
        for item in found["stages"]
        if item["period"] != 0
    ]
    keys = tuple(item["stage"] for item in found["stages"] if item["period"] != 0)
    if not rows:
        return None
    return Table(
        key="reached",
        message=_("When each stage is reached if the plan is kept"),
        columns=(
            Column("name", _("Stage"), None, _("Name of the stage.")),
            Column("level", _("Level"), Unit.WHOLE_LEVEL, _("Level of the stage.")),
            Column("when", _("Reached"), None, _("First month in which it stands.")),
        ),
        rows=tuple(rows),
        keys=keys,
        order=_("Lowest first."),
    )


def _proof(book: Book) -> Text | None:
    if not book.planned:
        return None
    words = plan.proof_words(book.facts["plan"]["roadmap"])
    return take(
        "roadmap.proof",
        _("The plan is %(proof)s.") % {"proof": words},
        numbers=[book.level("derived/gap_percent")],
        depth=Depth.WORKING,
    )
