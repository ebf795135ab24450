"""What the API shows of frameworks."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from capabilities.models import Area, Capability, Framework, Initiative, Question


class FrameworkSerializer(serializers.ModelSerializer[Framework]):
    """A published version of a framework. It never changes; digest is over its whole content."""

    class Meta:
        model = Framework
        fields = ["id", "key", "version", "name", "summary", "digest", "published_at"]
        read_only_fields = fields


class FrameworkBriefSerializer(serializers.ModelSerializer[Framework]):
    """Enough to tell versions apart."""

    class Meta:
        model = Framework
        fields = ["id", "key", "version", "name"]
        read_only_fields = fields


class AreaSerializer(serializers.ModelSerializer[Area]):
    class Meta:
        model = Area
        fields = ["key", "name", "question", "description"]
        read_only_fields = fields


class CapabilitySerializer(serializers.ModelSerializer[Capability]):
    """levels: what is seen at levels 1 to 5. required_from: the stage that asks for it first."""

    area: serializers.SlugRelatedField[Area] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    levels = serializers.ListField(child=serializers.CharField(), read_only=True)
    evidence = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Capability
        fields = [
            "key",
            "area",
            "name",
            "definition",
            "outcome",
            "owner",
            "required_from",
            "levels",
            "evidence",
        ]
        read_only_fields = fields


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """options: the statements for the choices "1" to "5". roles: who is asked."""

    capability: serializers.SlugRelatedField[Capability] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    roles = serializers.ListField(child=serializers.CharField(), read_only=True)
    options = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Question
        fields = ["key", "capability", "text", "help", "lens", "roles", "options", "quick"]
        read_only_fields = fields


class InitiativeSerializer(serializers.ModelSerializer[Initiative]):
    """Effort in person-weeks by staff role, duration in weeks, cost in thousands of US dollars."""

    area: serializers.SlugRelatedField[Area] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )
    cost_low = serializers.FloatField(read_only=True)
    cost_high = serializers.FloatField(read_only=True)

    class Meta:
        model = Initiative
        fields = [
            "key",
            "area",
            "name",
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
        ]
        read_only_fields = fields


class FrameworkDetailSerializer(FrameworkSerializer):
    """The version with all that can be asked, aimed at and done, each in catalogue order."""

    areas = AreaSerializer(many=True, read_only=True)
    capabilities = CapabilitySerializer(many=True, read_only=True)
    questions = QuestionSerializer(many=True, read_only=True)
    initiatives = InitiativeSerializer(many=True, read_only=True)

    class Meta(FrameworkSerializer.Meta):
        fields = [
            *FrameworkSerializer.Meta.fields,
            "areas",
            "capabilities",
            "questions",
            "initiatives",
        ]
        read_only_fields = fields


class FrameworkQuery(ListQuery):
    key = serializers.CharField(max_length=60, required=False)
    ordering = ordering_field("key", "version", "name", "published_at")
