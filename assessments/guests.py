"""People who answer without an account: their links, and the browser session that holds them.

A link's secret is shown once and kept as a digest. Opening a link changes nothing, because mail
scanners open links too; only the button on its page begins, and from then on the browser session
holds the questionnaire, not the link.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from assessments.errors import AssessmentError, GoneError
from assessments.models import AnswerLink, Assessment, Invitation, Respondent

if TYPE_CHECKING:
    from datetime import datetime

SECRET_BYTES = 32
# Whoever opens a link this soon after somebody else is told so before taking over.
IN_USE_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who answers one questionnaire in one browser session. hold: what `Respondent.guest` was set
    to when the session took it over; another session taking over makes it worthless."""

    respondent_id: uuid.UUID
    hold: uuid.UUID
    read_only: bool = False

    @property
    def user_id(self) -> None:
        """Nobody's account; whose answers they are stands on the respondent."""
        return None


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_link(
    *,
    assessment: Assessment,
    by: uuid.UUID | None,
    at: datetime,
    invitation: Invitation | None = None,
    role: str = "",
) -> str:
    """A new secret for a personal link (invitation) or an open one (role), to be shown once.

    Raises AssessmentError for an invitation to an anonymous round that somebody has begun by:
    nobody can see whether answers were sent, so a second one might count a person twice.
    """
    if invitation is not None and invitation.used:
        raise AssessmentError(
            _("%(name)s has begun already; a new link would not lead there.")
            % {"name": invitation.name}
        )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = AnswerLink.objects.create(
        assessment=assessment,
        invitation=invitation,
        role=role,
        digest=digest_of(secret),
        created_by=by,
        created_at=at,
    )
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="link.issued",
        subject=link,
        at=at,
        details={"role": role or (invitation.role if invitation else "")},
    )
    return secret


@transaction.atomic
def revoke_links(
    *,
    assessment: Assessment,
    by: uuid.UUID | None,
    at: datetime,
    invitation: Invitation | None = None,
    role: str = "",
) -> int:
    """How many links ended. Who answers through a personal one is put out at once; answers stay."""
    ended = assessment.links.filter(invitation=invitation, role=role, revoked_at=None).update(
        revoked_at=at
    )
    if invitation is not None and invitation.respondent_id:
        Respondent.objects.unscoped("a row of an invitation in hand").filter(
            pk=invitation.respondent_id
        ).update(guest=None)
    if ended:
        audit.record(
            organisation_id=assessment.organisation_id,
            by=by,
            action="link.revoked",
            subject=invitation or assessment,
            at=at,
            details={"role": role, "links": ended},
        )
    return ended


def find_link(secret: str) -> AnswerLink | None:
    """The link of a secret, unless it was revoked."""
    return (
        AnswerLink.objects.unscoped("whoever knows the secret may")
        .filter(digest=digest_of(secret), revoked_at=None)
        .select_related("assessment__organisation", "invitation__respondent")
        .first()
    )


def in_use(respondent: Respondent, held: uuid.UUID | None, at: datetime) -> bool:
    """True if another browser session has taken this questionnaire up a short while ago."""
    return (
        respondent.guest is not None
        and respondent.guest != held
        and respondent.guest_since is not None
        and at - respondent.guest_since < IN_USE_FOR
    )


@transaction.atomic
def begin(*, link: AnswerLink, name: str, at: datetime) -> Guest:
    """Take up the questionnaire behind a link in this browser session.

    name: who begins by an open link. Raises GoneError when the round is over, and AssessmentError
    for a name that somebody in this round already has.
    """
    _require_open(link.assessment)
    if link.assessment.is_anonymous:
        raise AssessmentError(_("In an anonymous round nobody begins with a name."))
    respondent = link.invitation.respondent if link.invitation else None
    if respondent is None:
        respondent = _newcomer(link, name, at)
    return _taken_up(link.assessment, respondent, "respondent.began", at)


@transaction.atomic
def come_back(*, link: AnswerLink, at: datetime) -> Guest:
    """Hold one's questionnaire again in this browser session, also after submitting and after the
    round is closed: what is stored about a person stays theirs to see and to erase.

    Raises GoneError for a link behind which nobody has answered.
    """
    respondent = link.invitation.respondent if link.invitation else None
    if respondent is None:
        raise GoneError(_("Nothing is stored behind this link."))
    return _taken_up(link.assessment, respondent, "respondent.came_back", at)


@transaction.atomic
def begin_unnamed(*, link: AnswerLink, secret: str) -> Guest:
    """Take up a new questionnaire of an anonymous round. The invitation is marked as used and
    nothing leads from it to the questionnaire: who holds the secret can go on, and nobody else.

    secret: what `new_secret` gave to this browser; beginning twice with it is beginning once.
    Raises GoneError when the round is over or the invitation has been used.
    """
    _require_open(link.assessment)
    hold = hold_of(secret)
    begun = Respondent.objects.unscoped("whoever knows the secret may")
    present = begun.filter(assessment=link.assessment_id, guest=hold).first()
    if present is not None:
        return Guest(present.pk, hold)
    if link.invitation is not None:
        unused = Invitation.objects.unscoped("compare and set of a link's own").filter(
            pk=link.invitation.pk, used=False
        )
        if not unused.update(used=True):
            raise GoneError(_("Somebody has begun by this link already."))
    respondent = Respondent.objects.create(
        assessment=link.assessment, role=role_of(link), guest=hold
    )
    return Guest(respondent.pk, hold)


def new_secret() -> str:
    """What a browser keeps to go on with a questionnaire that has no name."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hold_of(secret: str) -> uuid.UUID:
    """What is stored of such a secret: half of its digest, from which it cannot be found."""
    return uuid.UUID(digest_of(secret)[:32])


def _require_open(assessment: Assessment) -> None:
    if assessment.is_closed:
        raise GoneError(_("This round of questions is closed."))
    if not assessment.is_open:
        raise AssessmentError(_("This round of questions is not open yet."))


def _taken_up(assessment: Assessment, respondent: Respondent, action: str, at: datetime) -> Guest:
    guest = Guest(respondent.pk, uuid.uuid4())
    Respondent.objects.unscoped("taken up by who holds its link").filter(pk=respondent.pk).update(
        guest=guest.hold, guest_since=at
    )
    audit.record(
        organisation_id=assessment.organisation_id,
        by=None,
        action=action,
        subject=respondent,
        at=at,
    )
    return guest


def role_of(link: AnswerLink) -> str:
    return link.role or (link.invitation.role if link.invitation else "")


def _newcomer(link: AnswerLink, name: str, at: datetime) -> Respondent:
    role = role_of(link)
    try:
        with transaction.atomic():
            respondent = Respondent.objects.create(assessment=link.assessment, name=name, role=role)
    except IntegrityError as error:
        raise AssessmentError(
            _("Somebody in this round already has this name. Add your team or an initial.")
        ) from error
    audit.record(
        organisation_id=link.assessment.organisation_id,
        by=None,
        action="respondent.added",
        subject=respondent,
        at=at,
        details={"role": role, "link": str(link.pk)},
    )
    return respondent
