"""What moved since the last round, all rounds side by side, and asking for the comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from assessments import access as assessments_access
from assessments import comparison
from assessments import services as assessments_services
from assessments.errors import AssessmentError
from reports import pipeline, rounds
from reports.pages.history import history_page
from reports.pages.since import change_page

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest


@require_safe
@login_required
def change(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Every capability since the last round: what moved, and what could not have been seen."""
    actor = Actor.of(request)
    found = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    may_edit = accounts_access.allows(actor, found.actor_role, Role.EDITOR)
    context = {"organisation": found, "tab": "overview", "may_edit": may_edit}
    analysis = assessments_access.latest_analysis(found)
    moved = assessments_access.change_of(actor, analysis.pk) if analysis else None
    if analysis is not None and moved is not None:
        at = date_format(analysis.created_at, "j F Y")
        context |= change_page(pipeline.source(analysis, None, moved), analysis, at)
        context |= {"round": analysis.assessment, "then": moved.earlier_id, "now": moved.later_id}
    elif analysis is not None:
        context |= {"analysis": analysis, "earlier": comparison.before(analysis)}
    return render(request, "reports/change.html", context)


@require_safe
@login_required
def history(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """All rounds side by side. `?sort=`: how the capabilities are sorted."""
    actor = Actor.of(request)
    found = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    context = {"organisation": found, "tab": "history"}
    analysis = assessments_access.latest_analysis(found)
    if analysis is not None:
        change = assessments_access.change_of(actor, analysis.pk)
        read = pipeline.source(analysis, None, change)
        read = replace(read, rounds=rounds.marks(analysis))
        number = comparison.rounds_until(analysis).count()
        context |= history_page(read, analysis, request.GET.get("sort", ""), number)
        context |= {"analysis": analysis, "earlier": comparison.before(analysis)}
        context["may_edit"] = accounts_access.allows(actor, found.actor_role, Role.EDITOR)
    return render(request, "reports/history.html", context)


@require_POST
@login_required
def compare(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Ask for the comparison of the newest result with the round before."""
    actor = Actor.of(request)
    found = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    if not accounts_access.allows(actor, found.actor_role, Role.EDITOR):
        raise PermissionDenied(_("Only editors can ask for a comparison."))
    analysis = assessments_access.latest_analysis(found)
    if analysis is None:
        raise Http404
    try:
        assessments_services.request_change(analysis=analysis, by=actor.user_id, at=timezone.now())
    except AssessmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The rounds are being compared. Look again in a moment."))
    return redirect("reports:change", organisation_id)
