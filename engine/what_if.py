"""The limits of a plan with named changes: “budget −20 %”, “one more person in IT” (method 5.11).

An edited plan is a plan like any other: same planner, same seed, same search limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.calendar import MONTHS_PER_PERIOD
from engine.plan_values import CapacityChange, Wish
from engine.pools import CHANGE_SHARE, DAYS_PER_MONTH, pools
from engine.types import EngineError, Framework, PlanParameters
from engine.wording import shown

EditKind = Literal[
    "budget_share", "budget", "capacity_share", "people", "periods", "must", "forbid"
]

# Beyond these an edit is a slip of the hand.
MOST_SHARE = 10.0
MOST_PEOPLE = 1000.0
MOST_BUDGET = 1e9
MOST_PERIODS = 120
MINUS = "\N{MINUS SIGN}"


class EditError(EngineError):
    """A change that cannot be made to these limits: E102 for its amount, E103 for its name."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One named change.

    budget_share, capacity_share: `amount` is the part added, -1..10, such as -0.2; `subject` is a
    pool, empty for all of them. budget: `amount` thousand US dollars a period, replacing all there
    was. people: `amount` full-time people more (or fewer) in the pool `subject`. periods: so many
    more (or fewer) of them. must, forbid: the initiative `subject`.
    """

    kind: EditKind
    amount: float = 0.0
    subject: str = ""


def edited(
    framework: Framework, parameters: PlanParameters, edits: Sequence[Edit]
) -> PlanParameters:
    """The limits after each edit in turn. Raises EditError; CapacityError for an unknown size."""
    for edit in edits:
        parameters = _edited(framework, parameters, edit)
    return parameters


def edit_name(framework: Framework, parameters: PlanParameters, edit: Edit) -> str:
    """As a person would call it: "Budget −20 %", "1 more person in IT partner"."""
    if edit.kind == "budget_share":
        return f"Budget {_signed(100 * edit.amount)} %"
    if edit.kind == "budget":
        return f"Budget {shown_short(edit.amount)} thousand US dollars a {parameters.period}"
    if edit.kind == "capacity_share":
        who = _pool_name(framework, parameters, edit.subject) if edit.subject else "People"
        return f"{who} {_signed(100 * edit.amount)} %"
    if edit.kind == "people":
        more = "more" if edit.amount >= 0 else "fewer"
        who = "person" if abs(edit.amount) == 1 else "people"
        where = _pool_name(framework, parameters, edit.subject)
        return f"{shown_short(abs(edit.amount))} {more} {who} in {where}"
    if edit.kind == "periods":
        return f"Horizon {_signed(edit.amount)} {parameters.period}s"
    name = f"“{_initiative_name(framework, edit.subject)}”"
    return f"With {name}" if edit.kind == "must" else f"Without {name}"


def person_days(parameters: PlanParameters) -> float:
    """What one more full-time person gives to change work in a period, in person-days (5.0)."""
    return CHANGE_SHARE * DAYS_PER_MONTH * MONTHS_PER_PERIOD[parameters.period]


def shown_short(value: float) -> str:
    """One decimal only where there is one."""
    return shown(value) if value == int(value) else shown(value, 1)


def _edited(framework: Framework, parameters: PlanParameters, edit: Edit) -> PlanParameters:
    if edit.kind in {"budget_share", "budget"}:
        return _budget(parameters, edit)
    if edit.kind in {"capacity_share", "people"}:
        return _capacity(framework, parameters, edit)
    if edit.kind == "periods":
        return _periods(parameters, edit)
    if edit.kind not in {"must", "forbid"}:
        raise EditError("E103", f"there is no change {edit.kind!r}; choose one of those offered")
    _initiative_name(framework, edit.subject)
    wish = Wish("must" if edit.kind == "must" else "forbid", edit.subject)
    # The newest word about an initiative is the one that counts.
    other = tuple(item for item in parameters.wishes if item.initiative != edit.subject)
    return replace(parameters, wishes=(*other, wish))


def _budget(parameters: PlanParameters, edit: Edit) -> PlanParameters:
    if edit.kind == "budget":
        _within(edit.amount, 0, MOST_BUDGET, "the budget")
        return replace(parameters, budget=float(edit.amount), budget_changes=())
    _within(edit.amount, -1, MOST_SHARE, "the share added to the budget")
    if parameters.budget is None:
        raise EditError("E102", "this plan has no budget to change by a share; give it one first")
    factor = 1 + edit.amount
    changes = tuple(
        replace(item, amount=item.amount * factor) for item in parameters.budget_changes
    )
    return replace(parameters, budget=parameters.budget * factor, budget_changes=changes)


def _capacity(framework: Framework, parameters: PlanParameters, edit: Edit) -> PlanParameters:
    if edit.kind == "people":
        _within(edit.amount, -MOST_PEOPLE, MOST_PEOPLE, "the number of people")
        _pool_name(framework, parameters, edit.subject)
    else:
        _within(edit.amount, -1, MOST_SHARE, "the share added to the people")
        if edit.subject:
            _pool_name(framework, parameters, edit.subject)

    def changed(pool: str, days: float) -> float:
        if edit.subject and pool != edit.subject:
            return days
        if edit.kind == "people":
            return max(0.0, days + edit.amount * person_days(parameters))
        return days * (1 + edit.amount)

    there = pools(framework, parameters.size, parameters.period, parameters.capacity)
    touched = {pool.key: changed(pool.key, pool.days) for pool in there}
    kept = {pool.key: pool.days for pool in there}
    capacity = dict(parameters.capacity)
    capacity |= {key: days for key, days in touched.items() if days != kept[key]}
    changes: tuple[CapacityChange, ...] = tuple(
        replace(item, days=changed(item.pool, item.days)) for item in parameters.capacity_changes
    )
    return replace(parameters, capacity=capacity, capacity_changes=changes)


def _periods(parameters: PlanParameters, edit: Edit) -> PlanParameters:
    """A shorter horizon takes what is said about later periods with it."""
    _within(edit.amount, -MOST_PERIODS, MOST_PERIODS, "the number of periods")
    if edit.amount != int(edit.amount):
        raise EditError("E102", "the horizon changes by whole periods")
    periods = parameters.periods + int(edit.amount)
    if not 1 <= periods <= MOST_PERIODS:
        raise EditError("E102", f"the plan would have {periods} periods; keep 1 to {MOST_PERIODS}")
    last = periods - 1
    return replace(
        parameters,
        periods=periods,
        capacity_changes=tuple(
            replace(item, last=min(item.last, last))
            for item in parameters.capacity_changes
            if item.first <= last
        ),
        budget_changes=tuple(
            replace(item, last=min(item.last, last))
            for item in parameters.budget_changes
            if item.first <= last
        ),
        blackouts=tuple(
            replace(item, last=min(item.last, last))
            for item in parameters.blackouts
            if item.first <= last
        ),
        savings=tuple(item for item in parameters.savings if item.period <= last),
        wishes=tuple(
            item
            for item in parameters.wishes
            if item.period is None or item.period <= (periods if item.kind == "deadline" else last)
        ),
    )


def _within(amount: float, low: float, high: float, what: str) -> None:
    if not low <= amount <= high:
        raise EditError("E102", f"{what} is a number from {low:g} to {high:g}, not {amount:g}")


def _pool_name(framework: Framework, parameters: PlanParameters, key: str) -> str:
    there = pools(framework, parameters.size, parameters.period, parameters.capacity)
    names = {pool.key: pool.name for pool in there}
    if key not in names:
        raise EditError("E103", f"there is no pool {key!r}; choose one of {', '.join(names)}")
    return names[key]


def _initiative_name(framework: Framework, key: str) -> str:
    if key not in framework.initiative:
        raise EditError("E103", f"there is no initiative {key!r}; choose one of the framework")
    return framework.initiative[key].name


def _signed(value: float) -> str:
    return f"{MINUS if value < 0 else '+'}{shown_short(abs(round(value, 6)))}"
