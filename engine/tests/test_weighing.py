"""The array functions behind every score, on whole arrays and at their edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.scoring import RoleMean, score
from engine.tally import ScoringError
from engine.tests.frameworks import everybody_says, framework, single, votes
from engine.types import Status
from engine.weighing import (
    intervals,
    levels,
    levels_without_each,
    pooled_variance,
    role_rule,
    shares,
    weigh,
)

PHI = 0.8
# 0 stands for a person who says nothing.
columns = st.lists(
    st.lists(st.sampled_from([0, 1, 2, 3, 4, 5]), min_size=2, max_size=2), min_size=1, max_size=7
)


def rule(rows, *, omega=None, alpha=0):
    """rows: numbers of people by role."""
    arrays = tuple(np.array(numbers, dtype=np.int64) for numbers in rows.values())
    return role_rule(tuple(rows), arrays, omega or {}, alpha)


def table(rows):
    """Values [P,N], where heard, and whether at least each level [5,P,N]."""
    values = np.array(rows, dtype=np.float64).reshape(len(rows), -1)
    at_least = (values[None] >= np.arange(1, 6)[:, None, None]).astype(np.float64)
    return values, values > 0, at_least


def test_without_anybody_there_are_no_sums():
    assert rule({}).sums(np.ones((4, 3))).shape == (0, 3)
    assert rule({}).sums(np.ones((2, 4, 3))).shape == (2, 0, 3)


def test_weights_add_up_to_one_however_small_they_are():
    found = rule({"a": [0], "b": [1]}, omega={"a": 0.1, "b": 0.3}).weights(np.ones((2, 1)))

    assert found[:, 0] == pytest.approx([0.25, 0.75])


def test_a_role_without_a_weight_of_its_own_counts_one():
    found = rule({"a": [0], "b": [1]}, omega={"a": 3.0}).weights(np.ones((2, 1)))

    assert found[:, 0] == pytest.approx([0.75, 0.25])


def test_one_role_may_count_nothing_but_not_all():
    found = rule({"a": [0], "b": [1]}, omega={"a": 0.0}).weights(np.ones((2, 1)))
    assert found[:, 0] == pytest.approx([0, 1])

    with pytest.raises(ScoringError) as caught:
        rule({"a": [0]}, omega={"a": 0.0})
    assert str(caught.value) == "E102: the weights of all roles are zero"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"omega": {"a": -1.0}}, "E102: role weight -1.0 is not a positive number"),
        ({"omega": {"a": float("inf")}}, "E102: role weight inf is not a positive number"),
        ({"alpha": 0.7}, "E102: alpha is 0.7, not 0, 0.5 or 1"),
    ],
)
def test_what_cannot_weigh_is_named(settings, message):
    with pytest.raises(ScoringError) as caught:
        rule({"a": [0]}, **settings)

    assert str(caught.value) == message


def test_who_says_nothing_enters_nothing():
    values, heard, _ = table([[2, 5], [4, 0], [0, 0]])
    found = weigh(values, heard, rule({"a": [0, 1, 2]}))

    assert found.score.tolist() == [3, 5]
    assert found.ss.tolist() == [2, 0]
    assert found.df.tolist() == [1, 0]
    assert found.n_eff.tolist() == [2, 1]


def test_where_nobody_is_heard_every_figure_is_zero():
    values, heard, at_least = table([[2, 0], [4, 0]])
    roles = rule({"a": [0], "b": [1]})
    found = weigh(values, heard, roles)

    assert found.scored.tolist() == [True, False]
    assert (found.score[1], found.n_eff[1], found.ss[1]) == (0, 0, 0)
    assert levels(shares(at_least, heard, roles), PHI).tolist() == [2, 0]
    assert intervals(found, found.score, 0.8)[1] is None


@pytest.mark.parametrize("level", [1, 5])
def test_a_range_is_cut_where_the_scale_ends(level):
    values, heard, _ = table([[level]] * 20)
    found = weigh(values, heard, rule({"a": list(range(20))}))
    (cut,) = intervals(found, found.score, 0.8)

    assert cut is not None
    assert (cut.low if level == 1 else cut.high) == level
    assert 1 < cut.high < 2 or 4 < cut.low < 5


@pytest.mark.parametrize(("people", "expected"), [(10, 0.8), (11, 0.0)])
def test_variance_is_pooled_from_ten_degrees_of_freedom_on(people, expected):
    values, heard, _ = table([[3]] * people)

    assert pooled_variance(weigh(values, heard, rule({"a": list(range(people))})), None, 0.8) == (
        expected
    )


def test_variance_is_pooled_over_what_is_chosen():
    values, heard, _ = table([[3, 1 + 4 * (number % 2)] for number in range(12)])
    found = weigh(values, heard, rule({"a": list(range(12))}))

    assert pooled_variance(found, np.array([True, False]), 0.8) == 0
    assert pooled_variance(found, np.array([False, True]), 0.8) == pytest.approx(48 / 11)
    assert pooled_variance(found, None, 0.8) == pytest.approx(48 / 22)


@given(columns)
def test_levels_without_each_are_those_of_the_others_alone(rows):
    values, heard, at_least = table(rows)
    people = list(range(len(rows)))
    by_role = {"a": people[::2], "b": people[1::2]}
    found = levels_without_each(at_least, heard, rule(by_role), PHI)

    for person in people:
        others = {role: [p for p in there if p != person] for role, there in by_role.items()}
        left = heard.copy()
        left[person] = False
        alone = levels(shares(at_least, left, rule(others)), PHI)
        assert found[person].tolist() == alone.tolist()
    assert values.shape == found.shape


def test_a_capability_knows_its_area_and_the_mean_of_every_role_that_is_heard():
    (item,) = score(single(), votes({"cmo": [4], "ops": [2, 3], "it": ["dk"]})).capabilities

    assert item.area == "data"
    assert item.by_role == {"cmo": RoleMean(1, 4.0), "ops": RoleMean(2, 2.5)}


def test_what_is_excluded_is_told_by_code_and_reason():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 2})
    answers = everybody_says(built, {"cmo": 2, "it": 2}, 3)
    found = score(built, answers, excluded={"data.a": "No such market"}).capabilities[0]

    assert (found.verdict.status, found.verdict.code) == (Status.NOT_APPLICABLE, "excluded")
    assert found.verdict.reason == "Does not apply: No such market"
    assert (found.score, found.level, found.ad, found.shares) == (None, None, None, None)


def test_the_spread_on_what_is_excluded_does_not_widen_other_ranges():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 2})
    people = {"cmo": 3, "it": 3, "sales": 3}
    answers = [
        item
        for number, level in enumerate((1, 5))
        for item in everybody_says(
            built, people, {"data.a": level, "data.b": 3, "data.c": 3, "data.d": 3}
        )
        if item.respondent.endswith(("-0", "-2") if number else "-1")
    ]
    with_it = score(built, answers).capabilities[1].range
    without = score(built, answers, excluded={"data.a": "No such market"}).capabilities[1].range

    assert without.se < with_it.se


def test_a_role_that_counts_nothing_moves_no_score():
    answers = votes({"cmo": [1, 1], "it": [4, 4]})

    assert score(single(), answers, omega={"cmo": 0.0}).capabilities[0].score == 4


def test_where_only_roles_that_count_nothing_are_heard_there_is_no_score():
    answers = votes({"cmo": [3, 3], "ops": [4, 4], "it": ["dk"]})
    (item,) = score(single(), answers, omega={"cmo": 0.0, "ops": 0.0}).capabilities

    assert (item.score, item.level) == (None, None)
    assert item.verdict.status == Status.INSUFFICIENT
