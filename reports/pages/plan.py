"""The roadmap page: the plan by quarter, what it takes, what was left out and where it leads."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.proof import gap_percent
from reports import charts, dates, numbers
from reports.pages.pictures import picture
from reports.pages.plan_board import board

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reports.frames import Source
    from roadmaps.models import Roadmap

# Thousands of US dollars and person-days below which nothing is said: rounding of shares.
LEAST_BEFORE = 0.5


def plan_page(
    read: Source, plan_row: Roadmap, asked: Mapping[str, str], today: date
) -> dict[str, Any]:
    """Context of templates/reports/roadmap.html for a roadmap. asked: what the
    address says of the board (reports.pages.plan_board)."""
    assert read.roadmap is not None, "a page without a plan is another page"  # noqa: S101
    plan = read.roadmap["roadmap"]
    at = _("Plan of %(date)s") % {"date": date_format(plan_row.created_at, "j F Y")}
    return {
        "headline": headline(read),
        "lede": summary(plan),
        "spent_before": spent_before(plan),
        "limits": limits(read, plan),
        "source": at,
        "board": board(read, asked, today) if plan["items"] else None,
        "left_out": left_out(read, plan),
        "forecast": picture(read, plan_row.pk, "forecast", at),
        "load": picture(read, plan_row.pk, "load", at),
        "spend": picture(read, plan_row.pk, "spend", at),
    }


def headline(read: Source) -> str:
    """Where the plan leads."""
    kind = charts.KINDS["forecast"]
    if read.roadmap is None or not read.roadmap["roadmap"]["items"]:
        return _("Nothing has to be planned")
    return kind.builder.title(kind.frame(read))


def summary(plan: Mapping[str, Any]) -> str:
    """What the plan takes, in one sentence."""
    count = len(plan["items"])
    words = {
        "n": count,
        "days": numbers.days(plan["total_days"]),
        "cost": numbers.thousands(plan["total_cost"]),
    }
    return (
        ngettext(
            "%(n)s initiative takes %(days)s person-days and about %(cost)s of external cost.",
            "%(n)s initiatives take %(days)s person-days and about %(cost)s of external cost.",
            count,
        )
        % words
    )


def spent_before(plan: Mapping[str, Any]) -> str:
    """What of that lies before the first period: work that has begun counts whole, and spending
    and load show what is left of it. Nothing where all of it is still to come."""
    cost = plan["total_cost"] - sum(line["spent"] for line in plan["spend"])
    days = plan["total_days"] - sum(line["used"] for line in plan["load"])
    if cost < LEAST_BEFORE and days < LEAST_BEFORE:
        return ""
    text = _(
        "%(cost)s and %(days)s person-days of it lie before this plan, in work that has begun; the"
        " charts of spending and load show the rest."
    )
    return text % {"cost": numbers.thousands(max(0, cost)), "days": numbers.days(max(0, days))}


def limits(read: Source, plan: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What the plan was made under, as word, value and what explains a value that was computed."""
    parameters = read.parameters or {}
    size = read.framework.size.get(parameters.get("size", ""))
    last = dates.period_date(plan["start"], plan["period"], plan["periods"] - 1)
    budget = parameters.get("budget")
    per = _("a month") if plan["period"] == "month" else _("a quarter")
    found = [
        (
            _("Horizon"),
            _("%(start)s to %(end)s")
            % {"start": dates.month(plan["start"]), "end": dates.month(last)},
            "",
        ),
        (_("Size"), size.name if size else numbers.ABSENT, ""),
        (
            _("Budget"),
            _("no limit set") if budget is None else f"{numbers.thousands(budget)} {per}",
            "",
        ),
    ]
    found.append((_("Proof"), proof_words(plan), "proof"))
    return found


def proof_words(plan: Mapping[str, Any]) -> str:
    """What is proved about a plan, as `engine.proof` says it."""
    if plan["status"] == "proved":
        found = _("proved best under these limits")
    elif plan["bound"] is not None:
        found = _("at most %(percent)s %% below the best possible") % {
            "percent": numbers.rounded(float(gap_percent(plan)), 1)
        }
    else:
        found = _("not proved to be the best possible plan")
    if not plan["reproducible"]:
        return _("%(found)s; the clock ended the search") % {"found": found}
    return found


def quarters(read: Source) -> list[dict[str, Any]]:
    """Items under the calendar quarter in which they start, in order of time."""
    if read.roadmap is None:
        return []
    items = sorted(read.roadmap["roadmap"]["items"], key=lambda item: str(item["start_date"]))
    return [
        {"name": name, "items": [_item(read, item) for item in members]}
        for name, members in groupby(items, key=lambda item: dates.quarter(item["start_date"]))
    ]


def _item(read: Source, item: Mapping[str, Any]) -> dict[str, Any]:
    key = item["initiative"]
    area = read.initiative_area(key)
    effort = sorted(item["effort"].items(), key=lambda pair: -pair[1])
    return {
        "key": key,
        "name": read.initiative(key),
        "area": area,
        "area_name": read.area(area),
        "starts": dates.day(item["start_date"]),
        "ends": dates.day(item["finish_date"]),
        "days": numbers.days(sum(item["effort"].values())),
        "effort": [(read.staff(role), numbers.days(days)) for role, days in effort],
        "lead": read.staff(effort[0][0]) if effort else "",
        "cost": numbers.cost_range(item["cost_low"], item["cost_high"]),
        "raises": [
            {"name": read.capability(step["capability"]), "from": step["from"], "to": step["to"]}
            for step in item["raises"]
        ],
        "why_here": item["why_here"],
    }


def left_out(read: Source, plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the plan does without, with the reason, in catalogue order."""
    return [
        {
            "key": item["initiative"],
            "name": read.initiative(item["initiative"]),
            "area": read.initiative_area(item["initiative"]),
            "area_name": read.area(read.initiative_area(item["initiative"])),
            "reason": item["reason"],
        }
        for item in plan["left_out"]
    ]
