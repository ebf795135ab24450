"""Plans as they were computed: immutable."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.managers import TenantManager
from assessments.models import Analysis
from capabilities.models import Initiative


class Roadmap(models.Model):
    """A plan made from one analysis under stated limits; `result` never changes.

    `result` holds `roadmap` and `forecast` of docs/result.schema.json. `moved_from` is the digest
    of the plan that it changes as little as possible, with the tolerance; empty for a plan that
    was made afresh.
    """

    memberships_path = "analysis__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="roadmaps")
    name = models.CharField(max_length=200)
    engine_version = models.CharField(max_length=20)
    parameters_digest = models.CharField(max_length=64)
    moved_from = models.CharField(max_length=64, blank=True)
    parameters = models.JSONField()
    result = models.JSONField()
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "analysis",
                "engine_version",
                "parameters_digest",
                "moved_from",
                name="roadmap_once_per_limits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanItem(models.Model):
    """One dated piece of a roadmap: an initiative of the catalogue, or one of the organisation's.

    `start` and `finish` are periods from 0, finish exclusive.
    """

    memberships_path = "roadmap__analysis__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="items")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="+", null=True)
    own = models.ForeignKey(
        "roadmaps.OwnInitiative", models.RESTRICT, related_name="plan_items", null=True
    )
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
            models.UniqueConstraint("roadmap", "own", name="plan_item_of_own_once"),
            models.CheckConstraint(
                name="plan_item_of_catalogue_or_own",
                condition=Q(initiative__isnull=False, own__isnull=True)
                | Q(initiative__isnull=True, own__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_item_starts_before_it_ends", condition=Q(start__lt=F("finish"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.start_date}"

    @property
    def key(self) -> str:
        """Key of the initiative, of either kind. Reads a relation: select_related both."""
        found = self.initiative or self.own
        return found.key if found else ""


class Insight(models.Model):
    """What explains one plan: prices of limits and wishes, business cases, the critical chain.

    Made in the background once a plan is in use; `document` never changes.
    """

    memberships_path = "roadmap__analysis__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    roadmap = models.OneToOneField(Roadmap, models.CASCADE, related_name="insight")
    engine_version = models.CharField(max_length=20)
    document = models.JSONField()
    created_at = models.DateTimeField()

    objects = TenantManager()

    def __str__(self) -> str:
        return f"about {self.roadmap}"
