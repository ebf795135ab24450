"""How much more people or money would make the wishes possible (method 5.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.instance import Instance
from engine.plan_model import Line, PlanModel
from engine.solver import search

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

# Work for one question of yes or no, or one repair, in the solver's unit.
WORK = 2.0
# Possible starts of a question that take as long to lay out as one unit of work.
STARTS_PER_WORK = 4000


@dataclass(frozen=True, slots=True)
class Extra:
    """What a line needs more in a period: > 0, in the unit of the instance. pool: "" for money."""

    line: Literal["people", "money"]
    pool: str
    period: int
    amount: int


@dataclass(frozen=True, slots=True)
class Repair:
    """The fewest lines that have to give way, and then the least amount, where a person-day and a
    thousand US dollars count alike. proved: there is no smaller one."""

    extras: tuple[Extra, ...]
    proved: bool


@dataclass(slots=True)
class Allowance:
    """Work that several questions share, in the solver's unit. cut: one could not be settled."""

    left: float
    cut: bool = False


def possible(instance: Instance, allowance: Allowance | None = None) -> bool:
    """True unless it is proved that no plan keeps the limits and wishes of the instance; also where
    nothing may be spent any more."""
    shared = allowance or Allowance(WORK)
    if shared.left <= 0:
        shared.cut = True
        return True
    model = PlanModel(instance)
    outcome = search(model.cp, min(WORK, shared.left))
    # Laying out a question takes time too, by its size.
    shared.left -= max(outcome.work, sum(map(len, model.starts.values())) / STARTS_PER_WORK)
    shared.cut |= outcome.verdict == "unknown"
    return outcome.verdict != "impossible"


def repair(instance: Instance, work: float = WORK) -> Repair | None:
    """The smallest repair; one without extras if none is needed; None if no amount of people and
    money makes the wishes possible, or none was found in time.

    Prerequisites, dates, team limits and exclusion groups stay as they are.
    """
    model = PlanModel(instance, relaxed=True)
    extra = _extras(model)
    used = {line: _used(model, variable) for line, variable in extra.items()}
    model.cp.minimize(sum(used.values()))
    fewest = search(model.cp, work)
    if not fewest.found:
        return None
    count = sum(fewest.values[item.index] for item in used.values())
    model.cp.add(sum(used.values()) <= count)
    # Of equal amounts the later one: the longer there is to find it.
    late = sum(line[2] * item for line, item in used.items())
    model.cp.minimize(sum(extra.values()) * (1 + instance.periods * max(1, count)) - late)
    least = search(model.cp, work)
    values = least.values if least.found else fewest.values
    proved = fewest.verdict == "proved" and least.verdict == "proved"
    return Repair(_read(extra, values), proved)


def _used(model: PlanModel, extra: IntVar) -> IntVar:
    """Variable that is 1 where a line gets more."""
    used: IntVar = model.cp.new_bool_var(f"{extra.name} used")
    model.cp.add(extra == 0).only_enforce_if(used.negated())
    return used


def _extras(model: PlanModel) -> dict[Line, IntVar]:
    """What each line gets more. Money that is carried over is missing in every later period too,
    so what comes in once covers all of them."""
    if not model.instance.carry:
        return dict(model.slack)
    extra = {line: slack for line, slack in model.slack.items() if line[0] == "people"}
    most = sum(item.total_cost for item in model.instance.candidates)
    come: list[IntVar] = []
    for line, slack in sorted(item for item in model.slack.items() if item[0][0] == "money"):
        extra[line] = model.cp.new_int_var(0, most, f"money in {line[2]}")
        come.append(extra[line])
        model.cp.add(slack <= sum(come))
    return extra


def _read(extra: Mapping[Line, IntVar], values: Mapping[int, int]) -> tuple[Extra, ...]:
    found = [
        Extra("money" if kind == "money" else "people", pool, period, values[variable.index])
        for (kind, pool, period), variable in extra.items()
        if values[variable.index] > 0
    ]
    return tuple(sorted(found, key=lambda item: (item.line != "people", item.pool, item.period)))
