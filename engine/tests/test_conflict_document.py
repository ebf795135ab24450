"""Conflicts and repairs in words that say what to change."""

import json

import pytest

from engine import conflict_document as told
from engine.plan_values import Progress, Wish
from engine.planning import InfeasiblePlanError
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings

RESULT = result_of(standings(), ("data", "people"))
# A middle-sized team has 21.66 days a month; each of these takes 15 of them.
TWO = framework(
    [
        initiative("one", ("data.source", 1, 2), effort={"admin": 3}),
        initiative("two", ("people.cover", 1, 2), effort={"admin": 3}),
    ]
)


def asked(one, **changes):
    return told.conflict_document(one, RESULT, limits(**changes))


def lock(key, period):
    return Wish("lock", key, period)


def test_two_locks_that_need_the_same_people():
    found = asked(TWO, wishes=(lock("one", 0), lock("two", 0)))

    assert found["sentences"] == [
        (
            "Cannot all be kept: “One” starts in December 2026 and “Two” starts in December 2026."
            " Drop one of them."
        ),
        "Or keep them all: it fits if Operations team gets 8.4 more days in December 2026.",
    ]
    (conflict,) = found["conflicts"]
    assert [wish["initiative"] for wish in conflict["wishes"]] == ["one", "two"]
    assert conflict["enough"] == [0, 1]
    assert found["repair"]["lines"] == [
        {
            "line": "people",
            "pool": "team",
            "period": 0,
            "amount": 8.4,
            "text": "Operations team gets 8.4 more days in December 2026",
        }
    ]
    assert json.loads(json.dumps(found)) == found


def test_with_the_days_that_the_repair_asks_for_there_is_a_plan():
    wishes = (lock("one", 0), lock("two", 0))
    with pytest.raises(InfeasiblePlanError):
        roadmap(TWO, RESULT, limits(wishes=wishes))

    made = roadmap(TWO, RESULT, limits(wishes=wishes, capacity={"team": 21.67 + 8.4}))

    assert {item["start"] for item in made["roadmap"]["items"]} == {0}


def test_money_is_asked_for_in_thousands():
    dear = framework([initiative("dear", ("data.source", 1, 2), cost=(20, 30))])

    found = asked(dear, wishes=(lock("dear", 0),), budget=10)

    assert found["sentences"] == [
        (
            "Cannot be kept under these limits: “Dear” starts in December 2026."
            " Drop it, or change the limits."
        ),
        "Or keep it: it fits if the budget gets 15 thousand US dollars more in December 2026.",
    ]


def test_what_no_amount_mends_has_no_repair():
    found = asked(framework(), wishes=(lock("clean", 0),))

    assert found["repair"] is None
    assert len(found["sentences"]) == 1


def test_wishes_about_what_is_done_are_no_conflict():
    found = asked(
        framework(), wishes=(Wish("must", "register"),), started=(Progress("register", -1, True),)
    )

    assert found == {
        "conflicts": [],
        "repair": None,
        "cut": False,
        "sentences": [told.UNKNOWN],
    }


def test_begun_work_that_takes_more_than_there_is():
    begun = (Progress("one", 0), Progress("two", 0))

    found = asked(TWO, started=begun)

    assert found["sentences"][0].startswith("Work that has begun takes more than the limits allow")
    assert found["sentences"][1] == (
        "Or keep to the work that has begun: it fits if Operations team gets 8.4 more days in"
        " December 2026."
    )


def test_without_a_solver_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(told, "solver_module", lambda: None)

    assert asked(TWO, wishes=(lock("one", 0), lock("two", 0)))["sentences"] == [told.UNKNOWN]


def test_a_search_that_is_cut_short_says_so_and_claims_no_more_than_it_knows(monkeypatch):
    wishes = (lock("one", 0), lock("two", 0), Wish("earliest", "one", 0))
    whole = asked(TWO, wishes=wishes)
    assert (whole["cut"], len(whole["conflicts"][0]["wishes"])) == (False, 2)

    monkeypatch.setattr(told, "WORK", 0.001)
    part = asked(TWO, wishes=wishes)

    # One question was settled: all three together are impossible. That much is said.
    (conflict,) = part["conflicts"]
    assert {wish["initiative"] for wish in conflict["wishes"]} == {"one", "two"}
    assert (len(conflict["wishes"]), conflict["enough"]) == (3, [])
    assert (part["cut"], part["sentences"][-1]) == (True, told.CUT)
    monkeypatch.setattr(told, "WORK", 0.0)
    assert asked(TWO, wishes=wishes)["sentences"][0] == told.UNKNOWN
