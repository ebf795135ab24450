"""The jobs an actor may see: those of the organisations they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs.models import JobRun

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.actor import Actor


def job_runs(actor: Actor) -> QuerySet[JobRun]:
    return JobRun.objects.visible_to(actor)
