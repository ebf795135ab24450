"""What it costs to force in what a plan leaves out although it has a gain (method 5.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.calendar import period_start
from engine.comparison import percent_of
from engine.conflicts import with_wishes
from engine.instance import Instance, Plan
from engine.ledger import Ledger
from engine.phases import optimise
from engine.plan_values import Wish
from engine.planning import InfeasiblePlanError
from engine.prepare import Question
from engine.reasons import gains, gaps_left
from engine.wording import listed

Document = dict[str, Any]

NAMED = 3
# Of an interactive search, what one price may take.
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Price:
    """cost: V* less V* with the initiative in the plan, >= 0; None if no plan has it. plan: the
    one that does. proved: the figure is exact, or that there is no such plan."""

    cost: int | None
    plan: Plan | None
    proved: bool


def price(instance: Instance, best: Plan, key: str) -> Price:
    """What it costs to have `key` in the plan. best: a best plan of the instance."""
    try:
        found = optimise(with_wishes(instance, [Wish("must", key)]), share=SHARE)
    except InfeasiblePlanError as error:
        return Price(None, None, error.proved)
    proved = best.status == "proved" and found.status == "proved"
    return Price(max(0, best.value - found.value), found, proved)


def prices(question: Question, ledger: Ledger, best: Plan, most: int) -> tuple[list[Document], int]:
    """Of the initiatives that are left out with a gain, cheapest first, the impossible last; and
    how many were not asked. most: those with the largest gaps to close are asked, one solve each.

    `initiative`, `price`: what V loses if it has to be in the plan, null if no plan can have it;
    `share`: of V. `start_date`: when it would start. `displaced`: initiatives that would go.
    `proved`: the figure is exact, or that no plan can have it. `sentence` says it.
    """
    remaining = gaps_left(question, ledger)
    instance = question.instance
    out = [
        item.key
        for item in instance.candidates
        if item.key not in ledger.starts and gains(question, item.key, remaining)
    ]
    out.sort(key=lambda key: -_worth(instance, key, remaining))
    found = [_priced(question, best, key) for key in out[:most]]
    found.sort(key=lambda item: (item["price"] is None, item["price"] or 0))
    return found, len(out[most:])


def _worth(instance: Instance, key: str, remaining: Mapping[str, int]) -> int:
    uplift = instance.candidate[key].uplift
    return sum(
        instance.weights.get(item, 0) * min(tenths, remaining[item])
        for item, tenths in uplift.items()
    )


def _priced(question: Question, best: Plan, key: str) -> Document:
    found = price(question.instance, best, key)
    parameters = question.parameters
    start, displaced = None, []
    if found.plan is not None:
        at = found.plan.starts[key]
        start = period_start(parameters.start, parameters.period, at).isoformat()
        displaced = [item for item in best.starts if item not in found.plan.starts]
    share = None
    if found.cost is not None:
        share = found.cost / best.value if best.value else 0.0
    return {
        "initiative": key,
        "price": found.cost,
        "share": share,
        "start_date": start,
        "displaced": displaced,
        "proved": found.proved,
        "sentence": _sentence(question, key, found, share, displaced),
    }


def _sentence(
    question: Question, key: str, found: Price, share: float | None, displaced: list[str]
) -> str:
    name = f"“{question.framework.initiative[key].name}”"
    if share is None:
        known = "No plan can have" if found.proved else "No plan was found that has"
        return f"{known} {name} under these limits."
    names = [f"“{question.framework.initiative[item].name}”" for item in displaced[:NAMED]]
    if len(displaced) > NAMED:
        names.append(f"{len(displaced) - NAMED} more")
    gone = f" {listed(names)} would go." if names else ""
    if not share:
        return f"{name} can be had at no loss of what the plan is worth.{gone}"
    cost = percent_of(share, about=not found.proved)
    return f"{name} in the plan costs {cost} of what it is worth.{gone}"
