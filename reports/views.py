"""Pages that read: organisations, one organisation, its gaps, its roadmap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from assessments import access as assessments_access
from assessments import disclosed
from assessments import services as assessments_services
from capabilities import catalogue
from jobs import access as jobs_access
from jobs.chain import chain
from reports import access, pipeline
from reports.pages import lead
from reports.pages.gap_table import explanation, gaps_page
from reports.pages.item_work import work_marks
from reports.pages.overview import overview
from reports.scenario_views import item_response, scenario_response
from roadmaps import access as roadmaps_access
from roadmaps.tracking import track

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from django.http import HttpRequest

    from accounts.models import Organisation
    from assessments.models import Analysis, Assessment
    from reports.frames import Source
    from roadmaps.models import Roadmap, WorkItem


@require_safe
@login_required
def organisation(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The one page of truth."""
    actor = Actor.of(request)
    found = _organisation(actor, organisation_id)
    context = _frame(actor, found, "overview")
    assessment = access.latest_assessment(actor, found)
    context |= {"assessment": assessment, "own": list(_own_of(actor, found))}
    context |= _progress(actor, assessment)
    plan, analysis = _plan_and_analysis(actor, found)
    if analysis is not None:
        work = _work(actor, plan)
        kpis = roadmaps_access.kpi_targets(actor).filter(organisation=found) if plan else ()
        context |= overview(
            _source(actor, analysis, plan, work),
            analysis,
            tracked=track(kpis, work),
            today=timezone.localdate(),
        )
        context |= {"analysis": analysis, "round": analysis.assessment, "plan": plan}
    return render(request, "reports/organisation.html", context)


@require_safe
@login_required
def gaps(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Every capability against its target."""
    actor = Actor.of(request)
    found = _organisation(actor, organisation_id)
    context = _frame(actor, found, "gaps")
    plan, analysis = _plan_and_analysis(actor, found)
    if analysis is not None:
        read = _source(actor, analysis, plan, _work(actor, plan))
        library = catalogue.catalogue(analysis.assessment.framework_id)
        watched = _watched(read, access.watched(actor, found))
        context |= gaps_page(
            read,
            analysis,
            request.GET.dict(),
            library=library,
            watched=watched,
            reworded=access.reworded(actor, analysis, plan, lead.KEYS),
        )
        context |= {"analysis": analysis, "round": analysis.assessment, "plan": plan}
    return render(request, "reports/gaps.html", context)


@require_safe
@login_required
def gap(request: HttpRequest, organisation_id: uuid.UUID, key: str) -> HttpResponse:
    """How the numbers of one capability were made."""
    actor = Actor.of(request)
    found = _organisation(actor, organisation_id)
    plan, analysis = _plan_and_analysis(actor, found)
    if analysis is None:
        raise Http404
    library = catalogue.catalogue(analysis.assessment.framework_id)
    if key not in library.framework.capability:
        raise Http404
    read = _source(actor, analysis, plan, _work(actor, plan))
    row = explanation(read, analysis, key, library=library, spread=disclosed.spread(analysis))
    if row is None:
        raise Http404
    context = _frame(actor, found, "gaps")
    context |= {"row": row, "analysis": analysis, "round": analysis.assessment}
    return render(request, "reports/gap.html", context)


@require_safe
@login_required
def roadmap(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The plan: what is done when, by whom, why then, and where it leads."""
    actor = Actor.of(request)
    found = _organisation(actor, organisation_id)
    current = roadmaps_access.current_scenario(actor, found)
    if current is not None:
        return scenario_response(request, actor, current)
    context = _frame(actor, found, "roadmap")
    context |= _progress(actor, access.latest_assessment(actor, found))
    return render(request, "reports/roadmap.html", context)


@require_safe
@login_required
def plan_item(request: HttpRequest, organisation_id: uuid.UUID, key: str) -> HttpResponse:
    """One initiative of the current plan. `?starts=all`: with every earlier start."""
    actor = Actor.of(request)
    current = roadmaps_access.current_scenario(actor, _organisation(actor, organisation_id))
    if current is None:
        raise Http404
    return item_response(request, current, key)


def _plan_and_analysis(actor: Actor, found: Organisation) -> tuple[Roadmap | None, Analysis | None]:
    """The newest analysis and the plan made from it, in one read where there is a plan."""
    plan = access.latest_plan(actor, found)
    return plan, plan.analysis if plan else assessments_access.latest_analysis(found)


def _work(actor: Actor, plan: Roadmap | None) -> list[WorkItem]:
    """How the work of the organisation goes; nothing without a plan."""
    if plan is None:
        return []
    own = plan.analysis.assessment.organisation_id
    return list(roadmaps_access.work_items(actor).filter(organisation=own))


def _source(
    actor: Actor, analysis: Analysis, plan: Roadmap | None, work: Iterable[WorkItem]
) -> Source:
    """A result with its plan, how the work on it goes, and what changed since the round before."""
    change = assessments_access.change_of(actor, analysis.pk)
    return replace(pipeline.source(analysis, plan, change), work=work_marks(work))


def _watched(read: Source, kpis: Iterable[tuple[str, str]]) -> set[str]:
    """Capabilities for which a KPI is watched. kpis: initiative and capability of each."""
    found = set()
    for initiative, capability in kpis:
        found.add(capability)
        raising = read.initiatives.get(initiative)
        found |= {step.capability for step in raising.raises} if raising else set()
    return found


def _organisation(actor: Actor, organisation_id: uuid.UUID) -> Organisation:
    return get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)


def _frame(actor: Actor, found: Organisation, tab: str) -> dict[str, Any]:
    may_edit = accounts_access.allows(actor, found.actor_role, Role.EDITOR)
    return {"organisation": found, "tab": tab, "may_edit": may_edit}


def _own_of(actor: Actor, found: Organisation) -> Any:
    return access.own_open(actor).filter(assessment__organisation=found)


def _progress(actor: Actor, assessment: Assessment | None) -> dict[str, Any]:
    """The newest work on the newest round, unless it is done."""
    run = assessments_services.latest_run(assessment) if assessment else None
    if run is None:
        return {}
    steps = chain(jobs_access.job_runs(actor), run, timezone.now())
    return {} if steps.done else {"run": run, "chain": steps}
