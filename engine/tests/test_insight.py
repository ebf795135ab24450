"""What a reader may ask of a roadmap that takes further searches."""

import json

from engine import insight as insight_module
from engine import shadow_values
from engine.comparison import percent_of
from engine.insight import insight
from engine.phases import optimise
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings

RESULT = result_of(standings(), ("data", "people"))
TWO = framework(
    [
        initiative("one", ("data.source", 1, 2), effort={"admin": 3}),
        initiative("two", ("people.cover", 1, 2), effort={"admin": 3}),
    ]
)


def test_it_has_its_keys_in_order_and_is_json():
    found = insight(framework(), RESULT, limits(), roadmap(framework(), RESULT, limits()))

    assert list(found) == ["insight_version", "shadow_values", "prices", "not_asked"]
    assert found["not_asked"] == ""
    assert json.loads(json.dumps(found)) == found


def test_a_person_buys_no_less_than_a_tenth_that_is_less_than_a_person():
    made = roadmap(TWO, RESULT, limits())

    person, tenth = insight(TWO, RESULT, limits(), made)["shadow_values"]

    assert (person["pool"], person["step"], tenth["step"]) == ("team", "person", "tenth")
    assert person["value"] > tenth["value"] == 0
    assert (person["proved"], tenth["proved"]) == (True, True)
    assert person["sentence"] == (
        "One more person in Operations team (8.7 days a month) adds"
        f" {percent_of(person['share'])} to what the plan is worth."
        " “One” starts in December 2026 instead of January 2027."
    )
    assert tenth["sentence"] == (
        "10 % more of Operations team (2.2 days a month) buys nothing by itself: other limits bind."
    )


def test_a_large_plan_is_asked_as_much_as_there_is_time_for_and_says_what_was_not(monkeypatch):
    # Days and money for one of the two: both limits hold the other one back.
    dear = framework(
        [
            initiative("one", ("data.source", 1, 2), cost=(8, 8), effort={"admin": 3}),
            initiative("two", ("people.cover", 1, 2), cost=(8, 8), effort={"admin": 3}),
        ]
    )
    given = limits(periods=1, budget=10)
    made = roadmap(dear, RESULT, given)
    whole = insight(dear, RESULT, given, made)
    assert {item["pool"] for item in whole["shadow_values"]} == {"team", None}
    assert (len(whole["prices"]), whole["not_asked"]) == (1, "")

    searches = []

    def counted(*args, **rest):
        searches.append(args)
        return optimise(*args, **rest)

    monkeypatch.setattr(shadow_values, "optimise", counted)
    monkeypatch.setattr(insight_module, "MOST_SEARCHES", 2)
    part = insight(dear, RESULT, given, made)

    assert len(searches) == 1
    assert [item["pool"] for item in part["shadow_values"]] == [None]
    assert part["not_asked"] == (
        "Not asked, because the plan is large: what more of 1 other limit would buy and what"
        " forcing in 1 other initiative would cost."
    )
    monkeypatch.setattr(insight_module, "MOST_STARTS", 0)
    nothing = insight(dear, RESULT, given, made)
    assert (nothing["shadow_values"], nothing["prices"], len(searches)) == ([], [], 1)
