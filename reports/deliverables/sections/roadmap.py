"""The roadmap: what is done when, what it takes, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates
from reports.deliverables.document import Column, Depth, Table, Unit
from reports.deliverables.facts import coming
from reports.deliverables.pictures import chart
from reports.deliverables.tabulating import day_of, effort, forecast_table, lead, plan_table
from reports.deliverables.writing import paragraph, say, section, take
from reports.pages import plan, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.deliverables.document import Number, Section, Text
    from reports.deliverables.writing import Book


def written(book: Book) -> Section | None:
    if book.read.roadmap is None:
        none = _("No roadmap has been made from these figures.")
        return section(_("Roadmap"), say("roadmap.none", none), ())
    return section(
        _("Roadmap"),
        _message(book),
        (
            _takes(book),
            chart(book, "roadmap", plan_table(book), beside=_counts(book)),
            chart(book, "forecast", forecast_table(book), beside=_beside_forecast(book)),
            _reached(book),
            _next(book),
            _then(book),
            _targets(book),
            _chain(book),
            _proof(book),
        ),
    )


def _message(book: Book) -> Text:
    forecast = book.facts["plan"]["forecast"]
    return take(
        "roadmap.message",
        plan.headline(book.read) + ".",
        numbers=[
            *(book.index(f"plan/forecast/{n}/index") for n in sorted({0, len(forecast) - 1})),
            *_beside_forecast(book),
        ],
        words=[dates.month(item["date"]) for item in forecast],
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
    """What the plan takes, and what it reaches of the targets."""
    if not book.planned:
        return None
    takes = take(
        "roadmap.takes",
        plan.summary(book.facts["plan"]["roadmap"]),
        numbers=[
            book.count("counts/initiatives"),
            book.days("plan/roadmap/total_days"),
            book.money("plan/roadmap/total_cost"),
        ],
    )
    open_now = book.facts["counts"].get("targets_open", 0)
    if not open_now:
        return takes
    reaches = say(
        "roadmap.takes",
        ngettext(
            "It reaches %(met)s of %(open)s target level that does not stand yet.",
            "It reaches %(met)s of the %(open)s target levels that do not stand yet.",
            open_now,
        ),
        met=book.count("counts/targets_met"),
        open=book.count("counts/targets_open"),
    )
    return paragraph("roadmap.takes", takes, reaches)


def _next(book: Book) -> Table | None:
    """What begins or runs in the next quarter in which there is work."""
    found = coming(book.read, book.today)
    rows = [item for name, item in found if name == found[0][0]]
    if not rows:
        return None
    return Table(
        key="next",
        message=_("What is done in %(quarter)s") % {"quarter": found[0][0]},
        columns=(
            Column("initiative", _("Initiative"), None, _("The work.")),
            Column("start", _("Starts"), None, _("First day.")),
            Column("finish", _("Ends"), None, _("Last day.")),
            Column("days", _("Person-days"), Unit.DAYS, _("Work of all who take part.")),
            Column("lead", _("Carried by"), None, _("The owner, or the role with most work.")),
        ),
        rows=tuple(
            (
                book.read.initiative(item["initiative"]),
                day_of(item["start_date"]),
                day_of(item["finish_date"]),
                effort(book, item),
                lead(book, item),
            )
            for item in rows
        ),
        keys=tuple(item["initiative"] for item in rows),
        order=_("By start."),
    )


def _then(book: Book) -> Text | None:
    """What begins in the quarter after that."""
    found = coming(book.read, book.today)
    quarters = list(dict.fromkeys(name for name, _item in found))
    if len(quarters) < 2:
        return None
    names = [
        f"“{book.read.initiative(item['initiative'])}”"
        for name, item in found
        if name == quarters[1]
    ]
    template = _("In %(quarter)s follows %(names)s.")
    if len(names) > 1:
        template = _("In %(quarter)s follow %(names)s.")
    return say("roadmap.then", template, quarter=quarters[1], names=sentences.listed(names))


def _reached(book: Book) -> Table | None:
    """When each stage above today's stands, up to the first that the plan does not reach."""
    found = book.facts.get("milestones")
    rows = [item for item in found["stages"] if item["period"] != 0] if found else []
    short = [n for n, item in enumerate(rows) if item["date"] is None]
    rows = rows[: short[0] + 1] if short else rows
    if not rows or not book.planned:
        return None
    return Table(
        key="reached",
        message=_("When each stage is reached if the plan is kept"),
        columns=(
            Column("name", _("Stage"), None, _("Name of the stage.")),
            Column("level", _("Level"), Unit.WHOLE_LEVEL, _("Level of the stage.")),
            Column("when", _("Reached"), None, _("First month in which it stands.")),
            *([_late_column()] if book.read.pace is not None else []),
        ),
        rows=tuple(
            (
                book.read.stage(item["stage"]) or item["stage"],
                book.whole_level(f"derived/stages/{item['stage']}"),
                _month(item["date"]),
                *([_month(item["late_date"])] if book.read.pace is not None else []),
            )
            for item in rows
        ),
        keys=tuple(item["stage"] for item in rows),
        order=_order(_("Lowest first."), rows),
    )


def _targets(book: Book) -> Table | None:
    """When each open target is reached, soonest first."""
    found = book.facts.get("milestones")
    rows = [item for item in found["targets"] if item["period"] != 0] if found else []
    if not rows or not book.planned:
        return None
    rows.sort(key=lambda item: (item["period"] is None, item["period"] or 0))
    return Table(
        key="targets",
        message=_("When each target is reached if the plan is kept"),
        columns=(
            Column("capability", _("Capability"), None, _("The capability.")),
            Column("target", _("Target"), Unit.WHOLE_LEVEL, _("Level that is needed.")),
            Column("when", _("Reached"), None, _("First month in which it stands.")),
            *([_late_column()] if book.read.pace is not None else []),
        ),
        rows=tuple(
            (
                book.read.capability(item["capability"]),
                book.whole_level(f"result/capabilities/{item['capability']}/target"),
                _month(item["date"]),
                *([_month(item["late_date"])] if book.read.pace is not None else []),
            )
            for item in rows
        ),
        keys=tuple(item["capability"] for item in rows),
        order=_order(_("Soonest first."), rows),
        depth=Depth.WORKING,
    )


def _late_column() -> Column:
    return Column("late", _("At the pace so far"), None, _("If work goes on as it did."))


def _month(text: str | None) -> str | None:
    return dates.month(text) if text else None


def _order(words: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """With what a date that is not there stands for."""
    dates_of = [row[part] for row in rows for part in ("date", "late_date") if part in row]
    if None not in dates_of:
        return words
    return _("%(order)s A dash is not within the plan.") % {"order": words}


def _chain(book: Book) -> Text | None:
    """What sets the end of the plan."""
    if book.read.reading is None or not book.planned:
        return None
    names = [book.read.initiative(link.key) for link in book.read.reading.chain]
    if len(names) < 2:
        return None
    return say(
        "roadmap.chain",
        _("The end of the plan is set by %(names)s, in this order: whoever delays one delays it."),
        names=sentences.listed([f"“{name}”" for name in names]),
        depth=Depth.WORKING,
    )


def _proof(book: Book) -> Text | None:
    if not book.planned:
        return None
    words = plan.proof_words(book.facts["plan"]["roadmap"])
    gap = book.facts["derived"]["gap_percent"]
    return take(
        "roadmap.proof",
        _("The plan is %(proof)s.") % {"proof": words},
        numbers=[] if gap is None else [book.level("derived/gap_percent")],
        depth=Depth.WORKING,
    )
