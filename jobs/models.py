"""Background work that survives a crash: the row is the truth, the broker only a doorbell."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation


class JobRun(models.Model):
    """One piece of background work, created in the transaction that makes it necessary.

    Unique on (kind, subject, input_version): asking twice for the same work is one run. A worker
    holds it by a lease; `attempt` and `lease_owner`, which is new for every claim, fence the
    writes of a worker that lost its lease.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="job_runs")
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    input_version = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    # What is being done now, in words for the page, and how far it is, 0-100.
    step = models.CharField(max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    # What a done job made: the subject and input version of the jobs that follow it.
    result_subject = models.UUIDField(null=True, blank=True)
    result_version = models.CharField(max_length=64, blank=True)
    requested_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", "subject", "input_version", name="job_run_once_per_input"
            ),
            models.CheckConstraint(
                name="job_run_state_known",
                condition=models.Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
            ),
            models.CheckConstraint(
                name="job_run_lease_iff_running",
                condition=models.Q(state="running", lease_until__isnull=False)
                | (~models.Q(state="running") & models.Q(lease_until__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_run_by_lease"),
            models.Index(fields=["subject", "kind", "-created_at"], name="job_run_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"

    @property
    def is_final(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class WorkerSeen(models.Model):
    """When a worker last proved that it does work, by doing some: one row for each host."""

    host = models.CharField(max_length=255, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} at {self.seen_at:%H:%M:%S}"
