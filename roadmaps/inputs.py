"""From the rows of a scenario and its organisation to the values that the planner takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from capabilities import catalogue
from engine.analysis import standings
from engine.plan_document import parameters_document, parameters_from
from engine.plan_input import MAX_PERIODS
from engine.plan_values import Progress, Wish
from engine.prepare import Question, prepare
from engine.rolling import period_of
from engine.types import Initiative, LevelNeed, Raise
from roadmaps.models import WorkItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Organisation
    from engine.types import Framework, PlanParameters
    from roadmaps.models import OwnInitiative, Scenario

# What a plan is made with and a scenario does not keep: it belongs to the organisation.
SHARED = ("own", "started")
BEGUN = (WorkItem.Status.STARTED, WorkItem.Status.DONE)


def limits_of(scenario: Scenario) -> PlanParameters:
    """The limits and wishes that people have set, without own initiatives and progress."""
    return parameters_from(scenario.limits)


def limits_document(limits: PlanParameters) -> dict[str, Any]:
    """As a scenario stores them."""
    document = parameters_document(limits)
    return {key: value for key, value in document.items() if key not in SHARED}


def framework_of(scenario: Scenario) -> Framework:
    """The framework of the scenario's analysis, without own initiatives."""
    return catalogue.engine_framework(scenario.analysis.assessment.framework_id)


def parameters_of(scenario: Scenario, limits: PlanParameters | None = None) -> PlanParameters:
    """Everything that a plan of the scenario is made with. limits: others than those it has.

    Two queries. Work that has begun stays where it is, so that wishes about it are over; work that
    was dropped is not planned again unless a wish asks for it.
    """
    chosen = limits or limits_of(scenario)
    organisation = scenario.organisation
    own = own_initiatives(organisation)
    framework = framework_of(scenario)
    known = {*framework.initiative, *(item.key for item in own)}
    rows = [row for row in organisation.work_items.all() if row.initiative in known]
    started = _progress(scenario, chosen, rows)
    begun = {item.initiative for item in started}
    wishes = [w for w in chosen.wishes if w.kind == "must" or w.initiative not in begun]
    wanted = {wish.initiative for wish in wishes}
    wishes += [
        Wish("forbid", row.initiative)
        for row in rows
        if row.status == WorkItem.Status.DROPPED and row.initiative not in wanted
    ]
    return replace(chosen, own=own, started=started, wishes=tuple(wishes))


def question_of(scenario: Scenario, limits: PlanParameters | None = None) -> Question:
    """The planning question; raises PlanInputError and CapacityError for what cannot be planned."""
    return prepare(
        framework_of(scenario),
        standings(scenario.analysis.result),
        parameters_of(scenario, limits),
    )


def own_initiatives(organisation: Organisation) -> tuple[Initiative, ...]:
    """Those that plans are made with, oldest first."""
    rows = organisation.own_initiatives.filter(archived=False).order_by("created_at", "key")
    return tuple(own_value(row) for row in rows)


def own_value(row: OwnInitiative) -> Initiative:
    requires = row.requires
    return Initiative(
        key=row.key,
        name=row.name,
        area=row.area,
        raises=tuple(
            Raise(step["capability"], step["from"], step["to"])  # as in the content pack
            for step in row.raises
        ),
        effort=row.effort,
        duration_weeks=row.duration_weeks,
        cost_low=row.cost_low,
        cost_high=row.cost_high,
        requires_initiatives=tuple(item for item in requires if isinstance(item, str)),
        requires_levels=tuple(
            LevelNeed(item["capability"], item["level"])
            for item in requires
            if not isinstance(item, str)
        ),
        quick_win=row.quick_win,
        risks=tuple(row.risks),
    )


def wider_framework(scenario: Scenario) -> Framework:
    """The framework with the organisation's own initiatives, also those put aside: for reading."""
    rows = scenario.organisation.own_initiatives.all()
    return framework_of(scenario).with_initiatives(tuple(own_value(row) for row in rows))


def _progress(
    scenario: Scenario, limits: PlanParameters, rows: Iterable[WorkItem]
) -> tuple[Progress, ...]:
    """Begun work, and what was done after people had answered: the analysis knows of the rest."""
    answered = scenario.analysis.created_at.date()
    found = []
    for row in rows:
        if row.status not in BEGUN or row.started_on is None:
            continue
        done = row.status == WorkItem.Status.DONE
        if done and row.finished_on is not None and row.finished_on < answered:
            continue
        start = min(period_of(limits, row.started_on), limits.periods - 1)
        found.append(Progress(row.initiative, max(start, -MAX_PERIODS), done=done))
    return tuple(found)
