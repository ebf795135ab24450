"""Plans that close gaps under stated limits."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.managers import TenantManager
from assessments.models import Analysis
from capabilities.models import Initiative


class Roadmap(models.Model):
    """A plan made from one analysis under stated limits; `result` never changes.

    `result` holds `roadmap` and `forecast` of docs/result.schema.json.
    """

    memberships_path = "analysis__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="roadmaps")
    name = models.CharField(max_length=200)
    engine_version = models.CharField(max_length=20)
    parameters_digest = models.CharField(max_length=64)
    parameters = models.JSONField()
    result = models.JSONField()
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "analysis", "engine_version", "parameters_digest", name="roadmap_once_per_limits"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanItem(models.Model):
    """One dated piece of a roadmap. `start` and `finish` are periods from 0, finish exclusive."""

    memberships_path = "roadmap__analysis__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="items")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    start = models.PositiveSmallIntegerField()
    finish = models.PositiveSmallIntegerField()
    start_date = models.DateField()
    finish_date = models.DateField()

    objects = TenantManager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("roadmap", "initiative", name="plan_item_once"),
            models.CheckConstraint(
                name="plan_item_starts_before_it_ends", condition=Q(start__lt=F("finish"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} {self.start_date}"
