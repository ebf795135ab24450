"""What a reader may ask of a stored roadmap beyond the roadmap itself, as one document.

Needs several further solves, so it is made in the background after the roadmap and kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.analysis import standings
from engine.business_case import business_case
from engine.critical_chain import Link, critical_chain
from engine.instance import Plan
from engine.ledger import Ledger
from engine.milestone_document import milestone_document
from engine.phases import optimise
from engine.prepare import Question, prepare
from engine.prices import prices
from engine.reasons import holds_back, why_not_earlier
from engine.roadmap import written
from engine.shadow_values import shadow_values
from engine.types import Framework, PlanParameters

Document = dict[str, Any]

INSIGHT_VERSION = "1.0"


def insight(
    framework: Framework,
    result: Mapping[str, Any],
    parameters: PlanParameters,
    roadmap: Mapping[str, Any],
    ratio: float | None = None,
) -> Document:
    """What lies behind a roadmap.

    framework, result and parameters are those that the roadmap was made from; roadmap is its
    document with `roadmap` and `forecast`; ratio is how much of what was planned gets delivered,
    0..1, as in `engine.delivery`, None while nobody can know. Keys, all there even when empty:

    - `insight_version`
    - `why_not_earlier`: for each planned initiative `{initiative, starts: [{start, reasons[]}]}`,
      every earlier period, the nearest first; reasons are sentences.
    - `chain`: what sets the end of the plan, first link first: `{initiative, start, finish, after,
      held_by, reason}`; `after` is the initiative before it in the chain or null, `held_by`
      prerequisite, pool, team, budget, earliest ... or null, `reason` a sentence.
    - `milestones`: when each stage and each capability's target stands, as in
      `engine.milestone_document`.
    - `cases`: the business case of each initiative that could be planned, in catalogue order, as
      in `engine.business_case`.
    - `shadow_values`: what 10 % more of each pool and of the budget, or a person more in a pool,
      buys, most valuable first, as in `engine.shadow_values`.
    - `prices`: what it costs to force in each initiative that was left out although it has a gain,
      cheapest first, as in `engine.prices`.

    Raises as `engine.prepare.prepare`. Takes seconds to minutes.
    """
    question = prepare(framework, standings(result), parameters)
    # A plan of an older engine may hold what would be no candidate today.
    starts = {
        item["initiative"]: item["start"]
        for item in roadmap["roadmap"]["items"]
        if item["initiative"] in question.instance.candidate
    }
    ledger = Ledger(question.instance, starts)
    best = _best(question, roadmap["roadmap"], starts)
    base = roadmap if best.starts == starts else written(question, best, result)
    return {
        "insight_version": INSIGHT_VERSION,
        "why_not_earlier": [
            {"initiative": key, "starts": why_not_earlier(question, ledger, key)} for key in starts
        ],
        "chain": [_link(question, ledger, link) for link in critical_chain(ledger)],
        "milestones": milestone_document(question, ledger, result, ratio),
        "cases": [
            business_case(question, ledger, item.key) for item in question.instance.candidates
        ],
        "shadow_values": shadow_values(question, best, result, base),
        "prices": prices(question, ledger, best),
    }


def _best(question: Question, roadmap: Mapping[str, Any], starts: Mapping[str, int]) -> Plan:
    """The best plan of the question: the stored one if that is proved, else what is found anew,
    because a plan that was made to keep an older one may be worth less."""
    stored = Plan(starts, roadmap["value"], roadmap["status"], roadmap["bound"])
    if stored.status == "proved":
        return stored
    found = optimise(question.instance, question.parameters.effort, known=starts)
    return found if found.value > stored.value or found.status == "proved" else stored


def _link(question: Question, ledger: Ledger, link: Link) -> Document:
    return {
        "initiative": link.key,
        "start": link.start,
        "finish": link.finish,
        "after": link.after,
        "held_by": link.held_by.kind if link.held_by else None,
        "reason": holds_back(question, ledger, link.key, link.held_by),
    }
