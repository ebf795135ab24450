"""The page of files: what can be made, what is being made, what was made; and the files."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import condition, require_http_methods, require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from assessments import access as assessments_access
from jobs.views import STOP_POLLING
from reports.deliverables.formats import FORMATS
from reports.files import access, history, pipeline
from reports.files.figures_of import kept
from reports.files.forms import MakeForm
from reports.files.looks import wardrobe
from reports.models import FileContent
from reports.services import files as file_services

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from django.http import HttpRequest

    from accounts.models import Organisation
    from assessments.models import Analysis
    from reports.files.figures_of import Figures
    from reports.models import MadeFile
    from roadmaps.models import Roadmap

FILES_PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    actor, organisation = found(request, organisation_id)
    rounds = kept(actor, organisation)
    form = None
    if request.method == "POST":
        form = _form(actor, organisation, rounds, request.POST)
        if not rounds:
            form.add_error(None, _("There is nothing to tell yet: no round has a result."))
        elif form.is_valid():
            chosen = form.figures().analysis
            orders = file_services.order(
                organisation=organisation,
                analysis=chosen,
                roadmap=access.plan_of(actor, chosen.pk),
                choices=form.choices(),
                by=actor.user_id,
                at=timezone.now(),
            )
            said = ngettext("%(n)d file is being made.", "%(n)d files are being made.", len(orders))
            messages.success(request, said % {"n": len(orders)})
            return redirect("files:page", organisation.pk)
    return _page(request, actor, organisation, rounds, form)


def found(request: HttpRequest, organisation_id: uuid.UUID) -> tuple[Actor, Organisation]:
    actor = Actor.of(request)
    return actor, get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)


def newest(actor: Actor, organisation: Organisation) -> tuple[Analysis | None, Roadmap | None]:
    """What a file would be made from now: without the results themselves."""
    analysis = assessments_access.latest_analysis(organisation)
    if analysis is None:
        return None, None
    return analysis, access.plan_of(actor, analysis.pk)


def _form(
    actor: Actor, organisation: Organisation, rounds: Sequence[Figures], given: Any = None
) -> MakeForm:
    offered = wardrobe(actor, organisation)
    return MakeForm(
        given,
        wardrobe=offered,
        earlier=access.made_files(actor).filter(organisation=organisation),
        rounds=rounds,
        initial={
            "format": [key for key, item in FORMATS.items() if item.of_set],
            "look": history.look_of(actor, organisation, offered),
        },
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    organisation: Organisation,
    rounds: Sequence[Figures],
    form: MakeForm | None,
) -> HttpResponse:
    present = newest(actor, organisation)
    context = {
        "tab": "deliverables",
        "analysis": present[0],
        "plan": present[1],
        "form": form or _form(actor, organisation, rounds),
        "kept_days": pipeline.KEPT_FOR.days,
        **_lists(request, actor, organisation, present),
    }
    status = HTTPStatus.BAD_REQUEST if form is not None else HTTPStatus.OK
    return render(request, "reports/files/page.html", context, status=status)


def _lists(
    request: HttpRequest,
    actor: Actor,
    organisation: Organisation,
    present: tuple[Analysis | None, Roadmap | None],
) -> dict[str, Any]:
    """What is being made and what was made. present: what a file would be made from now."""
    rows = access.made_files(actor).filter(organisation=organisation)
    rows = rows.annotate(round=F("analysis__assessment__name"))
    files = Paginator(rows, FILES_PER_PAGE).get_page(request.GET.get("page"))
    analysis, roadmap = present
    present_ids = (analysis.pk if analysis else None, roadmap.pk if roadmap else None)
    waiting = history.making(actor, organisation, timezone.now())
    return {
        "organisation": organisation,
        "sees_all": organisation.actor_role == Role.OWNER,
        "may_edit": accounts_access.allows(actor, organisation.actor_role, Role.EDITOR),
        "page": files,
        "files": history.made(
            files, history.names(actor, organisation), present_ids, actor.user_id
        ),
        "making": waiting,
        "fingerprint": history.fingerprint(waiting),
        "under_way": any(not item.job.is_final for item in waiting),
    }


@require_safe
@login_required
def making(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The lists of the page, for htmx: 204 while nothing changes. What is typed into the form
    stays."""
    actor, organisation = found(request, organisation_id)
    waiting = history.making(actor, organisation, timezone.now())
    if history.fingerprint(waiting) == request.GET.get("seen", ""):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = _lists(request, actor, organisation, newest(actor, organisation))
    status = HTTPStatus.OK if context["under_way"] else STOP_POLLING
    return render(request, "reports/files/_lists.html", context, status=status)


def _etag(request: HttpRequest, file_id: uuid.UUID) -> str | None:
    """Without reading the file; nothing for a stranger."""
    if not request.user.is_authenticated:
        return None
    rows = access.made_files(Actor.of(request)).filter(pk=file_id)
    digest = rows.values_list("digest", flat=True).first()
    return f'"{digest}"' if digest else None


@require_safe
@login_required
@condition(etag_func=_etag)
def download(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    file = get_object_or_404(access.made_files(Actor.of(request)), pk=file_id)
    return file_response(file)


def file_response(file: MadeFile) -> HttpResponse:
    """The bytes to be saved under the file's name, never shown in the page."""
    content = FileContent.objects.filter(file=file).only("data").first()
    if content is None:
        raise Http404
    wanted = FORMATS.get(file.format)
    response = HttpResponse(
        bytes(content.data),
        content_type=wanted.media_type if wanted else "application/octet-stream",
    )
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{file.digest}"'
    return response
