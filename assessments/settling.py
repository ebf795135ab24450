"""Pages of settling differences: the agenda, agreed answers, and the facilitator's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from assessments import access, calibration, workshops
from assessments.errors import AssessmentError
from assessments.running import run_by
from assessments.settling_forms import AgreementForm
from capabilities import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.models import AgreedAnswer, Assessment, Workshop
    from capabilities.catalogue import QuestionEntry
    from engine.agenda import Camp, Dispute


def _facilitated(request: HttpRequest, workshop_id: UUID) -> Workshop:
    actor = Actor.of(request)
    workshop = get_object_or_404(
        access.workshops(actor).select_related("assessment__organisation", "question"),
        pk=workshop_id,
    )
    accounts_access.require(actor, workshop.actor_role, Role.EDITOR)
    return workshop


@require_GET
@login_required
def agenda(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    return _agenda_page(request, run_by(request, assessment_id))


def _agenda_page(
    request: HttpRequest,
    assessment: Assessment,
    *,
    refused: AgreementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    questions = catalogue.questions(assessment.framework_id)
    by_id = {entry.id: entry for entry in questions.values()}
    agreed = list(assessment.agreed.filter(ended_at=None))
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        "disputes": [
            _dispute(assessment, item, questions[item.question])
            for item in calibration.to_settle(assessment)
        ],
        "agreed": [
            {"row": row, "entry": by_id[row.question_id], "statement": _said(by_id, row)}
            for row in agreed
        ],
        "refused": refused,
        "refused_key": refused.data.get("question") if refused else None,
        "workshop": assessment.workshops.filter(closed_at=None).first(),
    }
    return render(request, "assessments/agenda.html", context, status=status)


def _said(by_id: dict[int, QuestionEntry], row: AgreedAnswer) -> str:
    return by_id[row.question_id].options[row.value - 1]


def _dispute(assessment: Assessment, item: Dispute, entry: QuestionEntry) -> dict[str, Any]:
    return {
        "entry": entry,
        "capability": catalogue.capability_name(assessment.framework_id, entry.capability),
        "area": catalogue.engine_framework(assessment.framework_id)
        .capability[entry.capability]
        .area,
        "spread": item.spread,
        "low": _camp(assessment, item.low, entry),
        "high": _camp(assessment, item.high, entry),
        "options": list(enumerate(entry.options, start=1)),
    }


def _camp(assessment: Assessment, camp: Camp, entry: QuestionEntry) -> dict[str, Any]:
    roles = catalogue.engine_framework(assessment.framework_id).role
    return {
        "names": [roles[key].name for key in camp.roles],
        "people": camp.people,
        "mean": camp.mean,
        "statement": entry.options[round(camp.mean) - 1],
    }


@require_POST
@login_required
def agree(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    form = AgreementForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            calibration.agree(
                assessment=assessment,
                question_key=data["question"],
                value=data["value"],
                reason=data["reason"],
                present=data["present"],
                by=Actor.of(request).user_id,
                at=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Agreed. The analysis is being made anew with it."))
            return redirect("assessments:agenda", assessment.pk)
    return _agenda_page(request, assessment, refused=form, status=400)


@require_POST
@login_required
def withdraw(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    agreed = get_object_or_404(assessment.agreed, pk=_uuid(request.POST.get("agreed", "")))
    calibration.withdraw(agreed=agreed, by=Actor.of(request).user_id, at=timezone.now())
    messages.success(request, _("Withdrawn. The single answers count again."))
    return redirect("assessments:agenda", assessment.pk)


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise Http404 from error


@require_POST
@login_required
def open_workshop(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    assessment = run_by(request, assessment_id)
    workshop = workshops.open_workshop(
        assessment=assessment, by=Actor.of(request).user_id, at=timezone.now()
    )
    return redirect("assessments:workshop", workshop.pk)


@require_GET
@login_required
def workshop(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """The facilitator's screen; htmx asks for the part that changes."""
    return _workshop_page(request, _facilitated(request, workshop_id))


def _workshop_page(
    request: HttpRequest,
    workshop: Workshop,
    *,
    refused: AgreementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = workshop.assessment
    questions = catalogue.questions(assessment.framework_id)
    entry = questions[workshop.question.key] if workshop.question else None
    counts = workshops.votes_in(workshop)
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        "workshop": workshop,
        "entry": entry,
        "options": list(enumerate(entry.options, start=1)) if entry else [],
        "seats": workshop.seats.count(),
        "voted": counts.total(),
        "bars": [
            {"value": value, "statement": text, "votes": counts[value]}
            for value, text in enumerate(entry.options, start=1)
        ]
        if entry and workshop.revealed
        else [],
        "refused": refused,
    }
    if request.headers.get("HX-Request") and not refused:
        return render(request, "assessments/_workshop_state.html", context)
    context["disputes"] = [
        _dispute(assessment, item, questions[item.question])
        for item in calibration.to_settle(assessment)
        if entry is None or item.question != entry.key
    ]
    return render(request, "assessments/workshop.html", context, status=status)


@require_POST
@login_required
def workshop_ask(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    workshop = _facilitated(request, workshop_id)
    return _then(
        request,
        workshop,
        lambda: workshops.ask(workshop=workshop, question_key=request.POST.get("question", "")),
    )


@require_POST
@login_required
def workshop_reveal(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    workshop = _facilitated(request, workshop_id)
    return _then(request, workshop, lambda: workshops.reveal(workshop=workshop))


def _then(request: HttpRequest, workshop: Workshop, change: Callable[[], None]) -> HttpResponse:
    try:
        change()
    except AssessmentError as error:
        messages.error(request, str(error))
    return redirect("assessments:workshop", workshop.pk)


@require_POST
@login_required
def workshop_agree(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Record what the group came to on the question it just voted on."""
    workshop = _facilitated(request, workshop_id)
    if workshop.question is None:
        raise Http404
    form = AgreementForm({**request.POST.dict(), "question": workshop.question.key})
    if not form.is_valid():
        return _workshop_page(request, workshop, refused=form, status=400)
    calibration.agree(
        assessment=workshop.assessment,
        question_key=workshop.question.key,
        value=form.cleaned_data["value"],
        reason=form.cleaned_data["reason"],
        present=form.cleaned_data["present"],
        by=Actor.of(request).user_id,
        at=timezone.now(),
    )
    messages.success(request, _("Agreed. Choose the next question."))
    return redirect("assessments:workshop", workshop.pk)


@require_POST
@login_required
def workshop_close(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    workshop = _facilitated(request, workshop_id)
    workshops.close_workshop(workshop=workshop, by=Actor.of(request).user_id, at=timezone.now())
    return redirect("assessments:agenda", workshop.assessment_id)
