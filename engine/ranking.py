"""Priorities of many variations of one assessment at once (method 3.2 to 3.4).

The arithmetic of `engine.priorities` on arrays. V variations, K scored capabilities in catalogue
order. What does not vary stands in the contest: targets, due dates, risks, and who waits for whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.priorities import NORMAL_PACE, Candidate, waiting
from engine.steps import Steps
from engine.tally import Bools, Floats, Ints
from engine.types import EPS

TOP_PLACES = 5
# As in priorities: far below what can be seen, so that equal products tie.
TIE_DIGITS = 9


@dataclass(frozen=True)
class Contest:
    """candidates [K]; graph: what has to rise before what."""

    candidates: tuple[Candidate, ...]
    graph: Steps

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.candidates)

    @cached_property
    def target(self) -> Floats:
        return np.array([item.target for item in self.candidates], dtype=np.float64)

    @cached_property
    def importance(self) -> Floats:
        return np.array([item.importance for item in self.candidates], dtype=np.float64)

    @cached_property
    def behind(self) -> Bools:
        """[K,K]: the capability of the column cannot rise before that of the row."""
        blocked = waiting(self.candidates, self.graph)
        place = {key: number for number, key in enumerate(self.keys)}
        found = np.zeros((len(place), len(place)), dtype=np.bool_)
        for key, others in blocked.items():
            found[place[key], [place[other] for other in others]] = True
        return found

    def with_level(self, number: int, level: int) -> Contest:
        """The same with one capability at another level."""
        changed = list(self.candidates)
        changed[number] = replace(changed[number], level=level)
        return replace(self, candidates=tuple(changed))


def open_gaps(target: Floats, score: Floats) -> Floats:
    """[V,K] in levels, >= 0, from targets [K] and scores [V,K]; the last bit makes no gap."""
    distance = target - score
    return np.where(distance > EPS, distance, 0.0)


def priority_indices(
    candidates: Sequence[Candidate], behind: Bools, importance: Floats, gap: Floats
) -> Floats:
    """PI [V,K], 0..100, from importance and open gaps [V,K] and who waits for whom [K,K]."""
    quarters = np.array([item.quarters for item in candidates], dtype=np.float64)
    risk = np.array([item.risk for item in candidates], dtype=np.float64)
    pressure = np.minimum(1.0, gap / quarters / (2 * NORMAL_PACE))
    weighted = importance * gap
    total = weighted.sum(axis=-1, keepdims=True)
    blocking = weighted @ behind.T.astype(np.float64) / np.where(total > 0, total, 1.0)
    urgency = np.maximum(np.maximum(pressure, blocking), risk)
    found: Floats = 100 * np.cbrt(importance * urgency * gap / 4)
    return found


def ranks(index: Floats, importance: Floats, gap: Floats) -> Ints:
    """[V,K] from 1: highest index first, then larger importance, larger gap, catalogue order."""
    order = np.lexsort((-gap, -importance, -np.round(index, TIE_DIGITS)), axis=-1)
    found = np.empty_like(order)
    places = np.broadcast_to(np.arange(1, order.shape[-1] + 1), order.shape)
    np.put_along_axis(found, order, places, axis=-1)
    return found
