"""What it costs to force in what a plan leaves out although it has a gain (method 5.8)."""

from __future__ import annotations

from collections.abc import Mapping
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

# One solve each: those with the most to gain are priced.
MOST = 5
NAMED = 3


def price(instance: Instance, best: Plan, key: str) -> tuple[int, Plan] | None:
    """V* less V* with `key` in the plan, >= 0, and that plan; None if no plan can have it."""
    try:
        found = optimise(with_wishes(instance, [Wish("must", key)]))
    except InfeasiblePlanError:
        return None
    return max(0, best.value - found.value), found


def prices(question: Question, ledger: Ledger, best: Plan) -> list[Document]:
    """Of the initiatives that are left out with a gain, cheapest first, the impossible last.

    `initiative`, `price`: what V loses if it has to be in the plan, null if no plan can have it;
    `share`: of V. `start_date`: when it would start. `displaced`: initiatives that would go.
    `proved`: the figure is exact. `sentence` says it. At most five, those with the largest gaps
    to close.
    """
    remaining = gaps_left(question, ledger)
    instance = question.instance
    out = [
        item.key
        for item in instance.candidates
        if item.key not in ledger.starts and gains(question, item.key, remaining)
    ]
    out.sort(key=lambda key: -_worth(instance, key, remaining))
    found = [_priced(question, best, key) for key in out[:MOST]]
    return sorted(found, key=lambda item: (item["price"] is None, item["price"] or 0))


def _worth(instance: Instance, key: str, remaining: Mapping[str, int]) -> int:
    uplift = instance.candidate[key].uplift
    return sum(
        instance.weights.get(item, 0) * min(tenths, remaining[item])
        for item, tenths in uplift.items()
    )


def _priced(question: Question, best: Plan, key: str) -> Document:
    name = f"“{question.framework.initiative[key].name}”"
    found = price(question.instance, best, key)
    if found is None:
        return {
            "initiative": key,
            "price": None,
            "share": None,
            "start_date": None,
            "displaced": [],
            "proved": True,
            "sentence": f"No plan can have {name} under these limits.",
        }
    cost, plan = found
    displaced = [item for item in best.starts if item not in plan.starts]
    share = cost / best.value if best.value else 0.0
    parameters = question.parameters
    start = period_start(parameters.start, parameters.period, plan.starts[key])
    return {
        "initiative": key,
        "price": cost,
        "share": share,
        "start_date": start.isoformat(),
        "displaced": displaced,
        "proved": best.status == "proved" and plan.status == "proved",
        "sentence": _sentence(question, name, share, displaced),
    }


def _sentence(question: Question, name: str, share: float, displaced: list[str]) -> str:
    names = [f"“{question.framework.initiative[key].name}”" for key in displaced[:NAMED]]
    if len(displaced) > NAMED:
        names.append(f"{len(displaced) - NAMED} more")
    gone = f" {listed(names)} would go." if names else ""
    if not share:
        return f"{name} can be had at no loss of what the plan is worth.{gone}"
    return f"{name} in the plan costs {percent_of(share)} of what it is worth.{gone}"
