"""Answers that come together, from a file or for the demo, and not one by one from a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.models import Answer, AnswerEvent, Respondent
from assessments.saving import SaveKey, save_answer
from assessments.services import open_questions
from capabilities import catalogue
from engine.digest import digest

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from assessments.access import Answerer
    from assessments.content import Content
    from assessments.questionnaire_file import Filled
    from capabilities.catalogue import QuestionEntry

FIRST = 1


@transaction.atomic
def record_answers(
    *,
    respondent: Respondent,
    answers: Mapping[str, Content],
    source: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    """Store the first answers of one respondent, with their history, as if saved in this order.

    answers: by question key, texts cleaned. source: where they come from, at most 40 characters; it
    stands where a browser tab's name would. Raises AssessmentError if the respondent has answered
    or the round is closed, UnknownQuestionError, and ValidationError on a reason.
    """
    assessment = respondent.assessment
    row = Respondent.objects.unscoped("locked for its answers").select_for_update()
    if row.get(pk=respondent.pk).state != Respondent.State.ANSWERING or not assessment.is_open:
        raise AssessmentError(_("The answers of %(name)s are final.") % {"name": respondent.name})
    if respondent.answers.exists():
        raise AssessmentError(_("%(name)s has answers already.") % {"name": respondent.name})
    entries = {
        entry.key: entry
        for entry in catalogue.questions_for(
            assessment.framework_id, respondent.role, quick=assessment.quick
        )
    }
    reasons = catalogue.na_reasons(assessment.framework_id)
    for key, content in answers.items():
        if key not in entries:
            raise UnknownQuestionError(_("%(key)s is not asked here.") % {"key": key})
        content.check_reason(reasons)
    _insert(respondent, answers, entries, source, by, at)
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="answers.recorded",
        subject=respondent,
        at=at,
        details={"answers": len(answers), "source": source},
    )


@transaction.atomic
def save_filled(
    *, actor: Answerer, respondent: Respondent, filled: Sequence[Filled], at: datetime
) -> int:
    """Store the answers of a workbook, all or none; how many. Each is saved as from a page, so that
    its history is kept and nothing that changed meanwhile is overwritten.

    Raises AssessmentError naming the questions that were answered elsewhere since the file was
    made, and what `save_answer` raises.
    """
    source = f"file-{digest([[f.question, f.version, f.content.fields()] for f in filled])[:24]}"
    overtaken = []
    for seq, item in enumerate(filled, start=1):
        saved = save_answer(
            actor=actor,
            respondent_id=respondent.pk,
            question_key=item.question,
            content=item.content,
            key=SaveKey(client_id=source, seq=seq, base_version=item.version),
            at=at,
        )
        if saved.state == "conflict":
            overtaken.append(item.question)
    if overtaken:
        raise AssessmentError(
            _("Answered here since the file was made: %(questions)s. Download it anew.")
            % {"questions": ", ".join(overtaken)}
        )
    return len(filled)


@transaction.atomic
def mark_submitted(*, respondent: Respondent, by: uuid.UUID | None, at: datetime) -> None:
    """Make recorded answers final on behalf of a person. An analysis is not asked for: the caller
    does that once, after the last person. Raises AssessmentError if questions are open."""
    count = len(open_questions(respondent))
    if count or not respondent.assessment.is_open:
        raise AssessmentError(_("%(count)d questions are still open.") % {"count": count})
    # Compare and set: submitting twice is submitting once.
    changed = (
        Respondent.objects.unscoped("compare and set of a row in hand")
        .filter(pk=respondent.pk, state=Respondent.State.ANSWERING)
        .update(state=Respondent.State.SUBMITTED, submitted_at=at)
    )
    if changed:
        audit.record(
            organisation_id=respondent.assessment.organisation_id,
            by=by,
            action="respondent.submitted",
            subject=respondent,
            at=at,
        )


def _insert(
    respondent: Respondent,
    answers: Mapping[str, Content],
    entries: Mapping[str, QuestionEntry],
    source: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    common = [
        {
            "respondent": respondent,
            "question_id": entries[key].id,
            "client_id": source,
            "seq": seq,
            "version": FIRST,
            **content.fields(),
        }
        for seq, (key, content) in enumerate(answers.items(), start=1)
    ]
    Answer.objects.bulk_create([Answer(saved_at=at, **fields) for fields in common])
    AnswerEvent.objects.bulk_create(
        [AnswerEvent(base_version=0, by=by, at=at, **fields) for fields in common]
    )
