"""Pools of people that a plan is made with, and who carries the effort (method 5.0).

People in one team stand in for each other, so a plan counts pools and not job titles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.calendar import MONTHS_PER_PERIOD
from engine.types import EngineError, Framework, Initiative, Period, StaffRole

# Of the working time of operations people; the rest keeps things running. A judgement.
CHANGE_SHARE = 0.40
# What a partner function gives per month, in person-days. A judgement.
PARTNER_DAYS_PER_MONTH = {"small": 5.0, "mid": 10.0, "large": 20.0, "global": 40.0}
# In these sizes every area has people of its own; below, operations is one team.
SIZES_WITH_AREA_POOLS = frozenset({"large", "global"})
DAYS_PER_WEEK = 5.0
DAYS_PER_MONTH = DAYS_PER_WEEK * 52 / 12
TEAM = "team"


class CapacityError(EngineError):
    """The size or a pool is unknown (E103), or a pool has less than nothing (E102)."""


@dataclass(frozen=True, slots=True)
class Pool:
    """People who can stand in for each other. days: person-days for change work per period."""

    key: str
    name: str
    days: float


def pools(
    framework: Framework,
    size: str,
    period: Period,
    capacity: Mapping[str, float] | None = None,
) -> tuple[Pool, ...]:
    """The pools of an organisation of this size: operations first, then partner functions.

    capacity: pool key to person-days per period, replacing the default. Raises CapacityError.
    """
    if size not in framework.size or size not in PARTNER_DAYS_PER_MONTH:
        raise CapacityError("E103", f"unknown size {size!r}")
    months = MONTHS_PER_PERIOD[period]
    partner_days = PARTNER_DAYS_PER_MONTH[size] * months
    names: dict[str, str] = {}
    days: dict[str, float] = {}
    for role in sorted(framework.staff_roles, key=lambda item: item.area is None):
        key = pool_of(role, size)
        names.setdefault(key, _name(framework, role, key))
        fte = role.fte.get(size, 0.0) * CHANGE_SHARE * DAYS_PER_MONTH * months
        days[key] = days.get(key, 0.0) + (partner_days if role.area is None else fte)
    for key, given in (capacity or {}).items():
        if key not in days:
            raise CapacityError("E103", f"unknown pool {key!r}; there are {', '.join(days)}")
        if not 0 <= given < float("inf"):
            raise CapacityError("E102", f"pool {key!r} needs a number of days from 0 on")
        days[key] = float(given)
    return tuple(Pool(key, name, days[key]) for key, name in names.items())


def pool_of(role: StaffRole, size: str) -> str:
    """Key of the pool that a role belongs to."""
    if role.area is None:
        return role.key
    return role.area if size in SIZES_WITH_AREA_POOLS else TEAM


def _name(framework: Framework, role: StaffRole, key: str) -> str:
    if role.area is None:
        return role.name
    if key == TEAM:
        return "Operations team"
    return next(f"{area.name} team" for area in framework.areas if area.key == role.area)


def effort_days(
    framework: Framework, initiative: Initiative, size: str, own: bool = False
) -> dict[str, float]:
    """Person-days by role key that an organisation of this size puts into an initiative.

    A role that nobody holds passes its effort to its fallback, as far as the last one. own: the
    organisation stated the effort itself, so that it is not for a mid-size one.
    """
    factor = 1.0 if own else framework.size[size].factor
    days: dict[str, float] = {}
    for role, weeks in initiative.effort.items():
        carrier = _carrier(framework, role, size)
        days[carrier] = days.get(carrier, 0.0) + weeks * DAYS_PER_WEEK * factor
    return days


def _carrier(framework: Framework, key: str, size: str) -> str:
    role = framework.staff_role[key]
    seen = {key}
    while role.area is not None and not role.fte.get(size) and role.fallback not in {None, *seen}:
        role = framework.staff_role[str(role.fallback)]
        seen.add(role.key)
    return role.key
