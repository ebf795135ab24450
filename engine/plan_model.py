"""The time-indexed model of method 5.2, for the solver.

Beside x[i,t], "i starts in t", the model has the running sums of x over t: begun[i,t], "i has
started by the end of t". What method 5.2 writes as sums over all earlier periods is one variable of
them: prerequisites become clauses, and money that is carried over has a term for each period of
work instead of one for each start. x itself is a difference of two of them, or with `cuts` a
variable: the solver's cuts need it, and take their time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from copy import copy
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from engine.instance import Candidate, Instance
from engine.reduction import possible_starts
from engine.solver import solver_module

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

# Whole numbers of the solver have 64 bits; what is minimised stays well below.
MOST = 2**60
# A limit of a line: ("people", pool, period) or ("money", "", period).
Line = tuple[str, str, int]


class PlanModel:
    """One instance as a model, to be given an objective.

    cp: the model. value: V as an expression. slack: with `relaxed`, by how much each line of people
    and money may be exceeded, as a variable; empty without. keep: candidates that can be in a plan
    even without a gain. cuts: x as variables. Raises RuntimeError without a solver.
    """

    def __init__(
        self,
        instance: Instance,
        relaxed: bool = False,
        keep: Collection[str] = (),
        cuts: bool = False,
    ) -> None:
        module: Any = solver_module()
        if module is None:
            raise RuntimeError("OR-Tools is not installed")
        self.instance = instance
        self.relaxed = relaxed
        self.cp: CpModel = module.CpModel()
        self.slack: dict[Line, IntVar] = {}
        self._sum: Callable[[Any, Any], LinearExpr] = module.LinearExpr.weighted_sum
        self.starts = possible_starts(instance, relaxed, keep)
        self.begun_at = {
            key: [self.cp.new_bool_var(f"{key} by {start}") for start in starts]
            for key, starts in self.starts.items()
        }
        self.starts_at = {key: self._start_variables(key) for key in self.starts} if cuts else {}
        self._closed: dict[tuple[str, int], IntVar] = {}
        self._starts_and_wishes()
        self._prerequisites()
        self._people()
        self._teams()
        self._money()
        self.value = self._value()

    # Reading -----------------------------------------------------------------------------------

    def begun(self, key: str, period: int) -> IntVar | None:
        """Variable "has started by the end of the period"; None where that cannot be."""
        starts = self.starts.get(key, ())
        position = bisect_right(starts, period)
        return self.begun_at[key][position - 1] if position else None

    def placed(self, key: str) -> IntVar | None:
        """Variable "is in the plan"; None if it cannot be."""
        return self.begun(key, self.instance.periods)

    def starts_in(self, key: str) -> list[tuple[int, LinearExpr | IntVar]]:
        """Each possible start with the 0/1 expression that is 1 for the start taken: x of 5.2."""
        begun = self.begun_at.get(key, [])
        found: list[LinearExpr | IntVar] = [
            *begun[:1], *(after - before for before, after in pairwise(begun))
        ]  # fmt: skip
        return list(zip(self.starts.get(key, ()), self.starts_at.get(key, found), strict=True))

    def total(self, weights: Mapping[str, int]) -> LinearExpr:
        """Sum of the weights of the candidates that are in the plan."""
        terms = [
            (weight, self.placed(key)) for key, weight in weights.items() if key in self.starts
        ]
        return self._sum([variable for _, variable in terms], [weight for weight, _ in terms])

    def thrift(self) -> LinearExpr:
        """Lexicographically cost, days, starts, as one sum (method 5.3 B).

        In whole units of the instance the weights of the method would not keep the order, so they
        follow from the most that each later one can be. Too large for 64 bits: cost alone.
        """
        placed = {key: self.instance.candidate[key] for key in self.starts}
        latest = 1 + sum(starts[-1] for starts in self.starts.values())
        most_days = 1 + sum(item.total_days for item in placed.values())
        most_cost = 1 + sum(item.total_cost for item in placed.values())
        if latest * most_days * most_cost >= MOST:
            return self.total({key: item.total_cost for key, item in placed.items()})
        terms: Terms = defaultdict(int)
        for key, item in placed.items():
            worth = latest * (most_days * item.total_cost + item.total_days)
            starts, variables = self.starts[key], self.begun_at[key]
            # A start in s counts as the last possible one, less what each earlier "begun" saves.
            terms[variables[-1].index] += worth + starts[-1]
            for (before, after), variable in zip(pairwise(starts), variables, strict=False):
                terms[variable.index] -= after - before
        variables = [self.cp.get_int_var_from_proto_index(index) for index in terms]
        return self._sum(variables, list(terms.values()))

    def hint(self, starts: Mapping[str, int]) -> None:
        """Begin the search at this plan: every variable gets its value in it."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for key, possible in self.starts.items():
            for start, variable in zip(possible, self.begun_at[key], strict=True):
                self.cp.add_hint(variable, int(key in starts and starts[key] <= start))
            # The first of them is the same variable as "begun".
            for start, variable in list(zip(possible, self.starts_at.get(key, ()), strict=False))[
                1:
            ]:
                self.cp.add_hint(variable, int(starts.get(key) == start))
        for (capability, period), variable in self._closed.items():
            raised = sum(
                candidate.uplift.get(capability, 0)
                for candidate in map(self.instance.candidate.__getitem__, starts)
                if starts[candidate.key] + candidate.duration - 1 <= period
            )
            self.cp.add_hint(variable, min(raised, self.instance.gaps[capability]))

    def branch(self) -> PlanModel:
        """The same model again, to be given more limits and another objective."""
        branch = copy(self)
        branch.cp = self.cp.clone()
        return branch

    def around(self, starts: Mapping[str, int], free: Collection[str]) -> CpModel:
        """A copy of the model in which only the free candidates may differ from the plan."""
        part: CpModel = self.cp.clone()
        fixed: list[Any] = []
        for key, possible in self.starts.items():
            if key in free:
                continue
            variables = self.begun_at[key]
            # "Begun" never ends: its last 0 and its first 1 say all.
            first = possible.index(starts[key]) if key in starts else len(possible)
            for position, literal in ((first - 1, False), (first, True)):
                if 0 <= position < len(possible):
                    variable = part.get_bool_var_from_proto_index(variables[position].index)
                    fixed.append(variable if literal else variable.negated())
        part.add_bool_and(fixed)
        return part

    def plan(self, values: Mapping[int, int]) -> dict[str, int]:
        """Starts of the plan in a solution, in catalogue order."""
        found = {}
        for key, variables in self.begun_at.items():
            taken = [position for position, item in enumerate(variables) if values[item.index]]
            if taken:
                found[key] = self.starts[key][taken[0]]
        return found

    # Limits ------------------------------------------------------------------------------------

    def _start_variables(self, key: str) -> list[IntVar]:
        """x for each possible start: the one at which "begun" turns from 0 to 1."""
        begun = self.begun_at[key]
        found = begun[:1]
        for start, (before, after) in zip(self.starts[key][1:], pairwise(begun), strict=True):
            found.append(self.cp.new_bool_var(f"{key} in {start}"))
            self.cp.add(found[-1] == after - before)
        self.cp.add_at_most_one(found)
        return found

    def _starts_and_wishes(self) -> None:
        """(1) and (2): started stays started; what has to be there is; one of a group at most."""
        for variables in self.begun_at.values():
            for before, after in pairwise(variables):
                self.cp.add_implication(before, after)
        for candidate in self.instance.candidates:
            if candidate.required:
                placed = self.placed(candidate.key)
                # A lock leaves one start only, so that being in the plan is starting there.
                self.cp.add_bool_or([placed] if placed is not None else [])
        for group in self.instance.exclusive:
            members = [item for key in group if (item := self.placed(key)) is not None]
            if len(members) > 1:
                self.cp.add_at_most_one(members)

    def _prerequisites(self) -> None:
        """(3): by the time a candidate starts, a member of each of its groups has ended."""
        for key, starts in self.starts.items():
            for group in self.instance.candidate[key].needs:
                for start, variable in zip(starts, self.begun_at[key], strict=True):
                    ended = [self._ended(other, start) for other in group]
                    met = [item for item in ended if item is not None]
                    self.cp.add_bool_or([*met, variable.negated()])

    def _ended(self, key: str, period: int) -> IntVar | None:
        """Variable "has ended before the period"; None if it cannot have, or is no candidate."""
        if key not in self.starts:
            return None
        return self.begun(key, period - self.instance.candidate[key].duration)

    def _people(self) -> None:
        """(4): what runs takes no more days of a pool than there are."""
        pools = {pool for key in self.starts for pool in self.instance.candidate[key].days}
        for pool in sorted(pools):
            line = self.instance.capacity.get(pool, (0,) * self.instance.periods)
            for period, there in enumerate(line):
                terms: Terms = defaultdict(int)
                most = 0
                for key in self.starts:
                    demand = self.instance.candidate[key].days.get(pool, ())
                    most += max(demand, default=0)
                    self._add_running(terms, key, period, demand)
                if most > there:
                    self._limit(("people", pool, period), terms, there)

    def _teams(self) -> None:
        """(5): how many of a team run at once."""
        for team, limit in self.instance.team_limits.items():
            members = [key for key in self.starts if team in self.instance.candidate[key].teams]
            if len(members) <= limit:
                continue
            for period in range(self.instance.periods):
                terms: Terms = defaultdict(int)
                for key in members:
                    ones = (1,) * self.instance.candidate[key].duration
                    self._add_running(terms, key, period, ones)
                self._at_most(terms, limit)

    def _money(self) -> None:
        """(6): spending, less what finished work saves, stays within the budget."""
        budget, carry = self.instance.budget, self.instance.carry
        if budget is None:
            return
        there = list(accumulate(budget)) if carry else list(budget)
        for period, money in enumerate(there):
            terms: Terms = defaultdict(int)
            for key in self.starts:
                candidate = self.instance.candidate[key]
                if carry:
                    self._add_spent(terms, candidate, period)
                else:
                    self._add_running(terms, key, period, candidate.cost)
                    self._add_saved(terms, candidate, period)
            if sum(max(0, weight) for weight in terms.values()) > money:
                self._limit(("money", "", period), terms, money)

    def _add_running(self, terms: Terms, key: str, period: int, demand: tuple[int, ...]) -> None:
        """Add what a candidate takes in a period: its o-th share if it started o periods ago."""
        if not self.starts_at:
            for offset, amount in enumerate(demand):
                self._add(terms, self.begun(key, period - offset), amount)
                self._add(terms, self.begun(key, period - offset - 1), -amount)
            return
        for start, variable in zip(self.starts[key], self.starts_at[key], strict=True):
            if start <= period < start + len(demand):
                terms[variable.index] += demand[period - start]

    def _add_spent(self, terms: Terms, candidate: Candidate, period: int) -> None:
        """Add what it has cost by the end of a period, less all that it has saved."""
        for offset, amount in enumerate(candidate.cost):
            self._add(terms, self.begun(candidate.key, period - offset), amount)
        for earlier in range(period + 1):
            self._add_saved(terms, candidate, earlier)

    def _add_saved(self, terms: Terms, candidate: Candidate, period: int) -> None:
        for first, amount in candidate.savings:
            if period >= first:
                self._add(terms, self.begun(candidate.key, period - candidate.duration), -amount)

    def _add(self, terms: Terms, variable: IntVar | None, weight: int) -> None:
        if variable is not None:
            terms[variable.index] += weight

    def _limit(self, line: Line, terms: Terms, there: int) -> None:
        if self.relaxed:
            most = sum(max(0, weight) for weight in terms.values())
            slack = self.cp.new_int_var(0, max(0, most), f"more {line}")
            self.slack[line] = slack
            terms[slack.index] = -1
        self._at_most(terms, there)

    def _at_most(self, terms: Terms, there: int) -> None:
        kept = {index: weight for index, weight in terms.items() if weight}
        variables = [self.cp.get_int_var_from_proto_index(index) for index in kept]
        self.cp.add(self._sum(variables, list(kept.values())) <= there)

    # Value -------------------------------------------------------------------------------------

    def _value(self) -> LinearExpr:
        """(7): V. What is closed is a variable only where more is raised than there is to close."""
        terms: Terms = defaultdict(int)
        for capability, gap in self.instance.gaps.items():
            weight = self.instance.weights.get(capability, 0)
            if gap and weight:
                for period, discount in enumerate(self.instance.discounts):
                    self._add_closed(terms, capability, period, weight * discount)
        variables = [self.cp.get_int_var_from_proto_index(index) for index in terms]
        return self._sum(variables, list(terms.values()))

    def _add_closed(self, terms: Terms, capability: str, period: int, worth: int) -> None:
        raising = list(self._raising(capability, period))
        gap = self.instance.gaps[capability]
        if sum(uplift for _, uplift in raising) <= gap:
            for ended, uplift in raising:
                terms[ended.index] += worth * uplift
            return
        closed = self.cp.new_int_var(0, gap, f"{capability} closed by {period}")
        self._closed[capability, period] = closed
        raised = self._sum([ended for ended, _ in raising], [uplift for _, uplift in raising])
        self.cp.add(closed <= raised)
        terms[closed.index] += worth

    def _raising(self, capability: str, period: int) -> Iterator[tuple[IntVar, int]]:
        for key in self.starts:
            uplift = self.instance.candidate[key].uplift.get(capability, 0)
            ended = self._ended(key, period + 1)
            if uplift and ended is not None:
                yield ended, uplift


Terms = dict[int, int]
