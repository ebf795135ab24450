"""Which roadmaps an actor may reach. Those of other organisations do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadmaps.models import PlanItem, Roadmap

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.actor import Actor
    from accounts.models import Organisation
    from assessments.models import Analysis


def roadmaps(actor: Actor) -> QuerySet[Roadmap]:
    """Newest first, with the organisation behind each."""
    return Roadmap.objects.visible_to(actor).select_related("analysis__assessment__organisation")


def plan_items(actor: Actor) -> QuerySet[PlanItem]:
    return PlanItem.objects.visible_to(actor).select_related("initiative")


def roadmaps_of(actor: Actor, analysis: Analysis) -> QuerySet[Roadmap]:
    """The roadmaps made from one analysis, newest first."""
    return roadmaps(actor).filter(analysis=analysis)


def latest_roadmap(actor: Actor, organisation: Organisation) -> Roadmap | None:
    """The newest roadmap of the organisation's newest analysis that has one."""
    return (
        roadmaps(actor)
        .filter(analysis__assessment__organisation=organisation)
        .order_by("-analysis__assessment__opened_at", "-analysis__created_at", "-created_at")
        .first()
    )
