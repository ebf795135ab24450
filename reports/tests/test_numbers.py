"""Rounded once, half up on the decimal string."""

import pytest

from reports import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.25, 1, "2.3"),
        (2.35, 1, "2.4"),
        (2.45, 1, "2.5"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.25, 1, "\u22120.3"),
        (-0.04, 1, "0.0"),
        (None, 1, "–"),
        (35.416666666666664, 0, "35"),
        (1e-12, 1, "0.0"),
    ],
)
def test_half_up_on_the_decimal_string(value, decimals, text):
    assert numbers.rounded(value, decimals) == text


def test_what_is_not_there_is_a_dash_and_never_zero():
    assert numbers.level(None) == "–"
    assert numbers.index(None) == "–"
    assert numbers.percent(None) == "–"
    assert numbers.days(None) == "–"
    assert numbers.thousands(None) == "–"


def test_each_kind_of_number_has_its_digits():
    assert numbers.level(3) == "3.0"
    assert numbers.index(42.5) == "43"
    assert numbers.percent(0.625) == "63 %"
    assert numbers.days(2.5) == "2.5"
    assert numbers.days(3.0) == "3"
    assert numbers.days(1415.0) == "1\u202f415"


def test_money_is_in_thousands_and_from_a_million_on_in_millions():
    assert numbers.thousands(0) == "$0"
    assert numbers.thousands(0.4) == "under $1k"
    assert numbers.thousands(932) == "$932k"
    assert numbers.thousands(1281) == "$1.3M"
    assert numbers.cost_range(3, 12) == "$3k to $12k"
    assert numbers.cost_range(5, 5) == "$5k"


def test_a_range_needs_both_ends():
    assert numbers.level_range(1.85, 2.25) == "1.9–2.3"
    assert numbers.level_range(None, 2.0) == ""
