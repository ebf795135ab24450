"""Intraclass correlation after Shrout and Fleiss, of complete rectangles only (method 2.5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.agreement import Coefficient
from engine.krippendorff import NO_VARIATION
from engine.tally import Ints
from engine.types import EPS, Status
from engine.verdicts import Verdict

LEAST_JUDGES = 3
LEAST_TARGETS = 5
TOO_SMALL = Verdict(
    Status.INSUFFICIENT,
    "no_rectangle",
    f"It needs {LEAST_JUDGES} people who have all answered the same {LEAST_TARGETS} questions.",
)
NOT_APART = Verdict(
    Status.UNDEFINED,
    "targets_not_apart",
    "The questions differ less than the answers to each of them, so there is no profile to repeat.",
)


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Of n targets and k judges: between targets, within targets, between judges, and the rest."""

    targets: int
    judges: int
    between: float
    within: float
    judge: float
    error: float


@dataclass(frozen=True, slots=True)
class Icc:
    """icc1, icc2: of one judge, any or one of these; icc2k: of the mean of the judges, which is
    how repeatable the profile is if other people of the same kind answered."""

    icc1: Coefficient
    icc2: Coefficient
    icc2k: Coefficient


def complete_block(answers: Ints) -> Ints:
    """The rectangle that the coefficients are made of, from answers [P,Q] with 0 for none: whoever
    or whatever lacks the largest share of answers is left out, one by one, until nothing lacks.
    Empty if 3 people and 5 questions are not left by then."""
    given = answers > 0
    people, questions = np.arange(given.shape[0]), np.arange(given.shape[1])
    while len(people) >= LEAST_JUDGES and len(questions) >= LEAST_TARGETS:
        lacking = ~given[np.ix_(people, questions)]
        if not lacking.any():
            return answers[np.ix_(people, questions)]
        by_person, by_question = lacking.mean(axis=1), lacking.mean(axis=0)
        spare = len(people) > LEAST_JUDGES
        if spare and (by_person.max() > by_question.max() or len(questions) == LEAST_TARGETS):
            people = np.delete(people, int(by_person.argmax()))
        else:
            questions = np.delete(questions, int(by_question.argmax()))
    return answers[:0, :0]


def mean_squares(block: Ints) -> MeanSquares:
    """block [judges, targets], complete, at least 2 by 2. Sums are of whole numbers, so the order
    of people and questions changes nothing."""
    k, n = block.shape
    total = int(block.sum()) ** 2
    # Each sum of squares times n * k is a whole number.
    whole = n * k * int((block**2).sum()) - total
    between = n * int((block.sum(axis=0) ** 2).sum()) - total
    judge = k * int((block.sum(axis=1) ** 2).sum()) - total
    size = n * k
    return MeanSquares(
        targets=n,
        judges=k,
        between=between / (size * (n - 1)),
        within=(whole - between) / (size * n * (k - 1)),
        judge=judge / (size * (k - 1)),
        error=(whole - between - judge) / (size * (n - 1) * (k - 1)),
    )


def icc(block: Ints) -> Icc:
    """block [judges, targets], complete. Values below 0 are left as they come."""
    if block.shape[0] < LEAST_JUDGES or block.shape[1] < LEAST_TARGETS:
        nothing = Coefficient(None, TOO_SMALL)
        return Icc(nothing, nothing, nothing)
    ms = mean_squares(block)
    k, n = ms.judges, ms.targets
    over = ms.between - ms.error
    between_judges = (ms.judge - ms.error) / n
    return Icc(
        icc1=_ratio(ms.between - ms.within, ms.between + (k - 1) * ms.within),
        icc2=_ratio(over, ms.between + (k - 1) * ms.error + k * between_judges),
        icc2k=_ratio(over, ms.between + between_judges),
    )


def _ratio(part: float, whole: float) -> Coefficient:
    if whole > EPS:
        return Coefficient(part / whole, Verdict(Status.OK))
    return Coefficient(None, NO_VARIATION if abs(part) <= EPS else NOT_APART)
