"""Running jobs: the one way, whether a worker was rung or a command runs what waits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils.translation import gettext as _

from jobs import lease, registry
from jobs.context import JobContext, JobError
from jobs.lease import MAX_ATTEMPTS, LeaseLostError
from jobs.models import JobRun

if TYPE_CHECKING:
    import uuid

__all__ = ["JobContext", "JobError", "run", "run_pending"]

log = logging.getLogger(__name__)


def run(job_id: uuid.UUID | str) -> bool:
    """Run one waiting job; False if there was nothing to do (done, taken, or gone)."""
    job = lease.claim(job_id)
    if job is None and lease.put_back_abandoned(job_id):
        # The message came back at once because the process that had it was killed.
        job = lease.claim(job_id)
    if job is None:
        log.info("job %s does not wait: nothing to do", job_id)
        return False
    try:
        _attempt(job)
    except LeaseLostError:
        log.warning("job %s was taken over: attempt %d wrote nothing", job.pk, job.attempt)
    return True


def run_pending(limit: int | None = None) -> int:
    """Run what waits, oldest first, in this process; how many attempts that took.

    For commands, tests and installations without a broker. Followers are run too.
    """
    done = 0
    waiting = JobRun.objects.unscoped("a worker looks for work").filter(state=JobRun.State.QUEUED)
    while limit is None or done < limit:
        job_id = waiting.order_by("created_at", "pk").values_list("pk", flat=True).first()
        if job_id is None:
            break
        done += run(job_id)
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
