"""What came of a round."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.managers import TenantManager
from assessments.models.rounds import Assessment


class Analysis(models.Model):
    """An immutable result of one assessment. Unique by its input: the job is idempotent by this.

    `result` is the document of docs/result.schema.json without roadmap and forecast. `summary` is
    the small part of it that lists show: index, stage, areas, and how many questions there were to
    settle (`to_settle`; results of older versions do not say).
    """

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="analyses")
    input_digest = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    parameters_digest = models.CharField(max_length=64)
    parameters = models.JSONField()
    result = models.JSONField()
    summary = models.JSONField()
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "assessment",
                "input_digest",
                "engine_version",
                "parameters_digest",
                name="analysis_once_per_input",
            ),
        ]
        indexes = [
            models.Index(fields=["assessment", "-created_at"], name="analysis_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.created_at:%Y-%m-%d %H:%M}"
