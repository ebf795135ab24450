"""Frameworks in the API, for everybody who is signed in: content belongs to no organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from accounts.api_base import ApiViewSet
from capabilities import catalogue
from capabilities.models import Capability, Framework, Initiative, Question
from capabilities.serializers import (
    FrameworkDetailSerializer,
    FrameworkQuery,
    FrameworkSerializer,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.serializers import BaseSerializer


@extend_schema_view(
    list=extend_schema(summary="Published frameworks", responses=FrameworkSerializer),
    retrieve=extend_schema(
        summary="A framework with its areas, capabilities, questions and initiatives",
        responses=FrameworkDetailSerializer,
    ),
)
class FrameworkViewSet(ListModelMixin, RetrieveModelMixin, ApiViewSet[Framework]):
    list_query_class = FrameworkQuery
    filters = {"key": "key"}
    ordering = "key"

    def get_queryset(self) -> QuerySet[Framework]:
        rows = catalogue.published()
        if self.action == "list":
            return rows
        return rows.prefetch_related(
            "areas",
            *(
                Prefetch(name, model.objects.select_related(parent))
                for name, model, parent in (
                    ("capabilities", Capability, "area"),
                    ("questions", Question, "capability"),
                    ("initiatives", Initiative, "area"),
                )
            ),
        )

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return FrameworkSerializer if self.action == "list" else FrameworkDetailSerializer
