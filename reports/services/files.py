"""Asking for files, and letting go of those whose time is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import audit
from jobs.models import JobRun
from jobs.services import enqueue
from reports.files.tasks import DELIVERABLE
from reports.models import FileOrder

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import Organisation
    from assessments.models import Analysis
    from reports.models import FileTemplate, MadeFile
    from roadmaps.models import Roadmap


@dataclass(frozen=True, slots=True)
class Choice:
    """One file to be made. format: a key of FORMATS, which template and since fit. look: one that
    the person has for the organisation."""

    format: str
    audience: str = ""
    look: str = ""
    template: FileTemplate | None = None
    since: MadeFile | None = None


@transaction.atomic
def order(
    *,
    organisation: Organisation,
    analysis: Analysis,
    roadmap: Roadmap | None,
    choices: Sequence[Choice],
    by: uuid.UUID,
    at: datetime,
) -> list[FileOrder]:
    """Ask for files; a job makes each. What the same person waits for already is asked for once."""
    return [_order(organisation, analysis, roadmap, choice, by, at) for choice in choices]


def _order(
    organisation: Organisation,
    analysis: Analysis,
    roadmap: Roadmap | None,
    choice: Choice,
    by: uuid.UUID,
    at: datetime,
) -> FileOrder:
    same: dict[str, Any] = {
        "organisation": organisation,
        "analysis": analysis,
        "roadmap": roadmap,
        "format": choice.format,
        "audience": choice.audience,
        "look": choice.look,
        "template": choice.template,
        "since": choice.since,
        "requested_by": by,
    }
    waiting = JobRun.objects.unscoped("of orders of an organisation in hand").filter(
        kind=DELIVERABLE,
        subject=OuterRef("pk"),
        state__in=(JobRun.State.QUEUED, JobRun.State.RUNNING),
    )
    rows = FileOrder.objects.unscoped("of an organisation in hand")
    asked = rows.filter(Exists(waiting), file=None).filter(**same).first()
    if asked is not None:
        return asked
    row = FileOrder(requested_at=at, **same)
    row.save(force_insert=True)
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="file.ordered",
        subject=row,
        at=at,
        details={"format": choice.format, "audience": choice.audience, "look": choice.look},
    )
    enqueue(
        kind=DELIVERABLE,
        subject=row.pk,
        input_version="1",
        organisation_id=organisation.pk,
        by=by,
        at=at,
    )
    return row
