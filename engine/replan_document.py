"""New plans beside the one there was: what each keeps of it, what moves and why (method 5.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.analysis import standings
from engine.business_case import quarter
from engine.calendar import MONTHS_PER_PERIOD, period_name
from engine.comparison import compare
from engine.instance import Plan
from engine.ledger import Ledger
from engine.obstacles import obstacles
from engine.phases import optimise
from engine.prepare import Question, prepare
from engine.reasons import holds_back, left_out
from engine.replanning import TOLERANCES, Replan, replan
from engine.roadmap import written
from engine.solver import EFFORT
from engine.types import Framework, PlanParameters

Document = dict[str, Any]

# Of the effort for one re-planning: for the best plan, which says what a plan has to be worth; the
# rest looks for plans near the old one. So all options together take no more than a new plan.
SHARE_OF_BEST = 0.6
# Beside a plan made without a search, in the solver's unit.
BRIEF = 0.5


def replanned(
    framework: Framework,
    result: Mapping[str, Any],
    parameters: PlanParameters,
    before: Mapping[str, Any],
    tolerances: Sequence[float] = TOLERANCES,
) -> list[Document]:
    """One option for each tolerance, to be shown side by side.

    before: the document of the plan there was, with `roadmap` and `forecast`; its periods may have
    other dates and another length. Each option has

    - `tolerance`: the share of the best value that could be given up, 0..1;
    - `kept`: the share of the best value that the plan has, null if that is worth nothing;
    - `change`: as in `engine.replanning.change`, in quarters; `proved`: no plan changes less;
    - `moves`: each initiative that starts at another time, is gone or is new: `{initiative, from,
      to, reasons}`, with first days as dates, null where there is none, and sentences that say why
      it could not stay;
    - `comparison`: as in `engine.comparison`; `document`: the whole plan, as `engine.roadmap`.

    Options that come to the same plan are all there. Raises as `engine.roadmap.roadmap`, and
    InfeasiblePlanError if no plan keeps the wishes.
    """
    question = prepare(framework, standings(result), parameters)
    instance, effort = question.instance, parameters.effort
    old = starts_in(question, before["roadmap"])
    known = {key: start for key, start in old.items() if key in instance.candidate}
    best = optimise(instance, effort, known=known, share=SHARE_OF_BEST)
    work = EFFORT.get(effort, BRIEF) * (1 - SHARE_OF_BEST)
    found = replan(instance, old, best, tolerances, quarter(question), work)
    return [_option(question, result, best, item, before) for item in found]


def starts_in(question: Question, roadmap: Mapping[str, Any]) -> dict[str, int]:
    """Starts of a plan by initiative, in the periods of this question, below 0 for the past."""
    return {
        item["initiative"]: _period(question.parameters, item["start_date"])
        for item in roadmap["items"]
    }


def _period(parameters: PlanParameters, day: str) -> int:
    """The period that a day lies in."""
    at = date.fromisoformat(day)
    start = parameters.start
    months = (at.year - start.year) * 12 + at.month - start.month - (at.day < start.day)
    return months // MONTHS_PER_PERIOD[parameters.period]


def _option(
    question: Question,
    result: Mapping[str, Any],
    best: Plan,
    found: Replan,
    before: Mapping[str, Any],
) -> Document:
    document = written(question, found.plan, result)
    return {
        "tolerance": found.tolerance,
        "kept": found.plan.value / best.value if best.value else None,
        "change": found.change / quarter(question),
        "proved": found.proved,
        "moves": _moves(question, found.plan, before["roadmap"], document["roadmap"]),
        "comparison": compare(question.framework, before, document),
        "document": document,
    }


def _moves(
    question: Question, plan: Plan, was: Mapping[str, Any], now: Mapping[str, Any]
) -> list[Document]:
    ledger = Ledger(question.instance, plan.starts)
    before = {item["initiative"]: item["start_date"] for item in was["items"]}
    after = {item["initiative"]: item["start_date"] for item in now["items"]}
    old = starts_in(question, was)
    out = left_out(question, ledger)
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        if key in after and key in old and plan.starts[key] == old[key]:
            continue
        if key in after:
            reasons = _why_moved(question, ledger, key, old.get(key))
        elif key in question.held | question.done:
            reasons = ["Is done: its levels stand."]
        else:
            reasons = [out.get(key, "Is no longer among the initiatives.")]
        found.append(
            {
                "initiative": key,
                "from": before.get(key),
                "to": after.get(key),
                "reasons": reasons,
            }
        )
    return found


def _why_moved(question: Question, ledger: Ledger, key: str, was: int | None) -> list[str]:
    """What stands in the way of the old start beside the rest of the new plan."""
    if was is None:
        return ["New: the plan is worth more with it."]
    parameters = question.parameters
    if was < 0:
        return ["Was to start before the first period of this plan."]
    if was not in _window(question, key):
        name = period_name(parameters.start, parameters.period, was)
        return [f"Can no longer start in {name}: it has to end within its dates and the plan."]
    found = obstacles(ledger, key, was)
    reasons = [holds_back(question, ledger, key, item) for item in found]
    if reasons:
        return reasons
    return ["The plan as a whole is worth more this way."]


def _window(question: Question, key: str) -> range:
    candidate = question.instance.candidate[key]
    return range(question.instance.last_start(candidate) + 1)
