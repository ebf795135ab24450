"""Answers of many assessments at once, by area: how many of each level, their mean and bounds.

One pass over millions of answers, so every answer counts the same. That is not the score of an
area, which is a mean of role means over capabilities (method 1.2 to 1.5) and takes a pass for each
of these. But every area score lies between the lowest and the highest answer to the area, which is
what a stored result can be checked against. N assessments, A areas, M answers or groups of equal
ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.tally import Floats, Ints, ScoringError
from engine.types import LEVELS


@dataclass(frozen=True)
class AreaAnswers:
    """n: answers; mean 1..5, 0 where there is none. All [N,A]."""

    n: Ints
    mean: Floats


def cells(assessment: Ints, area: Ints, level: Ints, areas: int) -> Ints:
    """[M]: number of the cell that an answer counts in; assessment 0..N-1, area 0..A-1, level 1..5,
    all [M]."""
    found: Ints = (assessment * areas + area) * len(LEVELS) + level - 1
    return found


def histograms(cell: Ints, assessments: int, areas: int, counts: Ints | None = None) -> Ints:
    """[N,A,5]: answers of each level. cell [M]: as `cells` numbers them, in any order; counts [M]:
    how many equal answers each stands for, one if None. Raises ScoringError E101 on a cell that no
    answer can have."""
    size = assessments * areas * len(LEVELS)
    try:
        found = np.bincount(cell, weights=counts, minlength=size)
    except ValueError as error:
        raise ScoringError("E101", f"an answer outside 1 to 5: {error}") from error
    if len(found) > size:
        raise ScoringError("E101", "an answer outside 1 to 5, or of an unknown area")
    return found.astype(np.int64, copy=False).reshape(assessments, areas, len(LEVELS))


def area_answers(histogram: Ints) -> AreaAnswers:
    """Number and mean of the answers counted in [N,A,5]."""
    # einsum, because a sum over an axis of five costs more than the counting itself.
    n = np.einsum("nal->na", histogram)
    total = np.einsum("nal,l->na", histogram, np.array(LEVELS))
    return AreaAnswers(n, total / np.maximum(n, 1))


def bounds(histogram: Ints) -> tuple[Ints, Ints]:
    """Lowest and highest level answered, [N,A] each; 1 and 5 where there is no answer."""
    given = histogram > 0
    some = given.any(axis=2)
    low = given.argmax(axis=2) + 1
    high = len(LEVELS) - given[:, :, ::-1].argmax(axis=2)
    return np.where(some, low, LEVELS[0]), np.where(some, high, LEVELS[-1])
