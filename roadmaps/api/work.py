"""Work and own initiatives in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from accounts.problems import StateError
from roadmaps import access
from roadmaps.api.writing import WritingViewSet, given
from roadmaps.models import OwnInitiative, WorkItem
from roadmaps.serializers.work import (
    NewOwnInput,
    NewWorkInput,
    OwnInitiativeSerializer,
    OwnInput,
    OwnQuery,
    WorkInput,
    WorkItemSerializer,
    WorkQuery,
    own_content,
    work_content,
)
from roadmaps.services import own as own_services
from roadmaps.services import work as work_services

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request


@extend_schema_view(
    list=extend_schema(summary="Initiatives at work"),
    retrieve=extend_schema(summary="How one initiative goes"),
)
class WorkItemViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[WorkItem]):
    http_method_names = ["get", "head", "post", "put"]
    serializer_class = current_serializer = WorkItemSerializer
    list_query_class = WorkQuery
    filters = {"organisation": "organisation_id", "status": "status"}
    ordering = "initiative"

    def get_queryset(self) -> QuerySet[WorkItem]:
        return access.work_items(self.actor)

    @extend_schema(
        summary="Note how an initiative goes, for the first time",
        request=NewWorkInput,
        responses={201: WorkItemSerializer},
    )
    def create(self, request: Request) -> Response:
        """version: 0. One row for each initiative of an organisation: a second is a conflict that
        shows the first."""
        self.may_write()
        data = given(NewWorkInput, request)
        organisation = self.editable_organisation(data["organisation"])
        with self.refusals():
            row = work_services.save_work(
                organisation=organisation,
                framework=access.framework(self.actor, organisation),
                initiative=data["initiative"],
                content=work_content(data),
                version=data["version"],
                today=timezone.localdate(),
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(WorkItemSerializer(row).data, status=201)

    @extend_schema(
        summary="Note how an initiative goes", request=WorkInput, responses=WorkItemSerializer
    )
    def update(self, request: Request, pk: uuid.UUID) -> Response:
        """Replaces it whole."""
        row = self.editable()
        data = given(WorkInput, request)
        with self.refusals():
            row = work_services.save_work(
                organisation=row.organisation,
                framework=access.framework(self.actor, row.organisation),
                initiative=row.initiative,
                content=work_content(data),
                version=data["version"],
                today=timezone.localdate(),
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(WorkItemSerializer(row).data)


@extend_schema_view(
    list=extend_schema(summary="Own initiatives"),
    retrieve=extend_schema(summary="One own initiative"),
)
class OwnInitiativeViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[OwnInitiative]):
    http_method_names = ["get", "head", "post", "put", "delete"]
    serializer_class = current_serializer = OwnInitiativeSerializer
    list_query_class = OwnQuery
    filters = {"organisation": "organisation_id"}
    ordering = "created_at"

    def get_queryset(self) -> QuerySet[OwnInitiative]:
        return access.own_initiatives(self.actor)

    @extend_schema(
        summary="Add an own initiative",
        request=NewOwnInput,
        responses={201: OwnInitiativeSerializer},
    )
    def create(self, request: Request) -> Response:
        """Every plan made from now on counts on it. One of the same name is refused, so that
        sending it twice adds it once."""
        self.may_write()
        data = given(NewOwnInput, request)
        organisation = self.editable_organisation(data["organisation"])
        if access.own_initiatives(self.actor).filter(organisation=organisation, name=data["name"]):
            raise StateError(_("There is an own initiative of this name already: change that."))
        with self.refusals():
            row = own_services.add_own(
                organisation=organisation,
                framework=access.framework(self.actor, organisation),
                content=own_content(data),
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(OwnInitiativeSerializer(row).data, status=201)

    @extend_schema(
        summary="Change an own initiative", request=OwnInput, responses=OwnInitiativeSerializer
    )
    def update(self, request: Request, pk: uuid.UUID) -> Response:
        """Replaces it whole; plans already made stay as they are."""
        row = self.editable()
        data = given(OwnInput, request)
        with self.refusals():
            own_services.change_own(
                own=row,
                framework=access.framework(self.actor, row.organisation),
                content=own_content(data),
                version=data["version"],
                by=self.actor.user_id,
                at=timezone.now(),
            )
        return Response(OwnInitiativeSerializer(row).data)

    @extend_schema(summary="Remove an own initiative", responses={204: None})
    def destroy(self, request: Request, pk: uuid.UUID) -> Response:
        """No plan made from now on counts on it. Refused while something still names it."""
        row = self.editable()
        with self.refusals():
            own_services.remove_own(own=row, by=self.actor.user_id, at=timezone.now())
        return Response(status=204)
