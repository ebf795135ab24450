"""Pages about several organisations, and what waits in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from accounts.paging import page_of as one_page_of
from reports import access, pipeline
from reports.open_work import open_work
from reports.pages import portfolio as page_of
from reports.pages.open_work import open_work_page
from reports.pages.portfolio import Client
from reports.pages.side_by_side import side_by_side_page
from reports.portfolio_forms import CompareForm, PortfolioFilter

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

ROWS_PER_PAGE = 25


@require_safe
@login_required
def portfolio(request: HttpRequest) -> HttpResponse:
    """All organisations of the reader, filtered and sorted as the address says."""
    actor, now = Actor.of(request), timezone.now()
    rows = access.portfolio(actor)
    waiting = open_work(actor, rows, now)
    rounds = access.indices(actor, [row.pk for row in rows])
    clients = [Client(row, waiting.get(row.pk, ()), rounds[row.pk]) for row in rows]
    areas = page_of.areas_of(clients)
    form = PortfolioFilter(request.GET)
    asked = form.asked()
    sort = page_of.sort_of(request.GET.get("sort", ""), areas)
    found = page_of.ordered(page_of.narrowed(clients, asked), sort)
    page = one_page_of(request, found, size=ROWS_PER_PAGE)
    context = {
        "tab": "portfolio",
        "headline": page_of.headline(clients),
        "today": page_of.today_lines(clients, now.date()),
        "all": len(clients),
        "shown": len(found),
        "form": form,
        "sort": sort,
        "asked": asked,
        "columns": page_of.columns(areas, sort, asked),
        "rows": [page_of.table_row(client, areas) for client in page],
        "page": page,
    }
    return render(request, "reports/portfolio.html", context)


@require_safe
@login_required
def open_work_of(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """What waits in one organisation: the start page of whoever runs it."""
    actor, now = Actor.of(request), timezone.now()
    found = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    items = open_work(actor, access.portfolio(actor, found), now).get(found.pk, [])
    context = {
        "organisation": found,
        "tab": "open",
        "may_edit": accounts_access.allows(actor, found.actor_role, Role.EDITOR),
        **open_work_page(found.pk, items, one_page_of(request, items), now.date()),
    }
    return render(request, "reports/open_work.html", context)


@require_safe
@login_required
def side_by_side(request: HttpRequest) -> HttpResponse:
    """`?a=&b=`: two organisations of the reader, compared by their newest results; 404 for one that
    is not the reader's."""
    actor = Actor.of(request)
    rows = access.portfolio(actor)
    known = {str(row.pk): row for row in rows}
    asked = [request.GET.get(key, "") for key in ("a", "b")]
    if any(key and key not in known for key in asked):
        raise Http404
    chosen = [known[key] for key in asked if key]
    form = CompareForm(request.GET or None, organisations=rows)
    context: dict[str, Any] = {"tab": "portfolio", "form": form}
    if len(chosen) == 2:
        without = [row.name for row in chosen if row.newest is None]
        if chosen[0].pk == chosen[1].pk:
            context["problem"] = _("Choose two different organisations.")
        elif without:
            context["problem"] = _("%(name)s has no result yet.") % {"name": without[0]}
        else:
            analyses = [row.newest for row in chosen]
            first, second = ((pipeline.source(item, None), item) for item in analyses)
            context |= side_by_side_page(first, second)
    return render(request, "reports/side_by_side.html", context)
