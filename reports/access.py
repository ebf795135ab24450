"""What an actor may reach of this room, and the reads that its pages are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from accounts import access as accounts_access
from accounts.models import Role
from assessments import access as assessments_access
from assessments.models import Analysis, Assessment, Respondent
from capabilities import catalogue
from capabilities.models import Initiative
from engine.delivery import LEAST_FINISHED
from jobs import access as jobs_access
from reports.models import DRAWING, ChartImage, EditedPassage
from roadmaps import access as roadmaps_access
from roadmaps.models import KpiTarget, OwnInitiative, Proposal, Scenario, WorkItem
from roadmaps.services.planning import IMPROVE, INSIGHT, REPLAN
from roadmaps.tracking import delivery_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

    from accounts.actor import Actor
    from accounts.models import Organisation
    from capabilities.catalogue import Kpi
    from engine.delivery import Delivery
    from engine.types import Framework
    from jobs.models import JobRun
    from roadmaps.models import Roadmap


def chart_images(actor: Actor) -> QuerySet[ChartImage]:
    return ChartImage.objects.visible_to(actor)


def latest_plan(actor: Actor, organisation: Organisation) -> Roadmap | None:
    """The plan that the organisation works by, if it was made from its newest analysis; else the
    first one that was made from that, before anybody asked for another. With the analysis."""
    newest = (
        Analysis.objects.unscoped("the organisation came from the access layer")
        .filter(assessment__organisation=organisation)
        .order_by("-assessment__opened_at", "-created_at")
    )
    current = Scenario.objects.unscoped("of plans that the actor reaches").filter(
        plan=OuterRef("pk"), current=True
    )
    return (
        roadmaps_access.roadmaps(actor)
        .filter(analysis=Subquery(newest.values("pk")[:1]))
        .annotate(current=Exists(current))
        .order_by("-current", "created_at")
        .first()
    )


def watched(actor: Actor, organisation: Organisation) -> QuerySet[Any, tuple[str, str]]:
    """Initiative and capability of every KPI that is watched; one of them may be empty."""
    rows = KpiTarget.objects.visible_to(actor).filter(organisation=organisation)
    return rows.values_list("initiative", "capability")


def reworded(
    actor: Actor, analysis: Analysis, plan: Roadmap | None, keys: Collection[str]
) -> dict[str, str]:
    """Passages in people's words, by key, of those that were written with the result and the plan
    in sight: what was written before may rest on other figures."""
    rows = EditedPassage.objects.visible_to(actor).filter(analysis=analysis.pk, key__in=keys)
    if plan is not None:
        rows = rows.filter(edited_at__gte=plan.created_at)
    return dict(rows.values_list("key", "text"))


def initiative_texts(
    actor: Actor, scenario: Scenario, key: str
) -> Initiative | OwnInitiative | None:
    """What is written of an initiative, in the catalogue or by the organisation itself."""
    framework_id = scenario.analysis.assessment.framework_id
    found = Initiative.objects.filter(framework_id=framework_id, key=key).first()
    if found is not None:
        return found
    own = OwnInitiative.objects.visible_to(actor)
    return own.filter(organisation=scenario.organisation_id, key=key).first()


def kpis_for(actor: Actor, scenario: Scenario, key: str) -> dict[str, Kpi]:
    """What may be watched for an initiative, those that its catalogue entry names first."""
    library = catalogue.catalogue(scenario.analysis.assessment.framework_id).kpis
    texts = initiative_texts(actor, scenario, key)
    named = [name for name in (texts.kpis if texts else []) if name in library]
    return {name: library[name] for name in [*named, *library]}


@dataclass(frozen=True, slots=True)
class Decisions:
    """open: proposals that wait for one. planned_version: the version of the scenario that its
    plan answers; None for a plan that came with it."""

    open: int
    planned_version: int | None


def decisions(actor: Actor, scenario: Scenario) -> Decisions:
    """What was decided about proposals of a scenario, and what was not, in one query."""
    found = roadmaps_access.proposals(actor).filter(scenario=scenario)
    opened, accepted = Proposal.State.OPEN, Proposal.State.ACCEPTED
    rows = list(
        found.filter(Q(state=opened) | Q(state=accepted, roadmap=scenario.plan_id))
        .order_by(F("decided_at").desc(nulls_last=True))
        .values_list("state", "scenario_version")
    )
    planned = (version for state, version in rows if state == accepted)
    return Decisions(sum(1 for state, _version in rows if state == opened), next(planned, None))


def work_of(actor: Actor, scenario: Scenario, key: str) -> WorkItem | None:
    """How an initiative goes; None before anything is noted."""
    own = roadmaps_access.work_items(actor).filter(organisation=scenario.organisation_id)
    return own.filter(initiative=key).first()


def delivery(
    actor: Actor, analysis: Analysis, framework: Framework, work: Sequence[WorkItem]
) -> Delivery:
    """How much of what was planned gets delivered, by the newest analysis of each round.
    analysis: that of the plan; framework: with own initiatives; work: of the same organisation.
    Reads no analysis before enough is finished."""
    assessment = analysis.assessment
    done = [item for item in work if item.status == WorkItem.Status.DONE]
    analyses: list[Analysis] = []
    if len(done) >= LEAST_FINISHED:
        latest = roadmaps_access.latest_analyses(actor, assessment.organisation)
        analyses = list(latest.filter(assessment__framework=assessment.framework_id))
    return delivery_of(framework, done, analyses)


def insight(actor: Actor, scenario: Scenario) -> dict[str, Any] | None:
    """What lies behind the scenario's plan, as `engine.insight`; None until it is worked out."""
    found = roadmaps_access.insights(actor).filter(roadmap=scenario.plan_id)
    return found.values_list("document", flat=True).first()


def background(actor: Actor, scenario: Scenario) -> dict[str, JobRun]:
    """The newest planning of a scenario, the newest explanation of its plan, and the search for a
    better one than that, or the one that found it, by kind."""
    plan = scenario.plan_id
    wanted = Q(kind=REPLAN, subject=scenario.pk) | Q(kind=INSIGHT, subject=plan)
    if plan is not None:
        wanted |= Q(kind=IMPROVE, subject=plan) | Q(kind=IMPROVE, result_subject=plan)
    runs = jobs_access.job_runs(actor).filter(wanted)
    return {run.kind: run for run in runs.order_by("created_at")}


def gained(actor: Actor, run: JobRun, plan: Roadmap) -> float | None:
    """By which share of its value the plan that a search found exceeds the one it began at; None if
    the search is not over or did not find this one."""
    if not run.is_final or run.result_subject != plan.pk or run.subject == plan.pk:
        return None
    rows = roadmaps_access.roadmaps(actor).filter(pk=run.subject)
    first = rows.values_list("result__roadmap__value", flat=True).first()
    return plan.result["roadmap"]["value"] / first - 1 if first else None


def member_choices(actor: Actor, scenario: Scenario) -> list[tuple[str, str]]:
    """Members who may own work, as choices of a form."""
    rows = accounts_access.memberships(actor).filter(organisation=scenario.organisation_id)
    people = rows.select_related("user").order_by("user__name", "user__email")
    return [(str(row.user_id), str(row.user)) for row in people]


def start_page(actor: Actor) -> tuple[str, list[uuid.UUID]]:
    """The page that a person begins with, as name and arguments of its address. Whoever has several
    organisations, and a consultant, begins with the list; the others by what they may do: an owner
    with the overview, an editor with the open work, a viewer with the report once there is one,
    unless a questionnaire waits, which the overview says."""
    rows = accounts_access.memberships(actor).filter(user_id=actor.user_id)
    own = list(rows.values_list("organisation", "role", "external")[:2])
    if len(own) != 1 or own[0][2]:
        return "reports:portfolio", []
    organisation, role, _external = own[0]
    if role == Role.EDITOR:
        return "reports:open", [organisation]
    if role == Role.VIEWER and not own_open(actor).exists():
        reached = assessments_access.analyses(actor)
        if reached.filter(assessment__organisation=organisation).exists():
            return "reports:gaps", [organisation]
    return "reports:organisation", [organisation]


def portfolio(actor: Actor, only: Organisation | None = None) -> list[Any]:
    """The actor's organisations by name, or one of them. Each has `newest`: the newest analysis of
    its newest round that has one, with that round and without the result; None before the first.
    """
    newest = (
        Analysis.objects.unscoped("below organisations of the actor")
        .filter(assessment__organisation=OuterRef("pk"))
        .order_by("-assessment__opened_at", "-created_at")
    )
    reached = accounts_access.organisations(actor)
    if only is not None:
        reached = reached.filter(pk=only.pk)
    rows: list[Any] = list(
        reached.annotate(newest_id=Subquery(newest.values("pk")[:1])).order_by("name", "pk")
    )
    found = {
        row.pk: row
        for row in assessments_access.analyses(actor)
        .filter(pk__in=[row.newest_id for row in rows if row.newest_id])
        .select_related("assessment")
        .defer("result", "parameters")
    }
    for row in rows:
        row.newest = found.get(row.newest_id)
    return rows


def indices(
    actor: Actor, organisations: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[tuple[str, float | None]]]:
    """Organisation to the name and index of each of its rounds, oldest first, in one query."""
    found: dict[uuid.UUID, list[tuple[str, float | None]]] = {pk: [] for pk in organisations}
    rows = (
        assessments_access.newest_of_rounds(actor)
        .filter(assessment__organisation__in=organisations)
        .order_by("assessment__opened_at", "created_at")
    )
    for organisation, name, index in rows.values_list(
        "assessment__organisation", "assessment__name", "summary__index"
    ):
        found[organisation].append((name, index))
    return found


def own_open(actor: Actor) -> QuerySet[Respondent]:
    """Questionnaires that wait for the actor."""
    return (
        assessments_access.own_respondents(actor)
        .filter(assessment__status=Assessment.Status.OPEN, state=Respondent.State.ANSWERING)
        .select_related("assessment")
    )


def latest_assessment(actor: Actor, organisation: Organisation) -> Assessment | None:
    """The newest round, with how many people are `asked` and have `submitted`."""
    return (
        assessments_access.assessments(actor)
        .filter(organisation=organisation)
        .annotate(
            asked=Count("respondents", distinct=True),
            submitted=Count(
                "respondents",
                filter=Q(respondents__state=Respondent.State.SUBMITTED),
                distinct=True,
            ),
        )
        .order_by("-opened_at", "-pk")
        .first()
    )


def stored_digest(
    actor: Actor,
    key: str,
    variant: str,
    *,
    analysis_id: uuid.UUID | None = None,
    roadmap_id: uuid.UUID | None = None,
) -> str | None:
    """The digest of a stored picture of an analysis, or of a roadmap. Reads no picture."""
    images = chart_images(actor).filter(key=key, variant=variant, drawing=DRAWING)
    wanted = {"analysis_id": analysis_id} if roadmap_id is None else {"roadmap_id": roadmap_id}
    images = images.filter(**wanted)
    return images.values_list("digest", flat=True).first()
