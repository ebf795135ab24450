"""Weights from comparing two at a time, and when they are not to be used."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ahp import Comparison, ComparisonError, comparison_matrix, paired_weights
from engine.types import Status

AREAS = ("data", "technology", "analytics", "process", "people")
some_weights = st.lists(st.floats(1.0, 3.0), min_size=3, max_size=10)


def consistent(weights):
    values = np.array(weights)
    return values[:, None] / values[None, :]


def test_v22_three_things_compared():
    found = paired_weights("abc", [[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])

    assert list(found.weights.values()) == pytest.approx([0.636986, 0.258285, 0.104729], abs=1e-6)
    assert found.principal == pytest.approx(3.038511, abs=1e-6)
    assert found.index == pytest.approx(0.019256, abs=1e-6)
    assert found.ratio == pytest.approx(0.033199, abs=1e-6)
    assert found.verdict.status == Status.OK


def test_ten_comparisons_weigh_the_five_areas():
    said = [
        Comparison("process", "data", 2),
        Comparison("data", "technology", 2),
        Comparison("technology", "analytics", 1),
        Comparison("people", "analytics", 2),
        Comparison("data", "analytics", 2),
        Comparison("process", "technology", 4),
        Comparison("process", "analytics", 4),
        Comparison("people", "technology", 2),
        Comparison("people", "data", 1),
        Comparison("process", "people", 2),
    ]

    found = paired_weights(AREAS, comparison_matrix(AREAS, said))

    assert list(found.weights.values()) == pytest.approx([0.2, 0.1, 0.1, 0.4, 0.2])
    assert found.ratio == pytest.approx(0, abs=1e-9)
    assert (found.worst, found.verdict.scored) == (None, True)


def test_contradictions_are_not_accepted_and_the_worst_one_is_named():
    matrix = consistent([4, 2, 1, 1, 1])
    matrix[0, 4], matrix[4, 0] = 1 / 8, 8.0
    names = dict(zip(AREAS, ("Data", "Technology", "Analytics", "Process", "People"), strict=True))

    found = paired_weights(AREAS, matrix, names)

    assert found.ratio > 0.1
    assert (found.verdict.status, found.verdict.scored) == (Status.UNDEFINED, False)
    assert found.worst == Comparison("data", "people", 1 / 8)
    assert found.verdict.reason == (
        "The comparisons contradict each other: the consistency ratio is 0.42 and has to be below"
        " 0.10. Most out of line is Data against People: 1/8 was said, the others imply 4 times."
    )


@settings(max_examples=50, deadline=None)
@given(some_weights)
def test_consistent_comparisons_give_their_weights_back(weights):
    keys = [f"k{number}" for number in range(len(weights))]

    found = paired_weights(keys, consistent(weights))

    assert list(found.weights.values()) == pytest.approx(np.array(weights) / sum(weights))
    assert found.ratio == pytest.approx(0, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([1, 2, 3, 5, 9, 1 / 2, 1 / 9]), min_size=10, max_size=10))
def test_any_ten_comparisons_give_shares_and_a_verdict(ratios):
    pairs = [(a, b) for n, a in enumerate(AREAS) for b in AREAS[n + 1 :]]
    said = [Comparison(a, b, ratio) for (a, b), ratio in zip(pairs, ratios, strict=True)]

    found = paired_weights(AREAS, comparison_matrix(AREAS, said))
    backwards = paired_weights(AREAS[::-1], comparison_matrix(AREAS[::-1], said[::-1]))

    assert sum(found.weights.values()) == pytest.approx(1)
    assert min(found.weights.values()) > 0
    assert found.verdict.scored == (found.ratio < 0.1)
    assert backwards.weights == pytest.approx(found.weights)


@pytest.mark.parametrize(
    ("keys", "matrix", "code", "words"),
    [
        ("ab", [[1, 2], [1 / 2, 1]], "E102", "3 to 10"),
        ("aab", [[1] * 3] * 3, "E103", "named twice"),
        ("abc", [[1, 2], [1 / 2, 1]], "E102", "3 by 3"),
        ("abc", [[1, 2, 3], [1 / 2, 1], [1, 1, 1]], "E102", "3 by 3"),
        ("abc", [[1, 2, 3], [1 / 2, 2, 1], [1 / 3, 1, 1]], "E102", "'b' against itself is not 1"),
        ("abc", [[1, 2, 3], [2, 1, 1], [1 / 3, 1, 1]], "E102", "not the reciprocal"),
        ("abc", [[1, 0, 3], [2, 1, 1], [1 / 3, 1, 1]], "E102", "'a' against 'b' is 0.0"),
        ("abc", [[1, 10, 3], [0.1, 1, 1], [1 / 3, 1, 1]], "E102", "1/9 to 9"),
        ("abc", [[1, float("nan"), 3], [2, 1, 1], [1 / 3, 1, 1]], "E102", "nan"),
        ("abc", [[1, 2, 3], [float("inf"), 1, 1], [1 / 3, 1, 1]], "E102", "not the reciprocal"),
    ],
)
def test_what_is_no_matrix_of_comparisons_is_refused(keys, matrix, code, words):
    with pytest.raises(ComparisonError, match=words) as refused:
        paired_weights(keys, matrix)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([("a", "b", 2)], "'a' is not compared with 'c'"),
        ([("a", "b", 2), ("b", "a", 2)], "twice"),
        ([("a", "a", 1)], "itself"),
        ([("a", "x", 1)], "'x' is not among"),
        ([("a", "b", -1)], "1/9 to 9"),
    ],
)
def test_every_two_are_compared_exactly_once(said, words):
    with pytest.raises(ComparisonError, match=words):
        comparison_matrix("abc", [Comparison(*item) for item in said])
    with pytest.raises(ComparisonError, match="named twice"):
        comparison_matrix("aab", [])
