"""How people are reached: invitations, links that need no account, and the mails sent."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from assessments.models.rounds import Assessment, Respondent
from capabilities.models import Question


class Invitation(models.Model):
    """Somebody asked to answer in a role, and how they are reached.

    In an anonymous round it is never tied to a respondent: `used` alone says that somebody began
    by it, and not when.
    """

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="invitations")
    respondent = models.OneToOneField(
        Respondent, models.CASCADE, related_name="invitation", null=True, blank=True
    )
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=40)
    email = models.EmailField(_("e-mail address"), blank=True)
    used = models.BooleanField(default=False)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    created_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "assessment",
                Lower("email"),
                name="invitation_once_per_address",
                condition=~Q(email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AnswerLink(models.Model):
    """A way in without an account. Only the digest of its secret is kept; opening it changes
    nothing. Personal (it belongs to an invitation) or open to anybody of one role."""

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="links")
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, related_name="links", null=True, blank=True
    )
    role = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_link_personal_or_of_a_role",
                condition=Q(invitation__isnull=False, role="")
                | (Q(invitation__isnull=True) & ~Q(role="")),
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Message(models.Model):
    """One mail to somebody invited; `number` counts those of its kind, from 1. Its text is written
    when it is sent, because the link in it is known only then."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")

    memberships_path = "invitation__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint("invitation", "kind", "number", name="message_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Handover(models.Model):
    """A question that somebody handed to whoever would know; `to` answers it instead."""

    memberships_path = "respondent__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="handed_over")
    to = models.ForeignKey(Respondent, models.CASCADE, related_name="taken_over")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint("respondent", "question", name="handed_over_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} to {self.to}"
