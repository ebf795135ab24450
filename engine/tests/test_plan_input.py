"""Limits and wishes: what is refused, in which words, and how they survive being stored."""

import json
from dataclasses import replace

import pytest

from engine.plan_document import parameters_digest, parameters_document, parameters_from
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Progress, Saving, Wish
from engine.prepare import PlanInputError, prepare
from engine.tests.catalogue import framework, initiative, limits, standings

OWN = initiative("own", ("data.source", 1, 2), effort={"admin": 2}, cost=(1, 3))

EVERYTHING = {
    "capacity": {"team": 9},
    "budget": 10,
    "capacity_changes": (CapacityChange("team", 2, 3, 4), CapacityChange("team", 3, 5, 1.5)),
    "budget_changes": (BudgetChange(0, 1, 4),),
    "carry": False,
    "discount": 0.9,
    "tail_months": 6,
    "wishes": (Wish("must", "clean"), Wish("lock", "register", 0), Wish("deadline", "guild", 9)),
    "exclusive": (("rules", "guild"),),
    "blackouts": (Blackout(11, 11), Blackout(4, 4, "people")),
    "team_limits": {"team": 2, "data": 1},
    "own": (OWN,),
    "savings": (Saving(3, 2), Saving(1, 5, "register")),
    "started": (Progress("coaching", -1), Progress("cover", -4, True)),
    "confidence": {"rules": 0.8},
    "effort": "background",
}


def refused(**changes):
    with pytest.raises(PlanInputError) as caught:
        prepare(framework(), standings(), limits(**changes))
    return caught.value


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"periods": 0}, "E502", "1 to 120 periods"),
        ({"periods": 121}, "E502", "1 to 120 periods"),
        ({"effort": "endless"}, "E103", "instant, interactive, background"),
        ({"discount": 0.4}, "E102", "0.5 to 1"),
        ({"tail_months": 61}, "E102", "0 to 60"),
        ({"budget": float("nan")}, "E102", "from 0 on"),
        ({"budget": -1}, "E102", "from 0 on"),
        ({"savings": (Saving(0, 1),)}, "E102", "need a budget: set one"),
        ({"budget": 1, "savings": (Saving(0, -1),)}, "E102", "saving"),
        ({"budget": 1, "savings": (Saving(12, 1),)}, "E502", "0 to 11"),
        ({"budget": 1, "savings": (Saving(0, 1, "x"),)}, "E103", "'x'"),
        ({"budget": 1, "budget_changes": (BudgetChange(0, 0, -1),)}, "E102", "from 0 on"),
        ({"confidence": {"x": 0.8}}, "E103", "'x'"),
        ({"confidence": {"rules": 0.4}}, "E102", "“Rules” is a number from 0.5 to 1"),
        ({"capacity_changes": (CapacityChange("team", 3, 2, 1),)}, "E502", "the first one first"),
        ({"capacity_changes": (CapacityChange("team", 0, 1, -1),)}, "E102", "'team'"),
        ({"capacity_changes": (CapacityChange("x", 0, 1, 1),)}, "E103", "there are team"),
        ({"blackouts": (Blackout(0, 12),)}, "E502", "blackout"),
        ({"blackouts": (Blackout(0, 1, "x"),)}, "E103", "choose an area"),
        ({"team_limits": {"team": 1.5}}, "E102", "whole number"),
        ({"team_limits": {"x": 1}}, "E103", "there are data, people, team"),
        ({"exclusive": (("rules", "x"),)}, "E103", "'x'"),
        ({"exclusive": (("rules", "rules"),)}, "E102", "two initiatives or more"),
        ({"started": (Progress("x", 0),)}, "E103", "'x'"),
        ({"started": (Progress("rules", 0), Progress("rules", 1))}, "E503", "given twice"),
        ({"started": (Progress("rules", 12),)}, "E502", "work that has begun"),
        ({"wishes": (Wish("wait", "rules"),)}, "E103", "not 'wait'"),
        ({"wishes": (Wish("must", "x"),)}, "E103", "'x'"),
        ({"wishes": (Wish("must", "rules", 1),)}, "E102", "takes no period"),
        ({"wishes": (Wish("lock", "rules"),)}, "E502", "a period from 0 to 11"),
        ({"wishes": (Wish("deadline", "rules", 0),)}, "E502", "a period from 1 to 12"),
        ({"wishes": tuple(Wish("must", "rules") for _ in range(501))}, "E102", "at most 500"),
    ],
)
def test_what_cannot_be_planned_with_is_refused_by_its_name(changes, code, said):
    error = refused(**changes)

    assert error.code == code
    assert said in error.message


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (Wish("lock", "rules", 1), Wish("lock", "rules", 2), "starts in January 2027"),
        (Wish("lock", "rules", 1), Wish("forbid", "rules"), "“Rules” is not in the plan"),
        (Wish("must", "rules"), Wish("forbid", "rules"), "“Rules” is in the plan"),
        (Wish("lock", "rules", 1), Wish("earliest", "rules", 3), "March 2027 or later"),
        (Wish("lock", "rules", 5), Wish("deadline", "rules", 5), "ended before May 2027"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_wishes_that_contradict_each_other_are_named_both(one, other, said, order):
    error = refused(wishes=(one, other)[::order])

    assert error.code == "E503"
    assert said in error.message
    assert "take one back" in error.message


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "clean"}, "give another"),
        ({"area": "x"}, "no area 'x'"),
        ({"raises": ()}, "which capability"),
        ({"raises": (replace(OWN.raises[0], capability="x"),)}, "no capability 'x'"),
        ({"raises": (replace(OWN.raises[0], to_level=1),)}, "a higher one"),
        ({"effort": {"x": 1}}, "no role 'x'"),
        ({"effort": {"admin": -1}}, "person-weeks"),
        ({"requires_initiatives": ("own",)}, "cannot wait for 'own'"),
        ({"duration_weeks": 0}, "weeks above 0"),
        ({"duration_weeks": float("inf")}, "weeks above 0"),
        ({"cost_low": 5}, "the lower end first"),
    ],
)
def test_an_own_initiative_has_the_form_of_the_catalogue(changes, said):
    error = refused(own=(replace(OWN, **changes),))

    assert error.message.startswith("own initiative “Own”: ")
    assert said in error.message


def test_limits_of_every_kind_survive_being_stored():
    given = limits(**EVERYTHING)
    document = json.loads(json.dumps(parameters_document(given)))

    again = parameters_from(document)

    assert parameters_digest(again) == parameters_digest(given)
    assert parameters_document(again) == document
    assert set(again.wishes) == set(given.wishes)
    assert again.own == given.own
    assert prepare(framework(), standings(), again).instance == (
        prepare(framework(), standings(), given).instance
    )


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_every_limit_makes_other_limits(name):
    given = limits(**EVERYTHING)
    fewer = replace(given, **{name: getattr(limits(), name)})

    assert parameters_digest(fewer) != parameters_digest(given)


def test_limits_that_say_no_more_have_the_document_they_had():
    assert list(parameters_document(limits())) == [
        *("start", "size", "period", "periods", "capacity", "budget")
    ]


def test_the_order_of_wishes_makes_no_other_limits():
    turned = {**EVERYTHING, "wishes": EVERYTHING["wishes"][::-1]}

    assert parameters_digest(limits(**turned)) == parameters_digest(limits(**EVERYTHING))
