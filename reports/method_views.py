"""The method in the product: how every number is made, with worked examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import method_pages

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@login_required
def method(request: HttpRequest) -> HttpResponse:
    """Contents, conventions, limits."""
    return _page(request, method_pages.INDEX)


@require_safe
@login_required
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One idea."""
    if section == method_pages.INDEX:
        raise Http404
    return _page(request, section)


def _page(request: HttpRequest, name: str) -> HttpResponse:
    found = method_pages.page(name)
    if found is None:
        raise Http404
    context = {"page": found, "contents": method_pages.contents()}
    return render(request, "reports/method.html", context)
