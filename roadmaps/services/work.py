"""How the planned work goes: who has it, when it began and ended, what it took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from roadmaps import inputs
from roadmaps.errors import ChangedElsewhereError, LimitsError
from roadmaps.models import WorkItem

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from accounts.models import Organisation
    from engine.types import Framework

Status = WorkItem.Status
MAX_EFFORT_DAYS = 100_000
MAX_CHECKS = 30


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to be true in the end."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class WorkContent:
    """All of one item at work. owner: user id of a member; owner_name: of somebody else."""

    status: str = Status.PLANNED
    owner: uuid.UUID | None = None
    owner_name: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    effort_days: float | None = None
    notes: str = ""
    checks: Sequence[Check] = ()

    @classmethod
    def of(cls, row: WorkItem) -> WorkContent:
        return cls(
            status=row.status,
            owner=row.owner_id,
            owner_name=row.owner_name,
            started_on=row.started_on,
            finished_on=row.finished_on,
            effort_days=row.effort_days,
            notes=row.notes,
            checks=tuple(Check(item["text"], item["done"]) for item in row.checks),
        )


@transaction.atomic
def save_work(
    *,
    organisation: Organisation,
    framework: Framework,
    initiative: str,
    content: WorkContent,
    version: int,
    today: date,
    by: uuid.UUID | None,
    at: datetime,
) -> WorkItem:
    """How one initiative goes, whole. version: of the row that the change is meant for, 0 if there
    was none.

    Begun and finished work stays where it is in every plan made from now on. "done" says that the
    work has ended; that it helped is for its KPIs to show. Raises LimitsError, with the field, for
    what cannot be, and ChangedElsewhereError.
    """
    _check(organisation, framework, initiative, content, today)
    values = {
        "status": content.status,
        "owner_id": content.owner,
        "owner_name": content.owner_name,
        "started_on": content.started_on,
        "finished_on": content.finished_on,
        "effort_days": content.effort_days,
        "notes": content.notes,
        "checks": [{"text": item.text, "done": item.done} for item in content.checks],
        "changed_by": by,
        "changed_at": at,
    }
    rows = WorkItem.objects.unscoped("compare and set in an organisation in hand").filter(
        organisation=organisation, initiative=initiative
    )
    if version == 0:
        new = WorkItem(organisation=organisation, initiative=initiative, **values)
        # Of two that begin at the same moment one row is kept; the other finds it is not its own.
        WorkItem.objects.bulk_create([new], ignore_conflicts=True)
        row = rows.get(initiative=initiative)
        changed = row.pk == new.pk
    else:
        changed = bool(rows.filter(version=version).update(**values, version=F("version") + 1))
        found = rows.select_related("owner").first()
        if found is None:
            raise LimitsError(_("Nothing was noted about this initiative yet."), "version")
        row = found
    if not changed:
        text = _("This work was changed in the meantime. Nothing was overwritten.")
        raise ChangedElsewhereError(text, row)
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="work.saved",
        subject=row,
        at=at,
        details={"initiative": initiative, "status": row.status, "version": row.version},
    )
    return row


def _check(
    organisation: Organisation,
    framework: Framework,
    initiative: str,
    content: WorkContent,
    today: date,
) -> None:
    own = {item.key for item in inputs.own_initiatives(organisation)}
    known = initiative in framework.initiative or initiative in own
    if not known and not organisation.work_items.filter(initiative=initiative).exists():
        raise LimitsError(_("There is no such initiative: choose one of the plan."), "initiative")
    if content.status not in Status.values:
        raise LimitsError(_("Choose one of the states that are offered."), "status")
    _check_dates(content, today)
    if content.effort_days is not None and not 0 <= content.effort_days <= MAX_EFFORT_DAYS:
        text = _("Give person-days from 0 to %(most)d.") % {"most": MAX_EFFORT_DAYS}
        raise LimitsError(text, "effort_days")
    if len(content.checks) > MAX_CHECKS:
        raise LimitsError(_("Keep to %(most)d checks.") % {"most": MAX_CHECKS}, "checks")
    if content.owner is not None and (
        content.owner_name or not organisation.memberships.filter(user=content.owner).exists()
    ):
        text = _("The owner is a member of this organisation, or a name without an account.")
        raise LimitsError(text, "owner")


def _check_dates(content: WorkContent, today: date) -> None:
    started, finished = content.started_on, content.finished_on
    begun = content.status in {Status.STARTED, Status.DONE}
    if begun and started is None:
        raise LimitsError(_("Say on which day the work started."), "started_on")
    if content.status == Status.PLANNED and started is not None:
        raise LimitsError(_("Planned work has not started: leave the day out."), "started_on")
    if content.status == Status.DONE and finished is None:
        raise LimitsError(_("Say on which day the work was finished."), "finished_on")
    if content.status != Status.DONE and finished is not None:
        raise LimitsError(_("Only work that is done has been finished."), "finished_on")
    for day, name in ((started, "started_on"), (finished, "finished_on")):
        if day is not None and not (today.year - 30 <= day.year and day <= today):
            raise LimitsError(_("Give a day that has been, within the last 30 years."), name)
    if started and finished and finished < started:
        raise LimitsError(_("Work is finished on the day it started, or later."), "finished_on")
