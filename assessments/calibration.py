"""Agreeing on one answer where views differ: what to talk about, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from assessments import pipeline
from assessments.errors import AssessmentError
from assessments.models import AgreedAnswer, Assessment
from assessments.services import request_analysis
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from engine.agenda import Dispute


def to_settle(assessment: Assessment) -> tuple[Dispute, ...]:
    """What a group should talk about first, by the answers of this moment."""
    newest = assessment.analyses.order_by("-created_at").first()
    return pipeline.disputes(
        assessment,
        pipeline.load_answers(assessment),
        newest.result["capabilities"] if newest else [],
        pipeline.load_agreed(assessment),
    )


@transaction.atomic
def agree(
    *,
    assessment: Assessment,
    question_key: str,
    value: int,
    reason: str,
    present: str,
    by: uuid.UUID | None,
    at: datetime,
) -> AgreedAnswer:
    """Record what the group agreed on and have the analysis made anew.

    An earlier agreement on the question ends and stays on record. Raises AssessmentError for a
    question of another framework, a level outside 1..5 and a missing reason.
    """
    entry = catalogue.questions(assessment.framework_id).get(question_key)
    if entry is None:
        raise AssessmentError(_("There is no such question in this assessment."))
    if not 1 <= value <= 5:
        raise AssessmentError(_("Choose one of the five statements."))
    if not reason.strip() or not present.strip():
        raise AssessmentError(_("Write down why the group agreed, and who was there."))
    # Locked, so that of two agreements at once the later ends the earlier.
    Assessment.objects.unscoped("locked for an agreement").select_for_update().get(pk=assessment.pk)
    assessment.agreed.filter(question_id=entry.id, ended_at=None).update(ended_at=at)
    agreed = AgreedAnswer.objects.create(
        assessment=assessment,
        question_id=entry.id,
        value=value,
        reason=reason,
        present=present,
        by=by,
        at=at,
    )
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="answer.agreed",
        subject=agreed,
        at=at,
        details={"question": question_key},
    )
    request_analysis(assessment=assessment, by=by, at=at)
    return agreed


@transaction.atomic
def withdraw(*, agreed: AgreedAnswer, by: uuid.UUID | None, at: datetime) -> None:
    """The single answers count again; the agreement stays on record. Twice is once."""
    changed = (
        AgreedAnswer.objects.unscoped("compare and set of a row in hand")
        .filter(pk=agreed.pk, ended_at=None)
        .update(ended_at=at)
    )
    if changed:
        audit.record(
            organisation_id=agreed.assessment.organisation_id,
            by=by,
            action="answer.agreement_withdrawn",
            subject=agreed,
            at=at,
        )
        request_analysis(assessment=agreed.assessment, by=by, at=at)
