"""What people note about the work on an initiative: status, owner, dates, KPIs, readings."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access as accounts_access
from accounts.models import Role
from capabilities import catalogue
from reports import access
from reports.pages.item_work import checks_of
from reports.scenario_actions import editable
from reports.scenario_views import item_response
from reports.work_forms import KpiForm, ReadingForm, WorkForm
from roadmaps import access as roadmaps_access
from roadmaps import inputs
from roadmaps.errors import ChangedElsewhereError, LimitsError
from roadmaps.services import kpis as kpi_services
from roadmaps.services import work as work_services

if TYPE_CHECKING:
    import uuid

    from django import forms
    from django.http import HttpRequest, HttpResponse


@require_POST
@login_required
def save(request: HttpRequest, scenario_id: uuid.UUID, key: str) -> HttpResponse:
    """How one initiative goes, whole."""
    actor, scenario = editable(request, scenario_id)
    row = access.work_of(actor, scenario, key)
    texts = access.initiative_texts(actor, scenario, key)
    form = WorkForm(
        request.POST,
        members=access.member_choices(actor, scenario),
        checks=checks_of(row, texts.done_when if texts else ""),
    )
    if not form.is_valid():
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    try:
        work_services.save_work(
            organisation=scenario.organisation,
            framework=inputs.framework_of(scenario),
            initiative=key,
            content=form.content(),
            version=form.cleaned_data["version"],
            today=timezone.localdate(),
            by=actor.user_id,
            at=timezone.now(),
        )
    except LimitsError as error:
        _blame(form, error)
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    except ChangedElsewhereError as error:
        return item_response(request, scenario, key, form, HTTPStatus.CONFLICT, error)
    messages.success(request, _("Saved. Plans made from now on count with it."))
    return redirect("reports:scenario-item", scenario.pk, key)


@require_POST
@login_required
def add_kpi(request: HttpRequest, scenario_id: uuid.UUID, key: str) -> HttpResponse:
    """Watch one more KPI of this initiative."""
    actor, scenario = editable(request, scenario_id)
    library = catalogue.catalogue(scenario.analysis.assessment.framework_id)
    form = KpiForm(request.POST, kpis=access.kpis_for(actor, scenario, key))
    if not form.is_valid():
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    try:
        kpi_services.add_target(
            organisation=scenario.organisation,
            library=library,
            content=form.content(key),
            by=actor.user_id,
            at=timezone.now(),
        )
    except LimitsError as error:
        _blame(form, error)
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    messages.success(request, _("Noted. Its readings are judged by what was usual before."))
    return redirect("reports:scenario-item", scenario.pk, key)


@require_POST
@login_required
def read_kpi(
    request: HttpRequest, scenario_id: uuid.UUID, key: str, target_id: uuid.UUID
) -> HttpResponse:
    """One reading of a KPI."""
    actor, scenario = editable(request, scenario_id)
    own = roadmaps_access.kpi_targets(actor).filter(organisation=scenario.organisation_id)
    target = get_object_or_404(own, pk=target_id, initiative=key)
    accounts_access.require(actor, target.actor_role, Role.EDITOR)
    form = ReadingForm(request.POST, target_id=target.pk)
    if form.is_valid():
        try:
            kpi_services.record_reading(
                target=target,
                today=timezone.localdate(),
                by=actor.user_id,
                at=timezone.now(),
                **form.values(target),
            )
        except LimitsError as error:
            _blame(form, error)
        except ChangedElsewhereError as error:
            return item_response(request, scenario, key, form, HTTPStatus.CONFLICT, error)
    if form.errors:
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    messages.success(request, _("The reading is kept."))
    return redirect("reports:scenario-item", scenario.pk, key)


def _blame(form: forms.Form, error: LimitsError) -> None:
    """At the field that is meant, if the form has it."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
