"""Pages of files on answers: attached and taken back by the person, read by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import access, evidence
from assessments.answerer import answerer_required, answering_as, own
from assessments.answering import question_entry, question_page
from assessments.errors import AssessmentError
from assessments.evidence import NoRoomError
from assessments.evidence_file import FileRefusedError
from assessments.forms import EvidenceForm
from assessments.models import EvidenceFile
from assessments.running import run_by
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid


@require_POST
@answerer_required
def attach(request: HttpRequest, respondent_id: uuid.UUID, question_key: str) -> HttpResponse:
    respondent = own(request, respondent_id)
    entry = question_entry(respondent, question_key)
    form = EvidenceForm(request.POST, request.FILES)
    status = 400
    if form.is_valid():
        try:
            evidence.attach(
                actor=answering_as(request, respondent_id),
                respondent=respondent,
                question_key=question_key,
                upload=form.cleaned_data["file"],
                at=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error("file", str(error))
            status = _status_of(error)
        else:
            place = reverse("assessments:question", args=[respondent.pk, question_key])
            return redirect(f"{place}#evidence-files")
    answer = respondent.answers.filter(question_id=entry.id).first()
    return question_page(request, respondent, entry, answer, attaching=form, status=status)


def _status_of(error: AssessmentError) -> int:
    if isinstance(error, FileRefusedError):
        return 413 if error.too_large else 400
    if isinstance(error, NoRoomError):
        return 409
    return 503 if isinstance(error.__cause__, OSError) else 409


def _found(request: HttpRequest, respondent_id: uuid.UUID, evidence_id: uuid.UUID) -> EvidenceFile:
    """404 outside what the answerer may know of."""
    answerer = answering_as(request, respondent_id)
    person = get_object_or_404(
        access.answering(answerer).select_related("assessment"), pk=respondent_id
    )
    access.require_seeing_evidence(answerer, person)
    rows = access.evidence_files(answerer, respondent_id).select_related("question")
    file = get_object_or_404(rows, pk=evidence_id)
    file.respondent = person
    return file


@never_cache
@require_http_methods(["GET", "HEAD"])
@answerer_required
def download(
    request: HttpRequest, respondent_id: uuid.UUID, evidence_id: uuid.UUID
) -> FileResponse:
    """Always to be saved and never shown: whatever it holds, it does nothing in a browser."""
    file = _found(request, respondent_id, evidence_id)
    try:
        content = evidence.read(
            actor=answering_as(request, respondent_id), file=file, at=timezone.now()
        )
    except FileNotFoundError as error:
        raise Http404(_("This file is no longer there.")) from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@answerer_required
def remove(request: HttpRequest, respondent_id: uuid.UUID, evidence_id: uuid.UUID) -> HttpResponse:
    own(request, respondent_id)
    file = _found(request, respondent_id, evidence_id)
    try:
        evidence.remove(actor=answering_as(request, respondent_id), file=file, at=timezone.now())
    except AssessmentError as error:
        messages.error(request, str(error))
    return redirect("assessments:question", respondent_id, file.question.key)


@require_GET
@login_required
def listing(request: HttpRequest, assessment_id: uuid.UUID) -> HttpResponse:
    """What was attached and named in a round whose answers editors may see."""
    assessment = run_by(request, assessment_id)
    if assessment.disclosure.gated:
        raise PermissionDenied(_("Single answers of this round are shown to nobody else."))
    entries = catalogue.questions(assessment.framework_id)
    roles = catalogue.engine_framework(assessment.framework_id).role
    people = assessment.respondents.exclude(state="withdrawn").order_by("name")
    rows = [
        {
            "person": person,
            "role": roles[person.role].name,
            "files": [
                {"file": file, "text": entries[file.question.key].text}
                for file in person.evidence_files.all()
            ],
        }
        for person in people.prefetch_related("evidence_files__question")
        if person.evidence_files.all()
    ]
    context = {
        "organisation": assessment.organisation,
        "tab": "assessments",
        "assessment": assessment,
        "rows": rows,
    }
    return render(request, "assessments/evidence.html", context)
