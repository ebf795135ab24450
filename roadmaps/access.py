"""Which plans, scenarios, work and KPIs an actor may reach. Those of other organisations do not
exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404

from assessments import access as assessments
from capabilities import catalogue
from roadmaps.models import (
    Insight,
    KpiReading,
    KpiTarget,
    OwnInitiative,
    PlanItem,
    Proposal,
    Roadmap,
    Scenario,
    WorkItem,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.actor import Actor
    from accounts.models import Organisation
    from assessments.models import Analysis
    from capabilities.catalogue import Catalogue
    from engine.types import Framework


def roadmaps(actor: Actor) -> QuerySet[Roadmap]:
    """Newest first, with the organisation behind each."""
    return Roadmap.objects.visible_to(actor).select_related("analysis__assessment__organisation")


def plan_items(actor: Actor) -> QuerySet[PlanItem]:
    return PlanItem.objects.visible_to(actor).select_related("initiative", "own")


def scenarios(actor: Actor) -> QuerySet[Scenario]:
    """The current one first, with organisation, analysis and accepted plan."""
    return Scenario.objects.visible_to(actor).select_related(
        "organisation", "analysis__assessment", "plan"
    )


def current_scenario(actor: Actor, organisation: Organisation) -> Scenario | None:
    """The organisation's plan; None before its first roadmap."""
    return scenarios(actor).filter(organisation=organisation, current=True).first()


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """Newest first, with their plans."""
    return Proposal.objects.visible_to(actor).select_related("scenario", "roadmap", "previous")


def open_proposals(actor: Actor, scenario: Scenario) -> QuerySet[Proposal]:
    """What the newest re-planning of a scenario came to and nobody has decided, by tolerance."""
    found = proposals(actor).filter(scenario=scenario, state=Proposal.State.OPEN)
    return found.order_by("tolerance")


def insights(actor: Actor) -> QuerySet[Insight]:
    return Insight.objects.visible_to(actor)


def own_initiatives(actor: Actor) -> QuerySet[OwnInitiative]:
    """Those that plans are made with; what was put aside is read through the plans that have it."""
    return OwnInitiative.objects.visible_to(actor).filter(archived=False)


def work_items(actor: Actor) -> QuerySet[WorkItem]:
    return WorkItem.objects.visible_to(actor).select_related("owner", "organisation")


def kpi_targets(actor: Actor) -> QuerySet[KpiTarget]:
    """With their readings, oldest first, in one query more."""
    readings = KpiReading.objects.visible_to(actor).order_by("on")
    return (
        KpiTarget.objects.visible_to(actor)
        .select_related("organisation")
        .prefetch_related(Prefetch("readings", readings))
    )


def latest_analyses(actor: Actor, organisation: Organisation) -> QuerySet[Analysis]:
    """The newest analysis of each round of an organisation, oldest round first."""
    found = assessments.newest_of_rounds(actor)
    return found.filter(assessment__organisation=organisation).order_by("created_at")


def library(actor: Actor, organisation: Organisation) -> Catalogue:
    """The framework that an organisation's plans speak of: that of its current plan, else of its
    newest round, else the newest one there is. Raises Http404 where none is published."""
    scenario = current_scenario(actor, organisation)
    if scenario is not None:
        return catalogue.catalogue(scenario.analysis.assessment.framework_id)
    newest = (
        assessments.assessments(actor)
        .filter(organisation=organisation)
        .order_by("-opened_at")
        .values_list("framework_id", flat=True)
        .first()
    )
    latest = catalogue.published().first() if newest is None else None
    chosen = latest.pk if latest else newest
    if chosen is None:
        raise Http404
    return catalogue.catalogue(chosen)


def framework(actor: Actor, organisation: Organisation) -> Framework:
    """The same, as the engine takes it."""
    return library(actor, organisation).framework
