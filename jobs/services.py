"""Decisions about jobs: asking for one, stopping or retrying one, tidying up after dead workers."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from accounts.audit import record
from jobs import doorbell, lease, registry
from jobs.models import JobRun

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

# A job that waits longer than this after its ring is rung for again.
RING_AGAIN_AFTER = timedelta(seconds=5)
RINGS_PER_SWEEP = 200
FINAL = (JobRun.State.DONE, JobRun.State.FAILED, JobRun.State.CANCELLED)


class NotFailedError(Exception):
    """Only a job that failed or was stopped can be tried again."""


class OverError(Exception):
    """The job is over: there is nothing left to stop."""


@transaction.atomic
def enqueue(
    *,
    kind: str,
    subject: uuid.UUID,
    input_version: str,
    organisation_id: uuid.UUID,
    by: uuid.UUID | None,
    at: datetime,
    again: bool = False,
) -> JobRun:
    """The job for this work, made now or by an earlier call with the same kind, subject and input.

    Belongs into the transaction of the change that makes the work necessary; the workers are told
    after its commit. An earlier job is returned as it is, also when it failed (see `retry`); with
    `again`, one that is over is done once more, for whoever asks now. input_version: at most 64
    characters, the same for the same input, such as a digest.
    Raises RegistryError if no room does this kind of work.
    """
    registry.find(kind)
    wanted = JobRun(
        kind=kind,
        subject=subject,
        input_version=input_version,
        organisation_id=organisation_id,
        requested_by=by,
        created_at=at,
    )
    JobRun.objects.bulk_create([wanted], ignore_conflicts=True)
    job = JobRun.objects.unscoped("the caller has checked who asks").get(
        kind=kind, subject=subject, input_version=input_version
    )
    if again and job.is_final:
        _put_back(job, FINAL, requested_by=by, result_subject=None, result_version="")
        job.refresh_from_db()
    if job.state == JobRun.State.QUEUED:
        transaction.on_commit(partial(doorbell.ring, job.pk))
    return job


@transaction.atomic
def retry(*, job: JobRun, by: uuid.UUID, at: datetime) -> None:
    """Let a job that failed or was stopped be tried again, from the first attempt.

    Raises NotFailedError.
    """
    if not _put_back(job, (JobRun.State.FAILED, JobRun.State.CANCELLED)):
        raise NotFailedError(str(job))
    _record("job.retry", job, by, at)
    transaction.on_commit(partial(doorbell.ring, job.pk))


@transaction.atomic
def cancel(*, job: JobRun, by: uuid.UUID, at: datetime) -> None:
    """Stop a job that waits or runs; nothing of it is stored. Twice is once.

    A worker that is at it finds its lease gone, at its next step or heartbeat, and at the latest
    when it wants to store its result. Raises OverError for one that is done or has failed.
    """
    under_way = JobRun.objects.unscoped("the caller has found the job for its actor").filter(
        pk=job.pk, state__in=(JobRun.State.QUEUED, JobRun.State.RUNNING)
    )
    stopped = under_way.update(
        state=JobRun.State.CANCELLED, lease_until=None, step="", finished_at=Now()
    )
    if stopped:
        _record("job.cancel", job, by, at)
    job.refresh_from_db()
    if job.state != JobRun.State.CANCELLED:
        raise OverError(str(job))


def _put_back(job: JobRun, states: Collection[str], **values: Any) -> bool:
    """Let a job in one of these states wait again as if it were new; False if it is in none."""
    rows = JobRun.objects.unscoped("the caller has found the job for its actor")
    waiting = {"state": JobRun.State.QUEUED, "attempt": 0, "error": "", "step": "", "percent": 0}
    changed = rows.filter(pk=job.pk, state__in=states).update(
        **waiting, heartbeat_at=Now(), finished_at=None, **values
    )
    return changed == 1


def _record(action: str, job: JobRun, by: uuid.UUID, at: datetime) -> None:
    record(
        organisation_id=job.organisation_id,
        by=by,
        action=action,
        subject=job,
        at=at,
        details={"kind": job.kind},
    )


@transaction.atomic
def sweep() -> int:
    """Put back, or give up, the jobs of dead workers and ring for all that wait; how many rung.

    System work by the database's clock, hence without `by` and `at`.
    """
    put_back = lease.put_back_abandoned()
    rows = JobRun.objects.unscoped("the sweeper looks after everybody's jobs")
    waiting = (
        rows.filter(state=JobRun.State.QUEUED)
        .annotate(since=Coalesce("heartbeat_at", "created_at"))
        .filter(Q(since__lt=Now() - RING_AGAIN_AFTER) | Q(pk__in=put_back))
        .order_by("created_at")
        .values_list("pk", flat=True)[:RINGS_PER_SWEEP]
    )
    jobs = list(waiting)
    for job_id in jobs:
        transaction.on_commit(partial(doorbell.ring, job_id))
    return len(jobs)
