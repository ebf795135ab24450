"""Rounds of asking: who is asked, what they answered and when, and what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation, User
from capabilities.models import Capability, Framework, Question


class Assessment(models.Model):
    """One round of asking, of one organisation, against one published framework version.

    `revision` counts what an analysis would see: it rises with each submission and each decision
    of the lead, and is the input version of the analysis job.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="assessments")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="assessments")
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    quick = models.BooleanField(_("short form"), default=False)
    profile = models.CharField(_("growth profile"), max_length=40)
    industry = models.CharField(_("industry"), max_length=60, default="general")
    # Goal keys, most important first.
    goals = models.JSONField(_("goals"), default=list)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="assessment_closed_at_iff_closed",
                condition=Q(status="closed", closed_at__isnull=False)
                | Q(status="open", closed_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-opened_at"], name="assessment_latest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class Respondent(models.Model):
    """A person who answers in one role, with or without an account."""

    class State(models.TextChoices):
        ANSWERING = "answering", _("answering")
        SUBMITTED = "submitted", _("submitted")

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="respondents")
    user = models.ForeignKey(
        User, models.SET_NULL, related_name="respondents", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.ANSWERING)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "assessment",
                "user",
                name="respondent_once_per_user",
                condition=Q(user__isnull=False),
            ),
            models.UniqueConstraint("assessment", "name", name="respondent_name_once"),
            models.CheckConstraint(
                name="respondent_submitted_at_iff_submitted",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | Q(state="answering", submitted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


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


class Exclusion(models.Model):
    """The lead's decision that a capability does not apply here, with the reason."""

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="exclusions")
    capability = models.ForeignKey(Capability, models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint("assessment", "capability", name="exclusion_once"),
            models.CheckConstraint(name="exclusion_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.capability} does not apply"


class Analysis(models.Model):
    """An immutable result of one assessment. Unique by its input: the job is idempotent by this.

    `result` is the document of docs/result.schema.json without roadmap and forecast. `summary` is
    the small part of it that lists show: index, stage, areas.
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
