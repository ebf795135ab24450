"""The framework as rows: what can be asked, answered, aimed at and done."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """One version of a framework. A published version never changes; a correction is a new one.

    `content` is the whole content pack, canonical; the rows below are the parts of it that other
    rows point to and pages list. `digest` is over `content`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("key", "version", name="framework_version_once"),
            models.CheckConstraint(
                name="framework_published_at_iff_published",
                condition=models.Q(status="published", published_at__isnull=False)
                | models.Q(status="draft", published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Area(models.Model):
    """One of the five areas. `position` is catalogue order, here and below."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="areas")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    question = models.CharField(max_length=400)
    description = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("framework", "key", name="area_key_once")]

    def __str__(self) -> str:
        return self.name


class Capability(models.Model):
    """What an organisation is able to do. `levels` are five observable descriptions."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="capabilities")
    area = models.ForeignKey(Area, models.CASCADE, related_name="capabilities")
    key = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    definition = models.TextField()
    outcome = models.TextField()
    owner = models.CharField(max_length=60)
    required_from = models.PositiveSmallIntegerField()
    levels = models.JSONField()
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("framework", "key", name="capability_key_once"),
            models.CheckConstraint(
                name="capability_required_from_2_to_5",
                condition=models.Q(required_from__gte=2, required_from__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """Asked of the listed roles. `options` are five statements, lowest level first."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="questions")
    capability = models.ForeignKey(Capability, models.CASCADE, related_name="questions")
    key = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    help = models.CharField(max_length=400, blank=True)
    lens = models.CharField(max_length=20)
    roles = models.JSONField()
    options = models.JSONField()
    quick = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("framework", "key", name="question_key_once")]

    def __str__(self) -> str:
        return self.text


class Initiative(models.Model):
    """A catalogue entry that raises capabilities. Effort in person-weeks, cost in USD thousands."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="initiatives")
    area = models.ForeignKey(Area, models.CASCADE, related_name="initiatives")
    key = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    description = models.TextField()
    benefit = models.TextField()
    done_when = models.TextField()
    raises = models.JSONField()
    requires = models.JSONField(default=list)
    effort = models.JSONField()
    duration_weeks = models.PositiveSmallIntegerField()
    cost_low = models.DecimalField(max_digits=12, decimal_places=2)
    cost_high = models.DecimalField(max_digits=12, decimal_places=2)
    kpis = models.JSONField(default=list)
    risks = models.JSONField(default=list)
    quick_win = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint("framework", "key", name="initiative_key_once")]

    def __str__(self) -> str:
        return self.name
