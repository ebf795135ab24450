"""Scenarios: beside each other, one of them the organisation's current plan."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Organisation
from engine.rolling import period_of, rolled
from roadmaps import inputs
from roadmaps.errors import LimitsError, RoadmapError
from roadmaps.models import Scenario
from roadmaps.services.limits import checked_document
from roadmaps.services.versions import change_scenario

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from assessments.models import Analysis
    from engine.types import PlanParameters

MOST_SCENARIOS = 50


@transaction.atomic
def create_scenario(
    *,
    analysis: Analysis,
    name: str,
    limits: PlanParameters,
    by: uuid.UUID | None,
    at: datetime,
    copied_from: Scenario | None = None,
) -> Scenario:
    """A scenario without a plan: ask for one with `planning.request_replan`.

    Raises LimitsError for a name that is taken and for limits that cannot be planned with.
    """
    organisation = analysis.assessment.organisation
    scenario = Scenario(
        organisation=organisation,
        analysis=analysis,
        name=name,
        copied_from=copied_from,
        created_by=by,
        created_at=at,
        changed_by=by,
        changed_at=at,
    )
    scenario.limits = checked_document(scenario, limits)
    return _add(scenario, "created", by, at)


@transaction.atomic
def copy_scenario(*, scenario: Scenario, name: str, by: uuid.UUID | None, at: datetime) -> Scenario:
    """The same limits and the same accepted plan under another name; never the current one.

    Raises LimitsError for a name that is taken.
    """
    copy = Scenario(
        organisation=scenario.organisation,
        analysis=scenario.analysis,
        name=name,
        limits=scenario.limits,
        plan=scenario.plan,
        copied_from=scenario,
        created_by=by,
        created_at=at,
        changed_by=by,
        changed_at=at,
    )
    return _add(copy, "copied", by, at)


@transaction.atomic
def rename_scenario(
    *, scenario: Scenario, name: str, version: int, by: uuid.UUID | None, at: datetime
) -> Scenario:
    """Raises LimitsError for a name that is taken, ChangedElsewhereError."""
    _check_name(scenario.organisation, name, scenario)
    return change_scenario(
        scenario=scenario, version=version, action="renamed", details={}, by=by, at=at, name=name
    )


@transaction.atomic
def delete_scenario(*, scenario: Scenario, by: uuid.UUID | None, at: datetime) -> None:
    """Its plans stay where others use them. Raises RoadmapError for the current plan."""
    if scenario.current:
        raise RoadmapError(_("This is the current plan: make another scenario current first."))
    audit.record(
        organisation_id=scenario.organisation_id,
        by=by,
        action="scenario.deleted",
        subject=scenario,
        at=at,
    )
    scenario.delete()


@transaction.atomic
def make_current(*, scenario: Scenario, by: uuid.UUID | None, at: datetime) -> Scenario:
    """The organisation works by this scenario's accepted plan from now on. Twice is once.

    Raises RoadmapError while it has no accepted plan.
    """
    # The organisation is locked, so that of two choices at once the later one stands alone.
    organisations = Organisation.objects.unscoped("locks the organisation of a row in hand")
    organisations.select_for_update().get(pk=scenario.organisation_id)
    scenario.refresh_from_db()
    if scenario.plan_id is None:
        raise RoadmapError(_("Accept a plan for this scenario first."))
    if scenario.current:
        return scenario
    rows = Scenario.objects.unscoped("scenarios of an organisation in hand")
    rows.filter(organisation=scenario.organisation_id, current=True).update(current=False)
    return change_scenario(
        scenario=scenario,
        version=scenario.version,
        action="made_current",
        details={},
        by=by,
        at=at,
        current=True,
    )


@transaction.atomic
def move_to_analysis(
    *,
    scenario: Scenario,
    analysis: Analysis,
    version: int,
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """Plan from another analysis of the same organisation from now on; the accepted plan stays
    until a new one is accepted. Raises LimitsError, ChangedElsewhereError."""
    if analysis.assessment.organisation_id != scenario.organisation_id:
        raise LimitsError(_("There is no such analysis."), "analysis")
    as_it_would_be = copy(scenario)
    as_it_would_be.analysis = analysis
    document = checked_document(as_it_would_be, inputs.limits_of(scenario))
    return change_scenario(
        scenario=scenario,
        version=version,
        action="moved_to_analysis",
        details={"analysis": str(analysis.pk)},
        by=by,
        at=at,
        analysis=analysis,
        limits=document,
    )


@transaction.atomic
def roll_forward(
    *, scenario: Scenario, today: date, version: int, by: uuid.UUID | None, at: datetime
) -> Scenario:
    """Let the plan begin with the period that `today` lies in: what is said of dates stays said of
    the same dates, and what is over falls away. Does nothing before the second period.

    Raises LimitsError, ChangedElsewhereError.
    """
    limits = inputs.limits_of(scenario)
    moved = rolled(limits, period_of(limits, today))
    if moved == limits:
        return scenario
    return change_scenario(
        scenario=scenario,
        version=version,
        action="rolled_forward",
        details={"start": moved.start.isoformat()},
        by=by,
        at=at,
        limits=checked_document(scenario, moved),
    )


def free_name(organisation: Organisation, name: str) -> str:
    """The name, with a number after it where it is taken."""
    taken = {found.lower() for found in organisation.scenarios.values_list("name", flat=True)}
    found, number = name, 2
    while found.lower() in taken:
        found, number = f"{name} ({number})", number + 1
    return found


def _check_name(organisation: Organisation, name: str, own: Scenario | None = None) -> None:
    scenarios = organisation.scenarios.all()
    others = scenarios.exclude(pk=own.pk) if own else scenarios
    if others.filter(name__iexact=name).exists():
        raise LimitsError(_("There is a scenario of this name: choose another."), "name")
    if own is None and others.count() >= MOST_SCENARIOS:
        text = _("There are %(count)d scenarios already: delete one first.")
        raise RoadmapError(text % {"count": MOST_SCENARIOS})


def _add(scenario: Scenario, action: str, by: uuid.UUID | None, at: datetime) -> Scenario:
    _check_name(scenario.organisation, scenario.name)
    try:
        with transaction.atomic():
            scenario.save(force_insert=True)
    except IntegrityError:
        # Two at the same moment: the constraint knows which was first.
        _check_name(scenario.organisation, scenario.name)
        raise
    scenario.changes.create(version=1, action=action, details={}, by=by, at=at)
    audit.record(
        organisation_id=scenario.organisation_id,
        by=by,
        action=f"scenario.{action}",
        subject=scenario,
        at=at,
    )
    return scenario
