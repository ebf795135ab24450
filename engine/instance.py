"""What a planner works on: whole numbers only, so that every run adds up alike (method 5.1).

Effort and money are in any whole unit, the same throughout one instance (`engine.prepare` uses
hundredths of a person-day and of a thousand US dollars). Gaps and uplifts are tenths of a level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# Any-of group: at least one of these has to end before the start. All groups have to be met.
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative that can be placed.

    days: pool key to the demand in each of its own periods (length `duration`); cost likewise.
    uplift: capability key to tenths of a level. teams: whose limits it counts against. earliest:
    first period it may start in. deadline: it must end before this period; None is the horizon.
    lock: the one period it has to start in. must: it has to be in the plan. closed: periods in
    which it may not run. savings: (period, amount) that every period from that one on, but only
    after its end, adds to the budget.
    """

    key: str
    duration: int
    uplift: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    cost: tuple[int, ...] = ()
    needs: Groups = ()
    teams: tuple[str, ...] = ()
    earliest: int = 0
    deadline: int | None = None
    lock: int | None = None
    must: bool = False
    closed: frozenset[int] = frozenset()
    savings: tuple[tuple[int, int], ...] = ()

    @property
    def total_cost(self) -> int:
        return sum(self.cost)

    @property
    def total_days(self) -> int:
        return sum(sum(demand) for demand in self.days.values())

    @property
    def required(self) -> bool:
        """True if a plan without it does not keep the wishes."""
        return self.must or self.lock is not None

    def saved(self, start: int, period: int) -> int:
        """What it adds to the budget of a period if it starts in `start`."""
        end = start + self.duration
        return sum(amount for first, amount in self.savings if period >= max(first, end))


@dataclass(frozen=True)
class Instance:
    """One planning question. discounts, budget and each line of capacity: one entry per period.

    gaps: tenths of a level; weights: per mille. budget: None is no limit; carry: unspent budget
    stays available. team_limits: how many initiatives of a team may run at once. exclusive: groups
    of candidates of which one at most is placed.
    """

    discounts: tuple[int, ...]
    gaps: Mapping[str, int]
    weights: Mapping[str, int]
    candidates: tuple[Candidate, ...]
    capacity: Mapping[str, tuple[int, ...]]
    budget: tuple[int, ...] | None = None
    carry: bool = True
    team_limits: Mapping[str, int] = field(default_factory=dict)
    exclusive: tuple[tuple[str, ...], ...] = ()

    @property
    def periods(self) -> int:
        return len(self.discounts)

    @cached_property
    def candidate(self) -> Mapping[str, Candidate]:
        return {item.key: item for item in self.candidates}

    @cached_property
    def rivals(self) -> Mapping[str, frozenset[str]]:
        """Candidate key to those that its exclusion groups rule out beside it."""
        found: dict[str, set[str]] = {}
        for group in self.exclusive:
            for key in group:
                found.setdefault(key, set()).update(other for other in group if other != key)
        return {key: frozenset(others) for key, others in found.items()}

    def last_start(self, candidate: Candidate) -> int:
        """Last period in which the candidate can start and still end in time; may be negative."""
        end = self.periods if candidate.deadline is None else candidate.deadline
        return min(end, self.periods) - candidate.duration

    def starts(self, candidate: Candidate) -> tuple[int, ...]:
        """Every period that its own window, lock and closed periods let it start in."""
        return tuple(
            start
            for start in range(max(0, candidate.earliest), self.last_start(candidate) + 1)
            if candidate.lock in {None, start}
            and candidate.closed.isdisjoint(range(start, start + candidate.duration))
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Starts by candidate key. value: V of method 5.2. bound: best value possible, None if unknown.

    reproducible: True if another run on the same input gives this plan.
    """

    starts: Mapping[str, int]
    value: int
    status: str = "greedy"
    bound: int | None = None
    reproducible: bool = True


def plan_value(instance: Instance, starts: Mapping[str, int]) -> int:
    """V of method 5.2: discounted weighted closure of gaps, from the starts alone."""
    worth = worth_from(instance.discounts)
    return sum(
        instance.weights.get(capability, 0) * sum(tenths * worth[period] for period, tenths in made)
        for capability, made in closings(instance, starts).items()
    )


def closings(
    instance: Instance, starts: Mapping[str, int]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Capability to when its gap closes and by how much: (period, tenths of a level), at most the
    gap in all."""
    steps: dict[str, list[tuple[int, int]]] = {}
    for key, start in starts.items():
        candidate = instance.candidate[key]
        for capability, uplift in candidate.uplift.items():
            steps.setdefault(capability, []).append((start + candidate.duration - 1, uplift))
    return {
        capability: tuple(_within(sorted(made), instance.gaps.get(capability, 0)))
        for capability, made in steps.items()
    }


def _within(steps: Sequence[tuple[int, int]], gap: int) -> Iterator[tuple[int, int]]:
    closed = 0
    for period, uplift in steps:
        new = min(gap, closed + uplift) - closed
        closed += new
        yield period, new


def worth_from(discounts: Sequence[int]) -> list[int]:
    """Worth of a tenth that stays closed from each period to the horizon."""
    worth = [0] * (len(discounts) + 1)
    for number in range(len(discounts) - 1, -1, -1):
        worth[number] = worth[number + 1] + discounts[number]
    return worth
