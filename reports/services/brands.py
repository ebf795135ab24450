"""How an organisation's files look, and those that a person makes in a look of their own."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from reports.models import FileTemplate, OrganisationBrand, OwnBrand
from roadmaps.errors import ChangedElsewhereError

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from accounts.models import Organisation

MAX_TEMPLATES = 20


class TemplateLimitError(Exception):
    """The template cannot be kept beside those there are; the text says why."""


@transaction.atomic
def set_brand(
    *,
    organisation: Organisation,
    values: Mapping[str, Any],
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """values: fields of OrganisationBrand that are to change. version: what the person saw, 0 for
    none. Raises ChangedElsewhereError if somebody else was first."""
    rows = OrganisationBrand.objects.unscoped("of an organisation in hand")
    row = _set(rows, {"organisation": organisation}, values, version)
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="brand.changed",
        subject=row,
        at=at,
        details={"fields": sorted(values)},
    )


@transaction.atomic
def set_own_brand(*, values: Mapping[str, Any], version: int, by: uuid.UUID, at: datetime) -> None:
    """The same for `by`, for every organisation."""
    row = _set(OwnBrand.objects.all(), {"user_id": by}, values, version)
    audit.record(
        organisation_id=None,
        by=by,
        action="brand.changed",
        subject=row,
        at=at,
        details={"fields": sorted(values)},
    )


def _set(
    rows: QuerySet[Any], owner: Mapping[str, Any], values: Mapping[str, Any], seen: int
) -> Any:
    if rows.filter(**owner, version=seen).update(version=F("version") + 1, **values):
        return rows.get(**owner)
    try:
        with transaction.atomic():
            return rows.create(**owner, **values)
    except IntegrityError as error:
        raise ChangedElsewhereError(
            _("Somebody else changed this in the meantime. Nothing was overwritten."),
            rows.get(**owner),
        ) from error


@transaction.atomic
def add_template(
    *,
    organisation: Organisation | None,
    kind: str,
    name: str,
    data: bytes,
    by: uuid.UUID,
    at: datetime,
) -> FileTemplate:
    """Keep a master or template whose content was checked: of an organisation, or of `by` for
    every one. Twice the same is once.

    Raises TemplateLimitError.
    """
    digest = hashlib.sha256(data).hexdigest()
    owner: dict[str, Any] = {"organisation": organisation} if organisation else {"user_id": by}
    rows = FileTemplate.objects.unscoped("of an owner in hand").filter(**owner)
    known = rows.filter(digest=digest).first()
    if known is not None:
        return known
    if rows.count() >= MAX_TEMPLATES:
        raise TemplateLimitError(
            _("There are %(most)d templates. Remove one first.") % {"most": MAX_TEMPLATES}
        )
    row = FileTemplate.objects.create(
        **owner,
        kind=kind,
        name=name,
        data=data,
        digest=digest,
        size=len(data),
        uploaded_by=by,
        uploaded_at=at,
    )
    audit.record(
        organisation_id=organisation.pk if organisation else None,
        by=by,
        action="template.added",
        subject=row,
        at=at,
        details={"kind": kind, "digest": digest},
    )
    return row


@transaction.atomic
def remove_template(*, template: FileTemplate, by: uuid.UUID, at: datetime) -> None:
    """Files made with it stay as they are; those still to be made are not made."""
    audit.record(
        organisation_id=template.organisation_id,
        by=by,
        action="template.removed",
        subject=template,
        at=at,
        details={"digest": template.digest},
    )
    template.delete()
