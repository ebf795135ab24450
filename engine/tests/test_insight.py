"""What a reader may ask of a roadmap beyond the roadmap itself."""

import json

import pytest

from engine.comparison import percent_of
from engine.insight import insight
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings

RESULT = result_of(standings(), ("data", "people"))


@pytest.fixture(scope="module")
def given():
    made = roadmap(framework(), RESULT, limits())
    return made, insight(framework(), RESULT, limits(), made)


def test_it_has_its_keys_in_order_and_is_json(given):
    _, found = given

    assert list(found) == [
        "insight_version",
        "why_not_earlier",
        "chain",
        "milestones",
        "cases",
        "shadow_values",
        "prices",
    ]
    assert json.loads(json.dumps(found)) == found


def test_every_planned_initiative_tells_why_not_earlier(given):
    made, found = given
    starts = {item["initiative"]: item["start"] for item in made["roadmap"]["items"]}

    assert {item["initiative"]: len(item["starts"]) for item in found["why_not_earlier"]} == starts
    told = {item["initiative"]: item["starts"] for item in found["why_not_earlier"]}
    assert told["clean"] == [
        {"start": 0, "reasons": ["Waits for “Register”, which ends in December 2026."]}
    ]


def test_the_chain_leads_to_the_end_of_the_plan(given):
    made, found = given

    assert found["chain"][0]["after"] is None
    assert found["chain"][-1]["finish"] == max(i["finish"] for i in made["roadmap"]["items"])
    for before, link in zip(found["chain"], found["chain"][1:], strict=False):
        assert link["after"] == before["initiative"]
        assert before["start"] < link["start"]


def test_stages_and_targets_have_the_dates_of_the_plan(given):
    made, found = given
    stages = {item["stage"]: item for item in found["milestones"]["stages"]}

    assert stages["reactive"]["period"] == 0
    for entry in made["forecast"]:
        if entry["stage"] == "foundational":
            assert stages["foundational"]["date"] == entry["date"]
            break
    assert all(item["late_period"] is None for item in found["milestones"]["stages"])


def test_at_half_the_pace_all_of_it_takes_twice_as_long(given):
    made, _ = given

    slow = insight(framework(), RESULT, limits(), made, ratio=0.5)["milestones"]

    assert slow["ratio"] == 0.5
    for item in slow["targets"]:
        if item["period"]:
            assert item["late_period"] == 2 * item["period"]


def test_a_person_buys_no_less_than_a_tenth_that_is_less_than_a_person():
    two = framework(
        [
            initiative("one", ("data.source", 1, 2), effort={"admin": 3}),
            initiative("two", ("people.cover", 1, 2), effort={"admin": 3}),
        ]
    )
    made = roadmap(two, RESULT, limits())

    person, tenth = insight(two, RESULT, limits(), made)["shadow_values"]

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


def test_the_business_case_of_an_initiative():
    risky = initiative("risky", ("data.source", 1, 2), cost=(4, 10), effort={"admin": 2})
    one = framework([risky])
    made = roadmap(one, RESULT, limits())

    (case,) = insight(one, RESULT, limits(), made)["cases"]

    assert (case["cost_low"], case["cost_high"], case["days"]) == (4, 10, 10.0)
    assert case["planned"]
    # One of four capabilities of equal weight rises by one of the two levels that it lacks.
    assert case["gain"] == {
        "capabilities": [{"capability": "data.source", "levels": 1.0}],
        "weighted_gap": 0.25,
        "share": 0.125,
    }
    # Three months of 0.25 per mille times 10 tenths: D(0) + D(1) + D(2), and of it all of the plan.
    assert case["waiting"]["weighted_gap"] == 0.25
    assert case["waiting"]["value"] == 250 * 10 * (1000 + 990 + 980)
    assert case["waiting"]["share"] == case["waiting"]["value"] / made["roadmap"]["value"]


def test_what_is_left_out_has_a_case_without_a_cost_of_waiting():
    made = roadmap(framework(), RESULT, limits(periods=1))
    cases = {
        item["initiative"]: item
        for item in insight(framework(), RESULT, limits(periods=1), made)["cases"]
    }

    out = next(case for case in cases.values() if not case["planned"])
    assert out["waiting"]["value"] is None
