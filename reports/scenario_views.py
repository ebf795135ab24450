"""Pages about scenarios: one with its plan, its initiatives, all side by side, what a new plan
would change."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from engine.pools import pools
from jobs import access as jobs_access
from jobs.chain import chain
from reports import access, pipeline
from reports.pages.item_wishes import item_wishes
from reports.pages.item_work import checks_of, kpi_rows, note, proof_words, work_marks, work_words
from reports.pages.plan import plan_page
from reports.pages.plan_insight import behind, improved, percent_of, priced, prices, reached
from reports.pages.plan_item import item_page, left_out_page
from reports.pages.proposal import proposal_page
from reports.pages.scenario import change_words, may_undo, pending, wishes
from reports.pages.scenarios import side_by_side
from reports.plan_forms import WishForm
from reports.work_forms import KpiForm, ReadingForm, WorkForm
from roadmaps import access as roadmaps_access
from roadmaps import inputs
from roadmaps.services.planning import IMPROVE, INSIGHT, REPLAN
from roadmaps.tracking import track

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from engine.pools import Pool
    from jobs.models import JobRun
    from reports.frames import Source
    from roadmaps.errors import ChangedElsewhereError
    from roadmaps.models import Scenario, WorkItem


@require_safe
@login_required
def scenario(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """One scenario: its plan, what is wished of it and what waits to be planned."""
    actor = Actor.of(request)
    found = get_object_or_404(roadmaps_access.scenarios(actor), pk=scenario_id)
    return scenario_response(request, actor, found)


@require_safe
@login_required
def item(request: HttpRequest, scenario_id: uuid.UUID, key: str) -> HttpResponse:
    """One initiative in the light of a scenario. `?starts=all`: with every earlier start."""
    found = get_object_or_404(roadmaps_access.scenarios(Actor.of(request)), pk=scenario_id)
    return item_response(request, found, key)


@require_safe
@login_required
def scenarios(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """All scenarios beside the current one."""
    actor = Actor.of(request)
    organisation = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    rows = list(roadmaps_access.scenarios(actor).filter(organisation=organisation))
    current = next((row for row in rows if row.current), None)
    context: dict[str, Any] = {
        "organisation": organisation,
        "tab": "roadmap",
        "may_edit": accounts_access.allows(actor, organisation.actor_role, Role.EDITOR),
        "scenarios": rows,
        "unplanned": [row for row in rows if row.plan is None],
        "current": current,
    }
    if current is not None:
        context |= side_by_side(inputs.wider_framework(current), rows, current)
        context["pools"] = pool_names(current)
        context["has_budget"] = inputs.limits_of(current).budget is not None
    return render(request, "reports/scenarios.html", context)


@require_safe
@login_required
def proposals(request: HttpRequest, scenario_id: uuid.UUID) -> HttpResponse:
    """What came of planning anew: what moves and why, or why the wishes cannot be met together."""
    actor = Actor.of(request)
    found = get_object_or_404(roadmaps_access.scenarios(actor), pk=scenario_id)
    run = access.background(actor, found).get(REPLAN)
    context = base_context(actor, found) | progress(actor, run)
    offered = list(roadmaps_access.open_proposals(actor, found))
    context |= proposal_page(inputs.wider_framework(found), inputs.limits_of(found), offered)
    context["outdated"] = any(row.scenario_version != found.version for row in offered)
    return render(request, "reports/proposals.html", context)


def scenario_response(request: HttpRequest, actor: Actor, found: Scenario) -> HttpResponse:
    """The roadmap page of one scenario."""
    runs = access.background(actor, found)
    # In hand, so that nobody reads it again.
    found.analysis.assessment.organisation = found.organisation
    context = base_context(actor, found) | progress(actor, runs.get(REPLAN))
    framework, limits = inputs.wider_framework(found), inputs.limits_of(found)
    decisions = access.decisions(actor, found)
    changes = list(found.changes.all()[:MOST_CHANGES])
    waiting = pending(changes, decisions.planned_version)
    others = roadmaps_access.scenarios(actor).filter(organisation=found.organisation_id)
    context |= {
        "wishes": wishes(framework, limits),
        "waiting": change_words(framework, limits, waiting),
        "may_undo": may_undo(changes, found.version),
        "others": others.values_list("pk", "name", "current"),
        "offered": decisions.open,
    }
    if found.plan is not None:
        if found.plan.analysis_id == found.analysis_id:
            found.plan.analysis = found.analysis  # in hand, so that nobody reads it again
        work = work_of(actor, found)
        delivered = access.delivery(actor, found.analysis, framework, work)
        read = pipeline.at_pace(source_of(found, work), found.plan, percent_of(delivered))
        document = access.insight(actor, found)
        context |= {"plan": found.plan, "analysis": found.analysis}
        context |= plan_page(read, found.plan, request.GET.dict(), timezone.localdate())
        context["left_out"] = priced(context["left_out"], document)
        context |= {"behind": behind(document), "explaining": runs.get(INSIGHT)}
        context["reached"] = reached(read, delivered)
        search = runs.get(IMPROVE)
        context["improving"] = search if search and not search.is_final else None
        context["improved"] = improved(access.gained(actor, search, found.plan) if search else None)
    return render(request, "reports/roadmap.html", context)


def item_response(
    request: HttpRequest,
    found: Scenario,
    key: str,
    form: Any = None,
    status: int = HTTPStatus.OK,
    overtaken: ChangedElsewhereError | None = None,
) -> HttpResponse:
    """The page of one initiative. form: a form that was sent and not taken, shown again.
    overtaken: somebody else was first."""
    actor = Actor.of(request)
    if found.plan is None:
        raise Http404
    read = source_of(found, work_of(actor, found))
    if key not in read.initiatives:
        raise Http404
    context = base_context(actor, found)
    texts = access.initiative_texts(actor, found, key)
    limits = inputs.limits_of(found)
    all_starts = request.GET.get("starts") == "all"
    placed = item_page(read, key, texts, all_starts=all_starts)
    context["item"] = placed or left_out_page(read, key, texts)
    if context["item"] is None:
        raise Http404
    if placed is None:
        context["price"] = prices(access.insight(actor, found)).get(key, "")
    framework = inputs.wider_framework(found)
    context |= item_wishes(framework, limits, key, placed)
    context |= _work_context(actor, found, key, texts.done_when if texts else "", form)
    wish_form = form if isinstance(form, WishForm) else WishForm(limits=limits)
    context |= {"wish_form": wish_form, "overtaken": overtaken}
    if overtaken is not None:
        context["overtaken_by"] = change_words(framework, limits, overtaken.changes)
    return render(request, "reports/plan_item.html", context, status=status)


def _work_context(
    actor: Actor, found: Scenario, key: str, done_when: str, form: Any
) -> dict[str, Any]:
    """How the work goes, what proves it, and the forms for both."""
    row = access.work_of(actor, found, key)
    checks = checks_of(row, done_when)
    own = roadmaps_access.kpi_targets(actor).filter(organisation=found.organisation_id)
    tracked = track(own.filter(initiative=key), [row] if row else [])
    context: dict[str, Any] = {
        "work": work_words(row),
        "checks": checks,
        "kpis": kpi_rows(tracked),
        "kpi_note": note(tracked),
        "proof": proof_words(tracked, row),
    }
    if not accounts_access.allows(actor, found.actor_role, Role.EDITOR):
        return context
    work_form = form if isinstance(form, WorkForm) else None
    kpi_form = form if isinstance(form, KpiForm) else None
    context["work_form"] = work_form or WorkForm(
        members=access.member_choices(actor, found),
        checks=checks,
        initial=WorkForm.initial_of(row, checks),
    )
    context["kpi_form"] = kpi_form or KpiForm(kpis=access.kpis_for(actor, found, key))
    context["reading_form"] = form if isinstance(form, ReadingForm) else ReadingForm()
    return context


MOST_CHANGES = 50


def base_context(actor: Actor, found: Scenario) -> dict[str, Any]:
    """What every page of a scenario needs."""
    return {
        "organisation": found.organisation,
        "scenario": found,
        "round": found.analysis.assessment,
        "tab": "roadmap",
        "may_edit": accounts_access.allows(actor, found.actor_role, Role.EDITOR),
    }


def progress(actor: Actor, run: JobRun | None) -> dict[str, Any]:
    """How far the newest planning of a scenario is, unless it is done."""
    if run is None:
        return {}
    steps = chain(jobs_access.job_runs(actor), run, timezone.now())
    return {} if steps.done else {"run": run, "chain": steps}


def work_of(actor: Actor, found: Scenario) -> list[WorkItem]:
    """How the work of the scenario's organisation goes."""
    return list(roadmaps_access.work_items(actor).filter(organisation=found.organisation_id))


def source_of(found: Scenario, work: Iterable[WorkItem]) -> Source:
    """The accepted plan with how its work goes."""
    return replace(pipeline.source(found.analysis, found.plan), work=work_marks(work))


def pool_names(found: Scenario) -> dict[str, str]:
    return {pool.key: pool.name for pool in _pools(found)}


def usual_days(found: Scenario) -> dict[str, float]:
    """Person-days of each pool in a period without exceptions."""
    return {pool.key: pool.days for pool in _pools(found)}


def _pools(found: Scenario) -> tuple[Pool, ...]:
    limits = inputs.limits_of(found)
    return pools(inputs.framework_of(found), limits.size, limits.period, limits.capacity)
