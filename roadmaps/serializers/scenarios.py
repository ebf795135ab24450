"""Scenarios, their limits and wishes, and what re-planning came to."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from accounts.models import Organisation
from accounts.strict_fields import (
    GatedTextField,
    StrictBooleanField,
    StrictChoiceField,
    StrictDateField,
    StrictFloatField,
    StrictIntegerField,
    StrictSerializer,
)
from accounts.text_gate import SHORT
from engine.plan_document import parameters_from
from engine.plan_input import EFFORTS, KINDS, MOST_ENTRIES
from engine.types import PlanParameters
from jobs.serializers import JobSerializer
from roadmaps.models import Proposal, Scenario, ScenarioChange

KEY_LENGTH = 80
MOST_EDITS = 10
# As `engine.what_if.Edit` takes them.
EDITS = ("budget_share", "budget", "capacity_share", "people", "periods", "must", "forbid")


def key_field(**options: Any) -> GatedTextField:
    return GatedTextField(limit=KEY_LENGTH, **options)


def version_field() -> StrictIntegerField:
    """Of the row as it was when the change was decided on."""
    return StrictIntegerField(min_value=0, max_value=2**31 - 1)


class _Period(StrictSerializer):
    first = StrictIntegerField()
    last = StrictIntegerField()


class CapacityChangeSerializer(_Period):
    pool = key_field()
    days = StrictFloatField()


class BudgetChangeSerializer(_Period):
    amount = StrictFloatField()


class BlackoutSerializer(_Period):
    area = key_field(required=False, allow_null=True, default=None)


class SavingSerializer(StrictSerializer):
    period = StrictIntegerField()
    amount = StrictFloatField()
    initiative = key_field(required=False, allow_null=True, default=None)


class WishSerializer(StrictSerializer):
    """lock: starts in `period`. must: is in the plan. forbid: is not. earliest: starts in `period`
    or later. deadline: has ended before `period`."""

    kind = StrictChoiceField(choices=KINDS)
    initiative = key_field()
    period = StrictIntegerField(required=False, allow_null=True, default=None)


def _list(child: Any) -> dict[str, Any]:
    return {"child": child, "required": False, "max_length": MOST_ENTRIES, "default": list}


class LimitsSerializer(StrictSerializer):
    """Everything a plan is made under; what is left out is as by default. Periods count from 0,
    capacity is person-days a period by pool, money thousands of US dollars a period."""

    start = StrictDateField()
    size = StrictChoiceField(choices=Organisation.Size.choices)
    period = StrictChoiceField(choices=["month", "quarter"])
    periods = StrictIntegerField()
    capacity = serializers.DictField(child=StrictFloatField(), required=False, default=dict)
    capacity_changes = serializers.ListField(**_list(CapacityChangeSerializer()))
    budget = StrictFloatField(required=False, allow_null=True, default=None)
    budget_changes = serializers.ListField(**_list(BudgetChangeSerializer()))
    carry = StrictBooleanField(required=False, default=True)
    savings = serializers.ListField(**_list(SavingSerializer()))
    discount = StrictFloatField(required=False, default=0.97)
    tail_months = StrictIntegerField(required=False, default=12)
    wishes = serializers.ListField(**_list(WishSerializer()))
    exclusive = serializers.ListField(**_list(serializers.ListField(child=key_field())))
    blackouts = serializers.ListField(**_list(BlackoutSerializer()))
    team_limits = serializers.DictField(child=StrictIntegerField(), required=False, default=dict)
    confidence = serializers.DictField(child=StrictFloatField(), required=False, default=dict)
    effort = StrictChoiceField(choices=EFFORTS, required=False, default="interactive")


def limits_value(data: dict[str, Any]) -> PlanParameters:
    """From what LimitsSerializer has checked."""
    return parameters_from({**data, "start": data["start"].isoformat()})


class ScenarioChangeSerializer(serializers.ModelSerializer[ScenarioChange]):
    """What made a version of a scenario. by: id of the person."""

    details = serializers.DictField(read_only=True)

    class Meta:
        model = ScenarioChange
        fields = ["version", "action", "details", "by", "at"]
        read_only_fields = fields


class ScenarioSerializer(serializers.ModelSerializer[Scenario]):
    """A roadmap under limits that people set. current: the organisation works by it. plan: the
    accepted roadmap. version: what a change of it names."""

    limits = serializers.DictField(read_only=True)

    class Meta:
        model = Scenario
        fields = [
            "id",
            "organisation",
            "analysis",
            "name",
            "current",
            "version",
            "plan",
            "copied_from",
            "limits",
            "created_at",
            "changed_by",
            "changed_at",
        ]
        read_only_fields = fields


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What a re-planning came to. tolerance: share of the value given up to keep the plan before.
    roadmap: null where the wishes cannot be met together; then `conflict` says which, and what
    would mend it. comparison: the plan beside the accepted one."""

    comparison = serializers.DictField(read_only=True, allow_null=True)
    conflict = serializers.DictField(read_only=True, allow_null=True)

    class Meta:
        model = Proposal
        fields = [
            "id",
            "scenario",
            "scenario_version",
            "state",
            "tolerance",
            "previous",
            "roadmap",
            "comparison",
            "conflict",
            "created_at",
            "decided_by",
            "decided_at",
        ]
        read_only_fields = fields


class ScenarioQuery(ListQuery):
    organisation = serializers.UUIDField(required=False)
    ordering = ordering_field("name", "created_at", "changed_at")


class ProposalQuery(ListQuery):
    scenario = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=Proposal.State.choices, required=False)
    ordering = ordering_field("created_at", "tolerance")


class CopyInput(StrictSerializer):
    name = GatedTextField(limit=SHORT)


class VersionInput(StrictSerializer):
    version = version_field()


class NameInput(VersionInput):
    name = GatedTextField(limit=SHORT)


class LimitsInput(VersionInput):
    limits = LimitsSerializer()


class WishInput(VersionInput, WishSerializer):
    """A wish replaces the one of its kind about the same initiative."""


class WithdrawInput(VersionInput):
    """kind: null takes back all wishes about the initiative."""

    initiative = key_field()
    kind = StrictChoiceField(choices=KINDS, required=False, allow_null=True, default=None)


class AnalysisInput(VersionInput):
    analysis = serializers.UUIDField()


class EditSerializer(StrictSerializer):
    """budget_share, capacity_share: part added, such as -0.2. budget: thousands of US dollars a
    period. people: full-time people more in the pool `subject`. periods: so many more. must,
    forbid: the initiative `subject`."""

    kind = StrictChoiceField(choices=EDITS)
    amount = StrictFloatField(required=False, default=0.0)
    subject = key_field(required=False, allow_blank=True, default="")


class WhatIfInput(StrictSerializer):
    """name: made from the edits where it is left out."""

    edits = serializers.ListField(child=EditSerializer(), min_length=1, max_length=MOST_EDITS)
    name = GatedTextField(limit=SHORT, required=False, allow_blank=True, default="")


class WhatIfSerializer(serializers.Serializer[Any]):
    """The scenario beside the first one, and the job that plans it."""

    scenario = ScenarioSerializer()
    job = JobSerializer()
