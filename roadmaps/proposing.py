"""From a scenario as it stands to proposals: the plans that may follow the accepted one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from engine.comparison import compare
from engine.digest import digest
from engine.plan_document import parameters_digest, parameters_document
from engine.replan_document import replanned
from engine.roadmap import roadmap
from engine.types import ENGINE_VERSION
from roadmaps import inputs, pipeline
from roadmaps.models import Proposal, Roadmap, Scenario

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from engine.types import PlanParameters


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a re-planning came to, unsaved: proposals, each with its unsaved roadmap, if any."""

    scenario: Scenario
    digest: str
    proposals: tuple[Proposal, ...]


def input_digest(scenario: Scenario, parameters: PlanParameters) -> str:
    """The same for the same question: limits, analysis, accepted plan and engine."""
    return digest(
        {
            "parameters": parameters_document(parameters),
            "analysis": str(scenario.analysis_id),
            "plan": str(scenario.plan_id or ""),
            "engine": ENGINE_VERSION,
        }
    )


def draft(scenario: Scenario, *, by: uuid.UUID | None, at: datetime) -> Drafts:
    """One proposal for each tolerance, or the first plan of a scenario that has none.

    Raises PlanInputError and CapacityError for limits that cannot be planned with, and
    InfeasiblePlanError for wishes that cannot be met together (see `refuse`).
    """
    parameters = inputs.parameters_of(scenario)
    framework, result = inputs.framework_of(scenario), scenario.analysis.result
    asked = input_digest(scenario, parameters)
    if scenario.plan is None:
        document = roadmap(framework, result, parameters)
        options = [{"tolerance": None, "document": document, **_beside(scenario, document)}]
    else:
        options = replanned(framework, result, parameters, scenario.plan.result)
    return Drafts(
        scenario,
        asked,
        tuple(_proposal(scenario, parameters, asked, option, by, at) for option in options),
    )


def refuse(
    scenario: Scenario, document: dict[str, Any], *, by: uuid.UUID | None, at: datetime
) -> Drafts:
    """A proposal that says which wishes contradict each other, and what would mend it."""
    asked = input_digest(scenario, inputs.parameters_of(scenario))
    found = _unsaved(scenario, asked, by, at)
    found.conflict = document
    return Drafts(scenario, asked, (found,))


@transaction.atomic
def store(drafts: Drafts) -> list[Proposal]:
    """Store what is new. Earlier open proposals of the scenario are set aside; a scenario without a
    plan has its first one accepted."""
    scenario = drafts.scenario
    earlier = scenario.proposals.filter(state=Proposal.State.OPEN)
    at, by = drafts.proposals[0].created_at, drafts.proposals[0].created_by
    earlier.update(state=Proposal.State.DISMISSED, decided_at=at, decided_by=by)
    # The same question asked again has the same answer, which is open once more.
    scenario.proposals.filter(input_digest=drafts.digest).delete()
    for proposal in drafts.proposals:
        if proposal.roadmap is not None:
            proposal.roadmap = pipeline.store(proposal.roadmap)
        proposal.save(force_insert=True)
    _accept_the_first(scenario, drafts.proposals[0])
    return list(drafts.proposals)


def _accept_the_first(scenario: Scenario, proposal: Proposal) -> None:
    if scenario.plan_id is not None or proposal.roadmap is None:
        return
    waiting = Scenario.objects.unscoped("compare and set of the job's scenario")
    taken = waiting.filter(
        pk=scenario.pk, plan__isnull=True, version=proposal.scenario_version
    ).update(plan=proposal.roadmap)
    if taken:
        proposal.state = Proposal.State.ACCEPTED
        proposal.decided_at, proposal.decided_by = proposal.created_at, proposal.created_by
        proposal.save(update_fields=["state", "decided_at", "decided_by"])


def _proposal(
    scenario: Scenario,
    parameters: PlanParameters,
    asked: str,
    option: dict[str, Any],
    by: uuid.UUID | None,
    at: datetime,
) -> Proposal:
    found = _unsaved(scenario, asked, by, at)
    found.tolerance = option["tolerance"]
    compared = option.get("comparison")
    more = {key: option[key] for key in ("kept", "change", "proved", "moves") if key in option}
    found.comparison = None if compared is None else compared | more
    found.roadmap = Roadmap(
        analysis=scenario.analysis,
        name=scenario.name,
        engine_version=ENGINE_VERSION,
        parameters_digest=parameters_digest(parameters),
        moved_from=_moved_from(scenario, option["tolerance"]),
        parameters=parameters_document(parameters),
        result=option["document"],
        created_at=at,
    )
    return found


def _unsaved(scenario: Scenario, asked: str, by: uuid.UUID | None, at: datetime) -> Proposal:
    return Proposal(
        scenario=scenario,
        scenario_version=scenario.version,
        input_digest=asked,
        previous=scenario.plan,
        created_by=by,
        created_at=at,
    )


def _moved_from(scenario: Scenario, tolerance: float | None) -> str:
    if scenario.plan is None:
        return ""
    return digest({"plan": str(scenario.plan_id), "tolerance": tolerance})


def _beside(scenario: Scenario, document: dict[str, Any]) -> dict[str, Any]:
    """A first plan beside that of the scenario it was copied from, if that has one."""
    source = scenario.copied_from
    if source is None or source.plan is None:
        return {}
    framework = inputs.wider_framework(scenario)
    return {"comparison": compare(framework, source.plan.result, document)}
