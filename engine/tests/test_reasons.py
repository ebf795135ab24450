"""Why an initiative sits where it sits, and why others are left out, in sentences."""

from engine.ledger import Ledger
from engine.planning import plan
from engine.prepare import prepare
from engine.reasons import left_out, why_here
from engine.tests.catalogue import INITIATIVES, framework, initiative, limits, standings


def planned(initiatives=INITIATIVES, limits_=None, **changes):
    question = prepare(framework(initiatives), standings(**changes), limits_ or limits())
    return question, Ledger(question.instance, plan(question.instance).starts)


def why_not(*args, **kwargs):
    return left_out(*planned(*args, **kwargs))


def test_the_first_ones_start_with_the_plan():
    question, ledger = planned()

    assert why_here(question, ledger, "register") == [
        "Starts with the plan: nothing has to come first."
    ]


def test_a_prerequisite_is_named_with_its_end():
    question, ledger = planned()

    assert ledger.starts["clean"] == 1
    assert why_here(question, ledger, "clean") == [
        "Waits for “Register”, which ends in December 2026."
    ]


def test_a_short_pool_is_named_with_the_days_and_who_takes_them():
    two = (
        initiative("one", ("data.source", 1, 2), effort={"admin": 3}),
        initiative("two", ("people.cover", 1, 2), effort={"it_partner": 1.8, "admin": 2.5}),
    )
    question, ledger = planned(two)

    assert why_here(question, ledger, "two") == [
        # 15 + 12.5 days of 21.66 there are; 9 of 10 days of the partner are free.
        "Operations team is short by 5.9 days in December 2026 (taken by “One”)."
    ]


def test_a_short_budget_is_named_with_the_amount():
    question, ledger = planned(
        (initiative("dear", ("data.source", 1, 2), cost=(20, 30)),), limits(budget=10)
    )

    assert ledger.starts == {"dear": 2}
    assert why_here(question, ledger, "dear") == [
        "The budget is short by 5 thousand US dollars in January 2027."
    ]


def test_everything_is_placed_held_or_left_out():
    question, ledger = planned(source={"score": 2.0}, skill={"importance": 0})

    everything = {item.key for item in INITIATIVES}
    assert question.held | set(ledger.starts) | set(left_out(question, ledger)) == everything


def test_no_gain_says_why_for_each_capability():
    found = why_not(
        source={"target": 1},
        quality={"target": 1},
        skill={"importance": 0},
        cover={"score": None, "importance": 0},
    )
    assert found["register"] == ("No gain for this plan: beyond the target level 1 of “Sourcing”.")
    assert found["coaching"] == "No gain for this plan: no goal marks “Skills”."
    assert found["cover"] == ("No gain for this plan: “Coverage” has too few answers for a score.")


def test_no_gain_where_another_way_reaches_the_target():
    both = (
        initiative("cheap", ("data.source", 1, 2), effort={"admin": 1}),
        initiative("dear", ("data.source", 1, 2), effort={"admin": 3}),
    )

    assert why_not(both, source={"target": 2}) == {
        "dear": "No gain for this plan: “Sourcing” reaches its target level 2 without it."
    }


def test_no_gain_where_the_score_is_at_the_target():
    found = why_not(cover={"score": 2.0, "level": 1, "target": 2, "importance": 0.5})

    assert "cover" not in found
    found = why_not(cover={"score": 1.9, "level": 1, "target": 1})
    assert found["cover"] == "No gain for this plan: beyond the target level 1 of “Coverage”."


def test_what_does_not_fit_names_the_nearest_start_and_what_is_short():
    dear = (initiative("dear", ("data.source", 1, 2), cost=(40, 40)),)

    assert why_not(dear, limits(budget=10, periods=3)) == {
        "dear": "Does not fit. Nearest is a start in February 2027: the budget is short by"
        " 10 thousand US dollars in February 2027."
    }


def test_what_waits_for_something_that_does_not_fit_says_so():
    chain = (
        initiative("dear", ("data.source", 1, 2), cost=(40, 40)),
        initiative("next", ("data.quality", 1, 2), first=["dear"]),
    )

    assert why_not(chain, limits(budget=10, periods=3))["next"] == (
        "Needs “Dear” first, which is not in this plan."
    )


def test_what_would_end_after_the_horizon_says_so():
    chain = (
        initiative("first", ("data.source", 1, 2)),
        initiative("long", ("data.quality", 1, 2), first=["first"], weeks=12),
    )

    assert why_not(chain, limits(periods=3)) == {
        "long": "No time left: what it waits for ends too late in the period that is planned."
    }
