"""The gate every request passes first: a request id, no NUL bytes, nothing private in caches; and
the content security policy; and pages small enough for a slow connection.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from urllib.parse import unquote

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest
from django.middleware.gzip import GZipMiddleware

from accounts.audit import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class RequestGateMiddleware:
    """Refuse what no page can want, name the request, and keep answers out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(str(uuid.uuid4()))
        try:
            # path_info is unquoted already, and may hold a percent sign that was meant as one.
            query = request.META.get("QUERY_STRING", "")
            if "\x00" in request.path_info or "\x00" in unquote(query):
                response: HttpResponse = HttpResponseBadRequest("NUL byte in the address")
            else:
                response = self.get_response(request)
            response.headers["X-Request-Id"] = request_id.get()
            # Static files never come here; whatever does may hold somebody's answers.
            if "Cache-Control" not in response.headers:
                response.headers["Cache-Control"] = "no-store"
            return response
        finally:
            request_id.reset(token)


class PolicyMiddleware(CSPMiddleware):
    """django-csp, with the policy of all pages that ask for no other put together only once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.standard = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        own = any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if own or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.standard)
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages, and nothing else, are sent compressed: most files are already, and the versions that
    programs send back with a change must stay as they are. Django hides how long a page is from
    who would guess at its secrets, and its tokens are other letters on every page."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response
