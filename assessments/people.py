"""The page of who is asked: inviting, who has answered and who is missing. No answers here."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from accounts.paging import page_of
from assessments import inviting, people_file
from assessments.errors import AssessmentError
from assessments.forms import PeopleForm
from assessments.models import Assessment, Respondent
from assessments.running import run_by
from assessments.table_file import TableFileError
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from assessments.inviting import Invitee
    from assessments.models import Invitation
    from assessments.table_file import Fault


@require_GET
@login_required
def page(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    return _people_page(request, run_by(request, assessment_id))


def _people_page(
    request: HttpRequest,
    assessment: Assessment,
    *,
    form: PeopleForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    roles = catalogue.roles(assessment.framework_id)
    names = {role.key: role.name for role in roles}
    invited = list(
        assessment.invitations.prefetch_related("messages").annotate(
            open_links=Count("links", filter=Q(links__revoked_at=None))
        )
    )
    respondents = list(
        assessment.respondents.annotate(last_saved=Max("answers__saved_at")).order_by(
            "state", "name"
        )
    )
    begun = {person.pk for person in respondents if person.last_saved}
    open_roles = set(
        assessment.links.filter(invitation=None, revoked_at=None).values_list("role", flat=True)
    )
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        **_person_by_person(request, assessment, respondents, begun, invited, names),
        "roles": [
            {
                "key": role.key,
                "name": role.name,
                **_completion(assessment, role.key, respondents, invited),
                "open_link": role.key in open_roles,
            }
            for role in roles
        ],
        "so_far": _("Begun") if assessment.is_anonymous else _("Answered"),
        "asked": max(len(invited), len(respondents)),
        "submitted": sum(p.state == Respondent.State.SUBMITTED for p in respondents),
        "reachable": inviting.reachable(assessment).count(),
        "form": form or PeopleForm(initial={"send": True}),
        "may_speak_for": accounts_access.allows(
            Actor.of(request), assessment.actor_role, Role.OWNER
        ),
        **extra,
    }
    return render(request, "assessments/people.html", context, status=status)


def _person_by_person(
    request: HttpRequest,
    assessment: Assessment,
    respondents: Sequence[Respondent],
    begun: Collection[uuid.UUID],
    invited: Sequence[Invitation],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """In an anonymous round who was invited, and nothing of who answers."""
    if assessment.is_anonymous:
        page = page_of(request, invited)
        shown = [{"invitation": row, "role": names.get(row.role, row.role)} for row in page]
        return {"rows": [], "invited": shown, "page": page}
    page = page_of(request, respondents)
    of_person = {row.respondent_id: row for row in invited}
    rows = [
        {
            "respondent": person,
            "role": names.get(person.role, person.role),
            "invitation": of_person.get(person.pk),
            "begun": person.pk in begun,
        }
        for person in page
    ]
    return {"rows": rows, "invited": [], "page": page}


def _completion(
    assessment: Assessment,
    role: str,
    respondents: Sequence[Respondent],
    invited: Sequence[Invitation],
) -> dict[str, int]:
    """How far a role is, without anybody's answers; in an anonymous round how many have begun, as
    the only one of a role who has submitted would be known by it."""
    inside = [person for person in respondents if person.role == role]
    if assessment.is_anonymous:
        asked = sum(row.role == role for row in invited)
        return {"asked": max(asked, len(inside)), "so_far": len(inside)}
    submitted = sum(p.state == Respondent.State.SUBMITTED for p in inside)
    return {"asked": len(inside), "so_far": submitted}


@require_POST
@login_required
def preview(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Who would be invited; every fault by row and column. Nothing is stored."""
    assessment = run_by(request, assessment_id)
    form = PeopleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _people_page(request, assessment, form=form, status=400)
    try:
        people = _read(form, assessment)
    except TableFileError as error:
        return _faulty(request, assessment, form, error.faults)
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        "people": [
            (person, catalogue.role_name(assessment.framework_id, person.role)) for person in people
        ],
        "lines": _as_lines(people),
        "send": form.cleaned_data["send"],
        "without_address": sum(not person.email for person in people),
    }
    return render(request, "assessments/people_preview.html", context)


def _read(form: PeopleForm, assessment: Assessment) -> tuple[Invitee, ...]:
    roles = catalogue.roles(assessment.framework_id)
    upload = form.cleaned_data["file"]
    if upload:
        return people_file.read_file(upload.read(), name=upload.name, roles=roles)
    return people_file.read_lines(form.cleaned_data["lines"], roles=roles)


def _faulty(
    request: HttpRequest, assessment: Assessment, form: PeopleForm, faults: Sequence[Fault]
) -> HttpResponse:
    return _people_page(request, assessment, form=form, faults=faults, status=400)


def _as_lines(people: Sequence[Invitee]) -> str:
    """The same people as lines that read back to them, for the confirming form."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(people_file.COLUMNS)
    writer.writerows((person.name, person.role, person.email) for person in people)
    return out.getvalue()


@require_POST
@login_required
def invite(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """Ask those who were shown; checked again, because the form came from outside."""
    assessment = run_by(request, assessment_id)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _people_page(request, assessment, form=form, status=400)
    try:
        people = _read(form, assessment)
        inviting.invite(
            assessment=assessment,
            people=people,
            send=form.cleaned_data["send"] and assessment.is_open,
            by=Actor.of(request).user_id,
            at=timezone.now(),
        )
    except TableFileError as error:
        return _faulty(request, assessment, form, error.faults)
    except AssessmentError as error:
        form.add_error(None, str(error))
        return _people_page(request, assessment, form=form, status=409)
    text = ngettext("%d person is asked.", "%d people are asked.", len(people)) % len(people)
    messages.success(request, text)
    return redirect("assessments:people", assessment.pk)
