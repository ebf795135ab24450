"""Settling differences: agreed answers, and workshops in which people vote."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from assessments.models.rounds import Assessment
from capabilities.models import Question


class AgreedAnswer(models.Model):
    """The level a group agreed on for one question, and why. It stands in for the levels that
    single people gave and deletes none of them; a later agreement ends it."""

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="agreed")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()
    reason = models.TextField(_("reason"))
    # Who was there, as the facilitator wrote it.
    present = models.TextField(_("who was there"))
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                "assessment",
                "question",
                name="agreed_answer_once_in_force",
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="agreed_answer_level", condition=Q(value__gte=1, value__lte=5)
            ),
            models.CheckConstraint(name="agreed_answer_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.value}"


class Workshop(models.Model):
    """A group in one room or call, voting on one question after another. People join by `code`;
    votes stay hidden until the facilitator reveals them."""

    memberships_path = "assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="workshops")
    code = models.CharField(max_length=8)
    question = models.ForeignKey(Question, models.PROTECT, related_name="+", null=True, blank=True)
    revealed = models.BooleanField(default=False)
    # Counts the votes taken; a question voted on again is a new turn.
    turn = models.PositiveIntegerField(default=0)
    by = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                "code", name="workshop_code_once_while_open", condition=Q(closed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"workshop {self.code}"


class Seat(models.Model):
    """One browser in a workshop. `hold` is kept in its session; no name is asked for."""

    memberships_path = "workshop__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="seats")
    hold = models.UUIDField(unique=True)
    joined_at = models.DateTimeField()

    objects = TenantManager()

    def __str__(self) -> str:
        return f"seat {self.pk}"


class Vote(models.Model):
    """What one seat says in one turn; until the reveal it can be changed."""

    memberships_path = "seat__workshop__assessment__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="votes")
    turn = models.PositiveIntegerField()
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint("seat", "turn", name="vote_once_per_turn"),
            models.CheckConstraint(name="vote_level", condition=Q(value__gte=1, value__lte=5)),
        ]

    def __str__(self) -> str:
        return str(self.value)
