"""The best value of a planning question by HiGHS, on a model written apart from the product's.

Variables x[i,t] "starts in t" and y[k,t] "tenths closed by the end of t"; every sum is written out
as method 5.2 has it. SciPy's own HiGHS: the stand-alone package cannot be loaded beside OR-Tools.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


class Milp:
    def __init__(self, question):
        self.q = question
        self.T = len(question.discounts)
        self.n, self.k = len(question.candidates), len(question.gaps)
        self.caps = list(question.gaps)
        self.rows, self.low, self.high = [], [], []
        self._single()
        self._before()
        self._people()
        self._money()
        self._closing()

    def x(self, i, t):
        return i * self.T + t

    def y(self, k, t):
        return self.n * self.T + k * self.T + t

    def row(self, entries, low, high):
        line = np.zeros((self.n + self.k) * self.T)
        for column, value in entries:
            line[column] += value
        self.rows.append(line)
        self.low.append(low)
        self.high.append(high)

    def numbers(self, keys):
        index = {item.key: i for i, item in enumerate(self.q.candidates)}
        return [index[key] for key in keys if key in index]

    def _single(self):
        for i, item in enumerate(self.q.candidates):
            every = [(self.x(i, t), 1) for t in range(self.T)]
            self.row(every, 1 if item.must or item.lock is not None else 0, 1)
            for t in range(self.T):
                end = self.T if item.deadline is None else min(self.T, item.deadline)
                running = set(range(t, t + item.duration))
                fits = item.earliest <= t <= end - item.duration and not running & item.closed
                if not fits or item.lock not in (None, t):
                    self.row([(self.x(i, t), 1)], 0, 0)
        for group in self.q.exclusive:
            self.row([(self.x(i, t), 1) for i in self.numbers(group) for t in range(self.T)], 0, 1)

    def _before(self):
        for i, item in enumerate(self.q.candidates):
            for group in item.needs:
                for t in range(self.T):
                    entries = [(self.x(i, u), 1) for u in range(t + 1)]
                    for p in self.numbers(group):
                        last = t - self.q.candidates[p].duration
                        entries += [(self.x(p, u), -1) for u in range(last + 1)]
                    self.row(entries, -np.inf, 0)

    def running(self, t, share):
        """Entries of all that runs in t; share(candidate, own period) is what it takes."""
        for i, item in enumerate(self.q.candidates):
            for o in range(item.duration):
                if t - o >= 0:
                    yield self.x(i, t - o), share(item, o)

    def _people(self):
        for pool in {pool for item in self.q.candidates for pool in item.days}:
            for t in range(self.T):
                used = self.running(t, lambda c, o, p=pool: c.days[p][o] if p in c.days else 0)
                self.row(list(used), 0, self.q.capacity.get(pool, (0,) * self.T)[t])
        for team, limit in self.q.team_limits.items():
            for t in range(self.T):
                busy = self.running(t, lambda c, o, g=team: int(g in c.teams))
                self.row(list(busy), 0, limit)

    def _money(self):
        if self.q.budget is None:
            return
        for t in range(self.T):
            months = range(t + 1) if self.q.carry else (t,)
            entries = []
            for u in months:
                entries += self.running(u, lambda c, o: c.cost[o] if c.cost else 0)
                for i, item in enumerate(self.q.candidates):
                    for first, amount in item.savings:
                        if u >= first:
                            ended = range(max(0, u - item.duration + 1))
                            entries += [(self.x(i, s), -amount) for s in ended]
            self.row(entries, -np.inf, sum(self.q.budget[u] for u in months))

    def _closing(self):
        for k, key in enumerate(self.caps):
            for t in range(self.T):
                entries = [(self.y(k, t), 1)]
                for i, item in enumerate(self.q.candidates):
                    ended = range(max(0, t - item.duration + 2))
                    entries += [(self.x(i, u), -item.uplift.get(key, 0)) for u in ended]
                self.row(entries, -np.inf, 0)

    def best_value(self):
        """V*, None if no plan keeps the limits."""
        worth = np.zeros((self.n + self.k) * self.T)
        upper = np.ones(len(worth))
        for k, key in enumerate(self.caps):
            for t, discount in enumerate(self.q.discounts):
                worth[self.y(k, t)] = -discount * self.q.weights.get(key, 0)
                upper[self.y(k, t)] = self.q.gaps[key]
        found = milp(
            worth,
            integrality=np.ones(len(worth)),
            bounds=Bounds(0, upper),
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            options={"mip_rel_gap": 0},
        )
        return None if found.x is None else round(-found.fun)
