"""What was answered, as it stands and as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from assessments.models.rounds import Respondent
from capabilities.models import Question


class AnswerContent(models.Model):
    """What was said to one question; shared by the current answer and its history."""

    class Kind(models.TextChoices):
        LEVEL = "level", _("level")
        NOT_APPLICABLE = "na", _("does not apply")
        DONT_KNOW = "dk", _("I don't know")

    kind = models.CharField(max_length=5, choices=Kind)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    # Key of a reason in the framework, for "does not apply".
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    # 1 guess, 2 fairly sure, 3 sure.
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    # Name of or link to an artefact that shows the level.
    evidence = models.TextField(blank=True)

    class Meta:
        abstract = True


def _content_rules(model: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{model}_value_iff_level",
            condition=Q(kind="level", value__gte=1, value__lte=5)
            | Q(kind__in=["na", "dk"], value__isnull=True),
        ),
        models.CheckConstraint(
            name=f"{model}_reason_iff_na",
            condition=(Q(kind="na") & ~Q(reason="")) | (~Q(kind="na") & Q(reason="")),
        ),
        models.CheckConstraint(
            name=f"{model}_confidence_1_to_3",
            condition=Q(confidence__isnull=True) | Q(confidence__gte=1, confidence__lte=3),
        ),
    ]


class Answer(AnswerContent):
    """A respondent's current answer to one question. `version` counts its changes, from 1."""

    memberships_path = "respondent__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    # The unique constraint below is the index for both: every index more slows each save down.
    respondent = models.ForeignKey(
        Respondent, models.CASCADE, related_name="answers", db_index=False
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)
    client_id = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    saved_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint("respondent", "question", name="answer_once_per_question"),
            *_content_rules("answer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value or ''}".strip()


class AnswerEvent(AnswerContent):
    """One save as it arrived, kept for ever; also the ones that lost a conflict."""

    memberships_path = "respondent__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    respondent = models.ForeignKey(
        Respondent, models.CASCADE, related_name="events", db_index=False
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", db_index=False)
    client_id = models.CharField(max_length=40)
    # Rises per browser tab (client_id); both together are the idempotency key of a save.
    seq = models.PositiveBigIntegerField()
    base_version = models.PositiveIntegerField()
    # The answer's version that this save made; None if it lost a conflict.
    version = models.PositiveIntegerField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "respondent",
                "question",
                "client_id",
                "seq",
                name="answer_event_once_per_client_seq",
            ),
            *_content_rules("answer_event"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value or ''} at {self.at:%Y-%m-%d %H:%M}"
