"""What the API shows of roadmaps."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from roadmaps.models import PlanItem, Roadmap


class PlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """initiative: key, of the catalogue or of an own one. start, finish: periods from 0, finish
    exclusive."""

    initiative = serializers.CharField(source="key", read_only=True)

    class Meta:
        model = PlanItem
        fields = ["position", "initiative", "start", "finish", "start_date", "finish_date"]
        read_only_fields = fields


class RoadmapSerializer(serializers.ModelSerializer[Roadmap]):
    """A plan made from one analysis under stated limits."""

    assessment = serializers.UUIDField(source="analysis.assessment_id", read_only=True)
    organisation = serializers.UUIDField(
        source="analysis.assessment.organisation_id", read_only=True
    )

    class Meta:
        model = Roadmap
        fields = [
            "id",
            "analysis",
            "assessment",
            "organisation",
            "name",
            "engine_version",
            "parameters_digest",
            "created_at",
        ]
        read_only_fields = fields


class RoadmapDetailSerializer(RoadmapSerializer):
    """result: `roadmap` and `forecast` of docs/result.md. items: the same plan as rows."""

    parameters = serializers.DictField(read_only=True)
    result = serializers.DictField(read_only=True)
    items = PlanItemSerializer(many=True, read_only=True)

    class Meta(RoadmapSerializer.Meta):
        fields = [*RoadmapSerializer.Meta.fields, "parameters", "result", "items"]
        read_only_fields = fields


class RoadmapQuery(ListQuery):
    organisation = serializers.UUIDField(required=False)
    assessment = serializers.UUIDField(required=False)
    analysis = serializers.UUIDField(required=False)
    ordering = ordering_field("created_at", "name")
