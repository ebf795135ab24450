"""KPI targets, their readings and what these prove, in the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from roadmaps import access, tracking
from roadmaps.api.writing import WritingViewSet, given
from roadmaps.models import KpiTarget
from roadmaps.serializers.work import (
    EvidenceSerializer,
    KpiInput,
    KpiQuery,
    KpiReadingSerializer,
    KpiTargetSerializer,
    NewKpiInput,
    ReadingInput,
    WithdrawReadingInput,
    kpi_content,
)
from roadmaps.services import kpis

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request


@extend_schema_view(
    list=extend_schema(summary="KPI targets with their readings"),
    retrieve=extend_schema(summary="One KPI target with its readings"),
)
class KpiTargetViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[KpiTarget]):
    http_method_names = ["get", "head", "post", "put", "delete"]
    serializer_class = current_serializer = KpiTargetSerializer
    list_query_class = KpiQuery
    filters = {"organisation": "organisation_id", "initiative": "initiative"}
    ordering = "name"

    def get_queryset(self) -> QuerySet[KpiTarget]:
        return access.kpi_targets(self.actor)

    @extend_schema(
        summary="Set a KPI target", request=NewKpiInput, responses={201: KpiTargetSerializer}
    )
    def create(self, request: Request) -> Response:
        """One for each KPI of an initiative or capability: sending it twice sets it once."""
        self.may_write()
        data = given(NewKpiInput, request)
        organisation = self.editable_organisation(data["organisation"])
        with self.refusals():
            row = kpis.add_target(
                organisation=organisation,
                library=access.library(self.actor, organisation),
                content=kpi_content(data),
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(KpiTargetSerializer(row).data, status=201)

    @extend_schema(summary="Change a KPI target", request=KpiInput, responses=KpiTargetSerializer)
    def update(self, request: Request, pk: uuid.UUID) -> Response:
        """Other figures for the same KPI; the readings stay."""
        row = self.editable()
        data = given(KpiInput, request)
        with self.refusals():
            kpis.change_target(
                target=row,
                library=access.library(self.actor, row.organisation),
                content=kpi_content(data),
                version=data["version"],
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(KpiTargetSerializer(row).data)

    @extend_schema(summary="Remove a KPI target with its readings", responses={204: None})
    def destroy(self, request: Request, pk: uuid.UUID) -> Response:
        kpis.remove_target(target=self.editable(), by=self.actor.user_id, at=timezone.now())
        return Response(status=204)

    @extend_schema(summary="What the readings prove", responses=EvidenceSerializer)
    @action(detail=True)
    def evidence(self, request: Request, pk: uuid.UUID) -> Response:
        """Work that is done is not proved: only a KPI that moved after it is."""
        row = self.get_object()
        work = access.work_items(self.actor).filter(
            organisation=row.organisation_id, initiative=row.initiative
        )
        (found,) = tracking.track([row], work)
        return Response(EvidenceSerializer(_evidence(found)).data)

    @extend_schema(
        summary="Record or correct a reading",
        request=ReadingInput,
        responses=KpiReadingSerializer,
    )
    @action(detail=True, methods=["put"], url_path="readings/<str:day>")
    def reading(self, request: Request, pk: uuid.UUID, day: str) -> Response:
        """One for each day. A correction keeps the earlier value in the history; the same value
        again changes nothing."""
        target = self.editable()
        on = _day(day)
        data = given(ReadingInput, request)
        with self.refusals(_ReadingOrTarget):
            row = kpis.record_reading(
                target=target,
                on=on,
                **data,
                today=timezone.localdate(),
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(KpiReadingSerializer(row).data)

    @extend_schema(
        summary="Take a reading back", request=WithdrawReadingInput, responses={204: None}
    )
    @action(detail=True, methods=["post"], url_path="readings/<str:day>/withdraw")
    def withdraw(self, request: Request, pk: uuid.UUID, day: str) -> Response:
        """The history keeps it, with the reason."""
        target = self.editable()
        on = _day(day)
        data = given(WithdrawReadingInput, request)
        with self.refusals(_ReadingOrTarget):
            kpis.withdraw_reading(
                target=target, on=on, **data, by=self.actor.user_id, at=timezone.now()
            )
        return Response(status=204)


class _ReadingOrTarget(KpiReadingSerializer):
    """In a conflict about a reading: the reading as it stands, or its target where none is left."""

    def to_representation(self, instance: Any) -> Any:
        if isinstance(instance, KpiTarget):
            return KpiTargetSerializer(instance).data
        return super().to_representation(instance)


def _day(text: str) -> date:
    """A day that is no day is an address that does not exist."""
    try:
        # Parsed and written again, so that each day has one address.
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != text:
        raise Http404
    return day


def _evidence(found: tracking.Tracked) -> dict[str, Any]:
    proof, usual = found.proof, found.chart.limits
    verdict = proof.verdict if proof else found.chart.verdict
    return {
        "target": found.target.pk,
        "rung": proof.rung.value if proof else None,
        "proven": bool(proof and proof.proven),
        "attainment": proof.attainment if proof else None,
        "baseline_points": len(found.baseline),
        "low": usual.low if usual else None,
        "mean": usual.mean if usual else None,
        "high": usual.high if usual else None,
        "status": verdict.status.value,
        "reason": verdict.reason or None,
    }
