"""Pages of what a person may do with their own data: see it, take it along, withdraw, erase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from assessments import leaving, own_data
from assessments.answerer import (
    answerer_required,
    answering_as,
    around,
    is_oneself,
    let_go,
    spoken_for,
)
from assessments.content import statement
from assessments.forms import ConfirmForm
from assessments.models import Respondent
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid


@never_cache
@require_GET
@answerer_required
def data(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    respondent = spoken_for(request, respondent_id)
    oneself = is_oneself(request, respondent)
    found = own_data.about(respondent)
    entries = catalogue.questions(respondent.assessment.framework_id)
    shown = _may_read(request, respondent)
    rows = [
        {**row, "statement": statement(entries[row["question"]], row["answer"])}
        for row in (found["answers"] if shown else ())
    ]
    framework = catalogue.engine_framework(respondent.assessment.framework_id)
    return _page(
        request,
        "assessments/data.html",
        respondent,
        found=found,
        rows=rows,
        shown=shown,
        oneself=oneself,
        role=framework.role[respondent.role].name,
        changes=len(found["history"]),
    )


@never_cache
@require_GET
@answerer_required
def export(request: HttpRequest, respondent_id: uuid.UUID) -> StreamingHttpResponse:
    """The same as files. That it was made is noted, with who made it."""
    respondent = spoken_for(request, respondent_id)
    if not _may_read(request, respondent):
        raise PermissionDenied(_("Single answers of this round are shown to nobody else."))
    name = slugify(f"{respondent.assessment.name} my data") or "my-data"
    return StreamingHttpResponse(
        own_data.hand_out(
            respondent=respondent,
            by=answering_as(request, respondent_id).user_id,
            at=timezone.now(),
        ),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answerer_required
def withdraw(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    respondent = spoken_for(request, respondent_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _confirm(request, "assessments/leave.html", respondent, form)
    try:
        leaving.withdraw(
            actor=answering_as(request, respondent_id), respondent=respondent, at=timezone.now()
        )
    except Respondent.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The answers are withdrawn."))
    return redirect("assessments:data", respondent.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answerer_required
def erase(request: HttpRequest, respondent_id: uuid.UUID) -> HttpResponse:
    respondent = spoken_for(request, respondent_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _confirm(request, "assessments/erase.html", respondent, form)
    oneself = is_oneself(request, respondent)
    whose = around(request, respondent)
    try:
        leaving.erase(
            actor=answering_as(request, respondent_id), respondent=respondent, at=timezone.now()
        )
    except Respondent.DoesNotExist as error:
        raise Http404 from error
    if not oneself:
        messages.success(request, _("Everything stored about this person in the round is erased."))
        return redirect("assessments:people", respondent.assessment_id)
    # Its address is gone with it, so the page that says so is the answer itself.
    context = {**whose, "assessment": respondent.assessment}
    response = render(request, "assessments/erased.html", context)
    let_go(request, response, respondent_id)
    return response


def _may_read(request: HttpRequest, respondent: Respondent) -> bool:
    """An owner acts for somebody without reading what a protected round shows to nobody."""
    return is_oneself(request, respondent) or not respondent.assessment.disclosure.gated


def _confirm(
    request: HttpRequest, template: str, respondent: Respondent, form: ConfirmForm
) -> HttpResponse:
    status = 400 if form.errors else 200
    return _page(
        request,
        template,
        respondent,
        status=status,
        form=form,
        oneself=is_oneself(request, respondent),
    )


def _page(
    request: HttpRequest, template: str, respondent: Respondent, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "respondent": respondent,
        "assessment": respondent.assessment,
        "tab": "assessments",
        **around(request, respondent),
        **extra,
    }
    return render(request, template, context, status=status)
