"""Many readings of a KPI at once: a file or lines, shown before anything is kept."""

from __future__ import annotations

import csv
import io
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import access as accounts_access
from accounts.models import Role
from assessments.table_file import TableFileError
from reports import dates
from reports.scenario_actions import editable
from reports.work_forms import ReadingsForm, factor
from roadmaps import access as roadmaps_access
from roadmaps import readings_file
from roadmaps.errors import LimitsError
from roadmaps.services import kpis as kpi_services

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from roadmaps.models import KpiTarget, Scenario
    from roadmaps.readings_file import Reading


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(
    request: HttpRequest, scenario_id: uuid.UUID, key: str, target_id: uuid.UUID
) -> HttpResponse:
    """GET: the form. POST: what would be kept, or every fault; once it was shown, all is kept."""
    actor, scenario = editable(request, scenario_id)
    own = roadmaps_access.kpi_targets(actor).filter(organisation=scenario.organisation_id)
    target = get_object_or_404(own, pk=target_id, initiative=key)
    accounts_access.require(actor, target.actor_role, Role.EDITOR)
    if request.method != "POST":
        return _form(request, scenario, target, ReadingsForm())
    form = ReadingsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, scenario, target, form, status=HTTPStatus.BAD_REQUEST)
    try:
        readings = _read(form, target)
        if not form.cleaned_data["sure"]:
            return _preview(request, scenario, target, readings)
        new = kpi_services.record_readings(
            target=target,
            values={item.on: item.value / factor(target.unit) for item in readings},
            today=timezone.localdate(),
            by=actor.user_id,
            at=timezone.now(),
        )
    except TableFileError as error:
        faults = [str(fault) for fault in error.faults]
        return _form(request, scenario, target, form, faults, status=HTTPStatus.BAD_REQUEST)
    except LimitsError as error:
        # Somebody recorded one of these days since the list was shown.
        return _form(request, scenario, target, form, [str(error)], status=HTTPStatus.CONFLICT)
    text = ngettext("%(n)s reading is kept.", "%(n)s readings are kept.", new)
    messages.success(request, text % {"n": new})
    return redirect("reports:scenario-item", scenario.pk, key)


def _read(form: ReadingsForm, target: KpiTarget) -> tuple[Reading, ...]:
    """Raises TableFileError, also for days that have another reading already."""
    upload, today = form.cleaned_data["file"], timezone.localdate()
    if upload:
        found = readings_file.read_file(upload.read(), name=upload.name, today=today)
    else:
        found = readings_file.read_lines(form.cleaned_data["lines"], today=today)
    there = _there(target)
    faults = [
        readings_file.differs(item)
        for item in found
        if item.on in there and there[item.on] != item.value / factor(target.unit)
    ]
    if faults:
        raise TableFileError(faults)
    return found


def _there(target: KpiTarget) -> dict[date, float]:
    return {item.on: item.value for item in target.readings.all()}


def _context(scenario: Scenario, target: KpiTarget) -> dict[str, Any]:
    return {
        "organisation": scenario.organisation,
        "tab": "roadmap",
        "scenario": scenario,
        "target": target,
    }


def _form(
    request: HttpRequest,
    scenario: Scenario,
    target: KpiTarget,
    form: ReadingsForm,
    faults: Sequence[str] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = _context(scenario, target) | {"form": form, "faults": faults}
    return render(request, "reports/readings.html", context, status=status)


def _preview(
    request: HttpRequest, scenario: Scenario, target: KpiTarget, readings: Sequence[Reading]
) -> HttpResponse:
    there = _there(target)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(readings_file.COLUMNS)
    writer.writerows((item.on.isoformat(), repr(item.value)) for item in readings)
    rows = [
        (dates.day(item.on.isoformat()), f"{item.value:g}", item.on in there) for item in readings
    ]
    context = _context(scenario, target) | {
        "rows": rows,
        "new": sum(not known for _day, _value, known in rows),
        "lines": lines.getvalue(),
    }
    return render(request, "reports/readings_preview.html", context)
