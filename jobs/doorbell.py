"""Ringing the broker. The database is the truth about jobs: a ring that fails is only late.

The broker may be away or frozen. Publishing therefore happens in one thread of its own; the caller
waits for it a moment and then goes on, and for a while after a failure nobody waits at all: the
sweeper rings again for every job that still waits.
"""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from celery import current_app
from django.conf import settings

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

log = logging.getLogger(__name__)

WAIT_SECONDS = 1.0
QUIET_SECONDS = 5.0
# A message older than this is dropped by the worker; the sweeper has long rung again.
EXPIRES_SECONDS = 300


class _Publisher:
    """One thread that publishes, and the time until which it is not to be asked again."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="doorbell")
        self.quiet_until = 0.0


_publisher: _Publisher | None = None
_muffled = ContextVar("muffled", default=False)


def _forget() -> None:
    """A forked child has no thread of its parent's; it makes its own when it first rings."""
    global _publisher  # noqa: PLW0603  # one per process is the point
    _publisher = None


os.register_at_fork(after_in_child=_forget)


@contextmanager
def muffled() -> Iterator[None]:
    """Ring for nothing in the block: whoever enters it runs the jobs in this process."""
    token = _muffled.set(True)
    try:
        yield
    finally:
        _muffled.reset(token)


def ring(job_id: uuid.UUID) -> bool:
    """Tell the workers that a job waits; True if the broker took it. Never raises."""
    global _publisher  # noqa: PLW0603  # one per process is the point
    if not settings.BROKER_ENABLED or _muffled.get():
        return False
    if _publisher is None:
        _publisher = _Publisher()
    if time.monotonic() < _publisher.quiet_until:
        return False
    future: Future[None] = _publisher.thread.submit(_publish, str(job_id))
    try:
        future.result(timeout=WAIT_SECONDS)
    except Exception as error:  # noqa: BLE001  # whatever the broker does, the job is safe
        _publisher.quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("no broker (%s): job %s waits for the sweeper", type(error).__name__, job_id)
        return False
    return True


def _publish(job_id: str) -> None:
    current_app.send_task("jobs.tasks.run", args=[job_id], expires=EXPIRES_SECONDS, retry=False)
