"""Handing one question to whoever would know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments import handing
from assessments.answerer import answerer_required, answering_as, own
from assessments.answering import handover_form, next_page, question_entry, question_page
from assessments.errors import AssessmentError
from assessments.inviting import Invitee

if TYPE_CHECKING:
    import uuid


@require_POST
@answerer_required
def hand_over(request: HttpRequest, respondent_id: uuid.UUID, question_key: str) -> HttpResponse:
    """Hand the question to whoever would know, and go on to the next one."""
    respondent = own(request, respondent_id)
    entry = question_entry(respondent, question_key)
    form = handover_form(respondent, entry, request.POST)
    if form.is_valid():
        try:
            handing.hand_over(
                actor=answering_as(request, respondent_id),
                respondent=respondent,
                question_key=question_key,
                to=Invitee(**form.cleaned_data),
                at=timezone.now(),
            )
        except AssessmentError as error:
            form.add_error("name", str(error))
        else:
            return next_page(respondent, entry)
    answer = respondent.answers.filter(question_id=entry.id).first()
    return question_page(request, respondent, entry, answer, hand=form, status=400)
