"""Krippendorff's alpha: vectors V10 to V12, the reference package, and properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.krippendorff import Scale, alpha

V10 = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
V11 = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)

sheets = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 6), st.integers(1, 8)),
    elements=st.integers(0, 5),
)
scales = st.sampled_from(Scale)
quick = settings(max_examples=100, deadline=None)


def sheet(rows):
    return np.array([[int(cell) if cell != "." else 0 for cell in row.split()] for row in rows])


@pytest.mark.parametrize(
    ("rows", "nominal", "ordinal", "interval"),
    [(V10, 0.743421, 0.815388, 0.849107), (V11, 0.691358, 0.806721, 0.810845)],
)
def test_v10_v11_published(rows, nominal, ordinal, interval):
    found = [alpha(sheet(rows), scale) for scale in Scale]

    assert [item.value for item in found] == pytest.approx([nominal, ordinal, interval], abs=1e-6)
    assert {item.verdict.status for item in found} == {"ok"}


def test_v12_one_answer_of_24_differs():
    answers = np.full((4, 6), 3)
    answers[0, 5] = 4

    assert alpha(answers, Scale.ORDINAL).value == pytest.approx(0, abs=1e-12)
    assert alpha(answers, Scale.INTERVAL).value == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("scale", Scale)
def test_v12_without_variation_it_is_undefined(scale):
    found = alpha(np.full((4, 6), 3), scale)

    assert found.value is None
    assert (found.verdict.status, found.verdict.code) == ("undefined", "no_variation")
    assert found.verdict.reason


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (1, 5), (3, 0)])
def test_without_two_answers_to_a_question_there_is_nothing_to_pair(shape):
    found = alpha(np.full(shape, 3), Scale.ORDINAL)

    assert (found.value, found.verdict.code) == (None, "too_few_answers")


def test_perfect_agreement_and_perfect_disorder():
    agreed = np.tile([1, 2, 3, 4, 5], (3, 1))
    opposed = np.array([[1, 5, 1, 5], [5, 1, 5, 1]])

    assert alpha(agreed, Scale.INTERVAL).value == 1
    assert alpha(opposed, Scale.INTERVAL).value < 0


@quick
@given(sheets, scales)
def test_agrees_with_the_reference_package(answers, scale):
    reference = pytest.importorskip("krippendorff")
    found = alpha(answers, scale).value
    if found is None:
        return
    data = np.where(answers > 0, answers, np.nan).astype(float)

    assert found == pytest.approx(
        reference.alpha(reliability_data=data, level_of_measurement=scale.value), abs=1e-9
    )


@quick
@given(sheets, scales, st.randoms(use_true_random=False))
def test_the_order_of_people_and_questions_changes_nothing(answers, scale, chance):
    people = list(range(answers.shape[0]))
    questions = list(range(answers.shape[1]))
    chance.shuffle(people)
    chance.shuffle(questions)
    found = alpha(answers, scale)
    other = alpha(answers[np.ix_(people, questions)], scale)

    assert other.verdict == found.verdict
    if found.value is not None:
        assert other.value == pytest.approx(found.value, abs=1e-12)
        assert found.value <= 1


@quick
@given(sheets)
def test_more_questions_of_the_same_kind_correct_less_for_a_small_sample(answers):
    """1 - alpha is (n - 1) times what does not change when every question is asked twice."""
    found = alpha(answers, Scale.INTERVAL).value
    twice = alpha(np.hstack([answers, answers]), Scale.INTERVAL).value
    if found is None:
        assert twice is None
        return
    n = int(answers[:, (answers > 0).sum(axis=0) >= 2].astype(bool).sum())

    assert (1 - twice) / (2 * n - 1) * (2 * n) == pytest.approx((1 - found) / (n - 1) * n, abs=1e-9)


@quick
@given(sheets, scales)
def test_a_question_with_one_answer_counts_for_nothing(answers, scale):
    alone = np.zeros((answers.shape[0], 1), dtype=np.int64)
    alone[0] = 5

    found, other = alpha(answers, scale), alpha(np.hstack([answers, alone]), scale)

    assert other.verdict == found.verdict
    if found.value is not None:
        assert other.value == pytest.approx(found.value, abs=1e-12)


@quick
@given(sheets, st.integers(1, 20))
def test_interval_does_not_depend_on_where_the_scale_starts(answers, shift):
    moved = np.where(answers > 0, answers + shift, 0)
    found, other = alpha(answers, Scale.INTERVAL), alpha(moved, Scale.INTERVAL)

    assert other.verdict == found.verdict
    if found.value is not None:
        assert other.value == pytest.approx(found.value, abs=1e-12)
