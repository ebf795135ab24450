"""The delivery ratio, and a forecast stretched by it (method 7.3a)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.delivery import Delivered, delivered, delivery, stretched
from engine.types import Initiative, Raise, Standing


def initiative(*raises):
    return Initiative("clean", "Clean", "data", raises, {}, 4, 0, 0)


def standing(score, level=None, capability="a", **fields):
    return Standing(capability, score, level or int(score), 4, 1.0, 0.5, **fields)


def test_half_of_a_step_is_half_delivered():
    found = delivered(initiative(Raise("a", 2, 3)), [standing(2.0)], [standing(2.5)])

    assert found == Delivered("clean", 1.0, 0.5)


def test_what_lies_beyond_the_step_was_not_its_doing():
    found = delivered(initiative(Raise("a", 1, 2)), [standing(1.4)], [standing(3.9)])

    assert (found.planned, found.achieved) == (pytest.approx(0.6), pytest.approx(0.6))


def test_a_score_that_fell_delivered_nothing():
    assert delivered(initiative(Raise("a", 2, 3)), [standing(2.4)], [standing(2.0)]).achieved == 0


def test_what_was_not_scored_twice_says_nothing():
    lost = [Standing("a", None, None, 4, 0, 0.5)]

    assert delivered(initiative(Raise("a", 2, 3)), [standing(2.0)], lost) is None
    assert delivered(initiative(Raise("a", 2, 3)), lost, [standing(2.0)]) is None
    assert delivered(initiative(Raise("a", 1, 2)), [standing(2.0)], [standing(2.0)]) is None


def test_fewer_than_five_count_as_a_plan():
    found = delivery([Delivered("x", 1, 0)] * 4)

    assert (found.ratio, found.finished) == (1.0, 4)
    assert "A plan, not a forecast" in found.verdict.reason


def test_five_are_summed_and_not_averaged():
    found = delivery([Delivered("x", 1, 1)] * 4 + [Delivered("y", 4, 0)])

    assert found.ratio == pytest.approx(0.5)
    assert found.verdict.scored


@given(
    st.dictionaries(st.text(max_size=3), st.integers(0, 48)),
    st.floats(0.01, 1),
)
def test_nothing_ends_earlier_than_planned_and_the_order_stays(finishes, ratio):
    found = stretched(finishes, ratio)

    assert all(found[key] >= finishes[key] for key in finishes)
    assert sorted(finishes, key=lambda k: (finishes[k], k)) == sorted(
        finishes, key=lambda k: (found[k], finishes[k], k)
    )


def test_at_the_ratio_of_one_the_plan_stands_and_at_none_nothing_ends():
    assert stretched({"a": 3, "b": 0}, 1.0) == {"a": 3, "b": 0}
    assert stretched({"a": 3, "b": 0}, 0.5) == {"a": 6, "b": 0}
    assert stretched({"a": 3, "b": 0}, 0.0) == {"b": 0}
