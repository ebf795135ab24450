"""Pictures of charts, kept because a page is to show them at once."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.managers import TenantManager
from assessments.models import Analysis
from roadmaps.models import Roadmap

# Version of the drawing code: raise it when a change to reports/figures alters a picture.
DRAWING = "3"


class ChartImage(models.Model):
    """One chart in one variant, as SVG. `roadmap` is null for charts of the analysis alone.

    Derived from immutable results, so it may be thrown away and made anew at any time; `drawing`
    is the version of the drawing code, and a picture of another version counts as missing.
    """

    memberships_path = "analysis__assessment__organisation__memberships"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="chart_images")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="chart_images", null=True)
    key = models.CharField(max_length=40)
    variant = models.CharField(max_length=20)
    drawing = models.CharField(max_length=20)
    svg = models.TextField()
    # The same as pixels, once somebody has asked for it.
    png = models.BinaryField(null=True)
    # SHA-256 of the SVG; the ETag of the answer that serves it.
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "analysis",
                "key",
                "variant",
                name="chart_image_once_per_analysis",
                condition=Q(roadmap__isnull=True),
            ),
            models.UniqueConstraint(
                "roadmap",
                "key",
                "variant",
                name="chart_image_once_per_roadmap",
                condition=Q(roadmap__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.variant}"
