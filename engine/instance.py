"""What a planner works on: whole numbers only, so that every run adds up alike (method 5.1).

Effort and money are in any whole unit, the same throughout one instance (`engine.prepare` uses
hundredths of a person-day and of a thousand US dollars). Gaps and uplifts are tenths of a level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# Any-of group: at least one of these has to end before the start. All groups have to be met.
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An initiative that can be placed.

    days: pool key to the demand in each of its own periods (length `duration`); cost likewise.
    uplift: capability key to tenths of a level. earliest: first period it may start in.
    deadline: it must end before this period; None is the horizon.
    """

    key: str
    duration: int
    uplift: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    cost: tuple[int, ...] = ()
    needs: Groups = ()
    team: str | None = None
    earliest: int = 0
    deadline: int | None = None

    @property
    def total_cost(self) -> int:
        return sum(self.cost)

    @property
    def total_days(self) -> int:
        return sum(sum(demand) for demand in self.days.values())


@dataclass(frozen=True)
class Instance:
    """One planning question. discounts, budget and each line of capacity: one entry per period.

    gaps: tenths of a level; weights: per mille. budget: None is no limit; carry: unspent budget
    stays available. team_limits: how many initiatives of a team may run at once.
    """

    discounts: tuple[int, ...]
    gaps: Mapping[str, int]
    weights: Mapping[str, int]
    candidates: tuple[Candidate, ...]
    capacity: Mapping[str, tuple[int, ...]]
    budget: tuple[int, ...] | None = None
    carry: bool = True
    team_limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def periods(self) -> int:
        return len(self.discounts)

    @cached_property
    def candidate(self) -> Mapping[str, Candidate]:
        return {item.key: item for item in self.candidates}

    def last_start(self, candidate: Candidate) -> int:
        """Last period in which the candidate can start and still end in time; may be negative."""
        end = self.periods if candidate.deadline is None else candidate.deadline
        return min(end, self.periods) - candidate.duration


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
    steps: dict[str, list[tuple[int, int]]] = {}
    for key, start in starts.items():
        candidate = instance.candidate[key]
        for capability, uplift in candidate.uplift.items():
            steps.setdefault(capability, []).append((start + candidate.duration - 1, uplift))
    worth = _worth_from(instance.discounts)
    return sum(
        instance.weights.get(capability, 0)
        * _closure(sorted(made), instance.gaps.get(capability, 0), worth)
        for capability, made in steps.items()
    )


def _worth_from(discounts: Sequence[int]) -> list[int]:
    """Worth of a tenth that stays closed from each period to the horizon."""
    worth = [0] * (len(discounts) + 1)
    for number in range(len(discounts) - 1, -1, -1):
        worth[number] = worth[number + 1] + discounts[number]
    return worth


def _closure(steps: Sequence[tuple[int, int]], gap: int, worth: Sequence[int]) -> int:
    closed = total = 0
    for period, uplift in steps:
        new = min(gap, closed + uplift) - closed
        total += new * worth[period]
        closed += new
    return total
