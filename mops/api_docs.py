"""The description of the API, for machines and for people. It holds nothing of any tenant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_schema(), content_type=OpenApiJsonRenderer.media_type)


@cache
def _schema() -> bytes:
    """Made once in each process: it takes half a second and cannot change."""
    document = SchemaGenerator().get_schema(  # type: ignore[no-untyped-call]
        request=None, public=True
    )
    rendered: bytes = OpenApiJsonRenderer().render(document)
    return rendered


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
