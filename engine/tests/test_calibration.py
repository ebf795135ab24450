"""Agreed answers stand in for levels and change nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from engine.calibration import with_agreed
from engine.tests.frameworks import answer

Q, OTHER = "data.k1.1", "data.k2.1"
GIVEN = [
    answer("a", "ops", Q, 2),
    answer("b", "it", Q, 5),
    answer("c", "sales", Q, "dk"),
    answer("d", "care", Q, "na", reason="not_us"),
    answer("a", "ops", OTHER, 4),
]


def said(rows, question=Q):
    return [row.value or str(row.kind) for row in rows if row.question == question]


def test_levels_become_the_agreed_one_and_the_rest_stays():
    settled = with_agreed(GIVEN, {Q: 3})

    assert said(settled) == [3, 3, "dk", "na"]
    assert said(settled, OTHER) == [4]


def test_where_nobody_gave_a_level_it_counts_for_those_who_did_not_know():
    assert said(with_agreed([row for row in GIVEN if row.value is None], {Q: 3})) == [3, "na"]


@given(st.dictionaries(st.sampled_from([Q, OTHER]), st.integers(1, 5)))
def test_nobody_appears_or_disappears_and_twice_is_once(agreed):
    settled = with_agreed(GIVEN, agreed)

    assert [(row.respondent, row.question) for row in settled] == [
        (row.respondent, row.question) for row in GIVEN
    ]
    assert with_agreed(settled, agreed) == settled
    assert with_agreed(GIVEN, {}) == GIVEN
