"""Answers of many assessments counted at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.mass_scoring import area_answers, bounds, cells, histograms
from engine.scoring import score
from engine.tally import ScoringError
from engine.tests.frameworks import answer, framework

some_answers = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(1, 5)), max_size=60
)


def columns(rows):
    return (np.array([row[n] for row in rows], dtype=np.int64) for n in range(3))


@settings(max_examples=50, deadline=None)
@given(some_answers)
def test_counting_is_what_a_loop_would_count(rows):
    found = histograms(cells(*columns(rows), areas=2), assessments=4, areas=2)
    answers = area_answers(found)
    low, high = bounds(found)

    for a in range(4):
        for area in range(2):
            levels = [level for one, two, level in rows if (one, two) == (a, area)]
            assert answers.n[a, area] == len(levels)
            if levels:
                assert answers.mean[a, area] == pytest.approx(sum(levels) / len(levels))
            assert (low[a, area], high[a, area]) == (min(levels, default=1), max(levels, default=5))


@settings(max_examples=25, deadline=None)
@given(some_answers)
def test_equal_answers_may_be_given_as_one_with_their_number(rows):
    one_by_one = cells(*columns(rows), areas=2)
    grouped, number = np.unique(one_by_one, return_counts=True)

    assert (histograms(one_by_one, 4, 2) == histograms(grouped, 4, 2, number)).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([1, 2, 3, 4, 5]), min_size=6, max_size=6))
def test_a_score_lies_within_its_answers(levels):
    built = framework({"data.a": 2, "data.b": 2})
    said = [
        answer(f"p{n}", role, f"data.{key}.q1", level)
        for n, (role, level) in enumerate(zip(("ops", "it", "cmo") * 2, levels, strict=True))
        for key in "ab"
    ]
    found = histograms(cells(np.zeros(6, int), np.zeros(6, int), np.array(levels), 1), 1, 1)
    low, high = bounds(found)

    assert low[0, 0] - 1e-9 <= score(built, said).areas[0].score <= high[0, 0] + 1e-9


@pytest.mark.parametrize(("area", "level"), [(0, -9), (1, 6), (2, 1)])
def test_what_no_answer_can_be_is_refused(area, level):
    where = cells(np.array([0]), np.array([area]), np.array([level]), 2)
    with pytest.raises(ScoringError, match="outside 1 to 5"):
        histograms(where, 1, 2)
