"""Links through which people without an account read what was frozen for them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models

from accounts.managers import TenantManager
from accounts.models import Organisation
from assessments.models import Analysis
from reports.models.files import MadeFile
from roadmaps.models import Roadmap

if TYPE_CHECKING:
    from datetime import datetime


class SharedLink(models.Model):
    """A read-only link. Only the digest of its secret is kept.

    `document` is what it shows, frozen when it was made and cut to its scope; it is emptied when
    the link ends, and files let go.
    """

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)
    withdrawn: bool  # set by access.shared_links

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="shared_links")
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="shared_links")
    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="shared_links", null=True)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    # Made by one of PASSWORD_HASHERS; empty where none is asked for.
    passcode = models.CharField(max_length=200, blank=True)
    document = models.TextField(blank=True)
    files = models.ManyToManyField(MadeFile, related_name="shared_links")
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"link {self.pk}"

    def is_open(self, at: datetime) -> bool:
        """Unless what it showed has been taken back, which leaves `document` empty."""
        return self.revoked_at is None and at < self.expires_at


class SharedPicture(models.Model):
    """A chart of a frozen document, drawn when somebody first looks at it."""

    memberships_path = "link__organisation__memberships"

    link = models.ForeignKey(SharedLink, models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    variant = models.CharField(max_length=20)
    svg = models.TextField()
    digest = models.CharField(max_length=64)

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint("link", "position", "variant", name="shared_picture_once"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.position} {self.variant}"
