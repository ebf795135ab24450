"""The comparison that one organisation sees (method 6.4, 6.6)."""

from __future__ import annotations

import pytest

from engine.cohorts import EVERYBODY, Cohort, Entry
from engine.peers import Comparison, compare
from engine.release import HELD_BACK, Publication, added, publish
from engine.types import Status

VIEWER = Entry("viewer", "first", "retail", "mid", 3.0)


def crowd(number, industry="retail", size="mid", start=2.0):
    """Scores a tenth apart from `start` on."""
    return [
        Entry(
            f"{industry}-{size}-{place:02}", "first", industry, size, round(start + place / 10, 1)
        )
        for place in range(number)
    ]


def seen(entries, viewer=VIEWER, least=6):
    return compare(viewer, publish([], entries, 0, least), least)


def test_no_comparison_says_how_many_there_are():
    found = seen([VIEWER, *crowd(2)])

    assert found.verdict.status == Status.INSUFFICIENT
    assert found.verdict.reason == (
        "No comparison available: 3 companies like yours so far, we need 6."
    )
    assert found == Comparison(found.verdict)


def test_nobody_takes_part():
    assert seen([]).verdict.reason == (
        "No comparison available: 0 companies like yours so far, we need 6."
    )
    assert "we need 16" in (seen([], least=16).verdict.reason or "")


def test_from_six_on_there_is_a_median_and_no_place():
    found = seen([VIEWER, *crowd(7)])

    assert found.verdict.status == Status.OK
    assert (found.cohort, found.place, found.rests_on) == (Cohort("retail", "mid"), None, None)
    assert found.figures is not None
    assert (found.figures.members, found.figures.lower_quartile) == (8, None)


def test_from_nine_on_there_is_a_place():
    found = seen([VIEWER, *crowd(8)])

    assert found.place is not None
    assert (found.place.others, found.place.text) == (8, "fourth quarter")


def test_a_cohort_is_blended_with_the_wider_ones_that_are_shown():
    # Ten like the viewer score lower, twenty in other industries score higher.
    found = seen([VIEWER, *crowd(9), *crowd(20, industry="finance", size="small", start=3.1)])

    assert found.cohort == Cohort("retail", "mid")
    assert found.rests_on == "9 companies like you, blended with 9 in your industry (53 %)"
    assert found.place is not None
    assert found.place.text == "fourth quarter"


def test_the_next_wider_cohort_is_taken_where_the_nearest_is_too_small():
    found = seen([VIEWER, *crowd(3), *crowd(8, size="small")])

    assert found.cohort == Cohort("retail")
    assert found.rests_on == (
        "11 companies in your industry, blended with 11 in all industries (48 %)"
    )


def test_the_size_is_taken_before_everybody():
    found = seen([VIEWER, *crowd(9, industry="finance"), *crowd(9, industry="media", size="small")])

    assert found.cohort == Cohort(size="mid")
    assert found.rests_on == "9 companies of your size, blended with 18 in all industries (53 %)"


def test_a_wider_place_goes_before_a_nearer_median():
    found = seen([VIEWER, *crowd(6), *crowd(9, industry="finance", size="small")])

    assert found.cohort == EVERYBODY
    assert found.rests_on == "15 companies in all industries"


def test_an_own_score_of_later_moves_nothing_before_the_next_release():
    entries = [VIEWER, *crowd(19, start=2.5)]
    later = Entry("viewer", "second", "retail", "mid", 5.0)

    assert seen(entries, viewer=later) == seen(entries)


def test_who_is_not_in_the_release_is_compared_with_all_in_it():
    found = seen(crowd(9), viewer=VIEWER)

    assert found.place is not None
    assert (found.place.others, found.place.text) == (9, "fourth quarter")


def test_figures_that_stay_are_marked():
    before = [VIEWER, *crowd(9)]
    history = added(publish([], before, 0), 0)
    now = [*before, *crowd(10)[9:]]
    found = compare(VIEWER, publish(history, now, 1))

    assert (found.verdict.status, found.verdict.code) == (Status.PROVISIONAL, "unchanged")
    assert found.place is not None
    assert found.place.others == 9


@pytest.mark.parametrize("held", [True, False])
def test_what_is_held_back_is_not_shown_to_anybody(held):
    publications = {EVERYBODY: Publication(EVERYBODY, HELD_BACK)} if held else {}
    found = compare(VIEWER, publications)

    assert found.figures is None
    assert found.verdict.code == ("held_back" if held else "E601")
