"""What every changing address of this room does: find, allow, check, make one call, answer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model
from rest_framework.exceptions import ValidationError

from accounts.access import require
from accounts.api_base import ApiViewSet
from accounts.models import Role
from accounts.problems import ConflictError, PreconditionRequiredError, StateError
from roadmaps.errors import ChangedElsewhereError, LimitsError, RoadmapError
from roadmaps.serializers.scenarios import ScenarioChangeSerializer

if TYPE_CHECKING:
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
