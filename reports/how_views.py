"""How a number was made: the page that every number links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from assessments import access as assessments_access
from capabilities import catalogue
from engine.plan_document import parameters_from
from reports import access, method_pages, pipeline
from reports.how.pages import ROADMAP, how_page, known, plan_how_page
from reports.pages.plan_insight import percent_of
from roadmaps import access as roadmaps_access

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from assessments.models import Analysis
    from reports.how.pages import HowPage


@require_safe
@login_required
def analysis(request: HttpRequest, analysis_id: uuid.UUID, subject: str) -> HttpResponse:
    """The figures of the whole, of an area or of a capability, each with its arithmetic."""
    actor = Actor.of(request)
    found = get_object_or_404(assessments_access.analyses(actor), pk=analysis_id)
    if not known(catalogue.engine_framework(found.assessment.framework_id), subject):
        raise Http404
    basis = pipeline.how_basis(found, assessments_access.change_of(actor, found.pk))
    page = how_page(basis, subject)
    return _page(request, found, page, complete=basis.scores is not None)


@require_safe
@login_required
def plan(request: HttpRequest, roadmap_id: uuid.UUID) -> HttpResponse:
    """The figures of a roadmap."""
    actor = Actor.of(request)
    found = get_object_or_404(roadmaps_access.roadmaps(actor), pk=roadmap_id)
    assessment = found.analysis.assessment
    framework = catalogue.engine_framework(assessment.framework_id)
    own = parameters_from(found.parameters).own
    work = roadmaps_access.work_items(actor).filter(organisation=assessment.organisation_id)
    delivered = access.delivery(actor, found.analysis, framework.with_initiatives(own), list(work))
    read = pipeline.source(found.analysis, found)
    page = plan_how_page(pipeline.at_pace(read, found, percent_of(delivered)), found.name)
    return _page(request, found.analysis, page, complete=True)


def _page(request: HttpRequest, found: Analysis, page: HowPage, *, complete: bool) -> HttpResponse:
    context = {
        "organisation": found.assessment.organisation,
        "tab": "roadmap" if page.subject == ROADMAP else "gaps",
        "analysis": found,
        "page": page,
        "parts": [(item, method_pages.link(item.method)) for item in page.explanations],
        "complete": complete,
    }
    return render(request, "reports/how.html", context)
