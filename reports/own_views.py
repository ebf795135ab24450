"""Own initiatives: written, changed and put aside by the organisation."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports.own_forms import OwnForm
from reports.scenario_actions import editable
from reports.scenario_views import base_context
from roadmaps import access as roadmaps_access
from roadmaps import inputs
from roadmaps.errors import ChangedElsewhereError, LimitsError
from roadmaps.services import own as own_services

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from accounts.actor import Actor
    from roadmaps.models import OwnInitiative, Scenario


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Work that the catalogue does not know."""
    actor, scenario = editable(request, scenario_id)
    return _form(request, actor, scenario, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, scenario_id: uuid.UUID, own_id: uuid.UUID) -> HttpResponse:
    """Other words or figures for it."""
    actor, scenario = editable(request, scenario_id)
    return _form(request, actor, scenario, _own(actor, scenario, own_id))


@require_POST
@login_required
def remove(request: HttpRequest, scenario_id: uuid.UUID, own_id: uuid.UUID) -> HttpResponse:
    """No plan made from now on counts on it."""
    actor, scenario = editable(request, scenario_id)
    row = _own(actor, scenario, own_id)
    try:
        own_services.remove_own(own=row, by=actor.user_id, at=timezone.now())
    except LimitsError as error:
        messages.error(request, str(error))
        return redirect("reports:own-change", scenario.pk, row.pk)
    messages.success(request, _("Put aside. Plan anew to see what it changes."))
    return redirect("reports:scenario", scenario.pk)


def _own(actor: Actor, scenario: Scenario, own_id: uuid.UUID) -> OwnInitiative:
    rows = roadmaps_access.own_initiatives(actor).filter(organisation=scenario.organisation_id)
    return get_object_or_404(rows, pk=own_id)


def _form(
    request: HttpRequest, actor: Actor, scenario: Scenario, row: OwnInitiative | None
) -> HttpResponse:
    form = OwnForm(
        request.POST or None,
        framework=inputs.framework_of(scenario),
        initial=OwnForm.initial_of(row) if row else None,
    )
    status, overtaken = HTTPStatus.OK, None
    if request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                _save(actor, scenario, row, form)
            except LimitsError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            except ChangedElsewhereError as error:
                status, overtaken = HTTPStatus.CONFLICT, error
            else:
                messages.success(request, _("Kept. Plan anew, and it is planned with the rest."))
                return redirect("reports:scenario", scenario.pk)
    context: dict[str, Any] = {"form": form, "own": row, "overtaken": overtaken}
    context |= base_context(actor, scenario)
    return render(request, "reports/own.html", context, status=status)


def _save(actor: Actor, scenario: Scenario, row: OwnInitiative | None, form: OwnForm) -> None:
    shared: dict[str, Any] = {
        "framework": inputs.framework_of(scenario),
        "content": form.content(),
        "by": actor.user_id,
        "at": timezone.now(),
    }
    if row is None:
        own_services.add_own(organisation=scenario.organisation, **shared)
    else:
        version = form.cleaned_data["version"] or 0
        own_services.change_own(own=row, version=version, **shared)
