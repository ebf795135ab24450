"""Two groups of people side by side, such as two roles: size and chance of what parts them
(method 2.7)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations

import numpy as np

from engine.agreement import variance
from engine.tally import Floats
from engine.types import EPS, Status
from engine.verdicts import Verdict

LEAST_PEOPLE = 3
MOST_EXACT = 20_000
DRAWS = 10_000
DESCRIBED = Verdict(
    Status.INSUFFICIENT, "too_few_people", "Described, not tested: fewer than 3 people in a role."
)


class Size(StrEnum):
    """How large a difference is against the spread inside the groups."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Contrast:
    """difference: of the means, in levels. g: Hedges', None where nobody in a group differs from
    the others in it. cliff: share of pairs in which the first is higher minus the share in which
    it is lower, -1..1. p: of the permutation test, exact or by draws. g, size, p are None unless
    the verdict is ok."""

    verdict: Verdict
    difference: float
    cliff: float
    g: float | None = None
    size: Size | None = None
    p: float | None = None
    exact: bool = True


def contrast(first: Sequence[float], second: Sequence[float], seed: int = 1) -> Contrast:
    """Compare people's means, each group with at least one; under three in either the difference
    is described and not tested. Whether it may be shown is for the rules of method 1.11."""
    difference = math.fsum(first) / len(first) - math.fsum(second) / len(second)
    cliff = _cliff(first, second)
    if min(len(first), len(second)) < LEAST_PEOPLE:
        return Contrast(DESCRIBED, difference, cliff)
    g = _hedges(first, second, difference)
    exact = math.comb(len(first) + len(second), len(first)) <= MOST_EXACT
    sums = _exact_sums(first, second) if exact else _drawn_sums(first, second, seed)
    return Contrast(
        verdict=Verdict(Status.OK),
        difference=difference,
        cliff=cliff,
        g=g,
        size=None if g is None else size(g),
        p=_share(sums, first, second) if exact else _drawn_share(sums, first, second),
        exact=exact,
    )


def size(g: float) -> Size:
    """In words."""
    if abs(g) >= 0.8 - EPS:
        return Size.LARGE
    return Size.MEDIUM if abs(g) >= 0.5 - EPS else Size.SMALL


def _hedges(first: Sequence[float], second: Sequence[float], difference: float) -> float | None:
    df = len(first) + len(second) - 2
    spread = (len(first) - 1) * (variance(first) or 0) + (len(second) - 1) * (variance(second) or 0)
    pooled = math.sqrt(spread / df)
    return difference / pooled * (1 - 3 / (4 * df - 1)) if pooled > EPS else None


def _cliff(first: Sequence[float], second: Sequence[float]) -> float:
    apart = np.asarray(first)[:, None] - np.asarray(second)
    above, below = int((apart > EPS).sum()), int((apart < -EPS).sum())
    return (above - below) / (len(first) * len(second))


def _exact_sums(first: Sequence[float], second: Sequence[float]) -> Floats:
    """What the first group would add up to, for every way of choosing who is in it."""
    people = np.array([*first, *second], dtype=np.float64)
    return _sums(people, combinations(range(len(people)), len(first)), len(first))


def _sums(people: Floats, choices: Iterable[tuple[int, ...]], size: int) -> Floats:
    flat = np.fromiter(chain.from_iterable(choices), dtype=np.int64)
    found: Floats = people[flat.reshape(-1, size)].sum(axis=1)
    return found


def _drawn_sums(first: Sequence[float], second: Sequence[float], seed: int) -> Floats:
    """The same for random choices. Only the bits of the generator are used, which numpy promises
    to keep."""
    people = np.array([*first, *second], dtype=np.float64)
    bits = np.random.PCG64(seed).random_raw(DRAWS * len(people)).reshape(DRAWS, len(people))
    chosen = np.argsort(bits, axis=1, kind="stable")[:, : len(first)]
    found: Floats = people[chosen].sum(axis=1)
    return found


def _as_far(sums: Floats, first: Sequence[float], second: Sequence[float]) -> int:
    """In how many choices the means lie at least as far apart as they do."""
    total, n, m = math.fsum([*first, *second]), len(first), len(second)
    seen = abs(math.fsum(first) / n - math.fsum(second) / m)
    apart = np.abs(sums / n - (total - sums) / m)
    return int((apart >= seen - EPS).sum())


def _share(sums: Floats, first: Sequence[float], second: Sequence[float]) -> float:
    return _as_far(sums, first, second) / len(sums)


def _drawn_share(sums: Floats, first: Sequence[float], second: Sequence[float]) -> float:
    """The choice that was seen counts as one of the draws, so that p is never 0."""
    return (_as_far(sums, first, second) + 1) / (len(sums) + 1)
