"""Two groups of people side by side: vector V16 and what holds for any two groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contrast import contrast, size

means = st.lists(st.integers(2, 10).map(lambda half: half / 2), min_size=3, max_size=6)


def test_v16_exact():
    found = contrast([4, 4, 5, 3, 4], [2, 3, 2, 3])

    assert (found.difference, found.cliff) == (1.5, 0.9)
    assert found.g == pytest.approx(2.036700, abs=1e-6)
    assert found.p == pytest.approx(4 / 126, abs=1e-12)
    assert (found.size, found.exact) == ("large", True)


def test_a_role_of_two_is_described_and_not_tested():
    found = contrast([4, 5], [1, 2, 1])

    assert found.verdict.reason == "Described, not tested: fewer than 3 people in a role."
    assert found.difference == pytest.approx(3.166667, abs=1e-6)
    assert (found.g, found.size, found.p) == (None, None, None)


def test_large_groups_are_drawn_with_a_seed():
    first, second = np.linspace(1, 4, 15).tolist(), np.linspace(2, 5, 12).tolist()
    found = contrast(first, second, seed=1)

    assert not found.exact
    assert found == contrast(first, second, seed=1)
    assert contrast(first, second, seed=2).p == pytest.approx(found.p, abs=0.006)
    # Student's t test of the same groups gives .0155.
    assert found.p == pytest.approx(0.0155, abs=0.005)


def test_groups_without_spread_have_no_size_in_units_of_it():
    found = contrast([4, 4, 4], [2, 2, 2])

    assert (found.g, found.size, found.cliff) == (None, None, 1)
    assert found.p == pytest.approx(2 / 20)


def test_sizes_are_words():
    assert [size(value) for value in (0.49, -0.5, 0.79, 0.8, -2)] == [
        "small",
        "medium",
        "medium",
        "large",
        "large",
    ]


@settings(max_examples=60, deadline=None)
@given(means, means)
def test_looking_from_the_other_side_turns_signs_and_nothing_else(first, second):
    here, there = contrast(first, second), contrast(second, first)

    assert there.difference == pytest.approx(-here.difference, abs=1e-12)
    assert there.cliff == -here.cliff
    assert there.p == pytest.approx(here.p, abs=1e-12)
    assert there.size == here.size
    assert 0 < here.p <= 1
