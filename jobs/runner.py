"""Running jobs: the one way, whether a worker was rung or a command runs what waits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db.models import Case, When
from django.utils.translation import gettext as _

from jobs import doorbell, lease, registry
from jobs.context import JobContext, JobError
from jobs.lease import MAX_ATTEMPTS, LeaseLostError
from jobs.models import JobRun

if TYPE_CHECKING:
    import uuid

__all__ = ["JobContext", "JobError", "run", "run_pending"]

log = logging.getLogger(__name__)


def run(job_id: uuid.UUID | str) -> bool:
    """Run one waiting job; False if there is nothing to do: done, taken, gone, not its turn."""
    background = lease.kind_of(job_id) in registry.in_the_background()
    job = _claim_in_turn(job_id) if background else lease.claim(job_id)
    if job is None and lease.put_back_abandoned(job_id):
        # The message came back at once because the process that had it was killed.
        job = lease.claim(job_id)
    if job is None:
        log.info("job %s does not wait: nothing to do", job_id)
        return False
    try:
        _attempt(job)
    except LeaseLostError:
        log.warning(
            "job %s was taken over or stopped: attempt %d wrote nothing", job.pk, job.attempt
        )
    if background:
        _ring_for_the_next()
    return True


def _claim_in_turn(job_id: uuid.UUID | str) -> JobRun | None:
    """Claim work that nobody waits for, unless enough of it is under way: processes stay free for
    work that somebody waits for."""
    kinds = registry.in_the_background()
    if lease.running(kinds) >= settings.BACKGROUND_JOBS:
        return None
    job = lease.claim(job_id)
    if job is None or lease.running(kinds, apart_from=job) < settings.BACKGROUND_JOBS:
        return job
    # Two claimed at the same moment: whoever sees the other steps back, perhaps both.
    lease.hand_back(job)
    return None


def _ring_for_the_next() -> None:
    waiting = JobRun.objects.unscoped("a worker hands its place on").filter(
        state=JobRun.State.QUEUED, kind__in=registry.in_the_background()
    )
    next_id = waiting.order_by("created_at", "pk").values_list("pk", flat=True).first()
    if next_id is not None:
        doorbell.ring(next_id)


def run_pending(limit: int | None = None) -> int:
    """Run what waits in this process, oldest first, what somebody waits for before the rest; how
    many attempts that took.

    For commands, tests and installations without a broker. Followers are run too.
    """
    done = 0
    passed_over: set[uuid.UUID] = set()
    waiting = JobRun.objects.unscoped("a worker looks for work").filter(state=JobRun.State.QUEUED)
    # Without any such kind the order would be a constant, which PostgreSQL takes for a column.
    later = registry.in_the_background() or [""]
    in_turn = waiting.annotate(last=Case(When(kind__in=later, then=1), default=0)).order_by(
        "last", "created_at", "pk"
    )
    while limit is None or done < limit:
        rest = in_turn.exclude(pk__in=passed_over).values_list("pk", flat=True)
        if (job_id := rest.first()) is None:
            break
        if run(job_id):
            done += 1
        else:
            passed_over.add(job_id)
    return done


def _attempt(job: JobRun) -> None:
    context = JobContext(job)
    try:
        kind = registry.find(job.kind)
        with context.heartbeat():
            kind.handler(job, context)
            if not context.finished:
                with context.final():
                    pass
    except LeaseLostError:
        raise
    except JobError as error:
        lease.fail(job, str(error))
    except SoftTimeLimitExceeded:
        log.error("job %s (%s) took too long", job.pk, job.kind)
        lease.fail(job, _too_long())
    except Exception:
        log.exception("job %s (%s), attempt %d", job.pk, job.kind, job.attempt)
        _try_again(job)


def _try_again(job: JobRun) -> None:
    if job.attempt < MAX_ATTEMPTS:
        lease.give_back(job)
        return
    lease.fail(
        job,
        _(
            "Something went wrong %(count)d times. Nothing of it was stored. The log of the worker"
            " has the details under the number %(job)s."
        )
        % {"count": MAX_ATTEMPTS, "job": job.pk},
    )


def _too_long() -> str:
    return _("This took longer than %(seconds)d seconds and was stopped. Nothing was stored.") % {
        "seconds": settings.CELERY_TASK_SOFT_TIME_LIMIT
    }
