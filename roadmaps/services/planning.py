"""Plans for scenarios: asking for one, what-if in one call, accepting what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from engine.pools import CapacityError
from engine.what_if import Edit, EditError, edit_name, edited
from jobs.services import enqueue
from roadmaps import inputs
from roadmaps.errors import LimitsError, RoadmapError
from roadmaps.models import Insight, Proposal, Scenario
from roadmaps.proposing import input_digest
from roadmaps.services.limits import checked_document
from roadmaps.services.scenarios import create_scenario, free_name
from roadmaps.services.versions import change_scenario

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from engine.types import PlanParameters
    from jobs.models import JobRun

REPLAN, INSIGHT, IMPROVE = "replan", "insight", "improve"


@transaction.atomic
def request_replan(*, scenario: Scenario, by: uuid.UUID | None, at: datetime) -> JobRun:
    """A job that plans the scenario as it then is, with own initiatives and progress.

    It ends with open proposals, one for each tolerance (method 5.10), or with one that holds a
    conflict and its repairs; the accepted plan stays until one is accepted. A scenario without a
    plan has its first one accepted at once. Asking twice for the same input is one job; asking
    again when it is over plans again. `jobs.services.cancel` stops it.
    Raises LimitsError for limits that cannot be planned with.
    """
    checked_document(scenario, inputs.limits_of(scenario))
    job = enqueue(
        kind=REPLAN,
        subject=scenario.pk,
        input_version=input_digest(scenario, inputs.parameters_of(scenario)),
        organisation_id=scenario.organisation_id,
        by=by,
        at=at,
        again=True,
    )
    audit.record(
        organisation_id=scenario.organisation_id,
        by=by,
        action="scenario.replan_asked",
        subject=scenario,
        at=at,
        details={"version": scenario.version},
    )
    return job


@transaction.atomic
def what_if(
    *,
    scenario: Scenario,
    edits: Sequence[Edit],
    by: uuid.UUID | None,
    at: datetime,
    name: str = "",
) -> tuple[Scenario, JobRun]:
    """A scenario beside this one, with these edits, and the job that plans it (method 5.11).

    name: "Budget −20 %" and the like unless given. The same question asked again finds the
    scenario that it made, as long as neither of the two was changed. Raises LimitsError for an
    edit that cannot be made.
    """
    limits = _edited(scenario, edits)
    wanted = name or ", ".join(
        edit_name(inputs.wider_framework(scenario), inputs.limits_of(scenario), edit)
        for edit in edits
    )
    document = inputs.limits_document(limits)
    copies = scenario.copies.filter(analysis=scenario.analysis_id, version=1)
    found = next((copy for copy in copies if copy.limits == document), None)
    if found is None:
        found = create_scenario(
            analysis=scenario.analysis,
            name=free_name(scenario.organisation, wanted),
            limits=limits,
            copied_from=scenario,
            by=by,
            at=at,
        )
    return found, request_replan(scenario=found, by=by, at=at)


@transaction.atomic
def accept(*, proposal: Proposal, version: int, by: uuid.UUID | None, at: datetime) -> Scenario:
    """Make a proposal's plan the scenario's plan; the other open proposals are set aside.

    Twice is once. Raises ChangedElsewhereError, and RoadmapError for a proposal that holds a
    conflict, is not open any more, or answers other limits than the scenario has now.
    """
    rows = Scenario.objects.unscoped("locks the scenario of a row in hand")
    scenario = rows.select_for_update().select_related("organisation").get(pk=proposal.scenario_id)
    proposal.refresh_from_db()
    if proposal.state == Proposal.State.ACCEPTED and scenario.plan_id == proposal.roadmap_id:
        return scenario
    if proposal.roadmap is None:
        raise RoadmapError(_("These wishes cannot be met together: there is no plan to accept."))
    if proposal.state != Proposal.State.OPEN:
        raise RoadmapError(_("This proposal is not open any more: plan again."))
    if version == scenario.version and proposal.scenario_version != version:
        raise RoadmapError(_("The limits have changed since this was planned: plan again."))
    change_scenario(
        scenario=scenario,
        version=version,
        action="plan_accepted",
        details={"roadmap": str(proposal.roadmap_id), "tolerance": proposal.tolerance},
        by=by,
        at=at,
        plan=proposal.roadmap,
    )
    decided = {"decided_by": by, "decided_at": at}
    still_open = scenario.proposals.filter(state=Proposal.State.OPEN)
    still_open.filter(pk=proposal.pk).update(state=Proposal.State.ACCEPTED, **decided)
    still_open.exclude(pk=proposal.pk).update(state=Proposal.State.DISMISSED, **decided)
    proposal.refresh_from_db()
    request_insight(scenario=scenario, by=by, at=at)
    return scenario


@transaction.atomic
def dismiss(*, proposal: Proposal, by: uuid.UUID | None, at: datetime) -> Proposal:
    """Set a proposal aside; the accepted plan stays. Twice is once. Raises RoadmapError for one
    that was accepted."""
    rows = Proposal.objects.unscoped("compare and set of a row in hand").filter(pk=proposal.pk)
    changed = rows.filter(state=Proposal.State.OPEN).update(
        state=Proposal.State.DISMISSED, decided_by=by, decided_at=at
    )
    proposal.refresh_from_db()
    if changed:
        audit.record(
            organisation_id=proposal.scenario.organisation_id,
            by=by,
            action="proposal.dismissed",
            subject=proposal,
            at=at,
        )
    elif proposal.state == Proposal.State.ACCEPTED:
        raise RoadmapError(_("This proposal was accepted: there is nothing to set aside."))
    return proposal


@transaction.atomic
def request_insight(*, scenario: Scenario, by: uuid.UUID | None, at: datetime) -> JobRun | None:
    """A background job that explains the accepted plan; None if there is none or it is explained
    already. Nobody waits for it."""
    if scenario.plan is None or Insight.objects.unscoped("of a plan in hand").filter(
        roadmap=scenario.plan
    ):
        return None
    return enqueue(
        kind=INSIGHT,
        subject=scenario.plan.pk,
        input_version=scenario.plan.parameters_digest,
        organisation_id=scenario.organisation_id,
        by=by,
        at=at,
        # An earlier one may have passed over it while no scenario had this plan.
        again=True,
    )


def _edited(scenario: Scenario, edits: Sequence[Edit]) -> PlanParameters:
    if not edits:
        raise LimitsError(_("Say what is to be different."), "edits")
    try:
        return edited(inputs.wider_framework(scenario), inputs.limits_of(scenario), edits)
    except (EditError, CapacityError) as error:
        raise LimitsError(error.message, "edits") from error
