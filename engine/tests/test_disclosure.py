"""Nobody can be told apart from what is shown (method 1.11)."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.disclosure import (
    DisclosureError,
    Privacy,
    Rule,
    apart,
    distribution_shown,
    released,
    shown,
)

PEERS = ("it", "sales", "care")
CONFIDENTIAL = Rule(Privacy.CONFIDENTIAL)


def test_nothing_is_held_back_from_an_identified_round():
    found = shown({"cmo": 1, "it": 2}, PEERS, Rule())

    assert (found.everybody, found.sides, found.roles) == (True, True, {"cmo", "it"})


def test_a_group_that_is_too_small_is_merged_into_its_side():
    found = shown({"cmo": 1, "ops": 6, "channel": 7, "it": 5, "sales": 8}, PEERS, CONFIDENTIAL)

    # The smaller of two roles hides the single person of the third.
    assert found.sides
    assert found.roles == {"channel", "it", "sales"}


def test_a_side_that_is_too_small_is_merged_into_all():
    found = shown({"ops": 9, "channel": 6, "cmo": 1, "it": 2}, PEERS, CONFIDENTIAL)

    assert found.everybody
    assert not found.sides
    assert found.roles == {"ops"}


def test_too_few_in_all_show_nothing():
    found = shown({"ops": 2, "it": 2}, PEERS, CONFIDENTIAL)

    assert (found.everybody, found.sides, found.roles) == (False, False, frozenset())


def attack(people, weights, found):
    """What the viewer can form: every shown mean as a sum over the means of roles."""
    roles = list(people)
    rows = []
    if found.everybody:
        rows.append([weights[role] for role in roles])
    if found.sides:
        for peer in (False, True):
            members = [role for role in roles if (role in PEERS) == peer]
            rows.append([1 / len(members) if role in members else 0 for role in roles])
    rows += [[float(role == other) for other in roles] for role in sorted(found.roles)]
    return np.array(rows).reshape(len(rows), len(roles))


def tells(known, inside):
    """Some combination of what is known is about nobody outside the group."""
    if not len(known):
        return False
    outside = known[:, ~inside]
    rank = np.linalg.matrix_rank(outside) if outside.shape[1] else 0
    return np.linalg.matrix_rank(known) > rank


populations = st.dictionaries(
    st.sampled_from(["cmo", "ops", "channel", "content", *PEERS]), st.integers(1, 9), min_size=1
)


@given(
    people=populations,
    smallest=st.integers(3, 6),
    alpha=st.sampled_from([0.0, 0.5, 1.0]),
)
@settings(max_examples=1500, deadline=None)
def test_no_small_group_can_be_solved_for(people, smallest, alpha):
    raw = {role: n**alpha for role, n in people.items()}
    weights = {role: value / sum(raw.values()) for role, value in raw.items()}
    rule = Rule(Privacy.CONFIDENTIAL, smallest)

    known = attack(people, weights, shown(people, PEERS, rule, even=alpha == 0))

    roles = list(people)
    for size in range(1, len(roles) + 1):
        for group in combinations(roles, size):
            if sum(people[role] for role in group) < smallest:
                inside = np.array([role in group for role in roles])
                assert not tells(known, inside), group


@given(people=populations, smallest=st.integers(3, 6))
def test_a_stricter_rule_shows_no_more(people, smallest):
    loose = shown(people, PEERS, Rule(Privacy.CONFIDENTIAL, smallest))
    open_ = shown(people, PEERS, Rule(Privacy.IDENTIFIED, smallest))

    assert loose.roles <= open_.roles
    assert loose.everybody <= open_.everybody


def test_the_attack_of_the_test_finds_what_a_careless_page_gives_away():
    """Showing all roles but the single one tells what it said."""
    people = {"cmo": 1, "ops": 6, "it": 5}
    careless = type(shown(people, PEERS, CONFIDENTIAL))(True, False, frozenset({"ops", "it"}))
    known = attack(people, dict.fromkeys(people, 1 / 3), careless)

    assert tells(known, np.array([True, False, False]))


@pytest.mark.parametrize(
    ("shares", "people", "expected"),
    [
        ((1, 1, 0, 0, 0), 5, False),
        ((1, 1, 0, 0, 0), 10, True),
        ((1, 0.5, 0, 0, 0), 5, True),
        ((1, 0.5, 0, 0, 0), 4, False),
    ],
)
def test_a_spread_that_says_what_everybody_said_takes_twice_the_people(shares, people, expected):
    assert distribution_shown(shares, people, CONFIDENTIAL) is expected


def test_results_grow_by_whole_groups_until_the_end():
    assert [released(n, CONFIDENTIAL, closed=False) for n in (4, 5, 9, 10, 12)] == [0, 5, 5, 10, 10]
    assert [released(n, CONFIDENTIAL, closed=True) for n in (4, 5, 9)] == [0, 5, 9]
    assert released(4, Rule(), closed=False) == 4


@given(
    order=st.lists(st.booleans(), max_size=40),
    before=st.integers(0, 40),
    now=st.integers(0, 40),
)
def test_two_results_are_apart_by_those_who_are_in_one_of_them_only(order, before, now):
    """order: for each person, first to submit first, whether they have left since."""
    people = range(len(order))
    earlier = set(people[:before])
    staying = [person for person in people if not order[person]]
    later = set(staying[:now])
    left = sum(order[person] for person in earlier)

    assert apart(len(earlier), len(later), left) == len(earlier ^ later)


def test_rules_are_tightened_in_one_direction_only():
    assert CONFIDENTIAL.tightens(Rule())
    assert Rule(Privacy.CONFIDENTIAL, 8).tightens(CONFIDENTIAL)
    assert not CONFIDENTIAL.tightens(Rule(Privacy.CONFIDENTIAL, 8))
    assert not Rule().tightens(CONFIDENTIAL)
    assert Rule(Privacy.CONFIDENTIAL, 3).tightens(Rule(Privacy.IDENTIFIED, 8))


@pytest.mark.parametrize("smallest", [2, 51])
def test_a_group_has_three_to_fifty_people(smallest):
    with pytest.raises(DisclosureError, match="3 to 50"):
        Rule(Privacy.CONFIDENTIAL, smallest)
