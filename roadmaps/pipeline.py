"""From an analysis row to a roadmap row and what explains it: loads values, calls the engine,
stores what it returned. Proposals for a scenario are made in `proposing`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from assessments.models import Analysis
from capabilities import catalogue
from capabilities.models import Initiative
from engine import insight as engine_insight
from engine import roadmap as engine_roadmap
from engine.calendar import period_start
from engine.plan_document import parameters_from
from engine.types import ENGINE_VERSION, PlanParameters
from roadmaps.models import Insight, PlanItem, Roadmap, Scenario

if TYPE_CHECKING:
    import uuid
    from datetime import datetime


def load_analysis(analysis_id: uuid.UUID) -> Analysis:
    return (
        Analysis.objects.unscoped("the job carries only an id")
        .select_related("assessment__organisation")
        .get(pk=analysis_id)
    )


def load_scenario(scenario_id: uuid.UUID) -> Scenario:
    return (
        Scenario.objects.unscoped("the job carries only an id")
        .select_related("organisation", "plan", "analysis__assessment", "copied_from__plan")
        .get(pk=scenario_id)
    )


def load_roadmap(roadmap_id: uuid.UUID) -> Roadmap:
    return (
        Roadmap.objects.unscoped("the job carries only an id")
        .select_related("analysis__assessment__organisation")
        .get(pk=roadmap_id)
    )


def default_parameters(analysis: Analysis) -> PlanParameters:
    """Limits nobody has set: the organisation's size, two years of months from the next one on."""
    made_on = timezone.localdate(analysis.created_at)
    return PlanParameters(
        start=period_start(made_on.replace(day=1), "month", 1),
        size=analysis.assessment.organisation.size,
        period="month",
        periods=24,
        effort=settings.PLAN_EFFORT,
    )


def first_parameters(analysis: Analysis) -> PlanParameters:
    """The same limits for the plan that is made at once: without a search."""
    return replace(default_parameters(analysis), effort="instant")


def may_improve(roadmap: Roadmap, parameters: PlanParameters) -> bool:
    """True if a plan with these limits would take this one's place: it is that of the current
    scenario, which nobody has touched, and no work was begun."""
    if engine_roadmap.parameters_digest(parameters) == roadmap.parameters_digest:
        return False
    organisation = roadmap.analysis.assessment.organisation
    untouched = roadmap.scenarios.filter(current=True, version=1)
    return untouched.exists() and not organisation.work_items.exists()


def compute(analysis: Analysis, parameters: PlanParameters, at: datetime) -> Roadmap:
    """An unsaved roadmap, its plan checked. Raises as `engine.roadmap.roadmap`."""
    framework = catalogue.engine_framework(analysis.assessment.framework_id)
    return Roadmap(
        analysis=analysis,
        name=_("Roadmap"),
        engine_version=ENGINE_VERSION,
        parameters_digest=engine_roadmap.parameters_digest(parameters),
        parameters=engine_roadmap.parameters_document(parameters),
        result=engine_roadmap.roadmap(framework, analysis.result, parameters),
        created_at=at,
    )


@transaction.atomic
def store(roadmap: Roadmap) -> Roadmap:
    """Store it with its plan items, or find the row that the same limits have already made."""
    stored, created = Roadmap.objects.unscoped(
        "idempotent by roadmap_once_per_limits"
    ).get_or_create(
        analysis=roadmap.analysis,
        engine_version=roadmap.engine_version,
        parameters_digest=roadmap.parameters_digest,
        moved_from=roadmap.moved_from,
        defaults={
            "id": roadmap.id,
            "name": roadmap.name,
            "parameters": roadmap.parameters,
            "result": roadmap.result,
            "created_at": roadmap.created_at,
        },
    )
    if created:
        _store_items(stored)
    return stored


def record_roadmap(analysis: Analysis, parameters: PlanParameters, *, at: datetime) -> Roadmap:
    """Plan, check and store; a second call with the same limits gives the first one's row."""
    return store(compute(analysis, parameters, at))


@transaction.atomic
def adopt(roadmap: Roadmap, *, by: uuid.UUID | None, at: datetime) -> Scenario | None:
    """Let the organisation's current scenario have this plan, as long as nobody has touched it.

    An organisation without a scenario gets one, with the limits that nobody has set. Once limits
    were changed or work was begun, a new analysis changes nothing by itself: people move the
    scenario to it. Returns the scenario if it has the plan now.
    """
    organisation = roadmap.analysis.assessment.organisation
    # Plans that people ask for later are searched for, also where this one was made at once.
    limits = replace(parameters_from(roadmap.parameters), effort=settings.PLAN_EFFORT)
    values: dict[str, Any] = {
        "analysis": roadmap.analysis,
        "plan": roadmap,
        "limits": engine_roadmap.parameters_document(limits),
        "changed_by": by,
        "changed_at": at,
    }
    if not organisation.scenarios.exists():
        scenario = Scenario.objects.create(
            organisation=organisation,
            name=_("Plan"),
            current=True,
            created_by=by,
            created_at=at,
            **values,  # type: ignore[misc]  # fields by name
        )
        scenario.changes.create(version=1, action="created", by=by, at=at)
        audit.record(
            organisation_id=organisation.pk,
            by=by,
            action="scenario.created",
            subject=scenario,
            at=at,
        )
        return scenario
    if organisation.work_items.exists():
        return None
    untouched = organisation.scenarios.filter(
        current=True,
        version=1,
        analysis__assessment__opened_at__lte=roadmap.analysis.assessment.opened_at,
        analysis__created_at__lte=roadmap.analysis.created_at,
    )
    return untouched.first() if untouched.update(**values) else None


def insight_of(roadmap: Roadmap) -> dict[str, Any]:
    """What lies behind a stored plan. Takes up to a minute."""
    return engine_insight.insight(
        catalogue.engine_framework(roadmap.analysis.assessment.framework_id),
        roadmap.analysis.result,
        parameters_from(roadmap.parameters),
        roadmap.result,
    )


def store_insight(roadmap: Roadmap, document: dict[str, Any], *, at: datetime) -> Insight:
    """Store it, or find the row that an earlier run has made."""
    values = {"engine_version": ENGINE_VERSION, "document": document, "created_at": at}
    rows = Insight.objects.unscoped("idempotent: one for each roadmap")
    return rows.get_or_create(roadmap=roadmap, defaults=values)[0]


def _store_items(roadmap: Roadmap) -> None:
    assessment = roadmap.analysis.assessment
    rows = Initiative.objects.filter(framework_id=assessment.framework_id)
    catalogued = dict(rows.values_list("key", "pk"))
    own = dict(assessment.organisation.own_initiatives.values_list("key", "pk"))
    PlanItem.objects.bulk_create(
        [
            PlanItem(
                roadmap=roadmap,
                initiative_id=catalogued.get(item["initiative"]),
                own_id=None if item["initiative"] in catalogued else own[item["initiative"]],
                position=position,
                start=item["start"],
                finish=item["finish"],
                start_date=date.fromisoformat(item["start_date"]),
                finish_date=date.fromisoformat(item["finish_date"]),
            )
            for position, item in enumerate(roadmap.result["roadmap"]["items"])
        ]
    )
