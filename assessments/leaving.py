"""Leaving a round: answers withdrawn from the result, or everything about a person erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from assessments import access, disclosed, evidence, letting_go, pipeline
from assessments.models import (
    Analysis,
    Answer,
    AnswerEvent,
    Assessment,
    Change,
    EvidenceFile,
    Respondent,
)
from assessments.noting import note
from assessments.services import latest_run, request_analysis
from engine.disclosure import LEAST_GROUP, Privacy, Rule

if TYPE_CHECKING:
    from datetime import datetime

    from assessments.access import Answerer
    from jobs.models import JobRun

# An erased person's answers must not be read from a group in results made before.
_AFTER_ERASURE = Rule(Privacy.CONFIDENTIAL, LEAST_GROUP)


@transaction.atomic
def withdraw(*, actor: Answerer, respondent: Respondent, at: datetime) -> JobRun | None:
    """Take a person's answers out of the result. They stay readable for the person, can be erased,
    and are never submitted again. Twice is once. Returns the analysis asked for, if they had been
    submitted.

    respondent: reached through `access.answering`. Raises PermissionDenied unless the actor is the
    person or an owner, and Respondent.DoesNotExist if they were erased meanwhile.
    """
    access.require_speaking_for(actor, respondent)
    assessment, present = _lock(respondent)
    if present.state == Respondent.State.WITHDRAWN:
        return latest_run(assessment)
    submitted = present.state == Respondent.State.SUBMITTED
    if submitted:
        _count_out(assessment, present)
    present.state, present.submitted_at = Respondent.State.WITHDRAWN, None
    present.save(update_fields=["state", "submitted_at"])
    note(
        assessment=assessment,
        respondent=present,
        action="respondent.withdrew",
        by=actor.user_id,
        at=at,
        details={"submitted": submitted},
    )
    if not submitted:
        return None
    return request_analysis(assessment=assessment, by=actor.user_id, at=at)


@transaction.atomic
def erase(*, actor: Answerer, respondent: Respondent, at: datetime) -> JobRun | None:
    """Delete everything stored about a person in this round: answers with their history,
    invitation, mails, links and handovers. The audit log keeps ids. Returns the analysis
    asked for, if a result rests on the answers or may soon.

    In an identified round small groups are taken out of the results made before, from which the
    answers could be read; what was compared with other rounds is made anew. Raises what `withdraw`
    raises.
    """
    access.require_speaking_for(actor, respondent)
    assessment, present = _lock(respondent)
    submitted = present.state == Respondent.State.SUBMITTED
    if submitted:
        _count_out(assessment, present)
    made = present.answers.exists() and assessment.analyses.exists()
    if made and not assessment.disclosure.gated:
        blur_earlier_results(assessment)
    note(
        assessment=assessment,
        respondent=present,
        action="respondent.erased",
        by=actor.user_id,
        at=at,
        details={"role": present.role},
    )
    evidence.forget(
        EvidenceFile.objects.unscoped("of a locked respondent").filter(respondent=present)
    )
    # Said plainly rather than left to a cascade, which would load every row first.
    AnswerEvent.objects.unscoped("of a locked respondent").filter(respondent=present).delete()
    Answer.objects.unscoped("of a locked respondent").filter(respondent=present).delete()
    present.delete()
    if not (made or submitted):
        return None
    return request_analysis(assessment=assessment, by=actor.user_id, at=at)


def _lock(respondent: Respondent) -> tuple[Assessment, Respondent]:
    """The round first, as submitting does, then the person, whom a save locks alone."""
    assessment = (
        Assessment.objects.unscoped("locked for somebody who leaves")
        .select_for_update()
        .get(pk=respondent.assessment_id)
    )
    rows = Respondent.objects.unscoped("locked to leave").select_for_update()
    return assessment, rows.get(pk=respondent.pk)


def _count_out(assessment: Assessment, leaver: Respondent) -> None:
    """Count somebody who leaves, if the newest result rests on them: it rests on the first to
    submit. See `pipeline.is_held_back`."""
    staying = pipeline.people_behind_newest(assessment) - assessment.left
    first = pipeline.in_order_of_release(
        assessment.respondents.filter(state=Respondent.State.SUBMITTED)
    )
    if leaver.pk in set(first.values_list("pk", flat=True)[: max(0, staying)]):
        assessment.left += 1
        assessment.save(update_fields=["left"])


def blur_earlier_results(assessment: Assessment) -> None:
    """Groups of fewer than three people leave the results made before, and what followed from
    those; the figures of everybody stay."""
    rows = list(assessment.analyses.select_related("assessment"))
    for analysis in rows:
        document = disclosed.under(analysis, _AFTER_ERASURE)
        # A second erasure says the same note only once.
        analysis.result = {**document, "notes": list(dict.fromkeys(document["notes"]))}
    Analysis.objects.unscoped("of a locked round").bulk_update(rows, ["result"])
    compared = Change.objects.unscoped("of a locked round")
    later = compared.filter(earlier__in=rows).values_list("later_id", flat=True)
    letting_go.let_go({*(row.pk for row in rows), *later})
    compared.filter(earlier__in=rows).delete()
    compared.filter(later__in=rows).delete()
