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
from assessments.models import AnswerLink, Assessment, Respondent

if TYPE_CHECKING:
    from datetime import datetime

    from assessments.models import Invitation

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
    """A new secret for a personal link (invitation) or an open one (role), to be shown once."""
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
    if link.assessment.is_closed:
        raise GoneError(_("This round of questions is closed."))
    if not link.assessment.is_open:
        raise AssessmentError(_("This round of questions is not open yet."))
    respondent = link.invitation.respondent if link.invitation else None
    if respondent is None:
        respondent = _newcomer(link, name, at)
    guest = Guest(respondent.pk, uuid.uuid4())
    Respondent.objects.unscoped("taken up by who holds its link").filter(pk=respondent.pk).update(
        guest=guest.hold, guest_since=at
    )
    audit.record(
        organisation_id=link.assessment.organisation_id,
        by=None,
        action="respondent.began",
        subject=respondent,
        at=at,
    )
    return guest


@transaction.atomic
def come_back(*, link: AnswerLink, at: datetime) -> Guest:
    """Hold one's questionnaire again in this browser session, also after submitting and after the
    round is closed: what is stored about a person stays theirs to see and to erase.

    Raises GoneError for a link behind which nobody has answered.
    """
    respondent = link.invitation.respondent if link.invitation else None
    if respondent is None:
        raise GoneError(_("Nothing is stored behind this link."))
    guest = Guest(respondent.pk, uuid.uuid4())
    Respondent.objects.unscoped("taken up by who holds its link").filter(pk=respondent.pk).update(
        guest=guest.hold, guest_since=at
    )
    audit.record(
        organisation_id=link.assessment.organisation_id,
        by=None,
        action="respondent.came_back",
        subject=respondent,
        at=at,
    )
    return guest


def _newcomer(link: AnswerLink, name: str, at: datetime) -> Respondent:
    role = link.role or (link.invitation.role if link.invitation else "")
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
