"""Links of an organisation to read its results without an account: made, listed, ended."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports.deliverables import loading
from reports.files import access, history
from reports.files.brand_views import editable
from reports.files.link_forms import LinkForm
from reports.files.views import newest
from reports.services import links as link_services

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from accounts.actor import Actor
    from accounts.models import Organisation

MOST_LISTED, MOST_FILES = 100, 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def links(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The links there are, and the form for another. Once it is sent, the answer holds the link:
    it is in that answer and nowhere else."""
    actor, organisation = editable(request, organisation_id)
    analysis, roadmap = newest(actor, organisation)
    if analysis is None:
        return _page(request, actor, organisation, None, HTTPStatus.OK)
    now = timezone.now()
    document = loading.load(
        analysis, roadmap, brand=access.brand_for(organisation, actor.user_id), at=now
    )
    form = LinkForm(
        request.POST if request.method == "POST" else None,
        document=document,
        files=_files(actor, organisation, analysis.pk),
    )
    if request.method != "POST":
        return _page(request, actor, organisation, form, HTTPStatus.OK)
    if form.is_valid():
        data = form.cleaned_data
        try:
            secret = link_services.issue(
                organisation=organisation,
                analysis=analysis,
                roadmap=roadmap,
                document=document,
                scope=form.scope(),
                by=actor.user_id,
                at=now,
            )
        except link_services.LinkLimitError as error:
            form.add_error(None, str(error))
        else:
            url = settings.PUBLIC_URL + reverse("files:shared", args=[secret])
            context = {"organisation": organisation, "tab": "deliverables", "url": url}
            context |= {"name": data["name"], "days": data["days"]}
            context |= {"with_passcode": bool(data["passcode"])}
            return render(request, "reports/files/link_issued.html", context)
    return _page(request, actor, organisation, form, HTTPStatus.BAD_REQUEST)


def _files(actor: Actor, organisation: Organisation, analysis_id: uuid.UUID) -> Any:
    """Those of the newest figures: a link never goes around what has been withdrawn."""
    rows = access.made_files(actor).filter(organisation=organisation, analysis=analysis_id)
    newest_first = rows.order_by("-made_at").values_list("pk", flat=True)[:MOST_FILES]
    return rows.filter(pk__in=list(newest_first))


def _page(
    request: HttpRequest,
    actor: Actor,
    organisation: Organisation,
    form: LinkForm | None,
    status: HTTPStatus,
) -> HttpResponse:
    rows = access.shared_links(actor).filter(organisation=organisation)
    names, now = history.names(actor, organisation), timezone.now()
    context = {
        "organisation": organisation,
        "tab": "deliverables",
        "form": form,
        "rows": [
            {
                "link": row,
                "who": names.get(row.created_by, "") if row.created_by else "",
                "unexpired": row.is_open(now),
                "open": row.is_open(now) and not row.withdrawn,
            }
            for row in rows.annotate(file_count=Count("files", distinct=True))[:MOST_LISTED]
        ],
    }
    return render(request, "reports/files/links.html", context, status=status)


@require_POST
@login_required
def revoke(request: HttpRequest, organisation_id: uuid.UUID, link_id: uuid.UUID) -> HttpResponse:
    actor, organisation = editable(request, organisation_id)
    rows = access.shared_links(actor).filter(organisation=organisation)
    row = get_object_or_404(rows, pk=link_id)
    link_services.revoke(link=row, by=actor.user_id, at=timezone.now())
    messages.success(request, _("The link no longer works."))
    return redirect("files:links", organisation.pk)
