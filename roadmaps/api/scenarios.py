"""Scenarios in the API: limits and wishes, planning again, what-if, the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from accounts.strict_fields import NothingSerializer
from assessments import access as assessments
from engine.what_if import Edit
from jobs.serializers import JobSerializer
from roadmaps import access
from roadmaps.api.writing import WritingViewSet, given
from roadmaps.models import Scenario
from roadmaps.serializers.scenarios import (
    AnalysisInput,
    CopyInput,
    LimitsInput,
    NameInput,
    ScenarioChangeSerializer,
    ScenarioQuery,
    ScenarioSerializer,
    VersionInput,
    WhatIfInput,
    WhatIfSerializer,
    WishInput,
    WithdrawInput,
    limits_value,
)
from roadmaps.services import limits, planning, scenarios

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request


@extend_schema_view(
    list=extend_schema(summary="Scenarios, the current one first"),
    retrieve=extend_schema(summary="One scenario with its limits"),
)
class ScenarioViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[Scenario]):
    http_method_names = ["get", "head", "post", "put", "delete"]
    serializer_class = current_serializer = ScenarioSerializer
    list_query_class = ScenarioQuery
    filters = {"organisation": "organisation_id"}
    ordering = "-current"

    def get_queryset(self) -> QuerySet[Scenario]:
        large = ["plan__result", "plan__parameters", "analysis__parameters", "analysis__summary"]
        if self.action == "list":
            large.append("analysis__result")
        return access.scenarios(self.actor).defer(*large)

    def _who(self) -> dict[str, Any]:
        return {"by": self.actor.user_id, "at": timezone.now()}

    @extend_schema(summary="Delete a scenario", responses={204: None})
    def destroy(self, request: Request, pk: uuid.UUID) -> Response:
        """Its plans stay where others use them. Refused for the current one."""
        scenario = self.editable()
        with self.refusals():
            scenarios.delete_scenario(scenario=scenario, **self._who())
        return Response(status=204)

    @extend_schema(
        summary="Copy a scenario", request=CopyInput, responses={201: ScenarioSerializer}
    )
    @action(detail=True, methods=["post"])
    def copy(self, request: Request, pk: uuid.UUID) -> Response:
        """The same limits and accepted plan under another name."""
        scenario = self.editable()
        data = given(CopyInput, request)
        with self.refusals():
            copy = scenarios.copy_scenario(scenario=scenario, **data, **self._who())
        return Response(ScenarioSerializer(copy).data, status=201)

    @extend_schema(summary="Rename a scenario", request=NameInput, responses=ScenarioSerializer)
    @action(detail=True, methods=["put"], url_path="name")
    def rename(self, request: Request, pk: uuid.UUID) -> Response:
        scenario = self.editable()
        data = given(NameInput, request)
        with self.refusals():
            scenarios.rename_scenario(scenario=scenario, **data, **self._who())
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(
        summary="Set all limits and wishes", request=LimitsInput, responses=ScenarioSerializer
    )
    @action(detail=True, methods=["put"])
    def limits(self, request: Request, pk: uuid.UUID) -> Response:
        """Replaces them whole. Makes no plan yet: ask for one."""
        scenario = self.editable()
        data = given(LimitsInput, request)
        with self.refusals():
            limits.set_limits(
                scenario=scenario,
                version=data["version"],
                limits=limits_value(data["limits"]),
                **self._who(),
            )
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(summary="Set one wish", request=WishInput, responses=ScenarioSerializer)
    @action(detail=True, methods=["put"])
    def wish(self, request: Request, pk: uuid.UUID) -> Response:
        scenario = self.editable()
        data = given(WishInput, request)
        with self.refusals():
            limits.set_wish(scenario=scenario, **data, **self._who())
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(summary="Take wishes back", request=WithdrawInput, responses=ScenarioSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: uuid.UUID) -> Response:
        scenario = self.editable()
        data = given(WithdrawInput, request)
        with self.refusals():
            limits.withdraw_wishes(scenario=scenario, **data, **self._who())
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(
        summary="Plan from another analysis", request=AnalysisInput, responses=ScenarioSerializer
    )
    @action(detail=True, methods=["put"])
    def analysis(self, request: Request, pk: uuid.UUID) -> Response:
        scenario = self.editable()
        data = given(AnalysisInput, request)
        found = get_object_or_404(assessments.analyses(self.actor), pk=data["analysis"])
        with self.refusals():
            scenarios.move_to_analysis(
                scenario=scenario, analysis=found, version=data["version"], **self._who()
            )
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(
        summary="Let the plan begin today", request=VersionInput, responses=ScenarioSerializer
    )
    @action(detail=True, methods=["post"], url_path="roll-forward")
    def roll_forward(self, request: Request, pk: uuid.UUID) -> Response:
        """Dates stay what they are; periods that are over fall away."""
        scenario = self.editable()
        data = given(VersionInput, request)
        with self.refusals():
            scenarios.roll_forward(
                scenario=scenario, today=timezone.localdate(), **data, **self._who()
            )
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(summary="Plan again", request=NothingSerializer, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def replan(self, request: Request, pk: uuid.UUID) -> Response:
        """The job ends with proposals. Twice while it waits or runs is once."""
        scenario = self.editable()
        given(NothingSerializer, request)
        with self.refusals():
            job = planning.request_replan(scenario=scenario, **self._who())
        return Response(JobSerializer(job).data)

    @extend_schema(summary="Ask what if", request=WhatIfInput, responses=WhatIfSerializer)
    @action(detail=True, methods=["post"], url_path="what-if")
    def what_if(self, request: Request, pk: uuid.UUID) -> Response:
        """A scenario beside this one, with these edits, and its planning. Asked again, the same
        question finds the scenario it made."""
        scenario = self.editable()
        data = given(WhatIfInput, request)
        edits = [Edit(**item) for item in data["edits"]]
        with self.refusals():
            beside, job = planning.what_if(
                scenario=scenario, edits=edits, name=data["name"], **self._who()
            )
        return Response(WhatIfSerializer({"scenario": beside, "job": job}).data)

    @extend_schema(
        summary="Work by this scenario", request=NothingSerializer, responses=ScenarioSerializer
    )
    @action(detail=True, methods=["post"], url_path="make-current")
    def make_current(self, request: Request, pk: uuid.UUID) -> Response:
        """Refused while it has no accepted plan. Twice is once."""
        scenario = self.editable()
        given(NothingSerializer, request)
        with self.refusals():
            scenarios.make_current(scenario=scenario, **self._who())
        return Response(ScenarioSerializer(scenario).data)

    @extend_schema(
        summary="What happened to a scenario, newest first",
        responses=ScenarioChangeSerializer(many=True),
        operation_id="scenarios_changes_list",
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def changes(self, request: Request, pk: uuid.UUID) -> Response:
        """The last hundred changes."""
        newest = self.get_object().changes.all()[:100]
        return Response(ScenarioChangeSerializer(newest, many=True).data)
