"""Work, own initiatives and KPIs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from accounts.strict_fields import (
    GatedTextField,
    StrictBooleanField,
    StrictChoiceField,
    StrictDateField,
    StrictFloatField,
    StrictIntegerField,
    StrictSerializer,
)
from accounts.text_gate import COMMENT, SHORT
from roadmaps.models import KpiReading, KpiTarget, OwnInitiative, WorkItem
from roadmaps.serializers.scenarios import key_field, version_field
from roadmaps.services.kpis import KpiContent
from roadmaps.services.own import OwnContent
from roadmaps.services.work import MAX_CHECKS, Check, WorkContent

MOST_PARTS = 50
UNIT_LENGTH = 40


def prose_field() -> GatedTextField:
    return GatedTextField(
        limit=COMMENT, multiline=True, required=False, allow_blank=True, default=""
    )


class CheckSerializer(StrictSerializer):
    text = GatedTextField(limit=SHORT)
    done = StrictBooleanField()


class WorkItemSerializer(serializers.ModelSerializer[WorkItem]):
    """How one initiative goes. `done`: the work has ended; whether it helped is for its KPIs."""

    checks = serializers.ListField(child=CheckSerializer(), read_only=True)

    class Meta:
        model = WorkItem
        fields = [
            "id",
            "organisation",
            "initiative",
            "status",
            "owner",
            "owner_name",
            "started_on",
            "finished_on",
            "effort_days",
            "notes",
            "checks",
            "version",
            "changed_by",
            "changed_at",
        ]
        read_only_fields = fields


class WorkInput(StrictSerializer):
    """All of it: what is left out is empty. version: 0 where nothing was noted yet."""

    version = version_field()
    status = StrictChoiceField(choices=WorkItem.Status.choices)
    owner = serializers.UUIDField(required=False, allow_null=True, default=None)
    owner_name = GatedTextField(limit=SHORT, required=False, allow_blank=True, default="")
    started_on = StrictDateField(required=False, allow_null=True, default=None)
    finished_on = StrictDateField(required=False, allow_null=True, default=None)
    effort_days = StrictFloatField(required=False, allow_null=True, default=None)
    notes = prose_field()
    checks = serializers.ListField(
        child=CheckSerializer(), required=False, max_length=MAX_CHECKS, default=list
    )


class NewWorkInput(WorkInput):
    organisation = serializers.UUIDField()
    initiative = key_field()


def work_content(data: dict[str, Any]) -> WorkContent:
    names = ("status", "owner", "owner_name", "started_on", "finished_on", "effort_days", "notes")
    checks = tuple(Check(**item) for item in data["checks"])
    return WorkContent(**{name: data[name] for name in names}, checks=checks)


class _Step(StrictSerializer):
    capability = key_field()
    to = StrictIntegerField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is a word of the language, so it cannot be an attribute.
        return {**super().get_fields(), "from": StrictIntegerField()}


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"capability": {"type": "string"}, "level": {"type": "integer"}},
                "required": ["capability", "level"],
            },
        ]
    }
)
class RequiresField(serializers.Field[Any, Any, Any, Any]):
    """The key of an initiative, or {"capability", "level"}."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            return key_field().run_validation(data)
        need = _Need(data=data)
        need.is_valid(raise_exception=True)
        return dict(need.validated_data)

    def to_representation(self, value: Any) -> Any:
        return value


class _Need(StrictSerializer):
    capability = key_field()
    level = StrictIntegerField()


class OwnInitiativeSerializer(serializers.ModelSerializer[OwnInitiative]):
    """Work that the catalogue does not know. effort: person-weeks by role; costs in thousands of
    US dollars."""

    raises = serializers.ListField(child=serializers.DictField(), read_only=True)
    requires = serializers.JSONField(read_only=True)
    effort = serializers.DictField(child=serializers.FloatField(), read_only=True)
    kpis = serializers.ListField(child=serializers.CharField(), read_only=True)
    risks = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = OwnInitiative
        fields = [
            "id",
            "organisation",
            "key",
            "name",
            "area",
            "description",
            "benefit",
            "done_when",
            "raises",
            "requires",
            "effort",
            "duration_weeks",
            "cost_low",
            "cost_high",
            "kpis",
            "risks",
            "quick_win",
            "version",
            "created_at",
            "changed_at",
        ]
        read_only_fields = fields


class OwnInput(StrictSerializer):
    """The fields of a catalogue entry."""

    version = version_field()
    name = GatedTextField(limit=SHORT)
    area = key_field()
    description = prose_field()
    benefit = prose_field()
    done_when = prose_field()
    raises = serializers.ListField(child=_Step(), min_length=1, max_length=MOST_PARTS)
    requires = serializers.ListField(
        child=RequiresField(), required=False, max_length=MOST_PARTS, default=list
    )
    effort = serializers.DictField(child=StrictFloatField())
    duration_weeks = StrictIntegerField(min_value=1, max_value=520)
    cost_low = StrictFloatField(required=False, default=0.0)
    cost_high = StrictFloatField(required=False, default=0.0)
    kpis = serializers.ListField(
        child=key_field(), required=False, max_length=MOST_PARTS, default=list
    )
    risks = serializers.ListField(
        child=GatedTextField(limit=SHORT), required=False, max_length=MOST_PARTS, default=list
    )
    quick_win = StrictBooleanField(required=False, default=False)


class NewOwnInput(OwnInput):
    """version: 0."""

    organisation = serializers.UUIDField()


def own_content(data: dict[str, Any]) -> OwnContent:
    return OwnContent(
        **{name: value for name, value in data.items() if name not in {"version", "organisation"}}
    )


class KpiReadingSerializer(serializers.ModelSerializer[KpiReading]):
    """What was measured on one day. version: what a correction of it names."""

    class Meta:
        model = KpiReading
        fields = ["on", "value", "version", "by", "at"]
        read_only_fields = fields


class KpiTargetSerializer(serializers.ModelSerializer[KpiTarget]):
    """A KPI that an initiative or a capability is to move. unit: a % is a share from 0 to 1.
    rises: more is better."""

    readings = KpiReadingSerializer(many=True, read_only=True)

    class Meta:
        model = KpiTarget
        fields = [
            "id",
            "organisation",
            "initiative",
            "capability",
            "kpi",
            "name",
            "unit",
            "rises",
            "baseline",
            "target",
            "due_on",
            "version",
            "readings",
            "created_at",
            "changed_at",
        ]
        read_only_fields = fields


class KpiInput(StrictSerializer):
    """kpi: key of the framework's list, whose name, unit and direction then hold; or `own-...` with
    those of its own. initiative or capability: one at least."""

    version = version_field()
    kpi = key_field()
    initiative = key_field(required=False, allow_blank=True, default="")
    capability = key_field(required=False, allow_blank=True, default="")
    name = GatedTextField(limit=SHORT, required=False, allow_blank=True, default="")
    unit = GatedTextField(limit=UNIT_LENGTH, required=False, allow_blank=True, default="")
    rises = StrictBooleanField(required=False, default=True)
    baseline = StrictFloatField()
    target = StrictFloatField()
    due_on = StrictDateField(required=False, allow_null=True, default=None)


class NewKpiInput(KpiInput):
    """version: 0."""

    organisation = serializers.UUIDField()


def kpi_content(data: dict[str, Any]) -> KpiContent:
    return KpiContent(
        **{name: value for name, value in data.items() if name not in {"version", "organisation"}}
    )


class ReadingInput(StrictSerializer):
    """version: of the reading that this corrects, 0 for a new one."""

    version = version_field()
    value = StrictFloatField()
    reason = GatedTextField(limit=SHORT, required=False, allow_blank=True, default="")


class WithdrawReadingInput(StrictSerializer):
    version = version_field()
    reason = GatedTextField(limit=SHORT)


class EvidenceSerializer(serializers.Serializer[Any]):
    """What the readings say. rung: of the ladder none, moved, signal, sustained; null before the
    work has ended. proven: only signal and sustained are. attainment: share of the way to the
    target. sentence: the same in words."""

    target = serializers.UUIDField()
    rung = serializers.CharField(allow_null=True)
    proven = serializers.BooleanField()
    attainment = serializers.FloatField(allow_null=True)
    baseline_points = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    mean = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    status = serializers.CharField()
    reason = serializers.CharField(allow_null=True)


class OfOrganisationQuery(ListQuery):
    organisation = serializers.UUIDField(required=False)


class WorkQuery(OfOrganisationQuery):
    status = serializers.ChoiceField(choices=WorkItem.Status.choices, required=False)
    ordering = ordering_field("initiative", "status", "started_on", "finished_on", "changed_at")


class OwnQuery(OfOrganisationQuery):
    ordering = ordering_field("name", "key", "created_at")


class KpiQuery(OfOrganisationQuery):
    initiative = serializers.CharField(required=False, max_length=80)
    ordering = ordering_field("name", "kpi", "created_at")
