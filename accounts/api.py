"""Organisations in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from accounts import access
from accounts.api_base import ApiViewSet
from accounts.models import Organisation
from accounts.serializers import OrganisationQuery, OrganisationSerializer

if TYPE_CHECKING:
    from django.db.models import QuerySet


@extend_schema_view(
    list=extend_schema(summary="Your organisations"),
    retrieve=extend_schema(summary="One of your organisations"),
)
class OrganisationViewSet(ListModelMixin, RetrieveModelMixin, ApiViewSet[Organisation]):
    serializer_class = OrganisationSerializer
    list_query_class = OrganisationQuery
    ordering = "name"

    def get_queryset(self) -> QuerySet[Organisation]:
        return access.organisations(self.actor)
