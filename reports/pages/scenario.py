"""A scenario in words: its wishes, and what was changed since its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine.plan_input import wish_name
from engine.plan_values import Wish
from reports import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.types import Framework, PlanParameters
    from roadmaps.models import ScenarioChange

# Changes that a new plan would answer; the others (a name, becoming current) need none.
OF_LIMITS = frozenset(
    {
        "limits_set", "wish_set", "wish_withdrawn", "budget_set", "undone", "moved_to_analysis",
        "rolled_forward",
    }
)  # fmt: skip


def wishes(framework: Framework, limits: PlanParameters) -> list[dict[str, str]]:
    """Every wish as a sentence, with what takes it back."""
    return [
        {
            "initiative": wish.initiative,
            "kind": wish.kind,
            "text": sentence(wish_name(framework, limits, wish)),
        }
        for wish in limits.wishes
    ]


def change_words(
    framework: Framework, limits: PlanParameters, changes: Iterable[ScenarioChange]
) -> list[str]:
    """What was changed, newest first, one sentence each."""
    return [_change(framework, limits, change.action, change.details) for change in changes]


def _change(
    framework: Framework, limits: PlanParameters, action: str, details: dict[str, Any]
) -> str:
    if action == "wish_set":
        wish = Wish(details["kind"], details["initiative"], details["period"])
        return _("Wished: %(wish)s.") % {"wish": wish_name(framework, limits, wish)}
    if action == "wish_withdrawn":
        found = framework.initiative.get(details["initiative"])
        name = found.name if found else details["initiative"]
        return _("A wish about “%(name)s” was taken back.") % {"name": name}
    if action == "budget_set":
        if details["budget"] is None:
            return _("The budget has no limit any more.")
        per = _("a month") if limits.period == "month" else _("a quarter")
        amount = numbers.thousands(details["budget"])
        return _("The budget is %(amount)s %(per)s.") % {"amount": amount, "per": per}
    undone = UNDONE.get(details.get("action", "")) if action == "undone" else None
    return str(undone or ACTIONS.get(action, _("The limits were changed.")))


ACTIONS = {
    "created": gettext_lazy("Made."),
    "copied": gettext_lazy("Copied."),
    "renamed": gettext_lazy("Renamed."),
    "made_current": gettext_lazy("Made the current plan."),
    "plan_accepted": gettext_lazy("A plan was accepted."),
    "moved_to_analysis": gettext_lazy("It rests on a newer result now."),
    "undone": gettext_lazy("The last change was undone."),
    "rolled_forward": gettext_lazy("The plan begins later now."),
}

# What was undone, where "the last change" would not say enough.
UNDONE: dict[str, Any] = {
    "plan_accepted": gettext_lazy("The plan that was accepted is not the plan any more."),
    "moved_to_analysis": gettext_lazy("It rests on the earlier result again."),
}


def sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def pending(changes: Iterable[ScenarioChange], planned: int | None) -> list[ScenarioChange]:
    """Changes of limits, newest first, that the plan does not have. planned: the version that the
    accepted plan answers, None for a plan that nobody asked for."""
    found = []
    for change in changes:
        if change.version <= (planned or 1) or change.action == "plan_accepted":
            break
        if change.action in OF_LIMITS:
            found.append(change)
    return found


def may_undo(changes: Iterable[ScenarioChange], version: int) -> bool:
    """True if the newest change is one of limits, of the plan, or of the result below it, and not
    the first, which made the scenario. changes: newest first."""
    newest = next(iter(changes), None)
    return (
        newest is not None
        and newest.version == version
        and (newest.before is not None or bool(newest.details.get("was")))
    )
