"""Pages of frameworks, for everybody who is signed in: content belongs to no organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from capabilities import catalogue, pages
from capabilities.forms import InitiativeFilter
from capabilities.models import Capability, Initiative

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from capabilities.models import Framework

TAB = "frameworks"


def _framework(framework_id: uuid.UUID) -> Framework:
    """A published framework, without its content."""
    return get_object_or_404(catalogue.published(), pk=framework_id)


@require_GET
@login_required
def frameworks(request: HttpRequest) -> HttpResponse:
    rows = catalogue.published().annotate(
        area_count=Count("areas", distinct=True),
        capability_count=Count("capabilities", distinct=True),
    )
    return render(request, "capabilities/frameworks.html", {"tab": TAB, "frameworks": rows})


@require_GET
@login_required
def framework(request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
    row = _framework(framework_id)
    library = catalogue.catalogue(row.pk)
    context = {
        "tab": TAB,
        "framework": row,
        "areas": row.areas.prefetch_related(
            Prefetch("capabilities", Capability.objects.only("area_id", "key", "name", "outcome"))
        ),
        "engine": library.framework,
        "question_count": len(library.questions),
        "stages": [
            (stage, library.stage_descriptions[stage.key]) for stage in library.framework.stages
        ],
    }
    return render(request, "capabilities/framework.html", context)


@require_GET
@login_required
def capability(request: HttpRequest, framework_id: uuid.UUID, key: str) -> HttpResponse:
    row = _framework(framework_id)
    found = get_object_or_404(Capability.objects.select_related("area"), framework=row, key=key)
    library = catalogue.catalogue(row.pk)
    owner = library.framework.staff_role[found.owner]
    stages = {stage.level: stage for stage in library.framework.stages}
    context = {
        "tab": TAB,
        "framework": row,
        "capability": found,
        "area": found.area,
        "levels": list(enumerate(found.levels, start=1)),
        "owner": owner,
        "required_from": stages[found.required_from],
        "questions": pages.asked(library, key),
        "climbs": pages.climbs(library.framework, key),
        "kpis": pages.kpis_of(library, key),
    }
    return render(request, "capabilities/capability.html", context)


@require_GET
@login_required
def initiatives(request: HttpRequest, framework_id: uuid.UUID) -> HttpResponse:
    row = _framework(framework_id)
    values = catalogue.engine_framework(row.pk)
    form = InitiativeFilter(request.GET, framework=values)
    chosen = form.chosen()
    context = {
        "tab": TAB,
        "framework": row,
        "form": form,
        "groups": pages.by_area(values, chosen),
        "shown": len(chosen),
        "total": len(values.initiatives),
    }
    status = 400 if form.errors else 200
    return render(request, "capabilities/initiatives.html", context, status=status)


@require_GET
@login_required
def initiative(request: HttpRequest, framework_id: uuid.UUID, key: str) -> HttpResponse:
    row = _framework(framework_id)
    found = get_object_or_404(Initiative.objects.select_related("area"), framework=row, key=key)
    library = catalogue.catalogue(row.pk)
    values = library.framework
    item = values.initiative[key]
    steps = pages.steps(values, item)
    keys = [step.capability.key for step in steps]
    raised = Capability.objects.filter(framework=row, key__in=keys)
    reached = {capability.key: capability.levels for capability in raised}
    context = {
        "tab": TAB,
        "framework": row,
        "initiative": found,
        "area": found.area,
        "steps": [(step, reached[step.capability.key][step.to_level - 1]) for step in steps],
        "effort": pages.effort(values, item),
        "effort_total": sum(item.effort.values()),
        "first": pages.needed_first(values, item),
        "levels": pages.needed_levels(values, item),
        "opens": pages.opened(values, item),
        "kpis": pages.proofs(library, found),
    }
    return render(request, "capabilities/initiative.html", context)
