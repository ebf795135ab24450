"""What every changing address of this room does: find, allow, check, make one call, answer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ValidationError

from accounts import access as accounts
from accounts.access import require
from accounts.api_base import ApiViewSet
from accounts.models import Organisation, Role
from accounts.problems import ConflictError, PreconditionRequiredError, StateError
from roadmaps.errors import ChangedElsewhereError, LimitsError, RoadmapError
from roadmaps.serializers.scenarios import ScenarioChangeSerializer

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from rest_framework.request import Request
    from rest_framework.serializers import BaseSerializer, Serializer

M = TypeVar("M", bound=Model)


class WritingViewSet(ApiViewSet[M]):
    """current_serializer: how a row is shown in a conflict."""

    current_serializer: type[BaseSerializer[Any]]

    def editable(self) -> M:
        """The row of the address: 404 elsewhere, 403 for who may not change it."""
        row = self.get_object()
        require(self.actor, row.actor_role, Role.EDITOR)  # type: ignore[attr-defined]
        return row

    def editable_organisation(self, organisation_id: uuid.UUID) -> Organisation:
        """The organisation that a body names: one that is not yours does not exist."""
        found = get_object_or_404(accounts.organisations(self.actor), pk=organisation_id)
        require(self.actor, found.actor_role, Role.EDITOR)
        return found

    def may_write(self) -> None:
        """For a body that names its organisation: a token that only reads is told so first."""
        roles = accounts.memberships(self.actor).filter(user_id=self.actor.user_id)
        best = [role for role in roles.values_list("role", flat=True) if role != Role.VIEWER]
        require(self.actor, best[0] if best else Role.VIEWER, Role.EDITOR)

    @contextmanager
    def refusals(self, current: type[BaseSerializer[Any]] | None = None) -> Iterator[None]:
        """What a service refuses, as the API says it. current: shows the row in a conflict where
        it is not one of this address's."""
        try:
            yield
        except ChangedElsewhereError as error:
            serializer = current or self.current_serializer
            shown = serializer(error.row, context=self.get_serializer_context())
            changes = ScenarioChangeSerializer(error.changes, many=True).data
            extra = {"current": shown.data, "changes": changes}
            raise ConflictError(str(error), extra=extra) from error
        except LimitsError as error:
            raise ValidationError({error.field or "non_field_errors": [str(error)]}) from error
        except RoadmapError as error:
            raise StateError(str(error)) from error


def given(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """The body, checked. A change that lacks nothing but its version would overwrite blindly."""
    checked = serializer(data=request.data)
    try:
        checked.is_valid(raise_exception=True)
    except ValidationError as error:
        if error.get_codes() == {"version": ["required"]}:
            raise PreconditionRequiredError(error.detail) from error
        raise
    data: dict[str, Any] = checked.validated_data
    return data
