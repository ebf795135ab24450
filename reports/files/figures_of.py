"""The figures that a file can be made from: the newest result of each round that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from assessments import access as assessments_access
from roadmaps import access as roadmaps_access

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.models import Organisation
    from assessments.models import Analysis


@dataclass(frozen=True, slots=True)
class Figures:
    """A result with its assessment, without what was computed. with_plan: there is a roadmap."""

    analysis: Analysis
    with_plan: bool

    @property
    def key(self) -> str:
        return str(self.analysis.pk)

    @property
    def name(self) -> str:
        return self.analysis.assessment.name


def kept(actor: Actor, organisation: Organisation) -> list[Figures]:
    """Newest round first, in one query."""
    plans = roadmaps_access.roadmaps(actor)
    rows = (
        assessments_access.newest_of_rounds(actor)
        .filter(assessment__organisation=organisation)
        .annotate(with_plan=Exists(plans.filter(analysis=OuterRef("pk"))))
        .defer("result", "parameters", "summary")
        .order_by("-assessment__opened_at", "-created_at")
    )
    return [Figures(row, row.with_plan) for row in rows]
