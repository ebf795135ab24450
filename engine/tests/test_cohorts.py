"""Who takes part in a comparison, and in which cohorts (method 6.1, 6.4)."""

from __future__ import annotations

from datetime import date

import pytest

from engine.cohorts import EVERYBODY, Candidate, Cohort, Entry, entries, hierarchy, ladder

AT = date(2026, 11, 15)
RETAIL, MID, BOTH = Cohort("retail"), Cohort(size="mid"), Cohort("retail", "mid")


def candidate(**fields):
    known = {
        "organisation": "alder",
        "assessment": "first",
        "industry": "retail",
        "size": "mid",
        "grade": "B",
        "finished": date(2026, 5, 1),
        "major": 1,
        "scores": (("overall", 3.2), ("data", 2.5)),
    }
    return Candidate(**{**known, **fields})


def taken(*candidates, measure="overall"):
    return entries(candidates, measure, 1, AT)


def test_an_assessment_makes_an_entry():
    assert taken(candidate()) == (Entry("alder", "first", "retail", "mid", 3.2),)
    assert [item.score for item in taken(candidate(), measure="data")] == [2.5]
    assert taken(candidate(), measure="people") == ()


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"grade": "A"}, True),
        ({"grade": "C"}, False),
        ({"major": 2}, False),
        ({"finished": date(2024, 11, 15)}, True),
        ({"finished": date(2024, 11, 14)}, False),
        ({"finished": date(2024, 12, 1)}, True),
        ({"finished": date(2024, 10, 31)}, False),
        ({"finished": date(2026, 11, 15)}, True),
        ({"finished": date(2026, 11, 16)}, False),
        ({"finished": date(2023, 11, 16)}, False),
    ],
)
def test_which_assessments_count(fields, counts):
    assert bool(taken(candidate(**fields))) == counts


def test_the_latest_one_that_counts_stands_for_an_organisation():
    old = candidate(assessment="old", finished=date(2025, 1, 1), scores=(("overall", 2.0),))
    new = candidate(assessment="new", finished=date(2026, 1, 1), scores=(("overall", 3.0),))
    weak = candidate(assessment="weak", finished=date(2026, 6, 1), grade="C")

    for order in ([old, new, weak], [weak, new, old]):
        assert [item.assessment for item in taken(*order)] == ["new"]


def test_a_latest_one_without_the_score_is_not_replaced_by_an_older_one():
    old = candidate(assessment="old", finished=date(2025, 1, 1))
    new = candidate(assessment="new", scores=(("data", 3.0),))

    assert taken(old, new) == ()


def test_of_two_on_one_day_the_same_is_taken_in_any_order():
    pair = [candidate(assessment="a"), candidate(assessment="b")]

    assert taken(*pair) == taken(*reversed(pair))
    assert [item.assessment for item in taken(*pair)] == ["b"]


def test_entries_are_in_one_order():
    names = ["cedar", "alder", "birch"]

    found = taken(*[candidate(organisation=name) for name in names])

    assert [item.organisation for item in found] == sorted(names)


def test_where_to_look_for_a_comparison():
    assert ladder("retail", "mid") == (BOTH, RETAIL, MID, EVERYBODY)


@pytest.mark.parametrize(
    ("cohort", "parent"),
    [(BOTH, RETAIL), (RETAIL, EVERYBODY), (MID, EVERYBODY), (EVERYBODY, None)],
)
def test_what_a_cohort_is_blended_with(cohort, parent):
    assert cohort.parent == parent


@pytest.mark.parametrize(
    ("narrow", "wide", "inside"),
    [
        (BOTH, RETAIL, True),
        (BOTH, MID, True),
        (BOTH, EVERYBODY, True),
        (RETAIL, EVERYBODY, True),
        (RETAIL, RETAIL, True),
        (RETAIL, MID, False),
        (RETAIL, BOTH, False),
        (EVERYBODY, RETAIL, False),
        (BOTH, Cohort("finance"), False),
        (BOTH, Cohort(size="small"), False),
    ],
)
def test_nesting(narrow, wide, inside):
    assert narrow.inside(wide) == inside


@pytest.mark.parametrize(
    ("cohort", "holds"),
    [
        (EVERYBODY, True),
        (RETAIL, True),
        (MID, True),
        (BOTH, True),
        (Cohort("finance"), False),
        (Cohort("retail", "small"), False),
        (Cohort("finance", "mid"), False),
    ],
)
def test_membership(cohort, holds):
    (entry,) = taken(candidate())

    assert cohort.holds(entry) == holds


def test_only_cohorts_of_the_hierarchy_exist_and_wider_ones_come_first():
    found = hierarchy(
        taken(candidate(), candidate(organisation="birch", industry="finance", size="small"))
    )

    assert found[0] == EVERYBODY
    assert set(found[1:5]) == {RETAIL, MID, Cohort("finance"), Cohort(size="small")}
    assert set(found[5:]) == {BOTH, Cohort("finance", "small")}
    assert hierarchy([]) == ()
