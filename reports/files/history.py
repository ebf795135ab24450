"""What the page of files shows: those being made, those made, and who made them from what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from accounts import access as accounts_access
from jobs import access as jobs_access
from jobs.models import JobRun
from reports.deliverables.formats import FORMATS
from reports.files import access
from reports.files.tasks import DELIVERABLE

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.actor import Actor
    from accounts.models import Organisation
    from reports.deliverables.formats import Format
    from reports.files.looks import Wardrobe
    from reports.models import FileOrder, MadeFile

# Work that has ended without a file is told about for so long.
TOLD_FOR = timedelta(days=2)
MOST_ORDERS = 30


@dataclass(frozen=True, slots=True)
class Making:
    """One order without a file yet, and the job that makes it."""

    order: FileOrder
    format: Format
    audience: str
    job: JobRun


@dataclass(frozen=True, slots=True)
class Made:
    """One file. who: a name, empty for somebody who has left. newer: there are newer figures than
    those it was made from. format: None if this version of the product makes no such files. look:
    in which the reader would make it again; empty for whichever comes first. round: the name of
    the round that it tells of."""

    file: MadeFile
    format: Format | None
    audience: str
    who: str
    newer: bool
    look: str
    round: str


def making(actor: Actor, organisation: Organisation, at: datetime) -> list[Making]:
    """What is waited for, and what failed lately and was not asked for again; in two queries."""
    rows = access.file_orders(actor).filter(organisation=organisation)
    again = rows.filter(
        format=OuterRef("format"),
        audience=OuterRef("audience"),
        requested_at__gt=OuterRef("requested_at"),
    )
    orders = list(
        rows.filter(file=None, requested_at__gte=at - TOLD_FOR)
        .annotate(asked_again=Exists(again))
        .order_by("-requested_at", "pk")[:MOST_ORDERS]
    )[::-1]
    jobs = {
        job.subject: job
        for job in jobs_access.job_runs(actor).filter(
            kind=DELIVERABLE, subject__in=[order.pk for order in orders]
        )
    }
    found: list[Making] = []
    for order in orders:
        job, format_ = jobs.get(order.pk), FORMATS.get(order.format)
        if job is None or format_ is None or job.state == JobRun.State.DONE:
            continue
        if order.asked_again and job.is_final:
            continue
        found.append(Making(order, format_, _audience(format_, order.audience), job))
    return found


def look_of(actor: Actor, organisation: Organisation, offered: Wardrobe) -> str:
    """What the person's last file for the organisation was made in, while that is still there; else
    what comes first."""
    own = access.file_orders(actor).filter(organisation=organisation, requested_by=actor.user_id)
    last = own.order_by("-requested_at").values_list("look", flat=True).first()
    looks = [item.look.value for item in offered.looks]
    return last if last in looks else looks[0]


def fingerprint(found: Iterable[Making]) -> str:
    """Changes when what is shown of them changes."""
    return "-".join(
        f"{str(item.order.pk)[:8]}{item.job.state[0]}{item.job.percent}" for item in found
    )


def made(
    files: Iterable[Any],
    names: dict[uuid.UUID, str],
    newest: tuple[uuid.UUID | None, uuid.UUID | None],
    by: uuid.UUID,
) -> list[Made]:
    """files: with the name of their `round`. by: who reads. newest: the analysis and the roadmap
    that a file would be made from now."""
    return [
        Made(
            file=file,
            format=FORMATS.get(file.format),
            audience=_audience(FORMATS.get(file.format), file.audience),
            who=names.get(file.made_by, "") if file.made_by else "",
            newer=(file.analysis_id, file.roadmap_id) != newest,
            # Another's own look is not the reader's.
            look=file.look if file.made_by == by else "",
            round=file.round,
        )
        for file in files
    ]


def names(actor: Actor, organisation: Organisation) -> dict[uuid.UUID, str]:
    """Of the members."""
    rows = accounts_access.memberships(actor).filter(organisation=organisation)
    return {row.user_id: str(row.user) for row in rows.select_related("user")}


def _audience(format_: Format | None, key: str) -> str:
    audiences = (format_.audiences if format_ else None) or {}
    return str(audiences.get(key, key))
