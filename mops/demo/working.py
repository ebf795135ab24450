"""A year of work in the large demo organisation: a plan that was worked, KPIs, and the plan now."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from capabilities import catalogue
from engine.what_if import Edit
from jobs.runner import run
from roadmaps import inputs, pipeline
from roadmaps.services import kpis, limits, planning, scenarios, work
from roadmaps.services.kpis import KpiContent
from roadmaps.services.work import Check, WorkContent

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from assessments.models import Analysis
    from roadmaps.models import Scenario, WorkItem

# Thousands of US dollars a month that the made-up company gives to change.
BUDGET = 30.0
LEAN_SHARE = -0.2
DONE, STARTED = 8, 3
OWNERS = ("Demand generation", "Marketing technology", "Data team")
# How far a reading lies from its mean, as a share of the way to the target.
WOBBLE = (-0.06, 0.02, 0.05, -0.03, 0.01, 0.06, -0.05, 0.0, 0.03, -0.02, 0.04, -0.04)
MONTHS_BEFORE = 12
# For the KPI of each finished initiative, the share of the way that it has moved since.
MOVED = (0.7, 0.05)
WAYS = {"%": {True: (0.55, 0.85), False: (0.2, 0.08)}}
OTHER_WAYS = {True: (4.0, 7.0), False: (12.0, 5.0)}
NOTE = "synthetic"


def work_the_plan(scenario: Scenario, *, by: uuid.UUID, now: datetime) -> None:
    """What was planned a year ago, as it went: some of it done, some under way; with KPIs."""
    today = now.date()
    framework = inputs.framework_of(scenario)
    names = cycle(OWNERS)
    assert scenario.plan is not None, "the first plan is accepted by itself"  # noqa: S101
    items = scenario.plan.result["roadmap"]["items"]
    done = [item for item in items if item["finish_date"] < today.isoformat()][:DONE]
    begun = [item for item in items if item not in done and item["start_date"] < today.isoformat()]
    for item in [*done, *begun[:STARTED]]:
        row = work.save_work(
            organisation=scenario.organisation,
            framework=framework,
            initiative=item["initiative"],
            content=_content(item, next(names), finished=item in done),
            version=0,
            today=today,
            by=by,
            at=now,
        )
        place = done.index(item) if item in done else len(MOVED)
        if place < len(MOVED):
            _watch(scenario, row, MOVED[place], by=by, now=now)


def plan_from(analysis: Analysis, *, by: uuid.UUID, at: datetime) -> Scenario:
    """The plan from the newest analysis, with what is under way in it, as the current one; the
    same with less money is asked for and made once there is a worker."""
    plan = scenarios.create_scenario(
        analysis=analysis,
        name=f"Plan {at.year + 1}",
        limits=pipeline.default_parameters(analysis),
        by=by,
        at=at,
    )
    limits.set_budget(scenario=plan, version=plan.version, budget=BUDGET, by=by, at=at)
    run(planning.request_replan(scenario=plan, by=by, at=at).pk)
    plan = scenarios.make_current(scenario=plan, by=by, at=at)
    planning.what_if(scenario=plan, edits=[Edit("budget_share", LEAN_SHARE)], by=by, at=at)
    return plan


def _content(item: dict[str, Any], owner: str, *, finished: bool) -> WorkContent:
    started, ended = (date.fromisoformat(item[name]) for name in ("start_date", "finish_date"))
    days = sum(item["effort"].values())
    return WorkContent(
        status="done" if finished else "started",
        owner_name=owner,
        started_on=started,
        finished_on=ended if finished else None,
        effort_days=round(days * (1.1 if finished else 0.4), 1),
        checks=(Check("Somebody outside the team has looked at the result", done=finished),),
    )


def _watch(
    scenario: Scenario, row: WorkItem, moved: float, *, by: uuid.UUID, now: datetime
) -> None:
    """The first KPI of a finished initiative, read monthly from a year before it began."""
    assessment = scenario.analysis.assessment
    library = catalogue.catalogue(assessment.framework_id)
    entry = assessment.framework.initiatives.filter(key=row.initiative).first()
    if entry is None or row.started_on is None or row.finished_on is None:
        return
    kpi = library.kpis[entry.kpis[0]]
    start, goal = WAYS.get(kpi.unit, OTHER_WAYS)[kpi.rises]
    target = kpis.add_target(
        organisation=scenario.organisation,
        library=library,
        content=KpiContent(kpi.key, start, goal, initiative=row.initiative),
        by=by,
        at=now,
    )
    for number, day in enumerate(_months(row.started_on, now.date())):
        share = WOBBLE[number % len(WOBBLE)] + (moved if day > row.finished_on else 0)
        kpis.record_reading(
            target=target,
            on=day,
            value=round(start + share * (goal - start), 4),
            version=0,
            today=now.date(),
            by=by,
            at=now,
            reason=NOTE,
        )


def _months(begun: date, today: date) -> Iterator[date]:
    """A day in each month, from a year before the work began until now."""
    day = begun - timedelta(days=round(MONTHS_BEFORE * 30.44))
    while day <= today:
        yield day
        day += timedelta(days=30)
