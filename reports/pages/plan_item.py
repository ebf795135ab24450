"""One initiative of the plan: why it starts when it does, what it takes and what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.calendar import period_name
from reports import dates, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from capabilities.models import Initiative
    from reports.frames import Source
    from reports.plan_reading import PlanReading
    from roadmaps.models import OwnInitiative


def item_page(
    read: Source,
    key: str,
    texts: Initiative | OwnInitiative | None,
    *,
    all_starts: bool,
) -> dict[str, Any] | None:
    """Context of templates/reports/plan_item.html; None for an initiative that is not planned.

    texts: what is written of it. all_starts: with what keeps it from every earlier start, not only
    from the next one.
    """
    item = next((item for item in _items(read) if item["initiative"] == key), None)
    if item is None:
        return None
    area = read.initiative_area(key)
    reading = _reading(read)
    placed = {entry["initiative"]: entry for entry in _items(read)}
    after = {other: reading.after(other) for other in reading.ledger.starts}
    return {
        "key": key,
        "name": read.initiative(key),
        "headline": _("%(name)s, %(start)s to %(end)s")
        % {
            "name": read.initiative(key),
            "start": dates.short_month(item["start_date"]),
            "end": dates.short_month(item["finish_date"]),
        },
        "area": area,
        "area_name": read.area(area),
        "placed": True,
        "start_date": item["start_date"],
        "starts": dates.day(item["start_date"]),
        "ends": dates.day(item["finish_date"]),
        "critical": any(link.key == key for link in reading.chain),
        "why_here": item["why_here"],
        "earlier": _earlier(read, key) if all_starts else None,
        "may_start_earlier": item["start"] > 1,
        "waits_for": [_named(read, placed[other]) for other in after.get(key, ())],
        "waited_for_by": [
            _named(read, placed[other]) for other, waits in after.items() if key in waits
        ],
        **_takes(read, item, item["raises"]),
        "case": case(read, key),
        "texts": texts,
    }


def left_out_page(
    read: Source, key: str, texts: Initiative | OwnInitiative | None
) -> dict[str, Any] | None:
    """The same for an initiative that the plan does without; None for one whose levels stand."""
    plan = read.roadmap["roadmap"] if read.roadmap else {"left_out": []}
    found = next((item for item in plan["left_out"] if item["initiative"] == key), None)
    if found is None:
        return None
    area = read.initiative_area(key)
    name = read.initiative(key)
    reading = _reading(read)
    takes: dict[str, Any] = {}
    if key in reading.question.instance.candidate:
        takes = _takes(read, reading.case(key), reading.steps(key))
    return {
        "key": key,
        "name": name,
        "headline": _("%(name)s is not in the plan") % {"name": name},
        "area": area,
        "area_name": read.area(area),
        "placed": False,
        "why_here": [found["reason"]],
        **takes,
        "case": case(read, key),
        "texts": texts,
    }


def case(read: Source, key: str) -> dict[str, Any] | None:
    """What the initiative closes by itself and what a quarter of delay costs, in words."""
    reading = _reading(read)
    if key not in reading.question.instance.candidate:
        return None
    found = reading.case(key)
    gain, waiting = found["gain"], found["waiting"]
    return {
        "closes": [
            (read.capability(step["capability"]), numbers.level(step["levels"]))
            for step in gain["capabilities"]
        ],
        "share": numbers.percent(gain["share"]),
        "waiting": numbers.percent(waiting["share"]) if waiting["share"] else "",
        "stays_open": "" if found["planned"] else numbers.percent(gain["share"]),
        "risks": found["risks"],
    }


def _takes(
    read: Source, work: Mapping[str, Any], steps: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Cost, work and what it raises. work: an item of the plan, or a business case."""
    effort = sorted(work["effort"].items(), key=lambda pair: -pair[1])
    return {
        "raises": [
            {
                "key": step["capability"],
                "name": read.capability(step["capability"]),
                "from": step["from"],
                "to": step["to"],
            }
            for step in steps
        ],
        "days": numbers.days(sum(work["effort"].values())),
        "effort": [(read.staff(role), numbers.days(days)) for role, days in effort],
        "cost": numbers.cost_range(work["cost_low"], work["cost_high"]),
    }


def _reading(read: Source) -> PlanReading:
    assert read.reading is not None, "an item without a plan is another page"  # noqa: S101
    return read.reading


def _items(read: Source) -> list[Mapping[str, Any]]:
    return [] if read.roadmap is None else list(read.roadmap["roadmap"]["items"])


def _earlier(read: Source, key: str) -> list[dict[str, Any]]:
    reading = _reading(read)
    parameters = reading.question.parameters
    return [
        {
            "when": period_name(parameters.start, parameters.period, tried["start"]),
            "reasons": tried["reasons"],
        }
        for tried in reading.earlier_starts(key)
    ]


def _named(read: Source, item: Mapping[str, Any]) -> dict[str, str]:
    return {
        "key": item["initiative"],
        "name": read.initiative(item["initiative"]),
        "starts": dates.short_month(item["start_date"]),
        "ends": dates.short_month(item["finish_date"]),
    }
