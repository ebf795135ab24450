"""What a handler is given: its job, a voice for the progress page, and the fenced final write."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection, transaction

from jobs import lease, registry, services
from jobs.lease import LeaseLostError
from jobs.models import JobRun

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

log = logging.getLogger(__name__)


class JobError(Exception):
    """Raised by a handler: the work cannot be done. The message is shown to people as it is."""


class JobContext:
    """One attempt at one job. A handler calls `step` as it goes, and ends with

    with context.final():
        analysis = store(...)
        context.result(subject=analysis.pk, input_version=analysis.input_digest)
    """

    def __init__(self, job: JobRun) -> None:
        self.job = job
        self.finished = False
        self._result: tuple[uuid.UUID, str] | None = None
        self._writing = threading.Lock()
        self._stop = threading.Event()
        self._lost = False

    @property
    def at(self) -> datetime:
        """When this attempt began: the one time of everything it stores."""
        assert self.job.started_at is not None, "claimed jobs have begun"  # noqa: S101
        return self.job.started_at

    def step(self, text: str, percent: int) -> None:
        """Say what is being done now and how far the job is, 0-99. Raises LeaseLostError.

        Not inside `final()`: there nobody could see it before it is over.
        """
        self._check()
        lease.progress(self.job, step=text, percent=percent)

    @contextmanager
    def final(self) -> Iterator[None]:
        """The transaction of the result: it commits only while this attempt holds the job.

        Marks the job done and asks for the jobs that follow it in the same transaction. Raises
        LeaseLostError, before the block is entered, if another attempt has taken over.
        """
        self._check()
        with self._writing, transaction.atomic():
            lease.finish(self.job)
            yield
            if self._result is not None:
                self._hand_over(*self._result)
        self.finished = True

    def result(self, *, subject: uuid.UUID, input_version: str) -> None:
        """Name what was made: subject and input version of the jobs that follow this one."""
        self._result = (subject, input_version)

    def _hand_over(self, subject: uuid.UUID, input_version: str) -> None:
        JobRun.objects.unscoped("the worker that finishes the job").filter(pk=self.job.pk).update(
            result_subject=subject, result_version=input_version
        )
        for kind in registry.followers(self.job.kind):
            services.enqueue(
                kind=kind.name,
                subject=subject,
                input_version=input_version,
                organisation_id=self.job.organisation_id,
                by=self.job.requested_by,
                at=self.at,
            )

    def _check(self) -> None:
        if self._lost:
            raise LeaseLostError(str(self.job))

    @contextmanager
    def heartbeat(self) -> Iterator[None]:
        """Keep the lease alive from a thread for as long as the block runs."""
        thread = threading.Thread(target=self._beat, name=f"heartbeat-{self.job.pk}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(lease.HEARTBEAT_SECONDS):
                # The final transaction holds the row: a heartbeat would only wait for it.
                if not self._writing.acquire(blocking=False):
                    continue
                try:
                    self._lost = not lease.heartbeat(self.job)
                except DatabaseError:
                    # Away for a moment, perhaps: the next beat opens a connection of its own.
                    log.warning("job %s: a heartbeat failed", self.job.pk, exc_info=True)
                    connection.close()
                finally:
                    self._writing.release()
        finally:
            connection.close()
