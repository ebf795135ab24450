"""Background work in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.response import Response

from accounts.access import require
from accounts.api_base import ApiViewSet
from accounts.models import Role
from accounts.problems import StateError
from accounts.strict_fields import NothingSerializer
from jobs import access, services
from jobs.models import JobRun
from jobs.serializers import JobSerializer

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request


@extend_schema_view(retrieve=extend_schema(summary="How far a job is"))
class JobViewSet(RetrieveModelMixin, ApiViewSet[JobRun]):
    http_method_names = ["get", "head", "post"]
    serializer_class = JobSerializer

    def get_queryset(self) -> QuerySet[JobRun]:
        return access.job_runs(self.actor)

    @extend_schema(summary="Stop a job", request=NothingSerializer, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: uuid.UUID) -> Response:
        """Nothing of it is stored. Twice is once; refused once it is done or has failed."""
        job = self.get_object()
        require(self.actor, job.actor_role, Role.EDITOR)
        NothingSerializer(data=request.data).is_valid(raise_exception=True)
        try:
            services.cancel(job=job, by=self.actor.user_id, at=timezone.now())
        except services.OverError as error:
            raise StateError(_("This is over already: there is nothing to stop.")) from error
        return Response(JobSerializer(job).data)
