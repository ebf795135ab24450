"""Rounds of asking: who is asked, and what the lead decided."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation, User
from capabilities.models import Capability, Framework
from engine import disclosure

if TYPE_CHECKING:
    from datetime import datetime


class Assessment(models.Model):
    """One round of asking, of one organisation, against one published framework version.

    `revision` counts what an analysis would see: it rises with each submission and each decision
    of the lead, and is the input version of the analysis job.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("not open yet")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Privacy(models.TextChoices):
        """What respondents are promised; the words of `engine.disclosure.Privacy`."""

        IDENTIFIED = "identified", _("identified")
        CONFIDENTIAL = "confidential", _("confidential")
        ANONYMOUS = "anonymous", _("anonymous")

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="assessments")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="assessments")
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    quick = models.BooleanField(_("short form"), default=False)
    privacy = models.CharField(
        _("privacy"), max_length=12, choices=Privacy, default=Privacy.IDENTIFIED
    )
    # People in a group that may be shown by itself, where single answers are protected.
    minimum_group = models.PositiveSmallIntegerField(
        _("smallest group"), default=disclosure.DEFAULT_GROUP
    )
    profile = models.CharField(_("growth profile"), max_length=40)
    industry = models.CharField(_("industry"), max_length=60, default="general")
    # Goal keys, most important first.
    goals = models.JSONField(_("goals"), default=list)
    opens_on = models.DateField(_("opening date"), null=True, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    # The due date that has passed and brought an analysis.
    due_seen_on = models.DateField(null=True, blank=True)
    # Where the days of the two dates begin and end.
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    # The round whose answers are offered for confirmation in this one.
    previous = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    # People of the newest result who have taken their answers out of the round since it was made.
    left = models.PositiveSmallIntegerField(default=0)
    created_by = models.UUIDField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # When everybody's answers went, because their time was over: the newest result stands.
    answers_gone_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="assessment_closed_at_iff_closed",
                condition=Q(status="closed", closed_at__isnull=False)
                | Q(status__in=["planned", "open"], closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="assessment_minimum_group_3_to_50",
                condition=Q(
                    minimum_group__gte=disclosure.LEAST_GROUP,
                    minimum_group__lte=disclosure.MOST_GROUP,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-opened_at"], name="assessment_latest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def disclosure(self) -> disclosure.Rule:
        """What of its results may be shown."""
        return disclosure.Rule(disclosure.Privacy(self.privacy), self.minimum_group)

    @property
    def is_anonymous(self) -> bool:
        return self.privacy == self.Privacy.ANONYMOUS

    def kept_time(self, at: datetime) -> datetime:
        """When somebody did something, as finely as this round may keep it: an anonymous one only
        the day."""
        return day_of(at) if self.is_anonymous else at

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED


def day_of(at: datetime) -> datetime:
    """The beginning of its day."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


class Respondent(models.Model):
    """A person who answers in one role, with or without an account. In an anonymous round without
    a name, and nothing leads from here to an invitation."""

    class State(models.TextChoices):
        ANSWERING = "answering", _("answering")
        SUBMITTED = "submitted", _("submitted")
        # The answers are kept for the person alone: no result rests on them.
        WITHDRAWN = "withdrawn", _("withdrawn")

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="respondents")
    user = models.ForeignKey(
        User, models.SET_NULL, related_name="respondents", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.ANSWERING)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # In an anonymous round, where times are days: which comes how-manieth into a result. Drawn by
    # lot among those who complete a whole group together.
    place = models.PositiveIntegerField(null=True, blank=True)
    # Keys of the only questions asked of this person; empty: all of the role.
    only = models.JSONField(default=list, blank=True)
    # Who answers without an account: the browser session that holds this value (never sent to it).
    guest = models.UUIDField(null=True, blank=True)
    guest_since = models.DateTimeField(null=True, blank=True)
    # An interviewer enters what this person says.
    interviewed = models.BooleanField(default=False)

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
            models.UniqueConstraint(
                "assessment", "name", name="respondent_name_once", condition=~Q(name="")
            ),
            models.CheckConstraint(
                name="respondent_submitted_at_iff_submitted",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | Q(state__in=["answering", "withdrawn"], submitted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Somebody"))


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
