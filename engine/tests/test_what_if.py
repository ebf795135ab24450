"""Named changes of the limits: what they make of them, and what they are called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.plan_input import checked
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Saving, Wish
from engine.tests.catalogue import framework, limits
from engine.what_if import Edit, EditError, edit_name, edited, person_days

ONE = framework()
BUSY = limits(
    budget=10,
    budget_changes=(BudgetChange(2, 11, 20),),
    capacity_changes=(CapacityChange("team", 0, 5, 8), CapacityChange("it_partner", 3, 4, 2)),
    blackouts=(Blackout(5, 7),),
    savings=(Saving(9, 1),),
    wishes=(Wish("lock", "register", 8), Wish("deadline", "rules", 12), Wish("must", "clean")),
)


def after(*edits, before=BUSY):
    return edited(ONE, before, edits)


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (Edit("budget_share", -0.2), "Budget −20 %"),
        (Edit("budget", 12.5), "Budget 12.5 thousand US dollars a month"),
        (Edit("capacity_share", 0.1), "People +10 %"),
        (Edit("capacity_share", 0.1, "team"), "Operations team +10 %"),
        (Edit("people", 1, "it_partner"), "1 more person in IT partner"),
        (Edit("people", -2, "team"), "2 fewer people in Operations team"),
        (Edit("periods", 6), "Horizon +6 months"),
        (Edit("must", subject="clean"), "With “Clean”"),
        (Edit("forbid", subject="clean"), "Without “Clean”"),
    ],
)
def test_a_change_has_a_name_and_gives_limits_that_can_be_planned_with(edit, name):
    assert edit_name(ONE, BUSY, edit) == name
    checked(ONE, after(edit))


def test_a_share_of_the_budget_changes_all_that_comes_in():
    found = after(Edit("budget_share", -0.2))

    assert (found.budget, found.budget_changes) == (8, (BudgetChange(2, 11, 16),))
    assert found.savings == BUSY.savings


def test_a_new_budget_replaces_what_was_said_about_single_periods():
    assert after(Edit("budget", 5)).budget_changes == ()


def test_one_more_person_gives_a_share_of_the_working_days_to_change():
    found = after(Edit("people", 1, "it_partner"))

    # 40 % of the working days of a month of 52/12 weeks.
    assert person_days(BUSY) == pytest.approx(0.4 * 5 * 52 / 12)
    assert found.capacity == {"it_partner": pytest.approx(10 + 8.6667, abs=1e-4)}
    assert found.capacity_changes[1].days == pytest.approx(2 + 8.6667, abs=1e-4)
    assert found.capacity_changes[0] == BUSY.capacity_changes[0]


def test_a_pool_never_has_less_than_nobody():
    assert after(Edit("people", -9, "it_partner")).capacity == {"it_partner": 0}


def test_a_shorter_horizon_takes_what_lies_beyond_with_it():
    found = after(Edit("periods", -6))

    assert found.periods == 6
    assert found.budget_changes == (BudgetChange(2, 5, 20),)
    assert found.blackouts == (Blackout(5, 5),)
    assert found.savings == ()
    assert found.wishes == (Wish("must", "clean"),)


def test_the_newest_word_about_an_initiative_counts():
    found = after(Edit("forbid", subject="clean"), Edit("must", subject="register"))

    assert found.wishes == (
        Wish("deadline", "rules", 12),
        Wish("forbid", "clean"),
        Wish("must", "register"),
    )


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit("budget_share", -1.5), "E102"),
        (Edit("budget_share", float("nan")), "E102"),
        (Edit("budget", -1), "E102"),
        (Edit("people", 1, "nobody"), "E103"),
        (Edit("capacity_share", 0.1, "nobody"), "E103"),
        (Edit("people", 1e9, "team"), "E102"),
        (Edit("periods", 0.5), "E102"),
        (Edit("periods", -12), "E102"),
        (Edit("must", subject="nothing"), "E103"),
        (Edit("wish", subject="clean"), "E103"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(edit, code):
    with pytest.raises(EditError) as caught:
        after(edit)
    assert caught.value.code == code


def test_a_share_of_no_budget_is_refused():
    with pytest.raises(EditError, match="give it one first"):
        after(Edit("budget_share", 0.1), before=limits())


@given(st.integers(-11, 60))
@settings(max_examples=40)
def test_any_horizon_leaves_limits_that_can_be_planned_with(periods):
    checked(ONE, after(Edit("periods", periods)))
