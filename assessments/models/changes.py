"""What moved between the analyses of two rounds."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.managers import TenantManager
from assessments.models.analyses import Analysis


class Change(models.Model):
    """What moved between the analyses of two rounds, and why. Immutable; unique by the two and the
    engine: the job is idempotent by this. `result` is the document of docs/change.schema.json."""

    memberships_path = "later__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    earlier = models.ForeignKey(Analysis, models.CASCADE, related_name="changes_from")
    # The index on (later, -created_at) is the one that reads use.
    later = models.ForeignKey(Analysis, models.CASCADE, related_name="changes", db_index=False)
    engine_version = models.CharField(max_length=20)
    result = models.JSONField()
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "earlier", "later", "engine_version", name="change_once_per_pair"
            ),
            models.CheckConstraint(
                name="change_between_two_analyses", condition=~Q(earlier=F("later"))
            ),
        ]
        indexes = [models.Index(fields=["later", "-created_at"], name="change_latest")]

    @property
    def held_back(self) -> bool:
        """One of the rounds protects single answers more than it did when they were compared."""
        return any(
            analysis.assessment.disclosure.gated
            and (analysis.parameters.get("smallest_group") or 0)
            < analysis.assessment.disclosure.smallest
            for analysis in (self.earlier, self.later)
        )

    def __str__(self) -> str:
        return f"{self.earlier} to {self.later}"
