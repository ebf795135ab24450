"""Roadmaps in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from accounts.api_base import ApiViewSet
from roadmaps import access
from roadmaps.models import Roadmap
from roadmaps.serializers.plans import RoadmapDetailSerializer, RoadmapQuery, RoadmapSerializer

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.serializers import BaseSerializer


@extend_schema_view(
    list=extend_schema(summary="Roadmaps, newest first", responses=RoadmapSerializer),
    retrieve=extend_schema(
        summary="One roadmap with its result and items", responses=RoadmapDetailSerializer
    ),
)
class RoadmapViewSet(ListModelMixin, RetrieveModelMixin, ApiViewSet[Roadmap]):
    list_query_class = RoadmapQuery
    filters = {
        "organisation": "analysis__assessment__organisation_id",
        "assessment": "analysis__assessment_id",
        "analysis": "analysis_id",
    }
    ordering = "-created_at"

    def get_queryset(self) -> QuerySet[Roadmap]:
        rows = access.roadmaps(self.actor).defer(
            "analysis__result", "analysis__parameters", "analysis__summary"
        )
        if self.action == "list":
            return rows.defer("result", "parameters")
        items = access.plan_items(self.actor)
        return rows.prefetch_related(Prefetch("items", items))

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return RoadmapSerializer if self.action == "list" else RoadmapDetailSerializer
