"""Every refusal of the API in one shape: problem JSON (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.audit import request_id
from accounts.problems import ProblemError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:mops:"
# Seconds after which a request that found no database is worth another try.
RETRY_AFTER = 30

TITLES = {
    "invalid": gettext_lazy("The request is not valid."),
    "unauthenticated": gettext_lazy("Sign in, or send a valid token."),
    "forbidden": gettext_lazy("You may not do this."),
    "not-found": gettext_lazy("There is no such thing here."),
    "method-not-allowed": gettext_lazy("This address does not take this method."),
    "not-acceptable": gettext_lazy("Only application/json is served here."),
    "conflict": gettext_lazy("Changed elsewhere in the meantime."),
    "state": gettext_lazy("Not possible in the present state."),
    "length-required": gettext_lazy("Say how long the body is."),
    "too-large": gettext_lazy("The request is too large."),
    "unsupported-media-type": gettext_lazy("Send application/json in UTF-8."),
    "precondition-required": gettext_lazy("Say which version your change is based on."),
    "too-fast": gettext_lazy("Too many at once. Try again after the time in Retry-After."),
    "server-error": gettext_lazy("Something went wrong on our side; it is logged."),
    "unavailable": gettext_lazy("The database cannot be reached or is busy. Try again soon."),
}
KINDS = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    415: "unsupported-media-type",
    429: "too-fast",
    500: "server-error",
    503: "unavailable",
}
# Their texts are the same as the title, or would say what exists.
SILENT = {404, 405, 406, 415}


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to whatever an API view raised; what nobody foresaw is logged and says nothing."""
    known = _as_api_exception(error)
    if known is None:
        return _unforeseen(error, context)
    set_rollback()
    status = known.status_code
    kind = known.kind if isinstance(known, ProblemError) else KINDS.get(status, "invalid")
    errors = [] if status in SILENT else list(_flat(known.detail))
    extra = known.extra if isinstance(known, ProblemError) else {}
    return _problem(kind, status, errors, extra, _headers(known))


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, RequestDataTooBig):
        return TooLargeError()
    if isinstance(error, BadRequest | SuspiciousOperation | UnreadablePostError):
        return exceptions.ParseError(_("The request cannot be read."))
    return None


def _unforeseen(error: Exception, context: dict[str, Any]) -> Response:
    request = context["request"]
    logger.exception("API %s %s", request.method, request.path, exc_info=error)
    # As Django does for pages, so that whoever listens for failures hears of these too.
    got_request_exception.send(sender=problem_response, request=request)
    if isinstance(error, OperationalError | InterfaceError):
        return _problem("unavailable", 503, [], {}, {"Retry-After": str(RETRY_AFTER)})
    return _problem("server-error", 500, [], {}, {})


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _problem(
    kind: str,
    status: int,
    errors: list[dict[str, str]],
    extra: dict[str, Any],
    headers: dict[str, str],
) -> Response:
    body = {
        "type": TYPE_PREFIX + kind,
        "title": str(TITLES.get(kind) or HTTPStatus(status).phrase),
        "status": status,
        "errors": errors,
        "request_id": request_id.get(),
        **extra,
    }
    return Response(body, status=status, headers=headers, content_type=CONTENT_TYPE)


def _flat(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Each message with its field (dots between levels, empty for the request) and its code."""
    if isinstance(detail, dict):
        for name, part in detail.items():
            below = "" if name == "non_field_errors" else str(name)
            yield from _flat(part, ".".join(filter(None, [field, below])))
    elif isinstance(detail, list | tuple):
        for part in detail:
            yield from _flat(part, field)
    else:
        yield {"field": field, "code": getattr(detail, "code", "invalid"), "message": str(detail)}
