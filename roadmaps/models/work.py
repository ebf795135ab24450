"""How the planned work goes: kept by the organisation, whatever plan it stands in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation, User


class WorkItem(models.Model):
    """One initiative at work. It survives re-planning, since it belongs to no plan.

    initiative: key of a catalogue entry or of an own one. owner: a member, or `owner_name` for
    somebody without an account. checks: [{"text", "done"}], what has to be true in the end.
    `done` says that the work has ended; only a KPI that moved proves that it helped.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        STARTED = "started", _("started")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="work_items")
    initiative = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    owner = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    effort_days = models.FloatField(_("person-days so far"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    checks = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["initiative"]
        constraints = [
            models.UniqueConstraint("organisation", "initiative", name="work_item_once"),
            models.CheckConstraint(
                name="work_item_dates_fit_status",
                condition=Q(status="planned", started_on__isnull=True, finished_on__isnull=True)
                | Q(status="started", started_on__isnull=False, finished_on__isnull=True)
                | Q(status="done", started_on__isnull=False, finished_on__isnull=False)
                | Q(status="dropped", finished_on__isnull=True),
            ),
            models.CheckConstraint(
                name="work_item_ends_after_it_starts",
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} ({self.status})"
