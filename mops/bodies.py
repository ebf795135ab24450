"""The gate for what is sent along: looked at by its declared length, before any of it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import JsonResponse
from django.utils.translation import gettext as _

from accounts.problems import LengthRequiredError, TooLargeError
from assessments import evidence_file
from mops.api_problems import CONTENT_TYPE, problem_response
from mops.views import failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.problems import ProblemError

# The largest file that is taken anywhere, and the form around it. What a page takes is less or as
# much, and it says so itself.
MAX_BYTES = evidence_file.MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class BodyGateMiddleware:
    """Refuse a body that nothing here can want, while the sender still has it.

    Behind the middleware that knows who asks, which reads no body, and before CSRF, which does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fault = _fault(request.META)
        return self.get_response(request) if fault is None else _refused(request, fault)


def _fault(sent: dict[str, str]) -> ProblemError | None:
    """sent: the headers. Without a length Django would take a body for empty."""
    if "HTTP_TRANSFER_ENCODING" in sent:
        return LengthRequiredError(_("Send it with its length, not in pieces without one."))
    length = sent.get("CONTENT_LENGTH") or "0"
    # Of a number with thousands of digits int() will have nothing.
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) <= MAX_BYTES:
        return None
    return TooLargeError(
        _("This is more than the %(n)d MB that can be sent at once.") % {"n": MAX_BYTES // 1024**2}
    )


def _refused(request: HttpRequest, fault: ProblemError) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        found = problem_response(fault, {"request": request})
        response: HttpResponse = JsonResponse(
            found.data, status=found.status_code, content_type=CONTENT_TYPE
        )
    else:
        response = failure(request, "413.html", fault.status_code, reason=str(fault.detail))
    return response
