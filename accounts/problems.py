"""Refusals of the API that have a kind of their own (docs/api.md).

Apart from `api_base`, because the framework imports its parsers before its views.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException


class ProblemError(APIException):
    """A refusal with a kind of its own. extra: members of the answer beside the usual ones."""

    kind = ""

    def __init__(self, message: Any = None, *, extra: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.extra = extra or {}


class ConflictError(ProblemError):
    """Somebody else changed the same thing first."""

    status_code = 409
    kind = default_code = "conflict"
    default_detail = _("Changed elsewhere in the meantime. Nothing was overwritten.")


class StateError(ProblemError):
    """What is asked for is not possible any more, or not yet."""

    status_code = 409
    kind = default_code = "state"


class PreconditionRequiredError(ProblemError):
    status_code = 428
    kind = default_code = "precondition-required"


class LengthRequiredError(ProblemError):
    status_code = 411
    kind = default_code = "length-required"


class TooLargeError(ProblemError):
    status_code = 413
    kind = default_code = "too-large"
    default_detail = _("The body is too large.")
