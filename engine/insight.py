"""What a reader may ask of a stored roadmap that takes further solves, as one document.

Made in the background after the roadmap and kept beside it. What takes milliseconds is asked of the
plan when somebody reads it (`obstacles`, `critical_chain`, `business_case`, `milestone_document`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.analysis import standings
from engine.instance import Plan
from engine.ledger import Ledger
from engine.phases import optimise
from engine.prepare import Question, prepare
from engine.prices import prices
from engine.reduction import possible_starts
from engine.roadmap import written
from engine.shadow_values import shadow_values
from engine.types import Framework, PlanParameters
from engine.wording import counted, listed

Document = dict[str, Any]

INSIGHT_VERSION = "2.0"
# A search takes about a second of a processor for every two thousand possible starts, and half a
# second at least. So many possible starts all searches together may look at: half a minute.
MOST_STARTS = 25_000
MOST_SEARCHES = 30
# What the best plan, and what a price, count as in such searches; and what share prices may have.
OF_BEST, OF_PRICE = 4, 2
SHARE_OF_PRICES = 0.4


def insight(
    framework: Framework,
    result: Mapping[str, Any],
    parameters: PlanParameters,
    roadmap: Mapping[str, Any],
) -> Document:
    """What lies behind a roadmap.

    framework, result and parameters are those that the roadmap was made from; roadmap is its
    document with `roadmap` and `forecast`. Keys, all there even when empty:

    - `insight_version`
    - `shadow_values`: what 10 % more of each pool and of the budget, or a person more in a pool,
      buys, most valuable first, as in `engine.shadow_values`.
    - `prices`: what it costs to force in each initiative that was left out although it has a gain,
      cheapest first, as in `engine.prices`.
    - `not_asked`: a sentence on what was left out of the two because the plan is too large to ask
      all of it in the time there is; "" if nothing was.

    Raises as `engine.prepare.prepare`. The number of searches follows from the size of the question
    alone, so that the same roadmap has the same document; about half a minute of a processor at
    most.
    """
    question = prepare(framework, standings(result), parameters)
    # A plan of an older engine may hold what would be no candidate today.
    starts = {
        item["initiative"]: item["start"]
        for item in roadmap["roadmap"]["items"]
        if item["initiative"] in question.instance.candidate
    }
    searches = _searches(question)
    best = Plan(starts, *(roadmap["roadmap"][key] for key in ("value", "status", "bound")))
    if searches > OF_BEST:
        best = _best(question, best)
        searches -= OF_BEST
    base = roadmap if best.starts == starts else written(question, best, result)
    priced = int(searches * SHARE_OF_PRICES / OF_PRICE)
    left = searches - OF_PRICE * priced
    bought, lines = shadow_values(question, best, result, base, left)
    asked, initiatives = prices(question, Ledger(question.instance, starts), best, priced)
    return {
        "insight_version": INSIGHT_VERSION,
        "shadow_values": bought,
        "prices": asked,
        "not_asked": _not_asked(lines, initiatives),
    }


def _searches(question: Question) -> int:
    starts = sum(map(len, possible_starts(question.instance).values()))
    return min(MOST_SEARCHES, MOST_STARTS // max(1, starts))


def _best(question: Question, stored: Plan) -> Plan:
    """The best plan of the question: the stored one if that is proved, else what is found anew,
    because a plan that was made to keep an older one may be worth less."""
    if stored.status == "proved":
        return stored
    effort = question.parameters.effort
    # What a background search takes leaves no time for the questions.
    effort = "interactive" if effort == "background" else effort
    found = optimise(question.instance, effort, known=stored.starts)
    return found if found.value > stored.value or found.status == "proved" else stored


def _not_asked(lines: int, initiatives: int) -> str:
    """lines: of people and money that were not asked; initiatives: without a price."""
    left = []
    if lines:
        left.append(f"what more of {counted(lines, 'other limit')} would buy")
    if initiatives:
        left.append(f"what forcing in {counted(initiatives, 'other initiative')} would cost")
    return f"Not asked, because the plan is large: {listed(left)}." if left else ""
