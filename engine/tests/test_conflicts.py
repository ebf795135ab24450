"""Conflicts among wishes: V27 of the method, and every one of them judged by trying all plans."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conflicts import conflicts, minimal_conflict, with_wishes
from engine.plan_values import Wish
from engine.tests.exhaustive import possible, small_instances
from engine.tests.plan_instances import worked_example


def lock(key, period):
    return Wish("lock", key, period)


def keeps(instance):
    return lambda wishes: possible(with_wishes(instance, wishes))


def found_in(wishes, instance=None):
    given = conflicts(wishes, keeps(instance or worked_example()), most=99)
    return {frozenset(item.wishes) for item in given}


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ([lock("2", 1)], [{lock("2", 1)}]),
        ([lock("0", 0), lock("3", 0)], [{lock("0", 0), lock("3", 0)}]),
        (
            [lock("0", 1), lock("1", 1), lock("2", 3), lock("3", 0)],
            [{lock("0", 1), lock("1", 1)}, {lock("0", 1), lock("2", 3)}],
        ),
        ([lock("0", 0), Wish("must", "2")], []),
    ],
)
def test_conflicts_of_the_worked_example(wishes, expected):
    assert found_in(wishes) == {frozenset(item) for item in expected}


def test_what_is_enough_to_withdraw_is_said():
    wishes = [lock("0", 1), lock("1", 1), lock("2", 3), lock("3", 0)]

    given = conflicts(wishes, keeps(worked_example()))

    # Both conflicts hang on the first lock; withdrawing another one leaves the other conflict.
    assert [item.enough for item in given] == [(lock("0", 1),), (lock("0", 1),)]


def test_no_more_conflicts_than_asked_for():
    wishes = [lock("0", 1), lock("1", 1), lock("2", 3), lock("3", 0)]

    assert len(conflicts(wishes, keeps(worked_example()), most=1)) == 1


def test_what_cannot_be_told_is_no_conflict():
    assert minimal_conflict([lock("2", 1)], lambda wishes: True) is None


def test_a_conflict_among_many_wishes_is_found_with_few_questions():
    wishes = [Wish("earliest", str(number), 0) for number in range(200)]
    wishes[150], wishes[20] = lock("0", 0), lock("3", 0)
    asked = []

    def ask(some):
        asked.append(some)
        return not {wishes[20], wishes[150]} <= set(some)

    assert minimal_conflict(wishes, ask) == (wishes[20], wishes[150])
    # Tried one by one they would take two hundred.
    assert len(asked) < 40


@pytest.mark.parametrize(
    "wishes",
    [
        [lock("0", 0), lock("0", 1)],
        [Wish("must", "0"), Wish("forbid", "0")],
        [lock("0", 0), Wish("earliest", "0", 1)],
        [lock("0", 1), Wish("deadline", "0", 1)],
        [Wish("must", "2"), Wish("forbid", "1")],
    ],
)
def test_contradictions_are_conflicts(wishes):
    assert found_in(wishes) == {frozenset(wishes)}


@st.composite
def wished(draw):
    instance = draw(small_instances())
    keys = [item.key for item in instance.candidates] or ["nobody"]
    kinds = st.sampled_from(["lock", "must", "forbid", "earliest", "deadline"])
    made = []
    for kind, key in draw(st.lists(st.tuples(kinds, st.sampled_from(keys)), max_size=4)):
        number = draw(st.integers(0, instance.periods))
        made.append(Wish(kind, key, number if kind in {"lock", "earliest", "deadline"} else None))
    return instance, tuple(dict.fromkeys(made))


@given(wished())
@settings(max_examples=40, deadline=None)
def test_the_conflicts_are_all_minimal_ones(question):
    instance, wishes = question
    ask = keeps(instance)
    subsets = [
        frozenset(some) for size in range(len(wishes) + 1) for some in combinations(wishes, size)
    ]
    bad = [some for some in subsets if not ask(tuple(some))]
    minimal = {some for some in bad if not any(other < some for other in bad)}

    assert found_in(wishes, instance) == minimal
