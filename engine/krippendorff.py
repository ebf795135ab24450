"""Krippendorff's alpha: agreement of answers within questions against the spread between them
(method 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Coincidences:
    """values [V]: the answers there are, in order. met [V,V]: o(c,k); where c is k an answer is
    paired with itself as well: that is no distance, and enters nothing. totals [V]: n_c."""

    values: Ints
    met: Floats
    totals: Floats

    def squared(self, scale: Scale) -> Floats:
        """Squared distance of every two values [V,V]."""
        return _distances(self.values, self.totals, scale)


def coincidences(answers: Ints) -> Coincidences | None:
    """Ordered pairs inside each question, each over m - 1, from answers [P,Q] with 0 for none; None
    where no question has two answers."""
    values = np.unique(answers[answers > 0])
    counts = (answers[:, :, None] == values).sum(axis=0)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        return None
    pairs = counts[:, :, None] * counts[:, None, :]
    met: Floats = (pairs / (counts.sum(axis=1) - 1)[:, None, None]).sum(axis=0)
    return Coincidences(values, met, counts.sum(axis=0).astype(np.float64))


def alpha(answers: Ints, scale: Scale) -> Coefficient:
    """answers [P,Q]: whole numbers above 0, and 0 for none. People are coders, questions units; a
    question with fewer than two answers is left out. At most 1; 0 is chance. Undefined where all
    answers are equal."""
    found = coincidences(answers)
    if found is None:
        return Coefficient(None, NOT_PAIRED)
    squared, totals = found.squared(scale), found.totals
    observed = float((found.met * squared).sum())
    expected = float((totals[:, None] * totals * squared).sum())
    if expected <= 0:
        return Coefficient(None, NO_VARIATION)
    return Coefficient(1 - (float(totals.sum()) - 1) * observed / expected, Verdict(Status.OK))


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
