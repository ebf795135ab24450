"""Proposals in the API: what a re-planning came to, accepted or set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from accounts.strict_fields import NothingSerializer
from roadmaps import access
from roadmaps.api.writing import WritingViewSet, given
from roadmaps.models import Proposal
from roadmaps.serializers.scenarios import (
    ProposalQuery,
    ProposalSerializer,
    ScenarioSerializer,
    VersionInput,
)
from roadmaps.services import planning

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request


@extend_schema_view(
    list=extend_schema(summary="Proposals, newest first"),
    retrieve=extend_schema(summary="One proposal with its comparison or conflict"),
)
class ProposalViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[Proposal]):
    http_method_names = ["get", "head", "post"]
    serializer_class = ProposalSerializer
    current_serializer = ScenarioSerializer
    list_query_class = ProposalQuery
    filters = {"scenario": "scenario_id", "state": "state"}
    ordering = "-created_at"

    def get_queryset(self) -> QuerySet[Proposal]:
        rows = access.proposals(self.actor)
        return rows.defer(
            *(f"{plan}__{name}" for plan in ("roadmap", "previous") for name in ("result",)),
            "scenario__limits",
        )

    @extend_schema(summary="Accept a plan", request=VersionInput, responses=ScenarioSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: uuid.UUID) -> Response:
        """version: of the scenario. Its other open proposals are set aside. Twice is once."""
        proposal = self.editable()
        data = given(VersionInput, request)
        with self.refusals():
            scenario = planning.accept(
                proposal=proposal, **data, by=self.actor.user_id, at=timezone.now()
            )
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(
        summary="Set a proposal aside", request=NothingSerializer, responses=ProposalSerializer
    )
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: uuid.UUID) -> Response:
        """The accepted plan stays. Twice is once."""
        proposal = self.editable()
        given(NothingSerializer, request)
        with self.refusals():
            planning.dismiss(proposal=proposal, by=self.actor.user_id, at=timezone.now())
        return Response(ProposalSerializer(proposal).data)
