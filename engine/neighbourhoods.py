"""Which candidates a search may move while the rest of a plan stays where it is.

Searching many small questions one after the other finds better plans in the same time than one
search of the whole question, which is only needed for the proof (docs/adr/0010).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from engine.instance import Instance

# Candidates that are free at first, and by how many more after PATIENCE searches without a gain.
SIZE, GROWTH, PATIENCE = 15, 5, 8


class Neighbourhoods:
    """Chooses what is free next, in turn by time, by people, and by lot; the same every run.

    keys: the candidates that can be in a plan. Grows while nothing is gained.
    """

    def __init__(self, instance: Instance, keys: Sequence[str]) -> None:
        self.instance = instance
        self.keys = list(keys)
        self.size = SIZE
        self._dice = Random(1)  # noqa: S311 - to be repeatable, not secret
        self._number = 0
        self._without_gain = 0

    @property
    def exhausted(self) -> bool:
        """True once everything would be free."""
        return self.size >= len(self.keys)

    def note(self, gained: bool) -> None:
        """What came of the last one."""
        self._without_gain = 0 if gained else self._without_gain + 1
        if self._without_gain >= PATIENCE:
            self._without_gain = 0
            self.size += GROWTH

    def next(self, starts: Mapping[str, int], count: int | None = None) -> frozenset[str]:
        """The candidates to be free now, around the plan `starts`. count: how many, if not as many
        as its growth has come to."""
        kinds = (self._by_time, self._by_people, self._by_lot)
        order = kinds[self._number % len(kinds)](starts)
        self._number += 1
        return frozenset(sorted(self.keys, key=lambda key: (order[key], key))[: count or self.size])

    def _by_lot(self, _starts: Mapping[str, int]) -> dict[str, float]:
        return {key: self._dice.random() for key in self.keys}

    def _by_time(self, starts: Mapping[str, int]) -> dict[str, float]:
        """What runs around one period; what is not planned comes in by lot."""
        centre = self._dice.randrange(self.instance.periods)
        order = {}
        for key in self.keys:
            lot = self._dice.random()
            order[key] = lot * self.instance.periods / 2
            if key in starts:
                middle = starts[key] + self.instance.candidate[key].duration / 2
                order[key] = abs(middle - centre) + lot / 2
        return order

    def _by_people(self, _starts: Mapping[str, int]) -> dict[str, float]:
        """What takes days of one pool first, in an order by lot."""
        pools = sorted({pool for key in self.keys for pool in self.instance.candidate[key].days})
        if not pools:
            return self._by_lot({})
        pool = self._dice.choice(pools)
        return {
            key: self._dice.random() + (pool not in self.instance.candidate[key].days)
            for key in self.keys
        }
