"""Answers that come from, or through, somebody else: handed over, interviewed, confirmed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import require
from accounts.models import Role
from assessments import access, inviting
from assessments.content import Content
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.models import Answer, Handover, Respondent
from assessments.saving import SaveKey, save_answer
from capabilities import catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.actor import Actor
    from assessments.access import Answerer
    from assessments.inviting import Invitee
    from capabilities.catalogue import QuestionEntry

# What stands where a browser tab's name would, for an answer that a handover gives.
SOURCE = "handover"


@transaction.atomic
def hand_over(
    *,
    actor: Answerer,
    respondent: Respondent,
    question_key: str,
    to: Invitee,
    at: datetime,
) -> Handover:
    """Ask a colleague this one question instead; the own answer becomes "I don't know".

    respondent: the actor's own, reached through `access.answering`. A colleague who is asked in
    this round already gets the question there. Raises UnknownQuestionError, and AssessmentError if
    the colleague cannot be asked it, saying why.
    """
    entry = catalogue.questions(respondent.assessment.framework_id).get(question_key)
    if entry is None or not entry.is_asked(respondent.role, respondent.only):
        raise UnknownQuestionError(_("There is no such question for you in this assessment."))
    if respondent.assessment.is_anonymous:
        raise AssessmentError(
            _("In an anonymous round no question is handed over, because that names people.")
        )
    if to.role not in entry.roles:
        raise AssessmentError(_("This question is not asked of that role."))
    if to.name.casefold() == respondent.name.casefold():
        raise AssessmentError(_("Name somebody else."))
    colleague = _colleague(respondent, entry, to, at)
    handover, _created = Handover.objects.unscoped("of a respondent in hand").update_or_create(
        respondent=respondent, question_id=entry.id, defaults={"to": colleague, "at": at}
    )
    _leave_open(actor, respondent, entry, at)
    audit.record(
        organisation_id=respondent.assessment.organisation_id,
        by=actor.user_id,
        action="question.handed_over",
        subject=respondent,
        at=at,
        details={"question": question_key, "to": str(colleague.pk)},
    )
    return handover


def _colleague(
    respondent: Respondent, entry: QuestionEntry, to: Invitee, at: datetime
) -> Respondent:
    assessment = respondent.assessment
    present = assessment.respondents.filter(name__iexact=to.name).first()
    if present is None:
        (invitation,) = inviting.invite(
            assessment=assessment, people=[to], send=bool(to.email), by=None, at=at
        )
        present = invitation.respondent
        assert present is not None, "an invitation by name has its respondent"  # noqa: S101
        present.only = [entry.key]
        present.save(update_fields=["only"])
        return present
    if entry.is_asked(present.role, present.only):
        return present
    if present.state != Respondent.State.ANSWERING:
        raise AssessmentError(_("%(name)s answers no more questions.") % {"name": present.name})
    if present.role not in entry.roles:
        raise AssessmentError(
            _("%(name)s answers in a role that is not asked this.") % {"name": present.name}
        )
    present.only = [*present.only, entry.key]
    present.save(update_fields=["only"])
    return present


def _leave_open(
    actor: Answerer, respondent: Respondent, entry: QuestionEntry, at: datetime
) -> None:
    """The answer of who handed it over: "I don't know", unless something is said already."""
    if respondent.answers.filter(question_id=entry.id).exists():
        return
    save_answer(
        actor=actor,
        respondent_id=respondent.pk,
        question_key=entry.key,
        content=Content("dk"),
        key=SaveKey(client_id=SOURCE, seq=1, base_version=0),
        at=at,
    )


@transaction.atomic
def interview(*, actor: Actor, respondent: Respondent, at: datetime) -> None:
    """From now on an editor enters what this person says; it is marked. Twice is once.

    respondent: reached through `access.respondents`. Raises PermissionDenied below editor, and
    AssessmentError where single answers are protected, or the person has begun or submitted.
    """
    require(actor, respondent.actor_role, Role.EDITOR)
    if respondent.interviewed:
        return
    if respondent.assessment.disclosure.gated:
        raise AssessmentError(
            _("In a confidential round nobody enters the answers of somebody else.")
        )
    if respondent.state != Respondent.State.ANSWERING or respondent.answers.exists():
        raise AssessmentError(
            _("%(name)s has begun to answer already.") % {"name": respondent.name}
        )
    if respondent.user_id == actor.user_id:
        raise PermissionDenied(_("You answer for yourself without an interview."))
    respondent.interviewed = True
    respondent.save(update_fields=["interviewed"])
    audit.record(
        organisation_id=respondent.assessment.organisation_id,
        by=actor.user_id,
        action="respondent.interviewed",
        subject=respondent,
        at=at,
    )


def last_answer(respondent: Respondent, question_key: str) -> Answer | None:
    """What this very person said to the question in the round that this one starts from: known by
    the account or the invited address, never by a name, which two people may share."""
    assessment = respondent.assessment
    if assessment.previous_id is None:
        return None
    rows = access.answers_in(assessment.previous_id).filter(question__key=question_key)
    if respondent.user_id is not None:
        return rows.filter(respondent__user_id=respondent.user_id).first()
    invitation = getattr(respondent, "invitation", None)
    if invitation is None or not invitation.email:
        return None
    return rows.filter(respondent__invitation__email__iexact=invitation.email).first()
