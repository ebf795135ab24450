"""Background work in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import RetrieveModelMixin

from accounts.api_base import ApiViewSet
from jobs import access
from jobs.models import JobRun
from jobs.serializers import JobSerializer

if TYPE_CHECKING:
    from django.db.models import QuerySet


@extend_schema_view(retrieve=extend_schema(summary="How far a job is"))
class JobViewSet(RetrieveModelMixin, ApiViewSet[JobRun]):
    serializer_class = JobSerializer

    def get_queryset(self) -> QuerySet[JobRun]:
        return access.job_runs(self.actor)
