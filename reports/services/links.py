"""Read-only links: made, looked at, ended. What a link shows is frozen when it is made."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from reports.deliverables import frozen
from reports.files import pipeline
from reports.models import SharedLink

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from accounts.models import Organisation
    from assessments.models import Analysis
    from reports.deliverables.document import Deliverable
    from reports.models import MadeFile
    from roadmaps.models import Roadmap

SECRET_BYTES = 32
MAX_OPEN_LINKS = 100
MAX_LINK_DAYS = 365


@dataclass(frozen=True, slots=True)
class Scope:
    """name: for whom. sections: their keys; files: of the organisation. passcode: may be empty."""

    name: str
    sections: Collection[str]
    files: Sequence[MadeFile]
    days: int
    passcode: str = ""


class LinkLimitError(Exception):
    """The link cannot be made as asked; the text says why."""


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue(
    *,
    organisation: Organisation,
    analysis: Analysis,
    roadmap: Roadmap | None,
    document: Deliverable,
    scope: Scope,
    by: uuid.UUID,
    at: datetime,
) -> str:
    """A new link to a part of a document and to files of the organisation, for a time.

    Returns the secret, which is kept nowhere. Raises LinkLimitError.
    """
    if not pipeline.is_unchanged(analysis):
        raise LinkLimitError(_("The result has changed this moment. Look at it and try again."))
    if not 1 <= scope.days <= MAX_LINK_DAYS:
        raise LinkLimitError(_("A link ends after 1 to %(most)d days.") % {"most": MAX_LINK_DAYS})
    rows = SharedLink.objects.unscoped("of an organisation in hand")
    open_ = rows.filter(organisation=organisation, revoked_at=None, expires_at__gt=at)
    if open_.count() >= MAX_OPEN_LINKS:
        raise LinkLimitError(
            _("There are %(most)d open links. End one first.") % {"most": MAX_OPEN_LINKS}
        )
    shown = tuple(item for item in document.sections if item.key in scope.sections)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = SharedLink.objects.create(
        organisation=organisation,
        analysis=analysis,
        roadmap=roadmap,
        name=scope.name,
        digest=digest_of(secret),
        passcode=make_password(scope.passcode) if scope.passcode else "",
        document=frozen.frozen(replace(document, sections=shown)),
        expires_at=at + timedelta(days=scope.days),
        created_by=by,
        created_at=at,
    )
    row.files.set(scope.files)
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="shared_link.issued",
        subject=row,
        at=at,
        details={
            "days": scope.days,
            "passcode": bool(scope.passcode),
            "sections": [item.key for item in shown],
            "files": [str(file.pk) for file in scope.files],
        },
    )
    return secret


@transaction.atomic
def revoke(*, link: SharedLink, by: uuid.UUID, at: datetime) -> None:
    """End a link at once; what it showed is not kept. Twice is once."""
    rows = SharedLink.objects.unscoped("a link in hand").filter(pk=link.pk, revoked_at=None)
    if not rows.update(revoked_at=at):
        return
    pipeline.empty([link.pk])
    audit.record(
        organisation_id=link.organisation_id,
        by=by,
        action="shared_link.revoked",
        subject=link,
        at=at,
    )


def passes(link: SharedLink, passcode: str) -> bool:
    """True for the passcode of the link. Costs as much for a wrong one."""
    return check_password(passcode, link.passcode)


def seen(*, link: SharedLink, at: datetime) -> None:
    """Count one look. Nothing anybody decided changes, so there is no entry in the audit log."""
    rows = SharedLink.objects.unscoped("a link in hand").filter(pk=link.pk)
    rows.update(views=F("views") + 1, last_viewed_at=at)
