"""From an analysis row to a roadmap row: loads values, calls `engine.roadmap`, stores it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Analysis
from capabilities import catalogue
from capabilities.models import Initiative
from engine import roadmap as engine_roadmap
from engine.calendar import period_start
from engine.types import ENGINE_VERSION, PlanParameters
from roadmaps.models import PlanItem, Roadmap

if TYPE_CHECKING:
    import uuid
    from datetime import datetime


def load_analysis(analysis_id: uuid.UUID) -> Analysis:
    return (
        Analysis.objects.unscoped("the job carries only an id")
        .select_related("assessment__organisation")
        .get(pk=analysis_id)
    )


def default_parameters(analysis: Analysis) -> PlanParameters:
    """Limits nobody has set: the organisation's size, two years of months from the next one on."""
    made_on = timezone.localdate(analysis.created_at)
    return PlanParameters(
        start=period_start(made_on.replace(day=1), "month", 1),
        size=analysis.assessment.organisation.size,
        period="month",
        periods=24,
    )


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


def _store_items(roadmap: Roadmap) -> None:
    rows = Initiative.objects.filter(framework_id=roadmap.analysis.assessment.framework_id)
    initiatives = dict(rows.values_list("key", "pk"))
    PlanItem.objects.bulk_create(
        [
            PlanItem(
                roadmap=roadmap,
                initiative_id=initiatives[item["initiative"]],
                position=position,
                start=item["start"],
                finish=item["finish"],
                start_date=date.fromisoformat(item["start_date"]),
                finish_date=date.fromisoformat(item["finish_date"]),
            )
            for position, item in enumerate(roadmap.result["roadmap"]["items"])
        ]
    )
