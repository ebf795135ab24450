"""What a set of placed initiatives uses, and whether one more fits (method 5.2, limits 3 to 6)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from engine.instance import Candidate, Instance


class Ledger:
    """Placed candidates of one instance with what is left of every limit. Changes in place."""

    def __init__(self, instance: Instance, starts: Mapping[str, int] | None = None) -> None:
        self.instance = instance
        self.starts: dict[str, int] = {}
        self.free = {pool: list(line) for pool, line in instance.capacity.items()}
        self.running = {team: [0] * instance.periods for team in instance.team_limits}
        self.spent = [0] * instance.periods
        self.saved = [0] * instance.periods
        for key, start in (starts or {}).items():
            self.place(key, start)

    def place(self, key: str, start: int) -> None:
        self._book(self.instance.candidate[key], start, 1)
        self.starts[key] = start

    def remove(self, key: str) -> int:
        """Take a candidate out; gives the start it had."""
        start = self.starts.pop(key)
        self._book(self.instance.candidate[key], start, -1)
        return start

    def finish(self, key: str) -> int:
        """First period after the candidate's last."""
        return self.starts[key] + self.instance.candidate[key].duration

    def ready(self, candidate: Candidate) -> int | None:
        """First period by which everything it waits for has ended; None if something is absent."""
        ready = candidate.earliest
        for group in candidate.needs:
            ends = [self.finish(member) for member in group if member in self.starts]
            if not ends:
                return None
            ready = max(ready, min(ends))
        return ready

    def earliest(self, candidate: Candidate) -> int | None:
        """First period in which the candidate fits beside what is placed; None if in none."""
        ready = self.ready(candidate)
        if ready is None:
            return None
        starts = self.instance.starts(candidate)
        return next(
            (start for start in starts if start >= ready and self.fits(candidate, start)), None
        )

    def rival(self, candidate: Candidate) -> str | None:
        """A placed initiative of one of its exclusion groups."""
        rivals = self.instance.rivals.get(candidate.key, ())
        return next((key for key in self.starts if key in rivals), None)

    def fits(self, candidate: Candidate, start: int) -> bool:
        """True if people, teams, money and exclusion groups allow this start.

        Prerequisites are `ready`'s business, the candidate's own window that of `Instance.starts`.
        """
        for pool, demand in candidate.days.items():
            free = self.free[pool]
            if any(days > free[start + offset] for offset, days in enumerate(demand)):
                return False
        for team in candidate.teams:
            limit = self.instance.team_limits.get(team)
            running = self.running.get(team, [])[start : start + candidate.duration]
            if limit is not None and max(running) >= limit:
                return False
        if self.rival(candidate) is not None:
            return False
        return not any(short > 0 for short in self.overspend(candidate, start))

    def overspend(self, candidate: Candidate, start: int) -> list[int]:
        """Money missing in each period if the candidate were added here; <= 0 is enough.

        With carry-over a period is short if all spending up to it exceeds all that came in.
        """
        budget = self.instance.budget
        if budget is None or not (candidate.total_cost or candidate.savings):
            return []
        lines = zip(self.spent, budget, self.saved, strict=True)
        short = [spent - money - saved for spent, money, saved in lines]
        if candidate.savings:
            for period in range(self.instance.periods):
                short[period] -= candidate.saved(start, period)
        for offset, cost in enumerate(candidate.cost):
            short[start + offset] += cost
        return list(accumulate(short)) if self.instance.carry else short

    @property
    def solvent(self) -> bool:
        """True if the budget carries what is placed; without savings it stays so on its own."""
        budget = self.instance.budget
        if budget is None:
            return True
        lines = zip(budget, self.saved, self.spent, strict=True)
        left = [money + saved - spent for money, saved, spent in lines]
        return all(amount >= 0 for amount in (accumulate(left) if self.instance.carry else left))

    def _book(self, candidate: Candidate, start: int, sign: int) -> None:
        for pool, demand in candidate.days.items():
            for offset, days in enumerate(demand):
                self.free[pool][start + offset] -= sign * days
        for offset, cost in enumerate(candidate.cost):
            self.spent[start + offset] += sign * cost
        if candidate.savings:
            for period in range(self.instance.periods):
                self.saved[period] += sign * candidate.saved(start, period)
        for team in self.running.keys() & set(candidate.teams):
            for number in range(start, start + candidate.duration):
                self.running[team][number] += sign
