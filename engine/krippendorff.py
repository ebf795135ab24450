"""Krippendorff's alpha: agreement of answers within questions against the spread between them
(method 2.4)."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from engine.agreement import Coefficient
from engine.tally import Floats, Ints
from engine.types import Status
from engine.verdicts import Verdict


class Scale(StrEnum):
    """What the distance between two answers is made of: equal or not, order, or difference."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


NOT_PAIRED = Verdict(
    Status.INSUFFICIENT, "too_few_answers", "No question has answers of two people."
)
NO_VARIATION = Verdict(
    Status.UNDEFINED, "no_variation", "All answers are the same level, so nothing can be compared."
)


def alpha(answers: Ints, scale: Scale) -> Coefficient:
    """answers [P,Q]: whole numbers above 0, and 0 for none. People are coders, questions units; a
    question with fewer than two answers is left out. At most 1; 0 is chance. Undefined where all
    answers are equal."""
    values = np.unique(answers[answers > 0])
    counts = (answers[:, :, None] == values).sum(axis=0)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        return Coefficient(None, NOT_PAIRED)
    met = _coincidences(counts)
    totals = counts.sum(axis=0).astype(np.float64)
    squared = _distances(values, totals, scale)
    observed = float((met * squared).sum())
    expected = float((totals[:, None] * totals * squared).sum())
    if expected <= 0:
        return Coefficient(None, NO_VARIATION)
    return Coefficient(1 - (float(totals.sum()) - 1) * observed / expected, Verdict(Status.OK))


def _coincidences(counts: Ints) -> Floats:
    """o(c,k) from the answers per unit and value: ordered pairs in a unit, each over m - 1. Where c
    is k an answer is paired with itself as well: that is no distance, and enters nothing."""
    pairs = counts[:, :, None] * counts[:, None, :]
    found: Floats = (pairs / (counts.sum(axis=1) - 1)[:, None, None]).sum(axis=0)
    return found


def _distances(values: Ints, totals: Floats, scale: Scale) -> Floats:
    """Squared distance of every two values."""
    if scale == Scale.NOMINAL:
        return np.asarray(values[:, None] != values, dtype=np.float64)
    if scale == Scale.INTERVAL:
        return np.asarray((values[:, None] - values) ** 2, dtype=np.float64)
    # All answers below a value and half of those at it; the difference of two is the ordinal sum.
    ranks = np.cumsum(totals) - totals / 2
    found: Floats = (ranks[:, None] - ranks) ** 2
    return found
