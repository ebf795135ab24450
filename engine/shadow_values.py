"""What more of one line of people or money would buy: one more solve each (method 5.8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from engine.comparison import compare, on_initiatives, on_stages, percent_of
from engine.instance import Candidate, Instance, Plan
from engine.ledger import Ledger
from engine.obstacles import Obstacle, obstacles
from engine.phases import optimise
from engine.plan_check import violations
from engine.prepare import SCALE, Question
from engine.roadmap import written
from engine.what_if import person_days, shown_short

Document = dict[str, Any]
Step = Literal["tenth", "person"]
# What V gains, and the plan that gains it.
Bought = tuple[int, Plan]

# Sentences of the comparison that are said; the rest is in it.
SAID = 2
# For a pool: a person more, and a tenth.
SEARCHES = 2


def shadow_value(instance: Instance, more: Instance, best: Plan) -> Bought:
    """V* with more of a line less V* without, >= 0, and the plan that gets it.

    best: a best plan of `instance`, which is a plan of `more` too, so it stays where the search
    finds nothing better; its status then says whether that is proved. What is better without the
    more as well is no gain of it: then the search was luckier, not the organisation richer.
    """
    found = optimise(more, "brief", known=best.starts)
    if found.value <= best.value:
        return 0, replace(best, status=found.status)
    if not violations(instance, found):
        return 0, replace(best, status="bounded")
    return found.value - best.value, found


def tenth_more(instance: Instance, pool: str) -> Instance:
    """The question with 10 % more of a pool in every period; "" is the budget."""
    if not pool:
        return replace(instance, budget=_tenth_more(instance.budget or ()))
    capacity = {**instance.capacity, pool: _tenth_more(instance.capacity[pool])}
    return replace(instance, capacity=capacity)


def person_more(question: Question, pool: str) -> Instance:
    """The question with one full-time person more in a pool."""
    instance = question.instance
    person = round(person_days(question.parameters) * SCALE)
    line = tuple(days + person for days in instance.capacity[pool])
    return replace(instance, capacity={**instance.capacity, pool: line})


def holding(ledger: Ledger) -> list[str]:
    """The lines that anything waits for while the rest of the plan stays as it is: pools that are
    short for an earlier start of what is planned or any start of what is not, "" for the budget.

    What is never short buys nothing by itself, so that no solve has to be spent on it.
    """
    instance = ledger.instance
    found: set[str] = set()
    for item in instance.candidates:
        last = ledger.starts.get(item.key, instance.periods)
        for start in instance.starts(item):
            if start < last and not _all_short(found, instance, item):
                found |= _short(obstacles(ledger, item.key, start))
    return [line for line in [*instance.capacity, ""] if line in found]


def _all_short(found: Collection[str], instance: Instance, item: Candidate) -> bool:
    """True if nothing about the candidate could be short that is not known to be."""
    money = {""} if instance.budget is not None and item.total_cost else set()
    return {*item.days, *money} <= set(found)


def _short(found: Iterable[Obstacle]) -> set[str]:
    return {item.subject for item in found if item.kind in {"pool", "budget"}}


def shadow_values(
    question: Question,
    best: Plan,
    result: Mapping[str, Any],
    roadmap: Mapping[str, Any],
    most: int,
) -> tuple[list[Document], int]:
    """What each line that holds something back buys (`holding`), most valuable first; and how many
    lines were not asked. most: searches that may be made, the budget first, then the fullest pools.

    `pool`: null for the budget. `step`: tenth (10 % more in every period) or person (one more
    full-time person's share for change work). `added`: person-days or thousands of US dollars more
    in the first period. `value`: what V gains, >= 0, and `share` of V. `proved`: both plans are
    proved best, so the figure is exact; else it is what was found. `comparison`: as in
    `engine.comparison`, null without a gain. `sentence` says it.
    """
    found: list[Document] = []
    lines = _fullest_first(Ledger(question.instance, best.starts))
    asked = _affordable(lines, most)
    for pool in asked:
        tenth = tenth_more(question.instance, pool)
        if not pool:
            bought = shadow_value(question.instance, tenth, best)
            found.append(_told(question, best, pool, "tenth", tenth, bought, result, roadmap))
            continue
        person = person_more(question, pool)
        for step, richer, bought in _both(question.instance, pool, tenth, person, best):
            found.append(_told(question, best, pool, step, richer, bought, result, roadmap))
    return sorted(found, key=lambda item: -item["value"]), len(lines) - len(asked)


def _fullest_first(ledger: Ledger) -> list[str]:
    """The lines that hold something back: the budget, then the pools with least to spare."""

    def spare(pool: str) -> float:
        there = sum(ledger.instance.capacity.get(pool, ()))
        return sum(ledger.free[pool]) / there if there else -1.0

    return sorted(holding(ledger), key=spare)


def _affordable(lines: Sequence[str], most: int) -> list[str]:
    """The first of them for which so many searches are enough."""
    found: list[str] = []
    for line in lines:
        most -= SEARCHES if line else 1
        if most < 0:
            break
        found.append(line)
    return found


def _both(
    instance: Instance, pool: str, tenth: Instance, person: Instance, best: Plan
) -> list[tuple[Step, Instance, Bought]]:
    """What a person and a tenth more of a pool buy. The larger one buys all that the smaller one
    does, which spares a search where it buys nothing and mends one that was stopped too soon."""
    by_person = shadow_value(instance, person, best)
    by_tenth = by_person
    less = _within(tenth.capacity[pool], person.capacity[pool])
    if by_person[0] or not less:
        by_tenth = shadow_value(instance, tenth, best)
        if less and by_tenth[0] > by_person[0]:
            by_person = by_tenth
    return [("person", person, by_person), ("tenth", tenth, by_tenth)]


def _within(less: tuple[int, ...], more: tuple[int, ...]) -> bool:
    return all(one <= other for one, other in zip(less, more, strict=True))


def _told(
    question: Question,
    best: Plan,
    pool: str,
    step: Step,
    richer: Instance,
    bought: Bought,
    result: Mapping[str, Any],
    roadmap: Mapping[str, Any],
) -> Document:
    value, plan = bought
    comparison = None
    if value:
        document = written(replace(question, instance=richer), plan, result)
        comparison = compare(question.framework, roadmap, document)
    share = value / best.value if best.value else 0.0
    proved = best.status == "proved" and plan.status == "proved"
    added = (_first(richer, pool) - _first(question.instance, pool)) / SCALE
    found = {
        "pool": pool or None,
        "step": step,
        "added": added,
        "value": value,
        "share": share,
        "proved": proved,
        "comparison": comparison,
    }
    return found | {"sentence": _sentence(question, _what(question, pool, step, added), found)}


def _first(instance: Instance, pool: str) -> int:
    line = instance.capacity[pool] if pool else instance.budget or (0,)
    return line[0]


def _tenth_more(line: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(amount + amount // 10 for amount in line)


def _what(question: Question, pool: str, step: Step, added: float) -> str:
    days = "day" if added == 1 else "days"
    amount, period = shown_short(added), question.parameters.period
    if not pool:
        return f"10 % more budget ({amount} thousand US dollars a {period})"
    name = question.pools[pool].name
    more = f"10 % more of {name}" if step == "tenth" else f"One more person in {name}"
    return f"{more} ({amount} {days} a {period})"


def _sentence(question: Question, what: str, found: Mapping[str, Any]) -> str:
    comparison = found["comparison"]
    if comparison is None:
        known = "buys nothing by itself" if found["proved"] else "was not found to buy anything"
        return f"{what} {known}: other limits bind."
    said = [
        *on_stages(question.framework, comparison["stages"]),
        *on_initiatives(question.framework, comparison["initiatives"]),
    ]
    share = percent_of(found["share"], about=not found["proved"])
    return " ".join([f"{what} adds {share} to what the plan is worth.", *said[:SAID]])
