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
from reports import method_pages, pipeline
from reports.how.pages import how_page, known

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest


@require_safe
@login_required
def analysis(request: HttpRequest, analysis_id: uuid.UUID, subject: str) -> HttpResponse:
    """The figures of the whole, of an area or of a capability, each with its arithmetic."""
    found = get_object_or_404(assessments_access.analyses(Actor.of(request)), pk=analysis_id)
    if not known(catalogue.engine_framework(found.assessment.framework_id), subject):
        raise Http404
    basis = pipeline.how_basis(found)
    page = how_page(basis, subject)
    context = {
        "organisation": found.assessment.organisation,
        "tab": "gaps",
        "analysis": found,
        "page": page,
        "parts": [(item, method_pages.link(item.method)) for item in page.explanations],
        "complete": basis.scores is not None,
    }
    return render(request, "reports/how.html", context)
