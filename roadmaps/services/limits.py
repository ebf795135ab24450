"""The limits and wishes of a scenario, each change on top of a stated version.

Every function takes the scenario, the version that the editor saw, `by` and `at`, gives the
scenario back as it then stands, and raises LimitsError for what cannot be planned with and
ChangedElsewhereError where somebody else was first. Periods are numbers of the scenario's plan from
0; money is thousands of US dollars a period, capacity person-days a period.

Changing limits makes no new plan: `planning.request_replan` does, for as many changes as wanted.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Analysis
from engine.plan_document import parameters_from
from engine.plan_values import Wish
from engine.pools import CapacityError
from engine.prepare import PlanInputError
from roadmaps import inputs
from roadmaps.errors import LimitsError
from roadmaps.models import Roadmap
from roadmaps.services.versions import change_scenario

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from engine.plan_values import Blackout, BudgetChange, CapacityChange, Saving, WishKind
    from engine.types import Period, PlanParameters
    from roadmaps.models import Scenario


def checked_document(scenario: Scenario, limits: PlanParameters) -> dict[str, Any]:
    """The limits as they are stored. Raises LimitsError unless a plan can be asked for with them.

    Wishes that are each possible and cannot be met together are found by planning, not here.
    """
    if limits.own or limits.started:
        raise LimitsError(_("Own initiatives and progress are not part of the limits."))
    try:
        inputs.question_of(scenario, limits)
    except (PlanInputError, CapacityError) as error:
        raise LimitsError(error.message) from error
    return inputs.limits_document(limits)


@transaction.atomic
def set_limits(
    *,
    scenario: Scenario,
    version: int,
    limits: PlanParameters,
    by: uuid.UUID | None,
    at: datetime,
    action: str = "limits_set",
    details: dict[str, Any] | None = None,
) -> Scenario:
    """Replace all limits and wishes at once. Does nothing, also to the version, if none differs."""
    document = checked_document(scenario, limits)
    if document == scenario.limits and version == scenario.version:
        return scenario
    return change_scenario(
        scenario=scenario,
        version=version,
        action=action,
        details=details or {},
        by=by,
        at=at,
        limits=document,
    )


@transaction.atomic
def undo(*, scenario: Scenario, version: int, by: uuid.UUID | None, at: datetime) -> Scenario:
    """Limits, wishes, accepted plan and analysis as they were before the newest change.

    It is a change like any other: undoing it brings back what it took. Raises LimitsError where the
    newest change was none of these, or what it replaced is gone, and ChangedElsewhereError.
    """
    newest = scenario.changes.filter(version=scenario.version).first()
    was = newest.details.get("was", {}) if newest else {}
    if newest is None or (newest.before is None and not was):
        raise LimitsError(_("There is nothing to undo: the newest change was only one of names."))
    values: dict[str, Any] = {}
    if "analysis" in was:
        values["analysis"] = _still_there(scenario, Analysis, was["analysis"])
    if "plan" in was:
        values["plan"] = _still_there(scenario, Roadmap, was["plan"]) if was["plan"] else None
    if newest.before is not None:
        as_it_was = copy(scenario)
        as_it_was.analysis = values.get("analysis", scenario.analysis)
        values["limits"] = checked_document(as_it_was, parameters_from(newest.before))
    return change_scenario(
        scenario=scenario,
        version=version,
        action="undone",
        details={"action": newest.action},
        by=by,
        at=at,
        **values,
    )


def _still_there(scenario: Scenario, model: type[Analysis | Roadmap], key: str) -> Any:
    """The row that a change replaced."""
    below = "assessment" if model is Analysis else "analysis__assessment"
    rows = model.objects.unscoped("noted by a change of a scenario in hand")
    row = rows.filter(pk=key, **{f"{below}__organisation": scenario.organisation_id}).first()
    if row is None:
        raise LimitsError(_("What this change replaced is gone: it cannot be undone."))
    return row


def set_wish(
    *,
    scenario: Scenario,
    version: int,
    kind: WishKind,
    initiative: str,
    period: int | None = None,
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """lock: it starts in `period`. must: it is in the plan. forbid: it is not. earliest: it starts
    in `period` or later. deadline: it has ended before `period`. Replaces a wish of the same kind
    about the same initiative."""
    limits = inputs.limits_of(scenario)
    kept = [w for w in limits.wishes if (w.kind, w.initiative) != (kind, initiative)]
    wishes = (*kept, Wish(kind, initiative, period))
    return set_limits(
        scenario=scenario,
        version=version,
        limits=replace(limits, wishes=wishes),
        action="wish_set",
        details={"kind": kind, "initiative": initiative, "period": period},
        by=by,
        at=at,
    )


def withdraw_wishes(
    *,
    scenario: Scenario,
    version: int,
    initiative: str,
    kind: WishKind | None = None,
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """Take back the wish of this kind about an initiative, or all about it."""
    limits = inputs.limits_of(scenario)
    kept = tuple(
        w for w in limits.wishes if w.initiative != initiative or kind not in {None, w.kind}
    )
    return set_limits(
        scenario=scenario,
        version=version,
        limits=replace(limits, wishes=kept),
        action="wish_withdrawn",
        details={"kind": kind, "initiative": initiative},
        by=by,
        at=at,
    )


def set_horizon(
    *,
    scenario: Scenario,
    version: int,
    start: date,
    period: Period,
    periods: int,
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """First day of the plan, what a period is, and how many there are."""
    limits = replace(inputs.limits_of(scenario), start=start, period=period, periods=periods)
    details = {"start": start.isoformat(), "period": period, "periods": periods}
    return _set(scenario, version, limits, "horizon_set", details, by, at)


def set_capacity(
    *,
    scenario: Scenario,
    version: int,
    capacity: Mapping[str, float],
    changes: Sequence[CapacityChange] = (),
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """People: pool to person-days a period where they are not those of the size, and what is
    different in some periods. Replaces both."""
    limits = inputs.limits_of(scenario)
    changed = replace(limits, capacity=dict(capacity), capacity_changes=tuple(changes))
    details = {"pools": sorted({*capacity, *(item.pool for item in changes)})}
    return _set(scenario, version, changed, "capacity_set", details, by, at)


def set_budget(
    *,
    scenario: Scenario,
    version: int,
    budget: float | None,
    carry: bool = True,
    changes: Sequence[BudgetChange] = (),
    savings: Sequence[Saving] = (),
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """Money: a period's budget (None: no limit), whether the unspent stays available, what is
    different in some periods, and savings that add to it. Replaces all of it."""
    changed = replace(
        inputs.limits_of(scenario),
        budget=budget,
        carry=carry,
        budget_changes=tuple(changes),
        savings=tuple(savings),
    )
    details = {"budget": budget, "carry": carry}
    return _set(scenario, version, changed, "budget_set", details, by, at)


def set_rules(
    *,
    scenario: Scenario,
    version: int,
    team_limits: Mapping[str, int],
    exclusive: Sequence[Sequence[str]],
    blackouts: Sequence[Blackout],
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """How many initiatives of an area or pool run at once, groups of which one at most is planned,
    and periods in which nothing runs. Replaces all of it."""
    changed = replace(
        inputs.limits_of(scenario),
        team_limits=dict(team_limits),
        exclusive=tuple(tuple(group) for group in exclusive),
        blackouts=tuple(blackouts),
    )
    details = {
        "team_limits": dict(team_limits),
        "exclusive": len(exclusive),
        "blackouts": len(blackouts),
    }
    return _set(scenario, version, changed, "rules_set", details, by, at)


def set_confidence(
    *,
    scenario: Scenario,
    version: int,
    initiative: str,
    share: float | None,
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    """The share, 0.5 to 1, of an initiative's uplift that is counted on; None: all of it."""
    limits = inputs.limits_of(scenario)
    confidence = {key: value for key, value in limits.confidence.items() if key != initiative}
    if share is not None:
        confidence[initiative] = share
    changed = replace(limits, confidence=confidence)
    details = {"initiative": initiative, "share": share}
    return _set(scenario, version, changed, "confidence_set", details, by, at)


def _set(
    scenario: Scenario,
    version: int,
    limits: PlanParameters,
    action: str,
    details: dict[str, Any],
    by: uuid.UUID | None,
    at: datetime,
) -> Scenario:
    return set_limits(
        scenario=scenario,
        version=version,
        limits=limits,
        action=action,
        details=details,
        by=by,
        at=at,
    )
