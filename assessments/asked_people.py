"""What is done about people who are asked: mails, links, interviews, and taking the asking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actor import Actor
from assessments import access, guests, handing, inviting
from assessments.errors import AssessmentError
from assessments.running import run_by
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from assessments.models import Assessment, Invitation, Respondent


@require_POST
@login_required
def write(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Send invitations (kind=invitation) or reminders, to one person or to all who are missing."""
    assessment = run_by(request, assessment_id)
    chosen = None
    if request.POST.get("invitation"):
        chosen = [_invitation(assessment, request).pk]
    services = {"invitation": inviting.send_invitations, "reminder": inviting.remind}
    if request.POST.get("kind") not in services:
        raise Http404
    try:
        count = services[request.POST["kind"]](
            assessment=assessment,
            invitations=chosen,
            by=Actor.of(request).user_id,
            at=timezone.now(),
        )
    except AssessmentError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%d mail is on its way.", "%d mails are on their way.", count) % count
        messages.success(request, text if count else _("Nobody needs a mail now."))
    return redirect("assessments:people", assessment.pk)


@never_cache
@require_POST
@login_required
def link(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """A new personal link (invitation=) or open link (role=), shown this once."""
    assessment = run_by(request, assessment_id)
    role = request.POST.get("role", "")
    if role and role not in {item.key for item in catalogue.roles(assessment.framework_id)}:
        raise Http404
    try:
        invitation = None if role else _invitation_for_a_link(assessment, request)
        secret = guests.issue_link(
            assessment=assessment,
            invitation=invitation,
            role=role,
            by=Actor.of(request).user_id,
            at=timezone.now(),
        )
    except AssessmentError as error:
        messages.error(request, str(error))
        return redirect("assessments:people", assessment.pk)
    address = settings.PUBLIC_URL + reverse("assessments:enter", args=[secret])
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        "invitation": invitation,
        "role": catalogue.role_name(
            assessment.framework_id, role or (invitation.role if invitation else "")
        ),
        "address": address,
    }
    return render(request, "assessments/link_issued.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """End every link of one person, or the open links of one role."""
    assessment = run_by(request, assessment_id)
    role = request.POST.get("role", "")
    count = guests.revoke_links(
        assessment=assessment,
        invitation=None if role else _invitation(assessment, request),
        role=role,
        by=Actor.of(request).user_id,
        at=timezone.now(),
    )
    text = ngettext("%d link has ended.", "%d links have ended.", count) % count
    messages.success(request, text)
    return redirect("assessments:people", assessment.pk)


@require_POST
@login_required
def remove(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Take back the asking of somebody who has said nothing."""
    assessment = run_by(request, assessment_id)
    by, at = Actor.of(request).user_id, timezone.now()
    person: Respondent | Invitation
    try:
        if assessment.is_anonymous:
            person = _invitation(assessment, request)
            inviting.remove_invitation(invitation=person, by=by, at=at)
        else:
            person = _respondent(assessment, request)
            inviting.remove_respondent(respondent=person, by=by, at=at)
    except AssessmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is no longer asked.") % {"name": person.name})
    return redirect("assessments:people", assessment.pk)


@require_POST
@login_required
def interview(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Enter what somebody says, in a conversation; marked as such."""
    assessment = run_by(request, assessment_id)
    actor = Actor.of(request)
    person = get_object_or_404(
        access.respondents(actor).select_related("assessment"),
        pk=_respondent(assessment, request).pk,
    )
    try:
        handing.interview(actor=actor, respondent=person, at=timezone.now())
    except AssessmentError as error:
        messages.error(request, str(error))
        return redirect("assessments:people", assessment.pk)
    return redirect("assessments:respond", person.pk)


def _invitation(assessment: Assessment, request: HttpRequest) -> Invitation:
    """The invitation that a form names, of this assessment."""
    try:
        found = assessment.invitations.filter(pk=request.POST.get("invitation", "")).first()
    except (ValueError, ValidationError):
        found = None
    if found is None:
        raise Http404
    return found


def _invitation_for_a_link(assessment: Assessment, request: HttpRequest) -> Invitation:
    """Likewise; made now for somebody who was asked without one."""
    if not request.POST.get("respondent"):
        return _invitation(assessment, request)
    return inviting.invitation_of(
        respondent=_respondent(assessment, request),
        by=Actor.of(request).user_id,
        at=timezone.now(),
    )


def _respondent(assessment: Assessment, request: HttpRequest) -> Respondent:
    """The person that a form names, of this assessment. In an anonymous round nobody can."""
    if assessment.is_anonymous:
        raise Http404
    try:
        found = assessment.respondents.filter(pk=request.POST.get("respondent", "")).first()
    except (ValueError, ValidationError):
        found = None
    if found is None:
        raise Http404
    return found
