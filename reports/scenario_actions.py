"""What people do to scenarios: wishes, limits, planning anew, accepting, what-ifs. POST only, but
for the form of the limits."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from engine.what_if import Edit
from reports import mending
from reports.plan_forms import (
    LimitsForm,
    NameForm,
    VersionForm,
    WhatIfForm,
    WishForm,
    WithdrawForm,
    row_sets,
    row_values,
)
from reports.scenario_views import base_context, item_response, pool_names, usual_days
from roadmaps import access as roadmaps_access
from roadmaps import inputs
from roadmaps.errors import ChangedElsewhereError, LimitsError, RoadmapError
from roadmaps.services import limits as limits_services
from roadmaps.services import planning
from roadmaps.services import scenarios as scenario_services

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from roadmaps.models import Proposal, Scenario


def editable(request: HttpRequest, scenario_id: uuid.UUID) -> tuple[Actor, Scenario]:
    """404 for a stranger, 403 for a viewer."""
    actor = Actor.of(request)
    found = get_object_or_404(roadmaps_access.scenarios(actor), pk=scenario_id)
    accounts_access.require(actor, found.actor_role, Role.EDITOR)
    return actor, found


@require_POST
@login_required
def wish(request: HttpRequest, scenario_id: uuid.UUID, key: str) -> HttpResponse:
    """One wish about an initiative. Planning waits until somebody asks for it."""
    actor, scenario = editable(request, scenario_id)
    form = WishForm(request.POST, limits=inputs.limits_of(scenario))
    if not form.is_valid():
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    try:
        limits_services.set_wish(
            scenario=scenario,
            version=form.cleaned_data["version"],
            kind=form.cleaned_data["kind"],
            initiative=key,
            period=form.cleaned_data["period"],
            by=actor.user_id,
            at=timezone.now(),
        )
    except LimitsError as error:
        form.add_error(None, str(error))
        return item_response(request, scenario, key, form, HTTPStatus.BAD_REQUEST)
    except ChangedElsewhereError as error:
        return item_response(request, scenario, key, form, HTTPStatus.CONFLICT, error)
    messages.success(request, _("Noted. Plan anew to see what it changes."))
    return redirect("reports:scenario", scenario.pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, scenario_id: uuid.UUID, key: str) -> HttpResponse:
    """Take a wish back."""
    actor, scenario = editable(request, scenario_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _refused(request, scenario, _("Choose a wish from the list on this page."))
    try:
        limits_services.withdraw_wishes(
            scenario=scenario,
            version=form.cleaned_data["version"],
            initiative=key,
            kind=form.cleaned_data["kind"],
            by=actor.user_id,
            at=timezone.now(),
        )
    except (LimitsError, ChangedElsewhereError) as error:
        return _refused(request, scenario, str(error))
    messages.success(request, _("The wish is taken back. Plan anew to see what it changes."))
    return redirect("reports:scenario", scenario.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def limits(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Budget, people, and what runs at once, with their exceptions."""
    actor, scenario = editable(request, scenario_id)
    framework, before = inputs.wider_framework(scenario), inputs.limits_of(scenario)
    form = LimitsForm(
        request.POST or None,
        framework=framework,
        limits=before,
        initial=None if request.POST else _initial(scenario, before),
    )
    rows = row_sets(framework, before, request.POST or None)
    status, overtaken = HTTPStatus.OK, None
    if request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid() & all(item.is_valid() for item in rows.values()):
            try:
                _save_limits(actor, scenario, form, rows)
            except LimitsError as error:
                form.add_error(None, str(error))
            except ChangedElsewhereError as error:
                status, overtaken = HTTPStatus.CONFLICT, error
            else:
                messages.success(request, _("Noted. Plan anew to see what it changes."))
                return redirect("reports:scenario", scenario.pk)
    context = base_context(actor, scenario) | {"form": form, "rows": rows, "overtaken": overtaken}
    return render(request, "reports/limits.html", context, status=status)


def _initial(scenario: Scenario, before: Any) -> dict[str, Any]:
    return {**LimitsForm.initial_of(before), "version": scenario.version}


def _save_limits(actor: Actor, scenario: Scenario, form: LimitsForm, rows: dict[str, Any]) -> None:
    before = inputs.limits_of(scenario)
    exceptions: dict[str, Any] = {
        name: row_values(name, found, before) for name, found in rows.items()
    }
    limits_services.set_limits(
        scenario=scenario,
        version=form.cleaned_data["version"],
        limits=replace(
            before,
            budget=form.cleaned_data["budget"],
            carry=form.cleaned_data["carry"],
            capacity=form.capacity(),
            team_limits=form.team_limits(),
            **exceptions,
        ),
        by=actor.user_id,
        at=timezone.now(),
    )


@require_POST
@login_required
def undo(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """The limits as they were before the newest change."""
    actor, scenario = editable(request, scenario_id)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _refused(request, scenario, _("Say which change you mean: reload this page."))
    try:
        limits_services.undo(
            scenario=scenario,
            version=form.cleaned_data["version"],
            by=actor.user_id,
            at=timezone.now(),
        )
    except (LimitsError, ChangedElsewhereError) as error:
        return _refused(request, scenario, str(error))
    messages.success(request, _("Undone."))
    return redirect("reports:scenario", scenario.pk)


@require_POST
@login_required
def replan(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Ask for a new plan; the page of proposals shows how far it is."""
    actor, scenario = editable(request, scenario_id)
    try:
        planning.request_replan(scenario=scenario, by=actor.user_id, at=timezone.now())
    except LimitsError as error:
        return _refused(request, scenario, str(error))
    return redirect("reports:proposals", scenario.pk)


@require_POST
@login_required
def explain(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Ask for what lies behind the plan; the page says when it is there."""
    actor, scenario = editable(request, scenario_id)
    planning.request_insight(scenario=scenario, by=actor.user_id, at=timezone.now())
    return redirect("reports:scenario", scenario.pk)


@require_POST
@login_required
def accept(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Work by this plan from now on."""
    actor, proposal = _proposal(request, proposal_id)
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _to_proposals(request, proposal, _("Say which plan you mean: reload this page."))
    try:
        planning.accept(
            proposal=proposal,
            version=form.cleaned_data["version"],
            by=actor.user_id,
            at=timezone.now(),
        )
    except (RoadmapError, LimitsError) as error:
        return _to_proposals(request, proposal, str(error))
    messages.success(request, _("Accepted. This is the plan now."))
    return redirect("reports:scenario", proposal.scenario_id)


@require_POST
@login_required
def dismiss(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Set one proposal aside."""
    actor, proposal = _proposal(request, proposal_id)
    try:
        planning.dismiss(proposal=proposal, by=actor.user_id, at=timezone.now())
    except RoadmapError as error:
        return _to_proposals(request, proposal, str(error))
    messages.success(request, _("Set aside. The plan stays as it was."))
    return redirect("reports:scenario", proposal.scenario_id)


@require_POST
@login_required
def mend(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """One repair of a conflict in one press: drop a wish, or give what is missing; then plan."""
    actor, proposal = _proposal(request, proposal_id)
    scenario, at = proposal.scenario, timezone.now()
    before = inputs.limits_of(scenario)
    chosen = mending.chosen(proposal, request.POST.get("repair", ""))
    form = VersionForm({"version": request.POST.get("version", "")})
    if chosen is None or not form.is_valid():
        return _to_proposals(request, proposal, _("Choose one of the repairs on this page."))
    try:
        limits_services.set_limits(
            scenario=scenario,
            version=form.cleaned_data["version"],
            limits=mending.mended(before, usual_days(scenario), chosen),
            by=actor.user_id,
            at=at,
        )
        planning.request_replan(scenario=scenario, by=actor.user_id, at=at)
    except (LimitsError, ChangedElsewhereError) as error:
        return _to_proposals(request, proposal, str(error))
    return redirect("reports:proposals", scenario.pk)


@require_POST
@login_required
def what_if(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """“Budget −20 %” or “one more person” as a scenario of its own, planned at once."""
    actor, scenario = editable(request, scenario_id)
    form = WhatIfForm(request.POST, pool_names=pool_names(scenario))
    if not form.is_valid():
        text = next(iter(next(iter(form.errors.values()))))
        return _to_scenarios(request, scenario, str(text))
    data = form.cleaned_data
    asked: dict[str, Any] = {"by": actor.user_id, "at": timezone.now()}
    try:
        edit = Edit(data["kind"], data["amount"], data["subject"])
        made, _job = planning.what_if(scenario=scenario, edits=[edit], **asked)
    except RoadmapError as error:
        return _to_scenarios(request, scenario, str(error))
    return redirect("reports:scenario", made.pk)


@require_POST
@login_required
def copy(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """The same limits and plan under another name, to be changed."""
    actor, scenario = editable(request, scenario_id)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _to_scenarios(request, scenario, _("Give the copy a name of its own."))
    try:
        made = scenario_services.copy_scenario(
            scenario=scenario,
            name=form.cleaned_data["name"],
            by=actor.user_id,
            at=timezone.now(),
        )
    except RoadmapError as error:
        return _to_scenarios(request, scenario, str(error))
    return redirect("reports:scenario", made.pk)


@require_POST
@login_required
def make_current(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Work by this scenario from now on."""
    actor, scenario = editable(request, scenario_id)
    try:
        scenario_services.make_current(scenario=scenario, by=actor.user_id, at=timezone.now())
    except RoadmapError as error:
        return _to_scenarios(request, scenario, str(error))
    messages.success(request, _("“%(name)s” is the current plan now.") % {"name": scenario.name})
    return redirect("reports:roadmap", scenario.organisation_id)


@require_POST
@login_required
def delete(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """Remove a scenario that is not the current one."""
    actor, scenario = editable(request, scenario_id)
    try:
        scenario_services.delete_scenario(scenario=scenario, by=actor.user_id, at=timezone.now())
    except RoadmapError as error:
        return _to_scenarios(request, scenario, str(error))
    messages.success(request, _("“%(name)s” is gone.") % {"name": scenario.name})
    return redirect("reports:scenarios", scenario.organisation_id)


def _proposal(request: HttpRequest, proposal_id: uuid.UUID) -> tuple[Actor, Proposal]:
    actor = Actor.of(request)
    found = get_object_or_404(roadmaps_access.proposals(actor), pk=proposal_id)
    accounts_access.require(actor, found.actor_role, Role.EDITOR)
    return actor, found


def _refused(request: HttpRequest, scenario: Scenario, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("reports:scenario", scenario.pk)


def _to_proposals(request: HttpRequest, proposal: Proposal, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("reports:proposals", proposal.scenario_id)


def _to_scenarios(request: HttpRequest, scenario: Scenario, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("reports:scenarios", scenario.organisation_id)
