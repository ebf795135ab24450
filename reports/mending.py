"""Repairs of wishes that cannot be met together, as new limits (method 5.9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.plan_values import BudgetChange, CapacityChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.types import PlanParameters
    from roadmaps.models import Proposal

GIVE = "give"


@dataclass(frozen=True, slots=True)
class Repair:
    """Either a wish to drop (kind and initiative) or lines of people and money to raise."""

    drop: tuple[str, str] | None = None
    lines: Sequence[Mapping[str, Any]] = ()


def chosen(proposal: Proposal, word: str) -> Repair | None:
    """The repair that a button names: "give", or "kind:initiative" of a wish of the conflict."""
    document = proposal.conflict or {}
    mend = document.get("repair")
    if word == GIVE and mend:
        return Repair(lines=mend["lines"])
    kind, _colon, initiative = word.partition(":")
    for group in document.get("conflicts", ()):
        for wish in group["wishes"]:
            if (wish["kind"], wish["initiative"]) == (kind, initiative):
                return Repair(drop=(kind, initiative))
    return None


def mended(limits: PlanParameters, usual: Mapping[str, float], repair: Repair) -> PlanParameters:
    """The limits with this repair, on top of what they give in those periods. usual: pool to
    person-days a period."""
    if repair.drop is not None:
        kept = (w for w in limits.wishes if (w.kind, w.initiative) != repair.drop)
        return replace(limits, wishes=tuple(kept))
    people, money = list(limits.capacity_changes), list(limits.budget_changes)
    for line in repair.lines:
        period, amount = line["period"], line["amount"]
        if line["line"] == "money":
            has = _money(limits, period)
            money.append(BudgetChange(period, period, has + amount))
        else:
            has = _days(limits, usual, line["pool"], period)
            people.append(CapacityChange(line["pool"], period, period, has + amount))
    return replace(limits, capacity_changes=tuple(people), budget_changes=tuple(money))


def _money(limits: PlanParameters, period: int) -> float:
    found = limits.budget or 0.0
    for change in limits.budget_changes:
        if change.first <= period <= change.last:
            found = change.amount
    return found


def _days(limits: PlanParameters, usual: Mapping[str, float], pool: str, period: int) -> float:
    found = usual[pool]
    for change in limits.capacity_changes:
        if change.pool == pool and change.first <= period <= change.last:
            found = change.days
    return found
