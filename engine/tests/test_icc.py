"""Intraclass correlation: vector V13, and the rectangle it is made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.icc import complete_block, icc, mean_squares

# Shrout and Fleiss 1979: six targets by four judges.
V13 = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)


def test_v13_shrout_and_fleiss():
    ms = mean_squares(V13.T)
    found = icc(V13.T)

    assert (ms.between, ms.within) == pytest.approx((11.241667, 6.263889), abs=1e-6)
    assert (ms.judge, ms.error) == pytest.approx((32.486111, 1.019444), abs=1e-6)
    assert found.icc1.value == pytest.approx(0.1657, abs=1e-4)
    assert found.icc2.value == pytest.approx(0.2898, abs=1e-4)
    assert found.icc2k.value == pytest.approx(0.6201, abs=1e-4)


def test_values_below_zero_are_shown_as_they_come():
    opposed = np.array([[1, 5, 1, 5, 2], [5, 1, 5, 1, 4], [3, 3, 3, 3, 2]])

    assert icc(opposed).icc1.value < 0


def test_judges_who_cancel_out_leave_no_profile_to_repeat():
    cancelled = np.array([[1, 5, 1, 5, 3], [5, 1, 5, 1, 3], [3, 3, 3, 3, 3]])
    found = icc(cancelled)

    assert (found.icc2k.value, found.icc2k.verdict.code) == (None, "targets_not_apart")


def test_without_variation_it_is_undefined():
    found = icc(np.full((3, 5), 2))

    assert {item.verdict.code for item in (found.icc1, found.icc2, found.icc2k)} == {"no_variation"}


@pytest.mark.parametrize("shape", [(2, 9), (9, 4), (0, 0)])
def test_small_rectangles_are_refused_in_words(shape):
    found = icc(np.ones(shape, dtype=np.int64))

    assert (found.icc2.value, found.icc2.verdict.code) == (None, "no_rectangle")
    assert found.icc2.verdict.reason == (
        "It needs 3 people who have all answered the same 5 questions."
    )


def test_a_complete_sheet_is_its_own_rectangle():
    assert (complete_block(V13.T) == V13.T).all()


def test_people_who_are_asked_little_are_left_out_and_not_their_questions():
    answers = np.full((7, 8), 3)
    answers[4:, 3:] = 0

    assert complete_block(answers).shape == (4, 8)


def test_a_question_that_few_can_judge_is_left_out_and_not_the_people():
    answers = np.full((6, 9), 3)
    answers[1:, 4] = 0

    assert complete_block(answers).shape == (6, 8)


def test_where_people_share_too_few_questions_there_is_no_rectangle():
    answers = np.kron(np.eye(3, dtype=np.int64), np.full((1, 5), 3))

    assert complete_block(answers).size == 0
    assert complete_block(answers[:0]).size == 0


@settings(max_examples=100, deadline=None)
@given(
    arrays.arrays(
        np.int64, st.tuples(st.integers(0, 7), st.integers(0, 9)), elements=st.integers(0, 5)
    )
)
def test_a_rectangle_is_complete_and_large_enough(answers):
    block = complete_block(answers)

    assert (block > 0).all()
    assert block.size == 0 or (block.shape[0] >= 3 and block.shape[1] >= 5)
    for item in (icc(block).icc1, icc(block).icc2):
        assert item.value is None or item.value <= 1 + 1e-12
        assert item.value is not None or item.verdict.reason


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(
        np.int64, st.tuples(st.integers(3, 6), st.integers(5, 8)), elements=st.integers(1, 5)
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_people_and_questions_changes_no_bit(answers, chance):
    people, questions = list(range(answers.shape[0])), list(range(answers.shape[1]))
    chance.shuffle(people)
    chance.shuffle(questions)

    assert icc(answers[np.ix_(people, questions)]) == icc(answers)
