"""Holding a job: every change a worker makes to its row, each one a conditional UPDATE.

Times are the database's own, so that hosts with different clocks agree about a lease.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from jobs.models import JobRun, WorkerSeen

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection

    from django.db.models import QuerySet

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0
MAX_ATTEMPTS = 3


class LeaseLostError(Exception):
    """Another attempt has, or had, this job: whatever this one made must not be written."""


def new_owner() -> str:
    """A name for one attempt: where it runs, and a random part that fences it."""
    return f"{socket.gethostname()[:40]}:{_place()}:{os.getpid()}:{secrets.token_hex(8)}"


def owner_is_dead(owner: str) -> bool:
    """True if the process that made the claim ran on this machine and is gone.

    False means: it lives, or nobody here can tell; then its lease has to run out.
    """
    _host, place, pid, _token = owner.rsplit(":", 3)
    if not place or place != _place():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@cache
def _place() -> str:
    """What makes a process number unique: this boot of this machine and, in it, the container.

    Empty where the system does not tell.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:18]
        return f"{boot}-{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def claim(job_id: uuid.UUID | str) -> JobRun | None:
    """Take a waiting job, or None: of many claims at the same time exactly one gets it."""
    rows = JobRun.objects.unscoped("a worker takes the job it was rung for")
    taken = rows.filter(pk=job_id, state=JobRun.State.QUEUED).update(
        state=JobRun.State.RUNNING,
        attempt=F("attempt") + 1,
        lease_owner=(owner := new_owner()),
        lease_until=Now() + LEASE,
        heartbeat_at=Now(),
        started_at=Now(),
        step="",
        percent=0,
        error="",
    )
    return rows.filter(lease_owner=owner).get(pk=job_id) if taken else None


def kind_of(job_id: uuid.UUID | str) -> str | None:
    """The kind of a waiting job; None if it does not wait."""
    rows = JobRun.objects.unscoped("a worker looks at the job it was rung for")
    waiting = rows.filter(pk=job_id, state=JobRun.State.QUEUED)
    return waiting.values_list("kind", flat=True).first()


def running(kinds: Collection[str], apart_from: JobRun | None = None) -> int:
    """How many jobs of these kinds are held by somebody now."""
    rows = JobRun.objects.unscoped("a worker looks at how much is being done")
    held = rows.filter(state=JobRun.State.RUNNING, kind__in=kinds, lease_until__gte=Now())
    return (held.exclude(pk=apart_from.pk) if apart_from else held).count()


def put_back_abandoned(job_id: uuid.UUID | str | None = None) -> list[uuid.UUID]:
    """Let the jobs of dead workers, or only that one if it is, be claimed again; which they are.

    Dead is a worker whose lease has run out, and one on this machine whose process is gone. At
    the third time the job fails instead.
    """
    running = JobRun.objects.unscoped("the sweeper looks after everybody's jobs").filter(
        state=JobRun.State.RUNNING, **({"pk": job_id} if job_id else {})
    )
    owners = list(running.values_list("lease_owner", flat=True))
    dead = [owner for owner in owners if owner_is_dead(owner)]
    abandoned = running.filter(Q(lease_until__lt=Now()) | Q(lease_owner__in=dead))
    abandoned.filter(attempt__gte=MAX_ATTEMPTS).update(
        state=JobRun.State.FAILED,
        error=_("The work was stopped %(count)d times before it was done.")
        % {"count": MAX_ATTEMPTS},
        lease_until=None,
        finished_at=Now(),
    )
    found = list(abandoned.values_list("pk", flat=True))
    # Compare and set: a worker may have prolonged its lease since the line above.
    abandoned.filter(pk__in=found).update(
        state=JobRun.State.QUEUED, lease_until=None, heartbeat_at=Now()
    )
    return found


def heartbeat(job: JobRun) -> bool:
    """Prolong the lease; False if the job is no longer this attempt's."""
    return _mine(job).update(lease_until=Now() + LEASE, heartbeat_at=Now()) == 1


def progress(job: JobRun, *, step: str, percent: int) -> None:
    """Tell what is being done, and prolong the lease. Raises LeaseLostError."""
    _change(job, step=step[:120], percent=percent, lease_until=Now() + LEASE, heartbeat_at=Now())


def finish(job: JobRun) -> None:
    """Mark the job done; to be called in the transaction that writes its result.

    Takes the row's lock until that transaction ends. Raises LeaseLostError.
    """
    _change(
        job,
        state=JobRun.State.DONE,
        step="",
        percent=100,
        lease_until=None,
        finished_at=Now(),
    )


def fail(job: JobRun, reason: str) -> None:
    """Give up, with a reason a person can read. Raises LeaseLostError."""
    _change(
        job,
        state=JobRun.State.FAILED,
        error=reason,
        lease_until=None,
        finished_at=Now(),
    )


def give_back(job: JobRun) -> None:
    """Put the job back to be tried again; the sweeper rings for it. Raises LeaseLostError."""
    _change(job, state=JobRun.State.QUEUED, lease_until=None, heartbeat_at=Now())


def hand_back(job: JobRun) -> None:
    """Put back a job that was claimed and not begun, uncounted. Raises LeaseLostError."""
    _change(
        job,
        state=JobRun.State.QUEUED,
        attempt=F("attempt") - 1,
        lease_until=None,
        heartbeat_at=Now(),
    )


def worker_seen() -> None:
    """Note that a worker on this host is doing work."""
    host = socket.gethostname()[:255]
    WorkerSeen.objects.update_or_create(host=host, defaults={"seen_at": Now()})


def _mine(job: JobRun) -> QuerySet[JobRun]:
    return JobRun.objects.unscoped("the worker that holds the lease").filter(
        pk=job.pk,
        state=JobRun.State.RUNNING,
        attempt=job.attempt,
        lease_owner=job.lease_owner,
    )


def _change(job: JobRun, **values: Any) -> None:
    if _mine(job).update(**values) != 1:
        raise LeaseLostError(f"{job.kind} {job.pk}, attempt {job.attempt}")
