"""From the result of an analysis to a checked roadmap and what it leads to, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from engine.analysis import standings
from engine.area_weights import with_area_weights
from engine.calendar import period_end, period_start
from engine.forecast import forecast, scored_areas
from engine.instance import Plan
from engine.ledger import Ledger
from engine.phases import optimise
from engine.plan_check import check
from engine.plan_document import parameters_digest, parameters_document, parameters_from
from engine.prepare import SCALE, Question, prepare
from engine.proof import proof
from engine.reasons import left_out, open_raises, why_here
from engine.types import Framework, PlanParameters, Standing

__all__ = ["notes", "parameters_digest", "parameters_document", "parameters_from", "roadmap"]

Document = dict[str, Any]

Planner = Literal["greedy", "optimiser"]

PLAN_NOTE = (
    "The roadmap is a plan, not a forecast: it counts on every initiative being finished as"
    " planned."
)
JUDGEMENT_NOTE = (
    "Effort, duration, cost and capacity are judgements until the organisation's own figures"
    " replace them."
)


def roadmap(
    framework: Framework,
    result: Mapping[str, Any],
    parameters: PlanParameters,
    planner: Planner = "optimiser",
) -> Document:
    """Plan from the document of an analysis: `{"roadmap": {...}, "forecast": [...]}`.

    Keys and order are those of docs/result.schema.json. Costs are thousands of US dollars, effort
    and load person-days, `value` is V of method 5.2; `start_date` is an item's first and
    `finish_date` its last day; `budget` of a period is what that period adds, null without a limit.
    `status` is proved, bounded (by `bound`), greedy or greedy_without_solver; `proof` says it in
    words. The optimiser takes seconds, as `parameters.effort` says, and plans greedily where its
    solver is not installed.

    Raises PlanInputError or CapacityError for limits that cannot be planned with,
    InfeasiblePlanError for wishes that cannot be kept together, and PlanError if the plan breaks a
    limit.
    """
    question = prepare(framework, standings(result), parameters)
    effort = "instant" if planner == "greedy" else parameters.effort
    return written(question, optimise(question.instance, effort), result)


def written(question: Question, found: Plan, result: Mapping[str, Any]) -> Document:
    """Any plan of a question as such a document. result: the analysis that the question is from.

    Raises PlanError if the plan breaks a limit.
    """
    parameters = question.parameters
    check(question.instance, found)
    ledger = Ledger(question.instance, found.starts)
    items = [_item(question, ledger, key) for key in _in_order(ledger)]
    finishes = dict.fromkeys(question.done, 0)
    finishes |= {key: ledger.finish(key) for key in ledger.starts}
    return {
        "roadmap": {
            "period": parameters.period,
            "start": parameters.start.isoformat(),
            "periods": parameters.periods,
            **_verdict(found),
            "total_cost": sum((item["cost_low"] + item["cost_high"]) / 2 for item in items),
            "total_days": sum(sum(item["effort"].values()) for item in items),
            "items": items,
            "left_out": [
                {"initiative": key, "reason": reason}
                for key, reason in left_out(question, ledger).items()
            ],
            "load": list(_load(question, ledger)),
            "spend": list(_spend(question, ledger)),
        },
        "forecast": forecast(
            # Areas count in the index that is to come as they do in that of the analysis.
            with_area_weights(question.framework, result["inputs"].get("area_weights")),
            standings(result),
            scored_areas(result),
            finishes,
            parameters,
        ),
    }


def notes(
    framework: Framework,
    result: Mapping[str, Any],
    parameters: PlanParameters,
    plan: Mapping[str, Any],
) -> list[str]:
    """What a reader of the roadmap has to know about its basis. plan: its `roadmap` part."""
    found = [PLAN_NOTE, proof(plan), JUDGEMENT_NOTE]
    standing = standings(result)
    unscored = _names(framework, [s for s in standing if s.applicable and s.level is None])
    if unscored:
        found.append(
            "Nothing is planned for the sake of capabilities without a score; as prerequisites"
            f" they count as the lowest level known in their area: {unscored}."
        )
    excluded = _names(framework, [s for s in standing if not s.applicable])
    if excluded:
        found.append(f"Capabilities that do not apply hold nothing up: {excluded}.")
    if parameters.capacity:
        pools = ", ".join(f"{key} {days:g}" for key, days in sorted(parameters.capacity.items()))
        found.append(f"Capacity set by hand, person-days a {parameters.period}: {pools}.")
    return found


def _verdict(found: Plan) -> Document:
    return {
        "status": found.status,
        "value": found.value,
        "bound": found.bound,
        "reproducible": found.reproducible,
    }


def _in_order(ledger: Ledger) -> list[str]:
    """By start, then by finish; the sort keeps catalogue order among equals."""
    keys = [item.key for item in ledger.instance.candidates if item.key in ledger.starts]
    return sorted(keys, key=lambda key: (ledger.starts[key], ledger.finish(key)))


def _item(question: Question, ledger: Ledger, key: str) -> Document:
    initiative = question.framework.initiative[key]
    parameters = question.parameters
    start, finish = ledger.starts[key], ledger.finish(key)
    return {
        "initiative": key,
        "start": start,
        "finish": finish,
        "start_date": period_start(parameters.start, parameters.period, start).isoformat(),
        "finish_date": period_end(parameters.start, parameters.period, finish - 1).isoformat(),
        "cost_low": initiative.cost_low,
        "cost_high": initiative.cost_high,
        "effort": dict(question.effort[key]),
        "raises": [
            {"capability": step.capability, "from": step.from_level, "to": step.to_level}
            for step in open_raises(question, key)
        ],
        "why_here": why_here(question, ledger, key),
    }


def _load(question: Question, ledger: Ledger) -> Iterator[Document]:
    for pool, line in question.instance.capacity.items():
        for period, capacity in enumerate(line):
            used = capacity - ledger.free[pool][period]
            yield {
                "pool": pool,
                "period": period,
                "used": used / SCALE,
                "capacity": capacity / SCALE,
            }


def _spend(question: Question, ledger: Ledger) -> Iterator[Document]:
    """What a period adds to the budget: its own money and what finished initiatives save."""
    budget = question.instance.budget
    for period, spent in enumerate(ledger.spent):
        money = None if budget is None else (budget[period] + ledger.saved[period]) / SCALE
        yield {"period": period, "spent": spent / SCALE, "budget": money}


def _names(framework: Framework, standings: list[Standing]) -> str:
    return ", ".join(f"“{framework.capability[item.capability].name}”" for item in standings)
