"""Long lists a page at a time: what templates/_components/_pager.html turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest

# As many as are read without losing the place.
ROWS_PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any, *, size: int = ROWS_PER_PAGE) -> Page[Any]:
    """The rows that `?page=` asks for, of an ordered queryset or a list; what it cannot mean is the
    first or the last page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
