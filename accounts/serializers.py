"""What the API shows of organisations, and of refusals."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.api_base import ListQuery, ordering_field
from accounts.models import Organisation, Role


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    """role: what you may do there."""

    role = serializers.ChoiceField(choices=Role.choices, source="actor_role", read_only=True)

    class Meta:
        model = Organisation
        fields = ["id", "name", "industry", "size", "synthetic", "role", "created_at"]
        read_only_fields = fields


class OrganisationQuery(ListQuery):
    ordering = ordering_field("name", "created_at")


class ProblemErrorSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Empty where the whole request is meant.")
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal (RFC 9457). type: one of the kinds in docs/api.md."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    errors = ProblemErrorSerializer(many=True)  # type: ignore[assignment]  # a field here
    request_id = serializers.CharField()
