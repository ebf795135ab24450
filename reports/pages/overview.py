"""The organisation page: one page of truth for a CMO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports import dates, numbers
from reports.pages import sentences
from reports.pages.doubts import doubts
from reports.pages.next_work import cost_of_waiting, kpis_off_track, next_work
from reports.pages.pictures import picture
from reports.pages.robust import same_stage
from reports.pages.since import since

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assessments.models import Analysis
    from reports.frames import Source
    from roadmaps.tracking import Tracked

GAPS_SHOWN = 3


def overview(
    read: Source, analysis: Analysis, *, tracked: Iterable[Tracked], today: date
) -> dict[str, Any]:
    """Context of templates/reports/organisation.html for an organisation that was analysed.
    tracked: its KPIs."""
    overall = read.result["overall"]
    at = date_format(analysis.created_at, "j F Y")
    return {
        "headline": sentences.headline(read),
        "next_step": sentences.next_step(read),
        "arrival": arrival(read),
        "stage_level": overall["stage_level"],
        "stage_name": read.stage(overall["stage"]),
        "standing": sentences.stage_standing(read),
        "same_stage": same_stage(read),
        "index": None if overall["index"] is None else numbers.index(overall["index"]),
        "index_range": sentences.index_range(overall),
        "evidence": sentences.evidence(read),
        "analysed_at": at,
        "way": way(read),
        "next_stage": None if overall["stage_level"] is None else overall["stage_level"] + 1,
        "area_links": read.result["areas"],
        "areas_chart": picture(read, analysis.pk, "areas", sentences.answers(read, at)),
        "gaps": top_gaps(read),
        "quarters": next_work(read, today),
        "kpis": kpis_off_track(tracked, today),
        "uncertain": [doubt.sentence for doubt in doubts(read)],
        "notes": read.result["notes"],
        "since": since(read, analysis, at),
    }


def way(read: Source) -> dict[str, list[dict[str, Any]]]:
    """What leads to the next stage: what cannot be skipped, and what there is to choose from."""
    rows = {item["key"]: item for item in read.result["capabilities"]}

    def described(key: str) -> dict[str, Any]:
        return {
            "key": key,
            "name": read.capability(key),
            "area": rows[key]["area"],
            "area_name": read.area(rows[key]["area"]),
            "level": rows[key]["level"],
            "planned": raised(read, key, rows[key]["level"]),
        }

    overall = read.result["overall"]
    return {part: [described(key) for key in overall[part]] for part in ("must", "choose")}


def raised(read: Source, key: str, level: int | None) -> dict[str, str]:
    """The first planned initiative that lifts a capability above a level, as the forecast counts
    it; nothing without one."""
    items = read.roadmap["roadmap"]["items"] if read.roadmap else []
    lifting = [
        item
        for item in items
        if any(
            step["capability"] == key and level is not None and step["to"] > level
            for step in item["raises"]
        )
    ]
    if not lifting:
        return {}
    first = min(lifting, key=lambda item: str(item["finish_date"]))
    mark = read.work.get(first["initiative"])
    return {
        "status": mark.status if mark else "",
        "key": first["initiative"],
        "name": read.initiative(first["initiative"]),
        "ends": dates.short_month(first["finish_date"]),
    }


def arrival(read: Source) -> str:
    """When the plan reaches the next stage; nothing without a plan or a next stage."""
    level = read.result["overall"]["stage_level"]
    if read.roadmap is None or level is None or level >= sentences.TOP_STAGE:
        return ""
    entries = read.roadmap["forecast"]
    for item in entries:
        reached = read.stage_level(item["stage"])
        if reached is not None and reached > level:
            words = {"stage": reached, "month": dates.month(item["date"])}
            return _("The plan reaches stage %(stage)s in %(month)s.") % words
    if not entries:
        return ""
    words = {"stage": level + 1, "month": dates.month(entries[-1]["date"])}
    return _("The plan does not reach stage %(stage)s by %(month)s.") % words


def open_gaps(read: Source) -> list[dict[str, Any]]:
    """Capabilities below their target, by rank."""
    found = [
        item
        for item in read.result["capabilities"]
        if item["rank"] is not None and item["gap"] is not None and item["gap"] > 0
    ]
    return sorted(found, key=lambda item: int(item["rank"]))


def top_gaps(read: Source) -> list[dict[str, Any]]:
    """The three that matter most, with what makes them urgent and what waiting costs."""
    return [
        {
            "key": item["key"],
            "name": read.capability(item["key"]),
            "area": item["area"],
            "area_name": read.area(item["area"]),
            "score": numbers.level(item["score"]),
            "target": item["target"],
            "reason": item["urgency_reason"],
            "class": item["gap_class"],
            "waiting": cost_of_waiting(read, item["key"]),
        }
        for item in open_gaps(read)[:GAPS_SHOWN]
    ]
