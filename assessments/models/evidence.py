"""Files that show what an answer says."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.managers import TenantManager
from assessments.models.rounds import Respondent
from capabilities.models import Question


class EvidenceFile(models.Model):
    """A file that somebody attached to an answer. `name` is what it was called, cleaned, for
    showing; `stored` is where it lies, made by us. The row comes after the file and goes before
    it, so that no row names a file that is not there."""

    memberships_path = "respondent__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="evidence_files")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored = models.CharField(max_length=80, unique=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["at", "name"]

    def __str__(self) -> str:
        return self.name
