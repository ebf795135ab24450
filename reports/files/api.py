"""Files and links to read, in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from accounts import access as accounts_access
from accounts.access import require
from accounts.actor import Actor
from accounts.models import Role
from accounts.problems import StateError
from accounts.strict_fields import NothingSerializer
from assessments import access as assessments_access
from jobs.access import job_runs
from reports.deliverables import loading
from reports.deliverables.formats import FORMATS
from reports.files import access
from reports.files.forms import choice_of
from reports.files.looks import wardrobe
from reports.files.serializers import (
    FileInput,
    IssuedLinkSerializer,
    MadeFileQuery,
    MadeFileSerializer,
    OrderedFileSerializer,
    SharedLinkInput,
    SharedLinkQuery,
    SharedLinkSerializer,
)
from reports.files.tasks import DELIVERABLE
from reports.files.views import file_response, newest
from reports.models import MadeFile, SharedLink
from reports.services import files as file_services
from reports.services import links as link_services
from roadmaps.api.writing import WritingViewSet, given

if TYPE_CHECKING:
    import uuid

    from django.db.models import Model, QuerySet
    from rest_framework.request import Request

    from accounts.models import Organisation
    from assessments.models import Analysis
    from reports.deliverables.formats import Format
    from reports.files.looks import Wardrobe
    from reports.models import FileTemplate, Look


def _result(viewset: WritingViewSet[Any], organisation: Organisation) -> tuple[Any, Any]:
    """The newest analysis with its roadmap. Raises StateError before the first."""
    analysis, roadmap = newest(viewset.actor, organisation)
    if analysis is None:
        raise StateError(_("There is nothing to tell yet: no round has a result."))
    return analysis, roadmap


def _chosen(
    viewset: WritingViewSet[Any], organisation: Organisation, pk: uuid.UUID | None
) -> tuple[Any, Any]:
    """The result that a body names, else the newest; with its roadmap."""
    if pk is None:
        return _result(viewset, organisation)
    rows = assessments_access.analyses(viewset.actor).filter(assessment__organisation=organisation)
    return _named(rows, pk, "analysis"), access.plan_of(viewset.actor, pk)


def _named(rows: QuerySet[Any], pk: uuid.UUID | None, field: str) -> Model | None:
    """A row that a body names; one that is not yours does not exist."""
    if pk is None:
        return None
    found: Model | None = rows.filter(pk=pk).first()
    if found is None:
        raise ValidationError({field: [_("There is no such thing here.")]})
    return found


def _worn(
    offered: Wardrobe, wanted: Format, data: dict[str, Any]
) -> tuple[Look, FileTemplate | None]:
    """The look that a body asks for, and what its file is written into."""
    try:
        dress = offered.dress(data.get("look", ""))
    except KeyError:
        raise ValidationError({"look": [_("There is no such look here yet.")]}) from None
    if "template" not in data:
        return dress.look, dress.templates.get(wanted.template)
    fitting = {row.pk: row for row in offered.templates if row.kind == wanted.template}
    if data["template"] is not None and data["template"] not in fitting:
        raise ValidationError({"template": [_("There is no such thing here.")]})
    return dress.look, fitting.get(data["template"])


@extend_schema_view(
    list=extend_schema(summary="Files made for you, newest first; for owners, for anybody"),
    retrieve=extend_schema(summary="One file that was made"),
)
class MadeFileViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[MadeFile]):
    http_method_names = ["get", "head", "post"]
    serializer_class = current_serializer = MadeFileSerializer
    list_query_class = MadeFileQuery
    filters = {
        "organisation": "organisation_id",
        "analysis": "analysis_id",
        "format": "format",
    }
    ordering = "-made_at"

    def get_queryset(self) -> QuerySet[MadeFile]:
        return access.made_files(self.actor)

    @extend_schema(summary="Make a file", request=FileInput, responses={201: OrderedFileSerializer})
    def create(self, request: Request) -> Response:
        """From stored figures, by a job; for whoever may read them, also by a token that only
        reads. Twice while it waits or runs is once; the same as
        before is found and not written again."""
        data = given(FileInput, request)
        organisation = get_object_or_404(
            accounts_access.organisations(self.actor), pk=data["organisation"]
        )
        analysis, roadmap = _chosen(self, organisation, data.get("analysis"))
        wanted = FORMATS[data["format"]]
        if wanted.of_plan and roadmap is None:
            raise StateError(_("This file tells of a roadmap, and there is none yet."))
        if "audience" in data and data["audience"] not in (wanted.audiences or {}):
            raise ValidationError({"audience": [_("This format is not made for it.")]})
        look, template = _worn(wardrobe(self.actor, organisation), wanted, data)
        earlier = access.made_files(self.actor).filter(organisation=organisation)
        choice = choice_of(
            wanted.key,
            data.get("audience", ""),
            look,
            {wanted.template: template},
            _named(earlier.filter(format=wanted.key), data.get("since"), "since"),  # type: ignore[arg-type]
        )
        (order,) = file_services.order(
            organisation=organisation,
            analysis=analysis,
            roadmap=roadmap,
            choices=[choice],
            by=self.actor.user_id,
            at=timezone.now(),
        )
        job = job_runs(self.actor).get(kind=DELIVERABLE, subject=order.pk)
        return Response(OrderedFileSerializer({"job": job}).data, status=201)

    @extend_schema(
        summary="The bytes of a file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True)
    def content(self, request: Request, pk: uuid.UUID) -> HttpResponse:
        """In the media type of its format, to be saved under its name."""
        return file_response(self.get_object())


@extend_schema_view(
    list=extend_schema(summary="Read-only links, newest first, for editors"),
    retrieve=extend_schema(summary="One read-only link, for editors"),
)
class SharedLinkViewSet(ListModelMixin, RetrieveModelMixin, WritingViewSet[SharedLink]):
    http_method_names = ["get", "head", "post"]
    serializer_class = current_serializer = SharedLinkSerializer
    list_query_class = SharedLinkQuery
    filters = {"organisation": "organisation_id"}
    ordering = "-created_at"

    def get_queryset(self) -> QuerySet[SharedLink]:
        rows = access.shared_links(self.actor)
        if self.action != "list":
            return rows
        return rows.exclude(actor_role=Role.VIEWER)  # type: ignore[misc]  # of visible_to

    def get_object(self) -> SharedLink:
        link = super().get_object()
        # A token that only reads may look, as its person may.
        require(Actor(self.actor.user_id), link.actor_role, Role.EDITOR)
        return link

    @extend_schema(
        summary="Make a read-only link",
        request=SharedLinkInput,
        responses={201: IssuedLinkSerializer},
    )
    def create(self, request: Request) -> Response:
        """What it shows is frozen now. The address is in this answer and nowhere else."""
        self.may_write()
        data = given(SharedLinkInput, request)
        organisation = self.editable_organisation(data["organisation"])
        analysis, roadmap = _result(self, organisation)
        now = timezone.now()
        brand = access.brand_for(organisation, self.actor.user_id)
        document = loading.load(analysis, roadmap, brand=brand, at=now)
        if not data["sections"] and not data["files"]:
            raise ValidationError(_("Choose at least one section or one file."))
        self._check_sections(data["sections"], {item.key for item in document.sections})
        try:
            secret = link_services.issue(
                organisation=organisation,
                analysis=analysis,
                roadmap=roadmap,
                document=document,
                scope=link_services.Scope(
                    name=data["name"],
                    sections=data["sections"],
                    files=self._files(organisation, analysis, data["files"]),
                    days=data["days"],
                    passcode=data.get("passcode", ""),
                ),
                by=self.actor.user_id,
                at=now,
            )
        except link_services.LinkLimitError as error:
            raise StateError(str(error)) from error
        link = get_object_or_404(self.get_queryset(), digest=link_services.digest_of(secret))
        url = settings.PUBLIC_URL + reverse("files:shared", args=[secret])
        return Response(IssuedLinkSerializer({"url": url, "link": link}).data, status=201)

    def _check_sections(self, asked: list[str], known: set[str]) -> None:
        if set(asked) - known:
            raise ValidationError({"sections": [_("There is no such section.")]})

    def _files(
        self, organisation: Organisation, analysis: Analysis, ids: list[uuid.UUID]
    ) -> list[MadeFile]:
        rows = access.made_files(self.actor).filter(organisation=organisation, analysis=analysis)
        found = list(rows.filter(pk__in=ids))
        if len(found) < len(set(ids)):
            raise ValidationError({"files": [_("There is no such thing here.")]})
        return found

    @extend_schema(
        summary="End a read-only link", request=NothingSerializer, responses=SharedLinkSerializer
    )
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: uuid.UUID) -> Response:
        """At once; what it showed is not kept. Twice is once."""
        link = self.editable()
        given(NothingSerializer, request)
        link_services.revoke(link=link, by=self.actor.user_id, at=timezone.now())
        return Response(SharedLinkSerializer(self.get_object()).data)
