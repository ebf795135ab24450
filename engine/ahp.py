"""Weights from comparing two at a time: the analytic hierarchy process (method 3.5).

Offered for the five areas, ten comparisons. The weights are the principal eigenvector of the
matrix of comparisons; they are accepted if the comparisons hardly contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from engine.tally import Floats
from engine.types import EPS, EngineError, Status
from engine.verdicts import Verdict
from engine.wording import shown

# Consistency index of random comparisons, by how many are compared.
RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
# Consistency ratio below which weights are accepted.
ACCEPTED_BELOW = 0.10
# How many times one thing may matter as much as another.
MOST = 9.0
RECIPROCAL_WITHIN = 1e-6


class ComparisonError(EngineError):
    """Comparisons that make no matrix: E102 a ratio that cannot be, E103 what is unknown, missing
    or said twice."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """first matters `ratio` times as much as second; ratio 1/9..9, 1 for equal."""

    first: str
    second: str
    ratio: float


@dataclass(frozen=True, slots=True)
class PairedWeights:
    """weights: key to share, sum 1. principal: the largest eigenvalue, at least the number of
    keys; index: (principal - n) / (n - 1); ratio: index by that of random comparisons. worst: the
    comparison that the others contradict most, None if none does. The weights are for use only if
    the verdict is scored."""

    weights: Mapping[str, float]
    principal: float
    index: float
    ratio: float
    worst: Comparison | None
    verdict: Verdict


def comparison_matrix(keys: Sequence[str], comparisons: Sequence[Comparison]) -> Floats:
    """[n,n]: how many times the row matters as much as the column. Raises ComparisonError unless
    every two keys are compared once, either way round."""
    place = {key: number for number, key in enumerate(keys)}
    if len(place) != len(keys):
        raise ComparisonError("E103", "something to compare is named twice")
    found = np.eye(len(keys))
    open_pairs = set(combinations(range(len(keys)), 2))
    for item in comparisons:
        for key in (item.first, item.second):
            if key not in place:
                raise ComparisonError("E103", f"{key!r} is not among what is compared")
        row, column = place[item.first], place[item.second]
        pair = (min(row, column), max(row, column))
        if pair not in open_pairs:
            raise ComparisonError(
                "E103", f"{item.first!r} against {item.second!r} is compared twice, or with itself"
            )
        open_pairs.remove(pair)
        _check_ratio(item.ratio, item.first, item.second)
        found[row, column], found[column, row] = item.ratio, 1 / item.ratio
    if open_pairs:
        row, column = min(open_pairs)
        raise ComparisonError("E103", f"{keys[row]!r} is not compared with {keys[column]!r}")
    return found


def paired_weights(
    keys: Sequence[str],
    matrix: Sequence[Sequence[float]] | Floats,
    names: Mapping[str, str] | None = None,
) -> PairedWeights:
    """matrix [n,n], n 3..10: how many times the row matters as much as the column, its mirror the
    reciprocal. names: by key, for the reason. Raises ComparisonError."""
    values = _checked(keys, matrix)
    number = len(keys)
    roots, vectors = np.linalg.eig(values)
    largest = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, largest].real)
    shares = (vector / vector.sum()).tolist()
    # A reciprocal matrix cannot have less; the last bit of a consistent one may say so.
    principal = max(float(roots[largest].real), float(number))
    index = (principal - number) / (number - 1)
    ratio = index / RANDOM_INDEX[number]
    worst, fitting = _worst(keys, values)
    verdict = Verdict(Status.OK)
    if ratio >= ACCEPTED_BELOW - EPS and worst is not None:
        verdict = Verdict(Status.UNDEFINED, "inconsistent", _why(ratio, worst, fitting, names))
    weights = dict(zip(keys, shares, strict=True))
    return PairedWeights(weights, principal, index, ratio, worst, verdict)


def _checked(keys: Sequence[str], matrix: Sequence[Sequence[float]] | Floats) -> Floats:
    number = len(keys)
    if len(set(keys)) != number:
        raise ComparisonError("E103", "something to compare is named twice")
    if number not in RANDOM_INDEX:
        raise ComparisonError("E102", f"{number} things are compared; it takes 3 to 10")
    if len(matrix) != number or any(len(row) != number for row in matrix):
        raise ComparisonError("E102", f"the matrix is not {number} by {number}")
    values = np.array(matrix, dtype=np.float64)
    for row in range(number):
        if values[row, row] != 1:
            raise ComparisonError("E102", f"{keys[row]!r} against itself is not 1")
        for column in range(row + 1, number):
            _check_ratio(float(values[row, column]), keys[row], keys[column])
            if not abs(values[row, column] * values[column, row] - 1) <= RECIPROCAL_WITHIN:
                raise ComparisonError(
                    "E102",
                    f"{keys[column]!r} against {keys[row]!r} is not the reciprocal of"
                    f" {keys[row]!r} against {keys[column]!r}",
                )
    return values


def _check_ratio(ratio: float, first: str, second: str) -> None:
    if not math.isfinite(ratio) or not 1 / MOST - RECIPROCAL_WITHIN <= ratio <= MOST:
        raise ComparisonError(
            "E102", f"{first!r} against {second!r} is {ratio!r}, not a number from 1/9 to 9"
        )


def _worst(keys: Sequence[str], values: Floats) -> tuple[Comparison | None, float]:
    """The comparison farthest from what the others say of the same two: the geometric mean of the
    ways round by a third. That mean as well."""
    logs = np.log(values)
    others = len(keys) - 2
    worst, fitting, farthest = None, 1.0, RECIPROCAL_WITHIN
    for row, column in combinations(range(len(keys)), 2):
        round_about = (logs[row] + logs[:, column]).sum() - 2 * logs[row, column]
        said = float(round_about) / others
        distance = abs(float(logs[row, column]) - said)
        if distance > farthest + RECIPROCAL_WITHIN:
            farthest, fitting = distance, math.exp(said)
            worst = Comparison(keys[row], keys[column], float(values[row, column]))
    return worst, fitting


def _why(ratio: float, worst: Comparison, fitting: float, names: Mapping[str, str] | None) -> str:
    first, second = ((names or {}).get(key, key) for key in (worst.first, worst.second))
    return (
        f"The comparisons contradict each other: the consistency ratio is {shown(ratio, 2)} and has"
        f" to be below {shown(ACCEPTED_BELOW, 2)}. Most out of line is {first} against {second}:"
        f" {_times(worst.ratio)} was said, the others imply {_times(fitting)}."
    )


def _times(ratio: float) -> str:
    """As in 3 times, or 1/3."""
    if ratio < 1:
        return f"1/{_short(1 / ratio)}"
    return f"{_short(ratio)} times"


def _short(value: float) -> str:
    return shown(value, 1).removesuffix(".0")
