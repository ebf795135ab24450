"""The OpenAPI description: what the framework cannot know by itself about this API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from accounts.api_base import ApiViewSet
from accounts.serializers import ProblemSerializer
from mops.api_problems import CONTENT_TYPE

if TYPE_CHECKING:
    from drf_spectacular.utils import Direction

REFUSALS = {
    "400": "Not valid: `errors` names each field or query parameter.",
    "401": "Not signed in, or the token is not valid.",
    "403": "Visible to you, but not allowed.",
    "404": "Does not exist, or belongs to an organisation that is not yours.",
    "406": "Only application/json is served.",
    "409": "Not possible in the present state, or changed elsewhere in the meantime.",
    "413": "The body is over 2 MB.",
    "415": "The body is not application/json in UTF-8.",
    "428": "The save does not say which version it is based on.",
    "503": "The database cannot be reached or is busy; `Retry-After` says when to come back.",
}
READING = ("400", "401", "406", "503")
WRITING = ("403", "409", "413", "415")


class ProblemAutoSchema(AutoSchema):
    """Adds the refusals to every operation, and the query parameters that a list takes."""

    def get_override_parameters(self) -> list[Any]:
        if isinstance(self.view, ApiViewSet) and self.view.action == "list":
            return [self.view.list_query_class]
        return []

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(ProblemSerializer, direction).ref
        for status in self._refusals():
            usual = {
                "description": REFUSALS[status],
                "content": {CONTENT_TYPE: {"schema": problem}},
            }
            bodies.setdefault(status, usual)
        return bodies

    def _refusals(self) -> list[str]:
        found = set(READING)
        if "{" in self.path or self._is_list_view():
            found.add("404")
        if "{" in self.path and "respondents" in self.path:
            found.add("403")
        if self.method in {"PUT", "POST"}:
            found.update(WRITING)
        if self.method == "PUT":
            found.add("428")
        if self.method == "DELETE":
            found.update(("403", "409"))
        return sorted(found)


class ApiTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "mops.api_authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal token, made below Account > API tokens.",
        }
