"""The way into a questionnaire, its review, and its submission."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments import services
from assessments.answerer import answerer_required, answering_as, around, is_oneself, own
from assessments.content import Content, statement
from assessments.errors import AssessmentError
from assessments.models import Respondent
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid


@require_GET
@answerer_required
def respond(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    """The way in: the first open question, or the review when none is left."""
    respondent = own(request, respondent_id)
    still_open = services.open_questions(respondent)
    if respondent.state != Respondent.State.ANSWERING or not still_open:
        return redirect("assessments:review", respondent.pk)
    return redirect("assessments:question", respondent.pk, still_open[0])


@require_GET
@answerer_required
def review(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    return review_page(request, own(request, respondent_id))


@require_POST
@answerer_required
def submit(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    respondent = own(request, respondent_id)
    try:
        services.submit(
            actor=answering_as(request, respondent_id), respondent=respondent, at=timezone.now()
        )
    except AssessmentError as error:
        return review_page(request, respondent, error=str(error), status=409)
    return redirect("assessments:review", respondent.pk)


def review_page(
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
                    "statement": statement(entry, Content.of(answer).choice) if answer else None,
                }
                for entry, answer in members
            ],
        }
        for capability, members in groupby(rows, key=lambda row: row[0].capability)
    ]
    whose = around(request, respondent)
    submitted = respondent.state == Respondent.State.SUBMITTED
    context = {
        "respondent": respondent,
        "assessment": respondent.assessment,
        **whose,
        "oneself": is_oneself(request, respondent),
        "groups": groups,
        "total": len(questions),
        "open_count": sum(answer is None for _entry, answer in rows),
        "error": error,
        # What comes of the answers is for the organisation's members.
        "run": services.latest_run(respondent.assessment)
        if submitted and not whose["guest"]
        else None,
    }
    return render(request, "assessments/review.html", context, status=status)
