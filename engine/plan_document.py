"""The limits of a plan as a document, and back: what is stored, compared and digested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from engine.digest import digest
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Progress, Saving, Wish
from engine.types import Initiative, LevelNeed, PlanParameters, Raise

Document = dict[str, Any]

# Always in the document; everything else is in it only where it differs from its default, so that
# limits which say no more than they did have the digest they had.
_DEFAULTS = PlanParameters(start=date.min)
_LISTS = {
    "capacity_changes": CapacityChange,
    "budget_changes": BudgetChange,
    "wishes": Wish,
    "blackouts": Blackout,
    "savings": Saving,
    "started": Progress,
}
# Their order means nothing, so it does not make other limits.
_UNORDERED = {"wishes", "blackouts", "savings", "started"}


def parameters_document(parameters: PlanParameters) -> Document:
    """The limits as they are stored; the same limits give the same document."""
    always = {
        "start": parameters.start.isoformat(),
        "size": parameters.size,
        "period": parameters.period,
        "periods": parameters.periods,
        "capacity": {key: float(days) for key, days in sorted(parameters.capacity.items())},
        "budget": None if parameters.budget is None else float(parameters.budget),
    }
    more = {
        item.name: _value(parameters, item.name)
        for item in fields(parameters)
        if item.name not in always
        and getattr(parameters, item.name) != getattr(_DEFAULTS, item.name)
    }
    return always | more


def parameters_from(document: Mapping[str, Any]) -> PlanParameters:
    """The limits back from `parameters_document`. Raises TypeError on a key that it has not."""
    given: dict[str, Any] = {**document, "start": date.fromisoformat(document["start"])}
    for name, shape in _LISTS.items():
        if name in given:
            given[name] = tuple(shape(**item) for item in given[name])
    if "exclusive" in given:
        given["exclusive"] = tuple(tuple(group) for group in given["exclusive"])
    if "own" in given:
        given["own"] = tuple(_initiative(item) for item in given["own"])
    return PlanParameters(**given)


def parameters_digest(parameters: PlanParameters) -> str:
    """SHA-256 of the limits, 64 hexadecimal digits."""
    return digest(parameters_document(parameters))


def _value(parameters: PlanParameters, name: str) -> Any:
    value = getattr(parameters, name)
    if name in _LISTS:
        rows = [_numbers(asdict(item)) for item in value]
        return sorted(rows, key=repr) if name in _UNORDERED else rows
    if name == "exclusive":
        return sorted(sorted(group) for group in value)
    if name == "own":
        return [_own(item) for item in value]
    if isinstance(value, Mapping):
        return dict(sorted(value.items()))
    return value


def _numbers(row: Document) -> Document:
    """Amounts as decimals, so that 3 and 3.0 are the same limit."""
    amounts = {"days", "amount"} & row.keys()
    return row | {key: float(row[key]) for key in amounts}


def _own(item: Initiative) -> Document:
    row = asdict(item)
    row["effort"] = {key: float(weeks) for key, weeks in sorted(item.effort.items())}
    for key in ("duration_weeks", "cost_low", "cost_high"):
        row[key] = float(row[key])
    for key in ("raises", "requires_initiatives", "requires_levels", "risks"):
        row[key] = list(row[key])
    return row


def _initiative(row: Mapping[str, Any]) -> Initiative:
    return Initiative(
        **{
            **row,
            "raises": tuple(Raise(**step) for step in row["raises"]),
            "requires_initiatives": tuple(row["requires_initiatives"]),
            "requires_levels": tuple(LevelNeed(**need) for need in row["requires_levels"]),
            "risks": tuple(row.get("risks", ())),
        }
    )
