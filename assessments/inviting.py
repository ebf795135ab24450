"""Asking people by mail or by a link: who, how often, and when to leave them alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts import audit
from assessments.errors import AssessmentError
from assessments.models import Invitation, Message, Respondent
from jobs.services import enqueue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from assessments.models import Assessment

MAIL = "mail"
MAX_INVITED_AT_ONCE = 500
# By hand, nobody is reminded twice within this time.
REMIND_AGAIN_AFTER = timedelta(days=1)
# By itself: so many days after the invitation, then after each reminder, growing, and then never.
REMINDER_GAPS = (3, 5, 8, 13)
# And once more this many days before the due date.
LAST_CALL_DAYS = 2


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be asked. role: key of the framework. email: may be empty."""

    name: str
    role: str
    email: str = ""


@transaction.atomic
def invite(
    *,
    assessment: Assessment,
    people: Sequence[Invitee],
    send: bool,
    by: uuid.UUID | None,
    at: datetime,
) -> list[Invitation]:
    """Ask several people, all of them or none. send: mail those with an address at once.

    Raises AssessmentError naming whom it cannot ask and why.
    """
    if assessment.is_closed:
        raise AssessmentError(_("This assessment is closed."))
    if len(people) > MAX_INVITED_AT_ONCE:
        raise AssessmentError(
            _("Invite at most %(most)d people at once.") % {"most": MAX_INVITED_AT_ONCE}
        )
    _refuse_known(assessment, people)
    asked = _respondents(assessment, people)
    invitations = Invitation.objects.bulk_create(
        Invitation(
            assessment=assessment,
            respondent=respondent,
            name=person.name,
            role=person.role,
            email=person.email,
            created_by=by,
            created_at=at,
        )
        for respondent, person in zip(asked, people, strict=True)
    )
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="respondents.invited",
        subject=assessment,
        at=at,
        details={"people": len(people), "mailed": send},
    )
    if send:
        _write(invitations, Message.Kind.INVITATION, by=by, at=at)
    return invitations


def _respondents(assessment: Assessment, people: Sequence[Invitee]) -> Sequence[Respondent | None]:
    """Whom the invitations are tied to: in an anonymous round nobody."""
    if assessment.is_anonymous:
        return [None] * len(people)
    return Respondent.objects.bulk_create(
        Respondent(assessment=assessment, name=person.name, role=person.role) for person in people
    )


def _refuse_known(assessment: Assessment, people: Sequence[Invitee]) -> None:
    asked = assessment.invitations if assessment.is_anonymous else assessment.respondents
    names = {name.casefold() for name in asked.values_list("name", flat=True)}
    known = assessment.invitations.exclude(email="").values_list("email", flat=True)
    addresses = {email.casefold() for email in known}
    for person in people:
        if person.name.casefold() in names:
            raise AssessmentError(_("%(name)s is already asked.") % {"name": person.name})
        if person.email and person.email.casefold() in addresses:
            raise AssessmentError(_("%(email)s is already invited.") % {"email": person.email})
        names.add(person.name.casefold())
        addresses.add(person.email.casefold())


def reachable(assessment: Assessment) -> QuerySet[Invitation]:
    """Those who have neither submitted nor withdrawn, and may be written to. In an anonymous round,
    where nobody knows who has submitted, those who have not begun."""
    return (
        assessment.invitations.filter(opted_out_at=None, bounced_at=None, used=False)
        .exclude(email="")
        .exclude(respondent__state__in=[Respondent.State.SUBMITTED, Respondent.State.WITHDRAWN])
    )


@transaction.atomic
def send_invitations(
    *,
    assessment: Assessment,
    invitations: Iterable[uuid.UUID] | None,
    by: uuid.UUID | None,
    at: datetime,
) -> int:
    """Mail the invitation to those who have not had it. None: to all of them. How many."""
    if not assessment.is_open:
        raise AssessmentError(_("Invitations are sent while the assessment is open."))
    rows = _chosen(reachable(assessment), invitations).exclude(
        messages__kind=Message.Kind.INVITATION
    )
    return _write(rows, Message.Kind.INVITATION, by=by, at=at)


@transaction.atomic
def remind(
    *,
    assessment: Assessment,
    invitations: Iterable[uuid.UUID] | None,
    by: uuid.UUID | None,
    at: datetime,
) -> int:
    """Remind those who have not submitted; None: all of them. Whoever was written to within a day,
    opted out or could not be reached is left alone. How many are reminded."""
    if not assessment.is_open:
        raise AssessmentError(_("Reminders are sent while the assessment is open."))
    rows = (
        _chosen(reachable(assessment), invitations)
        .annotate(last=Max("messages__created_at"))
        .filter(last__isnull=False, last__lte=at - REMIND_AGAIN_AFTER)
    )
    return _write(rows, Message.Kind.REMINDER, by=by, at=at)


def reminder_is_due(*, written_on: Sequence[date], due_on: date | None, today: date) -> bool:
    """Whether somebody who has not submitted is reminded today, by itself.

    written_on: days of the invitation and of each reminder, rising. The gaps grow, so that nobody
    is pestered; shortly before the due date there is one last call.
    """
    if not written_on or written_on[-1] >= today:
        return False
    if due_on is not None and today > due_on:
        return False
    if due_on is not None and due_on - timedelta(days=LAST_CALL_DAYS) == today:
        return True
    reminders = len(written_on) - 1
    if reminders >= len(REMINDER_GAPS):
        return False
    return today >= written_on[-1] + timedelta(days=REMINDER_GAPS[reminders])


@transaction.atomic
def opt_out(*, invitation: Invitation, at: datetime) -> None:
    """No more mails to this person in this round; they may still answer. Twice is once."""
    changed = (
        Invitation.objects.unscoped("whoever holds its link may")
        .filter(pk=invitation.pk, opted_out_at=None)
        .update(opted_out_at=at)
    )
    if changed:
        audit.record(
            organisation_id=invitation.assessment.organisation_id,
            by=None,
            action="invitation.opted_out",
            subject=invitation,
            at=at,
        )


@transaction.atomic
def invitation_of(*, respondent: Respondent, by: uuid.UUID | None, at: datetime) -> Invitation:
    """The invitation of somebody asked, made now if they were asked without one.

    Raises AssessmentError for a person with an account, who needs no link, and in an anonymous
    round, where no invitation may lead to anybody.
    """
    if respondent.assessment.is_anonymous:
        raise AssessmentError(_("In an anonymous round people are asked by invitation only."))
    if respondent.user_id is not None:
        raise AssessmentError(_("%(name)s has an account.") % {"name": respondent.name})
    rows = Invitation.objects.unscoped("of a respondent in hand")
    invitation, created = rows.get_or_create(
        respondent=respondent,
        defaults={
            "assessment": respondent.assessment,
            "name": respondent.name,
            "role": respondent.role,
            "created_by": by,
            "created_at": at,
        },
    )
    if created:
        audit.record(
            organisation_id=respondent.assessment.organisation_id,
            by=by,
            action="respondents.invited",
            subject=invitation,
            at=at,
            details={"people": 1, "mailed": False},
        )
    return invitation


@transaction.atomic
def remove_respondent(*, respondent: Respondent, by: uuid.UUID | None, at: datetime) -> None:
    """Take back the asking of somebody who has said nothing yet.

    Raises AssessmentError once there are answers: those are erased only at the person's own wish.
    """
    if respondent.answers.exists() or respondent.state == Respondent.State.SUBMITTED:
        raise AssessmentError(
            _("%(name)s has answered already and stays asked.") % {"name": respondent.name}
        )
    audit.record(
        organisation_id=respondent.assessment.organisation_id,
        by=by,
        action="respondent.removed",
        subject=respondent,
        at=at,
        details={"role": respondent.role},
    )
    respondent.delete()


@transaction.atomic
def remove_invitation(*, invitation: Invitation, by: uuid.UUID | None, at: datetime) -> None:
    """Take back an invitation to an anonymous round. Raises AssessmentError once it was used."""
    gone, _rows = (
        Invitation.objects.unscoped("of a round in hand")
        .filter(pk=invitation.pk, used=False, respondent=None)
        .delete()
    )
    if not gone:
        raise AssessmentError(
            _("%(name)s has begun already and stays asked.") % {"name": invitation.name}
        )
    audit.record(
        organisation_id=invitation.assessment.organisation_id,
        by=by,
        action="invitation.removed",
        subject=invitation,
        at=at,
        details={"role": invitation.role},
    )


def _chosen(
    rows: QuerySet[Invitation], invitations: Iterable[uuid.UUID] | None
) -> QuerySet[Invitation]:
    return rows if invitations is None else rows.filter(Q(pk__in=list(invitations)))


def _write(
    invitations: Iterable[Invitation],
    kind: Message.Kind,
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> int:
    """Queue one mail each; the number it has among its kind keeps two clicks from being two."""
    rows = [row for row in invitations if row.email]
    numbers = dict(
        Message.objects.unscoped("mails of invitations in hand")
        .filter(invitation__in=rows, kind=kind)
        .values_list("invitation")
        .annotate(last=Max("number"))
    )
    messages = Message.objects.bulk_create(
        Message(invitation=row, kind=kind, number=numbers.get(row.pk, 0) + 1, created_at=at)
        for row in rows
    )
    for row, message in zip(rows, messages, strict=True):
        enqueue(
            kind=MAIL,
            subject=message.pk,
            input_version="1",
            organisation_id=row.assessment.organisation_id,
            by=by,
            at=at,
        )
    return len(messages)
