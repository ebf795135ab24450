"""When jobs run: the two Celery tasks. Both may come twice, late or not at all."""

from __future__ import annotations

from celery import shared_task

from jobs import lease, runner, services


@shared_task(name="jobs.tasks.run")
def run(job_id: str) -> None:
    """Run the job if it still waits; a second delivery finds nothing to do."""
    runner.run(job_id)


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Look after the jobs of dead workers; by running at all, prove that this one lives."""
    lease.worker_seen()
    services.sweep()
