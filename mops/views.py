"""The front door, the gallery of the design system, and the pages for when something fails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from accounts.actor import Actor
from accounts.audit import request_id
from mops import gallery
from mops.context import site
from reports import access

if TYPE_CHECKING:
    from django.http import HttpRequest

# Seconds after which a page that found no database is worth another try.
RETRY_AFTER = 30


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the page that this person begins with."""
    name, arguments = access.start_page(Actor.of(request))
    return redirect(name, *arguments)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component in its states; not there for the public of a live installation."""
    if not (settings.DEBUG or settings.DEMO or getattr(request.user, "is_staff", False)):
        raise Http404
    return render(request, "design/gallery.html", gallery.context(request.GET))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failure(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The exception's own sentence says who could do it; nothing else of it is shown."""
    return failure(request, "403.html", 403, reason=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One body for what does not exist and for what belongs to somebody else, to the byte."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("This page was open too long or in two places. Go back, reload it and try again.")
    return failure(request, "403.html", 403, reason=sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away. Nothing here may read the database or the user."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status, template = (503, "503.html") if away else (500, "500.html")
    context = {"request_id": request_id.get(), **site(request)}
    response = HttpResponse(render_to_string(template, context), status=status)
    if away:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def failure(request: HttpRequest, template: str, status: int, reason: str = "") -> HttpResponse:
    context = {"request_id": request_id.get(), "reason": reason}
    return render(request, template, context, status=status)
