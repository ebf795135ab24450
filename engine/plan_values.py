"""What an organisation can ask of its plan beyond people and money: frozen values, one per wish.

Periods are numbers of the plan, from 0; `first` and `last` are both included. Money is thousands of
US dollars, effort person-days. Initiatives are named by key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WishKind = Literal["lock", "must", "forbid", "earliest", "deadline"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish about one initiative.

    lock: it starts in `period`. must: it is in the plan. forbid: it is not. earliest: if planned,
    it starts in `period` or later. deadline: if planned, it has ended before `period` begins.
    `period` is None for must and forbid.
    """

    kind: WishKind
    initiative: str
    period: int | None = None


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """`days` of a pool in each of these periods, instead of its usual days. Later changes win."""

    pool: str
    first: int
    last: int
    days: float


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """`amount` comes in in each of these periods, instead of the usual budget. Later ones win."""

    first: int
    last: int
    amount: float


@dataclass(frozen=True, slots=True)
class Blackout:
    """Nothing runs in these periods, or nothing of one area (its key). Begun work goes on."""

    first: int
    last: int
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Saving:
    """`amount` that every period from `period` on adds to the budget: the fee of a retired tool.

    initiative: what has to be finished for it; the money then comes in after its end, not before
    `period`. None: it comes in anyway.
    """

    period: int
    amount: float
    initiative: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Work that has begun in period `start`, below 0 if before the plan; or that is done."""

    initiative: str
    start: int
    done: bool = False
