"""Figures that show whether work helped: targets, readings and every reading's history."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation


class KpiTarget(models.Model):
    """A KPI that an initiative, or a capability, is to move: from where, to where, by when.

    kpi: key of the framework's list, or one of the organisation's own (`own-...`), whose name, unit
    and direction stand here. Values are in `unit`; a % is a share from 0 to 1. rises: more is
    better.
    """

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="kpi_targets")
    initiative = models.CharField(max_length=80, blank=True)
    capability = models.CharField(max_length=80, blank=True)
    kpi = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    rises = models.BooleanField(_("more is better"))
    baseline = models.FloatField(_("baseline"))
    target = models.FloatField(_("target"))
    due_on = models.DateField(_("by"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation", "initiative", "capability", "kpi", name="kpi_target_once"
            ),
            models.CheckConstraint(
                name="kpi_target_of_initiative_or_capability",
                condition=~Q(initiative="") | ~Q(capability=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class KpiReading(models.Model):
    """What was measured on one day. A correction raises `version`; the history keeps both."""

    memberships_path = "target__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    target = models.ForeignKey(KpiTarget, models.CASCADE, related_name="readings")
    on = models.DateField(_("day"))
    value = models.FloatField(_("value"))
    version = models.PositiveIntegerField(default=1)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint("target", "on", name="kpi_reading_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class KpiReadingEvent(models.Model):
    """One saving of a reading, append-only. value: None where the reading was taken back."""

    memberships_path = "target__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    target = models.ForeignKey(KpiTarget, models.CASCADE, related_name="events")
    on = models.DateField()
    value = models.FloatField(null=True)
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["on", "version"]
        constraints = [
            models.UniqueConstraint("target", "on", "version", name="kpi_reading_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on} version {self.version}"
