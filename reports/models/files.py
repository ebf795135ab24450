"""Files made for people to take away: what was asked for, what came of it, and what somebody
rewrote before."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.managers import TenantManager
from accounts.models import Organisation
from assessments.models import Analysis
from reports.models.brands import FileTemplate, Look
from roadmaps.models import Roadmap


class MadeFile(models.Model):
    """One finished file. Written once, with its content, by the job that made it; never changed.

    `key` is the digest of everything it was made from, so that the same is made once.
    """

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="made_files")
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="made_files")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="made_files", null=True)
    # A key of reports.deliverables.formats.FORMATS.
    format = models.CharField(max_length=20)
    audience = models.CharField(max_length=10, blank=True)
    # Empty on files from before there was a choice.
    look = models.CharField(max_length=10, choices=Look, blank=True)
    template_name = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, unique=True)
    # Of the values that it was written from.
    document_digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    # SHA-256 of the bytes; the ETag of the answer that serves them.
    digest = models.CharField(max_length=64)
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["organisation", "-made_at"], name="made_file_history"),
        ]

    def __str__(self) -> str:
        return self.name


class FileContent(models.Model):
    """The bytes of a file, apart from it, so that a list of files reads none.

    `document` is what a later file is compared with ("what changed since"), frozen; empty where
    nothing is.
    """

    file = models.OneToOneField(MadeFile, models.CASCADE, related_name="content", primary_key=True)
    data = models.BinaryField()
    document = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"content of {self.file_id}"


class FileOrder(models.Model):
    """A file that somebody asked for; the subject of the job that makes it."""

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="file_orders")
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="file_orders")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="file_orders", null=True)
    format = models.CharField(max_length=20)
    audience = models.CharField(max_length=10, blank=True)
    # Empty on orders from before there was a choice: the one that comes first.
    look = models.CharField(max_length=10, choices=Look, blank=True)
    template = models.ForeignKey(
        FileTemplate, models.CASCADE, related_name="file_orders", null=True
    )
    # Changes since this file are marked in the new one.
    since = models.ForeignKey(MadeFile, models.CASCADE, related_name="+", null=True)
    file = models.ForeignKey(MadeFile, models.CASCADE, related_name="orders", null=True)
    requested_by = models.UUIDField(null=True, blank=True)
    requested_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.format} asked for {self.requested_at:%Y-%m-%d %H:%M}"


class EditedPassage(models.Model):
    """A passage of the narrative in somebody's own words.

    `basis` is the digest of the rule-written text it replaced: where that text is another now, its
    numbers have changed. It stays with the round when a newer analysis is made, and goes with the
    analysis it was written for.
    """

    memberships_path = "analysis__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="edited_passages")
    key = models.CharField(max_length=120)
    text = models.TextField()
    basis = models.CharField(max_length=64)
    edited_by = models.UUIDField(null=True, blank=True)
    edited_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["edited_at"]
        constraints = [
            models.UniqueConstraint("analysis", "key", name="edited_passage_once"),
        ]

    def __str__(self) -> str:
        return self.key
