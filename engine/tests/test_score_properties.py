"""Vector V07: what holds for any answers whatever."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ballot import ballot
from engine.scoring import score
from engine.stages import area_stage, stage
from engine.tests.frameworks import answer, framework
from engine.types import AnswerKind
from engine.weighing import levels, shares

ROLES = ("cmo", "ops", "it", "sales")
CAPABILITIES = {"data.a": 2, "data.b": 3, "people.c": 2, "people.d": 4}
FRAMEWORK = framework(CAPABILITIES, roles=ROLES, questions=2)
QUESTIONS = [question.key for question in FRAMEWORK.questions]

some_answers = st.lists(
    st.lists(st.sampled_from([1, 2, 3, 4, 5, "dk", "na", None]), min_size=8, max_size=8),
    min_size=1,
    max_size=9,
)
role_rules = st.fixed_dictionaries(
    {
        "alpha": st.sampled_from([0, 0.5, 1]),
        "omega": st.dictionaries(st.sampled_from(ROLES), st.sampled_from([0.5, 1.0, 3.0])),
    }
)
quick = settings(max_examples=100, deadline=None)


def sheet(rows, copies=1):
    """One person per row, roles in turn; a role's people are given `copies` times."""
    return [
        answer(f"p{number}-{copy}", ROLES[number % 4], question, given_)
        for number, row in enumerate(rows)
        for copy in range(copies if number % 4 == 1 else 1)
        for question, given_ in zip(QUESTIONS, row, strict=True)
        if given_ is not None
    ]


def figures(answers, **rule):
    """Raw scores, shares and levels of all capabilities, however few people are heard."""
    box = ballot(FRAMEWORK, answers, excluded={}, **rule)
    share = shares(box.voices.at_least, box.voices.heard, box.rule)
    return box.weighed.score, share, levels(share, FRAMEWORK.phi)


def near(values):
    return pytest.approx(values, abs=1e-9)


@quick
@given(some_answers, role_rules)
def test_v07_score_is_the_sum_of_shares(rows, rule):
    value, share, _ = figures(sheet(rows), **rule)

    assert value == near(share.sum(axis=0))
    assert (share[:-1] >= share[1:] - 1e-9).all()


@quick
@given(some_answers, role_rules, st.sampled_from(QUESTIONS), st.sampled_from(ROLES))
def test_v07_not_knowing_changes_no_score(rows, rule, question, role):
    before = figures(sheet(rows), **rule)
    after = figures([*sheet(rows), answer("new", role, question, "dk")], **rule)

    assert after[0] == near(before[0])
    assert after[1] == near(before[1])
    assert (after[2] == before[2]).all()


@quick
@given(some_answers, st.integers(2, 4))
def test_v07_more_people_of_the_same_mind_do_not_outvote_other_roles(rows, copies):
    before, after = figures(sheet(rows)), figures(sheet(rows, copies))

    assert after[0] == near(before[0])
    assert after[1] == near(before[1])
    assert (after[2] == before[2]).all()


@quick
@given(some_answers, role_rules, st.randoms(use_true_random=False))
def test_v07_the_order_of_people_and_answers_changes_nothing(rows, rule, chance: random.Random):
    answers = sheet(rows)
    shuffled = answers.copy()
    chance.shuffle(shuffled)
    swapped = [None] * len(rows)
    for start in range(4):
        swapped[start::4] = list(reversed(rows[start::4]))

    assert (figures(shuffled, **rule)[0] == figures(answers, **rule)[0]).all()
    assert figures(sheet(swapped), **rule)[0] == near(figures(answers, **rule)[0])


@quick
@given(some_answers, role_rules, st.data())
def test_v07_raising_an_answer_lowers_nothing(rows, rule, data):
    answers = sheet(rows)
    raisable = [
        number
        for number, item in enumerate(answers)
        if item.kind == AnswerKind.LEVEL and item.value < 5
    ]
    if not raisable:
        return
    chosen = data.draw(st.sampled_from(raisable))
    item = answers[chosen]
    higher = data.draw(st.integers(item.value + 1, 5))
    raised = answers.copy()
    raised[chosen] = answer(item.respondent, item.role, item.question, higher)

    before, after = stages_of(answers, rule), stages_of(raised, rule)

    assert (figures(raised, **rule)[2] >= figures(answers, **rule)[2]).all()
    assert [area is None for area in after] == [area is None for area in before]
    assert all(high >= low for low, high in zip(before, after, strict=True) if low is not None)


def stages_of(answers, rule):
    """Stage of each area and of the whole."""
    found = stage(FRAMEWORK, score(FRAMEWORK, answers, excluded={}, **rule))
    return [*(area.level for area in found.areas), found.level]


@quick
@given(
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
    st.lists(st.integers(2, 5), min_size=6, max_size=6),
)
def test_v07_a_reached_stage_implies_the_one_below(held, required_from):
    found = int(area_stage(np.array(held), np.ones(6), np.array(required_from), 0.8))

    for number in range(2, found + 1):
        needed = [h for h, r in zip(held, required_from, strict=True) if h and r <= number]
        assert sum(h >= number for h in needed) >= 0.8 * len(needed) - 1e-9
        assert all(h >= number - 1 for h in needed)


@quick
@given(some_answers, role_rules)
def test_v07_a_range_holds_its_score(rows, rule):
    found = score(FRAMEWORK, sheet(rows), excluded={}, **rule)

    for item in (*found.capabilities, *found.areas, found.overall):
        if item.range is not None:
            assert 1 <= item.range.low <= item.score <= item.range.high <= 5
        if item.score is not None:
            assert 1 <= item.score <= 5
