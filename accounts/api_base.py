"""What every address of the API has in common: actor, query parameters, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.viewsets import GenericViewSet

from accounts import access
from accounts.actor import Actor
from accounts.models import Role
from accounts.strict_fields import DigitsField, StrictSerializer

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from rest_framework.request import Request

    from accounts.models import Organisation

M = TypeVar("M", bound=Model)
Row = TypeVar("Row")
PAGE_SIZE, MAX_PAGE_SIZE, MAX_PAGE = 50, 100, 100_000


class Query(StrictSerializer):
    """Query parameters that an address takes: none, unless a subclass names some."""


class ListQuery(Query):
    """Those of every list."""

    page = DigitsField(min_value=1, max_value=MAX_PAGE, required=False)
    page_size = DigitsField(
        min_value=1, required=False, help_text=f"At most {MAX_PAGE_SIZE}; more is cut to that."
    )


def ordering_field(*names: str) -> serializers.ChoiceField:
    """The columns that a list may be ordered by, each upwards and downwards."""
    choices = [sign + name for name in names for sign in ("", "-")]
    return serializers.ChoiceField(choices=choices, required=False)


class Pages(PageNumberPagination):
    page_size = PAGE_SIZE
    max_page_size = MAX_PAGE_SIZE
    page_size_query_param = "page_size"
    last_page_strings = ()

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The parent writes OpenAPI 3.0, where null was a word beside the type."""
        described = super().get_paginated_response_schema(schema)
        link = {"type": ["string", "null"], "format": "uri"}
        described["properties"].update({"next": link, "previous": link})
        described["required"] = list(described["properties"])
        return described


class ApiViewSet(GenericViewSet[M]):
    """Reads the query parameters before anything else, and refuses those it does not know.

    filters: query parameter to lookup. ordering: what a list is ordered by unless it is asked for.
    """

    http_method_names = ["get", "head"]
    pagination_class = Pages
    list_query_class: ClassVar[type[Query]] = ListQuery
    filters: ClassVar[dict[str, str]] = {}
    ordering: ClassVar[str] = "pk"
    query: dict[str, Any]

    @property
    def actor(self) -> Actor:
        return Actor.of(self.request)

    def may_write(self) -> None:
        """For a body that names its organisation: a token that only reads is told so first."""
        roles = access.memberships(self.actor).filter(user_id=self.actor.user_id)
        best = [role for role in roles.values_list("role", flat=True) if role != Role.VIEWER]
        access.require(self.actor, best[0] if best else Role.VIEWER, Role.EDITOR)

    def editable_organisation(self, organisation_id: uuid.UUID) -> Organisation:
        """The organisation that a body names: one that is not yours does not exist."""
        found = get_object_or_404(access.organisations(self.actor), pk=organisation_id)
        access.require(self.actor, found.actor_role, Role.EDITOR)
        return found

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        listing = getattr(self, "action", None) == "list"
        self.query = read_query(request, self.list_query_class if listing else Query)

    def filter_queryset(self, queryset: QuerySet[M, Row]) -> QuerySet[M, Row]:
        if self.action != "list":
            return queryset
        chosen = {
            lookup: self.query[name] for name, lookup in self.filters.items() if name in self.query
        }
        # The key last, so that rows which are equal otherwise keep their page.
        return queryset.filter(**chosen).order_by(self.query.get("ordering", self.ordering), "pk")


def read_query(request: Request, query_class: type[Query]) -> dict[str, Any]:
    """The query parameters, checked. Raises ValidationError, also for one given twice."""
    query = query_class(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    repeated = [name for name, values in request.query_params.lists() if len(values) > 1]
    if repeated:
        fault = ErrorDetail(str(_("Give it once.")), "repeated")
        raise ValidationError({name: [fault] for name in repeated})
    data: dict[str, Any] = query.validated_data
    return data
