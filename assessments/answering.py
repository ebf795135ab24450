"""Pages of a person who answers: one question a screen, a review, a submission."""

from __future__ import annotations

import secrets
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import access, saving, services
from assessments.answerer import answerer_required, answering_as, held_by
from assessments.content import Content, minutes_for
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.forms import AnswerForm
from assessments.models import Respondent
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid

    from assessments.models import Answer
    from capabilities.catalogue import QuestionEntry


def _own(request: HttpRequest, respondent_id: uuid.UUID) -> Respondent:
    """The questionnaire of whoever answers: 404 elsewhere, 403 for a colleague's."""
    answerer = answering_as(request, respondent_id)
    respondent = get_object_or_404(
        access.answering(answerer).select_related("assessment__organisation"), pk=respondent_id
    )
    if not access.may_answer(
        answerer,
        user_id=respondent.user_id,
        interviewed=respondent.interviewed,
        role=getattr(respondent, "actor_role", ""),
    ):
        raise PermissionDenied(_("Only the person who was asked can answer here."))
    return respondent


@require_GET
@answerer_required
def respond(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    """The way in: the first open question, or the review when none is left."""
    respondent = _own(request, respondent_id)
    still_open = services.open_questions(respondent)
    if respondent.state == Respondent.State.SUBMITTED or not still_open:
        return redirect("assessments:review", respondent.pk)
    return redirect("assessments:question", respondent.pk, still_open[0])


@require_GET
@answerer_required
def question(request: HttpRequest, respondent_id: uuid.UUID, question_key: str) -> HttpResponse:
    respondent = _own(request, respondent_id)
    entry = _entry(respondent, question_key)
    answer = respondent.answers.filter(question_id=entry.id).first()
    return _question_page(request, respondent, entry, answer)


@require_POST
@answerer_required
def save(request: HttpRequest, respondent_id: uuid.UUID, question_key: str) -> HttpResponse:
    """Save one answer: JSON for the page's script, else on to the next question."""
    form = AnswerForm(request.POST)
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


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _invalid(
    request: HttpRequest, respondent_id: uuid.UUID, question_key: str, form: AnswerForm
) -> HttpResponse:
    # Whether the questionnaire is the person's own is decided before what was sent is judged.
    respondent = _own(request, respondent_id)
    entry = _entry(respondent, question_key)
    if _wants_json(request):
        return JsonResponse({"state": "invalid", "errors": form.errors}, status=400)
    answer = respondent.answers.filter(question_id=entry.id).first()
    return _question_page(request, respondent, entry, answer, form=form, status=400)


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
    return _review_page(request, _own(request, respondent_id), error=message, status=409)


def _after_save(
    request: HttpRequest, respondent_id: uuid.UUID, question_key: str, saved: saving.Saved
) -> HttpResponse:
    """Without a script: show a conflict with both values, or go on to the next question."""
    respondent = _own(request, respondent_id)
    entry = _entry(respondent, question_key)
    if saved.state == "conflict":
        answer = respondent.answers.filter(question_id=entry.id).first()
        return _question_page(
            request, respondent, entry, answer, conflict=request.POST.get("choice"), status=409
        )
    _previous, following = _neighbours(services.asked_questions(respondent), entry)
    if following is None:
        return redirect("assessments:review", respondent.pk)
    return redirect("assessments:question", respondent.pk, following.key)


def _around(request: HttpRequest, respondent: Respondent) -> dict[str, object]:
    """Whose page it is. A guest has no way to the organisation's other pages, so no tabs."""
    asking = respondent.assessment.organisation
    guest = held_by(request, respondent.pk) is not None
    return {"asking": asking, "guest": guest, "organisation": None if guest else asking}


def _entry(respondent: Respondent, question_key: str) -> QuestionEntry:
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


def _question_page(
    request: HttpRequest,
    respondent: Respondent,
    entry: QuestionEntry,
    answer: Answer | None,
    *,
    form: AnswerForm | None = None,
    conflict: str | None = None,
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
        **_around(request, respondent),
        "question": entry,
        "capability": framework.capability[entry.capability],
        "options": list(enumerate(entry.options, start=1)),
        "reasons": catalogue.na_reason_labels(respondent.assessment.framework_id),
        "answer": answer,
        "values": _values(form, answer),
        "form": form,
        "conflict": _statement(entry, conflict),
        "position": questions.index(entry) + 1,
        "total": len(questions),
        "answered": len(questions) - left,
        "minutes_left": minutes_for(left),
        "previous": previous,
        "following": following,
        "final": respondent.state == Respondent.State.SUBMITTED
        or not respondent.assessment.is_open,
        "client_id": secrets.token_urlsafe(12),
        "base_version": answer.version if answer else 0,
    }
    return render(request, "assessments/question.html", context, status=status)


def _values(form: AnswerForm | None, answer: Answer | None) -> dict[str, str]:
    """What the fields show: what was just typed, else what is stored."""
    names = ("choice", "reason", "note", "confidence", "evidence")
    if form is not None:
        return {name: str(form[name].value() or "") for name in names}
    if answer is None:
        return dict.fromkeys(names, "")
    content = Content.of(answer)
    return {name: str(getattr(content, name) or "") for name in names}


def _statement(entry: QuestionEntry, choice: str | None) -> str | None:
    """A choice in the words of the question, for telling two apart."""
    if choice is None:
        return None
    others = {"na": _("Does not apply to us"), "dk": _("I don't know")}
    return others.get(choice) or entry.options[int(choice) - 1]


@require_GET
@answerer_required
def review(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    return _review_page(request, _own(request, respondent_id))


@require_POST
@answerer_required
def submit(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    respondent = _own(request, respondent_id)
    try:
        services.submit(
            actor=answering_as(request, respondent_id), respondent=respondent, at=timezone.now()
        )
    except AssessmentError as error:
        return _review_page(request, respondent, error=str(error), status=409)
    return redirect("assessments:review", respondent.pk)


def _review_page(
    request: HttpRequest, respondent: Respondent, *, error: str = "", status: int = 200
) -> HttpResponse:
    answers = {answer.question_id: answer for answer in respondent.answers.all()}
    questions = services.asked_questions(respondent)
    rows = [(entry, answers.get(entry.id)) for entry in questions]
    framework_id = respondent.assessment.framework_id
    groups = [
        {
            "name": catalogue.capability_name(framework_id, capability),
            "rows": [
                {
                    "question": entry,
                    "answer": answer,
                    "statement": _statement(entry, Content.of(answer).choice) if answer else None,
                }
                for entry, answer in members
            ],
        }
        for capability, members in groupby(rows, key=lambda row: row[0].capability)
    ]
    context = {
        "respondent": respondent,
        "assessment": respondent.assessment,
        **_around(request, respondent),
        "groups": groups,
        "total": len(questions),
        "open_count": sum(answer is None for _entry, answer in rows),
        "error": error,
        "run": services.latest_run(respondent.assessment)
        if respondent.state == Respondent.State.SUBMITTED
        else None,
    }
    return render(request, "assessments/review.html", context, status=status)
