"""What people ask of a plan: scenarios with their limits and wishes, and what came of asking."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation
from assessments.models import Analysis
from roadmaps.models.plans import Roadmap


class Scenario(models.Model):
    """A roadmap under limits that people set, kept beside others; one is the current plan.

    `limits` is the document of `engine.plan_document` without own initiatives and progress, which
    belong to the organisation and join when a plan is made. `version` rises with every change: an
    editor says on top of which version a change is meant. `plan` is the accepted plan, None until
    one is.
    """

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="scenarios")
    analysis = models.ForeignKey(Analysis, models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=200)
    limits = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=False)
    plan = models.ForeignKey(Roadmap, models.RESTRICT, related_name="scenarios", null=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, related_name="copies", null=True)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-current", "created_at"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="scenario_name_once"),
            models.UniqueConstraint(
                "organisation", name="scenario_one_is_current", condition=Q(current=True)
            ),
            models.CheckConstraint(
                name="scenario_current_has_a_plan",
                condition=Q(current=False) | Q(plan__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ScenarioChange(models.Model):
    """What made one version of a scenario: append-only, so that a conflict can name it.

    `action` is a word of `roadmaps.changes`; `details` are keys and numbers, never free text.
    `before`: the limits that it replaced, so that it can be undone; None where it changed none.
    """

    memberships_path = "scenario__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint("scenario", "version", name="scenario_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.version})"


class Proposal(models.Model):
    """What a re-planning came to: a plan to accept, or wishes that cannot be met together.

    tolerance: share of the value that may be given up to keep what was planned before (method
    5.10); None where nothing was planned before. `comparison` sets the plan beside the one that
    was accepted when it was made. `conflict` holds the wishes that contradict each other and the
    repairs; then there is no roadmap, and the accepted plan stays.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    memberships_path = "scenario__organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="proposals")
    scenario_version = models.PositiveIntegerField()
    input_digest = models.CharField(max_length=64)
    tolerance = models.FloatField(null=True)
    previous = models.ForeignKey(Roadmap, models.RESTRICT, related_name="+", null=True)
    roadmap = models.ForeignKey(Roadmap, models.RESTRICT, related_name="proposals", null=True)
    comparison = models.JSONField(null=True)
    conflict = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = TenantManager()

    class Meta:
        ordering = ["-created_at", "tolerance"]
        constraints = [
            models.UniqueConstraint(
                "scenario", "input_digest", "tolerance", name="proposal_once_per_input"
            ),
            models.UniqueConstraint(
                "scenario",
                "input_digest",
                name="proposal_once_per_input_afresh",
                condition=Q(tolerance__isnull=True),
            ),
            models.CheckConstraint(
                name="proposal_plan_or_conflict",
                condition=Q(roadmap__isnull=False, conflict__isnull=True)
                | Q(roadmap__isnull=True, conflict__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_decided_at_iff_decided",
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.scenario_version}"


class OwnInitiative(models.Model):
    """Work that the catalogue does not know, with the fields of a catalogue entry.

    One that a plan has used is put aside (`archived`) and not deleted, so that the plan can still
    be read. Units as in the catalogue: effort in person-weeks by role, cost in thousands of US
    dollars.
    """

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="own_initiatives")
    key = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=200)
    area = models.CharField(_("area"), max_length=40)
    description = models.TextField(blank=True)
    benefit = models.TextField(blank=True)
    done_when = models.TextField(blank=True)
    # [{"capability", "from", "to"}], and keys of initiatives or {"capability", "level"}.
    raises = models.JSONField()
    requires = models.JSONField(default=list)
    effort = models.JSONField()
    duration_weeks = models.PositiveSmallIntegerField()
    cost_low = models.FloatField()
    cost_high = models.FloatField()
    kpis = models.JSONField(default=list)
    risks = models.JSONField(default=list)
    quick_win = models.BooleanField(default=False)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["created_at", "key"]
        constraints = [
            models.UniqueConstraint("organisation", "key", name="own_initiative_key_once"),
        ]

    def __str__(self) -> str:
        return self.name
