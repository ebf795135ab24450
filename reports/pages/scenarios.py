"""Scenarios side by side: what each is worth, reaches, costs and loses against the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.comparison import compare, stage_dates
from reports import dates, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.types import Framework
    from roadmaps.models import Scenario

Document = dict[str, Any]


def side_by_side(
    framework: Framework, scenarios: Sequence[Scenario], current: Scenario
) -> dict[str, Any]:
    """Context of the table of templates/reports/scenarios.html; the current one has a plan."""
    assert current.plan is not None, "scenario_current_has_a_plan"  # noqa: S101
    base = current.plan.result
    columns = [_column(framework, item, base) for item in scenarios if item.plan is not None]
    # Stages that stand today are no news of any scenario.
    stages = [
        stage
        for stage in framework.stages
        if any(c["dates"].get(stage.key, c["from"]) > c["from"] for c in columns)
    ]
    rows: list[tuple[str, list[dict[str, Any]]]] = [
        (_("Worth of the plan"), [column["value"] for column in columns]),
        (_("Index at the end"), [_cell(column["index"]) for column in columns]),
        *(
            (
                _("Stage %(level)s %(name)s from") % {"level": stage.level, "name": stage.name},
                [
                    _dated(column["dates"].get(stage.key), columns[0]["dates"].get(stage.key))
                    for column in columns
                ],
            )
            for stage in stages
        ),
        (_("External cost"), [_cell(column["cost"]) for column in columns]),
        (_("Person-days"), [_cell(column["days"]) for column in columns]),
        (_("Initiatives"), [_cell(column["count"]) for column in columns]),
        (_("Done in"), [_cell(column["end"]) for column in columns]),
    ]
    return {"columns": columns, "rows": rows, "headline": headline(columns)}


def headline(columns: Sequence[Mapping[str, Any]]) -> str:
    """What the scenarios but the first come to, the one that loses most first."""
    others = [column for column in columns[1:] if column["share"] is not None]
    if not others:
        return _("One plan, and nothing yet to compare it with")
    worst = min(others, key=lambda column: float(column["share"]))
    best = max(others, key=lambda column: float(column["share"]))
    if worst["share"] < 0:
        words = {"name": worst["name"], "share": numbers.percent(-worst["share"])}
        text = _("“%(name)s” is worth %(share)s less than the current plan") % words
        lost = len(worst["lost"])
        if lost:
            text += ngettext(
                " and loses %(n)s initiative", " and loses %(n)s initiatives", lost
            ) % {"n": lost}
        return text
    words = {"name": best["name"], "share": numbers.percent(best["share"])}
    if best["share"] > 0:
        return _("“%(name)s” is worth %(share)s more than the current plan") % words
    return _("No scenario changes what the plan is worth")


def _column(framework: Framework, scenario: Scenario, base: Document) -> dict[str, Any]:
    assert scenario.plan is not None  # noqa: S101
    document = scenario.plan.result
    plan = document["roadmap"]
    found = compare(framework, base, document)
    share = None if found["value"] is None else found["value"]["share"]
    end = max((item["finish_date"] for item in plan["items"]), default=None)
    last = document["forecast"][-1] if document["forecast"] else {"index": None}
    return {
        "scenario": scenario,
        "name": scenario.name,
        "share": share,
        "value": _worth(share, scenario.current),
        "index": numbers.index(last["index"]),
        "dates": stage_dates(framework, document["forecast"]),
        "from": document["forecast"][0]["date"] if document["forecast"] else "",
        "cost": numbers.thousands(plan["total_cost"]),
        "days": numbers.days(plan["total_days"]),
        "count": str(len(plan["items"])),
        "end": dates.short_month(end) if end else numbers.ABSENT,
        "lost": [_lost(framework, item) for item in found["initiatives"]["lost"]],
        "added": [_name(framework, item["initiative"]) for item in found["initiatives"]["added"]],
        "sentences": found["sentences"],
    }


def _worth(share: float | None, current: bool) -> dict[str, Any]:
    if current:
        return _cell(_("the measure"))
    if share is None:
        return _cell(_("not comparable: another horizon"))
    if share == 0:
        return _cell(_("the same"))
    amount = numbers.percent(abs(share))
    if amount == numbers.percent(0.0):
        amount = _("under 1 %")
    words = _("%(share)s less") if share < 0 else _("%(share)s more")
    return _cell(words % {"share": amount}, worse=share < 0)


def _dated(day: str | None, usual: str | None) -> dict[str, Any]:
    worse = (day or "9999") > (usual or "9999")
    return _cell(dates.short_month(day) if day else _("not reached"), worse=worse)


def _cell(text: str, *, worse: bool = False) -> dict[str, Any]:
    return {"text": text, "worse": worse}


def _lost(framework: Framework, item: Mapping[str, Any]) -> dict[str, str]:
    return {"name": _name(framework, item["initiative"]), "reason": item["reason"] or ""}


def _name(framework: Framework, key: str) -> str:
    found = framework.initiative.get(key)
    return found.name if found else key
