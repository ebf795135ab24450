"""A job and what follows it, as the steps a person waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from jobs import registry
from jobs.models import JobRun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

# After this long without a worker the page says so.
PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Step:
    """One job of a chain, or (`job` is None) one that is made when the step before it is done."""

    title: str
    job: JobRun | None

    @property
    def state(self) -> str:
        return self.job.state if self.job else JobRun.State.QUEUED


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps in order, each after the one it follows, as they are at one moment."""

    steps: tuple[Step, ...]
    at: datetime

    @property
    def failed(self) -> JobRun | None:
        """The job whose failure stopped the chain."""
        return self._first(JobRun.State.FAILED)

    @property
    def cancelled(self) -> JobRun | None:
        """The job that somebody stopped, and the chain with it."""
        return self._first(JobRun.State.CANCELLED)

    @property
    def stopped(self) -> JobRun | None:
        """The job with which the chain ended before its end: what `retry` goes on with."""
        return self.failed or self.cancelled

    @property
    def under_way(self) -> JobRun | None:
        """The job that waits or runs: what can be stopped."""
        return next((s.job for s in self.steps if s.job and not s.job.is_final), None)

    @property
    def done(self) -> bool:
        return all(step.state == JobRun.State.DONE for step in self.steps)

    @property
    def over(self) -> bool:
        """Nothing more happens by itself."""
        jobs = [step.job for step in self.steps if step.job]
        return self.done or (self.stopped is not None and all(job.is_final for job in jobs))

    @property
    def percent(self) -> int:
        return sum(step.job.percent for step in self.steps if step.job) // len(self.steps)

    @property
    def without_worker(self) -> bool:
        """True if a job waits for a worker, or was left by one, for longer than it should."""
        return any(_left_alone(step.job, self.at) for step in self.steps if step.job)

    @property
    def fingerprint(self) -> str:
        """Changes when what the page shows changes."""
        shown = [(s.state, s.job.percent if s.job else 0, bool(s.job)) for s in self.steps]
        steps = "-".join(f"{state[0]}{percent}{int(made)}" for state, percent, made in shown)
        return f"{steps}{'-alone' if self.without_worker else ''}"

    def _first(self, state: str) -> JobRun | None:
        return next((step.job for step in self.steps if step.state == state), None)


def chain(rows: QuerySet[JobRun], first: JobRun, at: datetime) -> Chain:
    """The chain that begins with `first`. rows: the jobs that may be shown; one query a level."""
    steps = [Step(registry.title(first.kind), first)]
    steps.extend(_after(rows, first))
    return Chain(tuple(steps), at)


def _after(rows: QuerySet[JobRun], job: JobRun) -> Iterator[Step]:
    kinds = _waited_for(job.kind)
    if not kinds:
        return
    if job.state != JobRun.State.DONE:
        for kind in kinds:
            yield from _not_yet(kind)
        return
    if job.result_subject is None:
        return
    made = rows.filter(
        kind__in=[kind.name for kind in kinds],
        subject=job.result_subject,
        input_version=job.result_version,
    ).order_by("kind")
    for follower in made:
        yield Step(registry.title(follower.kind), follower)
        yield from _after(rows, follower)


def _not_yet(kind: registry.Kind) -> Iterator[Step]:
    yield Step(str(kind.title), None)
    for later in _waited_for(kind.name):
        yield from _not_yet(later)


def _waited_for(kind: str) -> list[registry.Kind]:
    return [follower for follower in registry.followers(kind) if follower.waited_for]


def _left_alone(job: JobRun, at: datetime) -> bool:
    if job.is_final:
        return False
    if job.state == JobRun.State.RUNNING:
        return job.lease_until is not None and job.lease_until < at
    return (job.heartbeat_at or job.created_at) < at - PATIENCE
