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
    from collections.abc import Sequence
    from datetime import datetime

    from engine.plan_values import BudgetChange, Saving, WishKind
    from engine.types import PlanParameters
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
    return set_limits(
        scenario=scenario,
        version=version,
        limits=changed,
        action="budget_set",
        details={"budget": budget, "carry": carry},
        by=by,
        at=at,
    )
