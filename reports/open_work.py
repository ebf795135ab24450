"""What waits for somebody: read for all organisations of an actor at once, in as many queries for
five hundred as for one. Nothing is computed here; every item is a row that somebody left open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.access import allows
from accounts.models import Role
from assessments import access as assessments_access
from assessments.models import Assessment, Respondent
from jobs import access as jobs_access
from jobs.models import JobRun
from reports import access
from roadmaps import access as roadmaps_access
from roadmaps.models import Proposal, WorkItem

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from accounts.actor import Actor

# What falls due within so many days is shown with what is due today.
SOON = timedelta(days=7)
# Work that begins within so many days is shown with what is under way.
AHEAD = timedelta(days=30)
# Readings are expected every month (docs/method/signals.md); so late, one is asked for.
READING_DUE = timedelta(days=35)
# Views that are still apart so long after the close of a round are the next round's matter.
SETTLED_WITHIN = timedelta(days=30)
# A background job that failed longer ago has long been overtaken or given up.
FAILURE_KEPT = timedelta(days=30)


class Kind(StrEnum):
    """What kind of thing waits."""

    OWN = "own"
    ANSWERS = "answers"
    CLOSE = "close"
    SETTLE = "settle"
    FINISH = "finish"
    START = "start"
    NEWER = "newer"
    ACCEPT = "accept"
    KPI = "kpi"
    FAILED = "failed"


class When(StrEnum):
    """How pressing it is, most pressing first: past its day, to be decided or mended (which has no
    day), within a week, later."""

    OVERDUE = "overdue"
    NOW = "now"
    SOON = "soon"
    LATER = "later"


_ORDER = {when: n for n, when in enumerate(When)}
# Work that has a day falls due on it; of the rest, what is asked of the reader alone comes first.
_KINDS = {kind: n for n, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits. subject: what its address needs; name: of the round, initiative, KPI
    or scenario; n: how many people, questions or proposals; due: the day, if it has one."""

    kind: Kind
    subject: uuid.UUID | str
    name: str = ""
    n: int = 0
    due: date | None = None
    when: When = field(default=When.NOW)

    @property
    def order(self) -> tuple[int, date, int]:
        return _ORDER[self.when], self.due or date.max, _KINDS[self.kind]

    @property
    def today(self) -> bool:
        """Whether it belongs to the work of this week."""
        return self.when != When.LATER


Found = tuple["uuid.UUID", Item]


def open_work(
    actor: Actor, organisations: Iterable[Any], at: datetime
) -> dict[uuid.UUID, list[Item]]:
    """Organisation to what waits there for the actor, most pressing first. organisations: rows of
    `access.portfolio`. Whoever only reads is asked for nothing but their own answers."""
    own = {row.pk: row for row in organisations}
    edited = {pk for pk, row in own.items() if allows(actor, row.actor_role, Role.EDITOR)}
    found: dict[uuid.UUID, list[Item]] = defaultdict(list)
    for pk, item in _own(actor, at.date()):
        if pk in own:
            found[pk].append(item)
    if edited:
        readers = (
            *(_rounds(actor, at.date()), _settle(own.values(), at), _newer(actor, own)),
            *(_work(actor, at.date()), _proposals(actor), _kpis(actor, at), _failed(actor, at)),
        )
        for pk, item in (pair for reader in readers for pair in reader):
            if pk in edited:
                found[pk].append(item)
    return {pk: sorted(items, key=lambda item: item.order) for pk, items in found.items()}


def _when(due: date | None, today: date) -> When:
    if due is None:
        return When.LATER
    if due < today:
        return When.OVERDUE
    return When.SOON if due <= today + SOON else When.LATER


def _own(actor: Actor, today: date) -> Iterator[Found]:
    rows = access.own_open(actor).values_list(
        "assessment__organisation", "pk", "assessment__name", "assessment__due_on"
    )
    for organisation, pk, name, due in rows:
        when = When.NOW if due is None else _when(due, today)
        yield organisation, Item(Kind.OWN, pk, name, due=due, when=when)


def _rounds(actor: Actor, today: date) -> Iterator[Found]:
    """Open rounds: answers that are missing, or a round that everybody has answered.

    In an anonymous one nobody has a questionnaire before beginning it: missing are also those whose
    invitation is not used."""
    state = Respondent.State
    waiting = (
        assessments_access.invitations(actor)
        .filter(
            assessment=OuterRef("pk"),
            assessment__privacy=Assessment.Privacy.ANONYMOUS,
            used=False,
        )
        .order_by()
        .values("assessment")
        .annotate(n=Count("pk"))
    )
    rows = (
        assessments_access.assessments(actor)
        .filter(status=Assessment.Status.OPEN)
        .annotate(
            missing=Count("respondents", filter=Q(respondents__state=state.ANSWERING))
            + Coalesce(Subquery(waiting.values("n")), 0),
            given=Count("respondents", filter=Q(respondents__state=state.SUBMITTED)),
        )
        .order_by()
        .values_list("organisation", "pk", "name", "due_on", "missing", "given")
    )
    for organisation, pk, name, due, missing, given in rows:
        if missing:
            yield organisation, Item(Kind.ANSWERS, pk, name, missing, due, _when(due, today))
        elif given:
            yield organisation, Item(Kind.CLOSE, pk, name, given)


def _settle(organisations: Iterable[Any], at: datetime) -> Iterator[Found]:
    """Questions of the newest result on which views are far apart, as counted with the result."""
    for row in organisations:
        number = row.newest.summary.get("to_settle") if row.newest else None
        if number:
            round_ = row.newest.assessment
            old = round_.closed_at is not None and round_.closed_at < at - SETTLED_WITHIN
            when = When.LATER if old else When.NOW
            yield row.pk, Item(Kind.SETTLE, round_.pk, round_.name, number, when=when)


def _newer(actor: Actor, organisations: dict[uuid.UUID, Any]) -> Iterator[Found]:
    """Plans that were made from answers which are no longer the newest."""
    rows = roadmaps_access.scenarios(actor).filter(current=True).order_by()
    for organisation, pk, name, analysis in rows.values_list(
        "organisation", "pk", "name", "analysis"
    ):
        newest = organisations[organisation].newest if organisation in organisations else None
        if newest is not None and newest.pk != analysis:
            yield organisation, Item(Kind.NEWER, pk, name)


def _work(actor: Actor, today: date) -> Iterator[Found]:
    """Initiatives of the current plan that are under way, or that begin by next month."""
    below = "roadmap__analysis__assessment__organisation"
    status = WorkItem.Status
    work = WorkItem.objects.visible_to(actor).filter(
        organisation=OuterRef(below), initiative=OuterRef("known_as")
    )
    rows = (
        roadmaps_access.plan_items(actor)
        .filter(roadmap__scenarios__current=True)
        .annotate(
            known_as=Coalesce("initiative__key", "own__key"),
            called=Coalesce("initiative__name", "own__name"),
            status=Coalesce(Subquery(work.values("status")[:1]), Value(status.PLANNED)),
        )
        .exclude(status__in=[status.DONE, status.DROPPED])
        .filter(Q(start_date__lte=today + AHEAD) | Q(status=status.STARTED))
        .order_by("position")
        .values_list(below, "known_as", "called", "start_date", "finish_date", "status")
    )
    for organisation, key, name, start, finish, state in rows:
        begun = state == status.STARTED or finish < today
        kind, due = (Kind.FINISH, finish) if begun else (Kind.START, start)
        yield organisation, Item(kind, key, name, due=due, when=_when(due, today))


def _proposals(actor: Actor) -> Iterator[Found]:
    """Re-plans that nobody has accepted or dismissed."""
    rows = (
        roadmaps_access.proposals(actor)
        .filter(state=Proposal.State.OPEN)
        .order_by()
        .values("scenario__organisation", "scenario", "scenario__name")
        .annotate(n=Count("pk"))
    )
    for row in rows:
        item = Item(Kind.ACCEPT, row["scenario"], row["scenario__name"], row["n"])
        yield row["scenario__organisation"], item


def _kpis(actor: Actor, at: datetime) -> Iterator[Found]:
    """KPIs of which the last reading is more than a month old. One that was never read counts from
    the day it was set up."""
    oldest = (at - READING_DUE).date()
    rows = (
        roadmaps_access.kpi_targets(actor)
        .prefetch_related(None)
        .annotate(read_on=Max("readings__on"))
        .filter(Q(read_on__lt=oldest) | Q(read_on=None, created_at__lt=at - READING_DUE))
        .exclude(initiative="")
        .order_by("name")
        .values_list("organisation", "initiative", "name", "read_on", "created_at")
    )
    for organisation, initiative, name, read_on, made in rows:
        due = (read_on or made.date()) + READING_DUE
        yield organisation, Item(Kind.KPI, initiative, name, due=due, when=When.OVERDUE)


def _failed(actor: Actor, at: datetime) -> Iterator[Found]:
    """Background work that failed and has not been done since."""
    runs = jobs_access.job_runs(actor)
    later = runs.filter(
        kind=OuterRef("kind"), subject=OuterRef("subject"), created_at__gt=OuterRef("created_at")
    )
    rows = (
        runs.filter(state=JobRun.State.FAILED, created_at__gte=at - FAILURE_KEPT)
        .exclude(Exists(later))
        .order_by(F("created_at").desc())
        .values_list("organisation", "pk", "kind")
    )
    for organisation, pk, kind in rows:
        yield organisation, Item(Kind.FAILED, pk, kind)
