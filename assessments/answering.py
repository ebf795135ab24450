"""Pages of a person who answers: one question a screen, each answer saved as it is given."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import handing, saving, services
from assessments.answerer import answerer_required, answering_as, around, own
from assessments.content import Content, minutes_for, statement
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.forms import AnswerForm, EvidenceForm, HandoverForm
from assessments.models import Respondent
from assessments.pace import seconds_to_wait
from assessments.reviewing import review_page
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid

    from assessments.models import Answer
    from capabilities.catalogue import QuestionEntry


@require_GET
@answerer_required
def question(request: HttpRequest, respondent_id: uuid.UUID, question_key: str) -> HttpResponse:
    respondent = own(request, respondent_id)
    entry = question_entry(respondent, question_key)
    answer = respondent.answers.filter(question_id=entry.id).first()
    return question_page(request, respondent, entry, answer)


@require_POST
@answerer_required
def save(request: HttpRequest, respondent_id: uuid.UUID, question_key: str) -> HttpResponse:
    """Save one answer: JSON for the page's script, else on to the next question."""
    form = AnswerForm(request.POST)
    if seconds := seconds_to_wait(request, respondent_id):
        return _too_fast(request, respondent_id, question_key, form, seconds)
    if not form.is_valid():
        return _invalid(request, respondent_id, question_key, form)
    try:
        saved = saving.save_answer(
            actor=answering_as(request, respondent_id),
            respondent_id=respondent_id,
            question_key=question_key,
            content=form.content,
            key=form.key,
            at=timezone.now(),
        )
    except (Respondent.DoesNotExist, UnknownQuestionError) as error:
        raise Http404 from error
    except ValidationError as error:
        form.add_error(None, error)
        return _invalid(request, respondent_id, question_key, form)
    except AssessmentError as error:
        return _refused(request, respondent_id, str(error))
    if _wants_json(request):
        return _saved_json(saved)
    return _after_save(request, respondent_id, question_key, saved)


def _too_fast(
    request: HttpRequest,
    respondent_id: uuid.UUID,
    question_key: str,
    form: AnswerForm,
    seconds: int,
) -> HttpResponse:
    """Nothing was stored; the script sends it again by itself, and a form still holds it."""
    form.add_error(None, _("Too many answers came at once. Send this one again in a moment."))
    response = _invalid(request, respondent_id, question_key, form, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _invalid(
    request: HttpRequest,
    respondent_id: uuid.UUID,
    question_key: str,
    form: AnswerForm,
    *,
    status: int = 400,
) -> HttpResponse:
    # Whether the questionnaire is the person's own is decided before what was sent is judged.
    respondent = own(request, respondent_id)
    entry = question_entry(respondent, question_key)
    if _wants_json(request):
        return JsonResponse({"state": "invalid", "errors": form.errors}, status=status)
    answer = respondent.answers.filter(question_id=entry.id).first()
    return question_page(request, respondent, entry, answer, form=form, status=status)


def _saved_json(saved: saving.Saved) -> JsonResponse:
    body: dict[str, Any] = {
        "state": saved.state,
        "version": saved.version,
        "saved_at": saved.saved_at,
        "choice": saved.current.choice if saved.current else None,
    }
    return JsonResponse(body, status=409 if saved.state == "conflict" else 200)


def _refused(request: HttpRequest, respondent_id: uuid.UUID, message: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"state": "closed", "message": message}, status=409)
    return review_page(request, own(request, respondent_id), error=message, status=409)


def _after_save(
    request: HttpRequest, respondent_id: uuid.UUID, question_key: str, saved: saving.Saved
) -> HttpResponse:
    """Without a script: show a conflict with both values, or go on to the next question."""
    respondent = own(request, respondent_id)
    entry = question_entry(respondent, question_key)
    if saved.state == "conflict":
        answer = respondent.answers.filter(question_id=entry.id).first()
        return question_page(
            request, respondent, entry, answer, conflict=request.POST.get("choice"), status=409
        )
    return next_page(respondent, entry)


def question_entry(respondent: Respondent, question_key: str) -> QuestionEntry:
    for entry in services.asked_questions(respondent):
        if entry.key == question_key:
            return entry
    raise Http404


def _neighbours(
    questions: list[QuestionEntry], entry: QuestionEntry
) -> tuple[QuestionEntry | None, QuestionEntry | None]:
    place = questions.index(entry)
    following = questions[place + 1] if place + 1 < len(questions) else None
    return (questions[place - 1] if place else None), following


def question_page(
    request: HttpRequest,
    respondent: Respondent,
    entry: QuestionEntry,
    answer: Answer | None,
    *,
    form: AnswerForm | None = None,
    conflict: str | None = None,
    hand: HandoverForm | None = None,
    attaching: EvidenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    framework = catalogue.engine_framework(respondent.assessment.framework_id)
    questions = services.asked_questions(respondent)
    answered = set(respondent.answers.values_list("question_id", flat=True))
    left = sum(item.id not in answered for item in questions)
    previous, following = _neighbours(questions, entry)
    context = {
        "respondent": respondent,
        "assessment": respondent.assessment,
        **around(request, respondent),
        "question": entry,
        "capability": framework.capability[entry.capability],
        "options": list(enumerate(entry.options, start=1)),
        "reasons": catalogue.na_reason_labels(respondent.assessment.framework_id),
        "answer": answer,
        "values": _values(form, answer),
        "form": form,
        "conflict": statement(entry, conflict),
        "position": questions.index(entry) + 1,
        "total": len(questions),
        "answered": len(questions) - left,
        "minutes_left": minutes_for(left),
        "previous": previous,
        "following": following,
        "last": _last(respondent, entry) if answer is None else None,
        "hand": hand or handover_form(respondent, entry),
        "attaching": attaching or EvidenceForm(),
        "files": respondent.evidence_files.filter(question_id=entry.id),
        "handed": respondent.handed_over.filter(question_id=entry.id).select_related("to").first(),
        "final": respondent.state != Respondent.State.ANSWERING
        or not respondent.assessment.is_open,
        "client_id": secrets.token_urlsafe(12),
        "base_version": answer.version if answer else 0,
    }
    return render(request, "assessments/question.html", context, status=status)


def _last(respondent: Respondent, entry: QuestionEntry) -> dict[str, str] | None:
    """What the person said last time, in the words of the question, to confirm or to change."""
    row = handing.last_answer(respondent, entry.key)
    if row is None:
        return None
    content = Content.of(row)
    # A reason for "does not apply" has to be given anew, so only what one tap says is offered.
    if content.choice == "na":
        return None
    return {"choice": content.choice, "statement": statement(entry, content.choice) or ""}


def next_page(respondent: Respondent, entry: QuestionEntry) -> HttpResponse:
    _before, following = _neighbours(services.asked_questions(respondent), entry)
    if following is None:
        return redirect("assessments:review", respondent.pk)
    return redirect("assessments:question", respondent.pk, following.key)


def _values(form: AnswerForm | None, answer: Answer | None) -> dict[str, str]:
    """What the fields show: what was just typed, else what is stored."""
    names = ("choice", "reason", "note", "confidence", "evidence")
    if form is not None:
        return {name: str(form[name].value() or "") for name in names}
    if answer is None:
        return dict.fromkeys(names, "")
    content = Content.of(answer)
    return {name: str(getattr(content, name) or "") for name in names}


def handover_form(respondent: Respondent, entry: QuestionEntry, data: Any = None) -> HandoverForm:
    roles = catalogue.roles(respondent.assessment.framework_id)
    return HandoverForm(
        data,
        roles=[(role.key, role.name) for role in roles if role.key in entry.roles],
        initial={"role": respondent.role},
        prefix="hand",
    )
