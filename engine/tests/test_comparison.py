"""Two plans side by side, from their documents."""

from copy import deepcopy

from engine.comparison import compare, percent_of, stage_dates
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings

RESULT = result_of(standings(), ("data", "people"))
ONE = framework()


def plan(**changes):
    return roadmap(ONE, RESULT, limits(**changes))


def test_a_plan_beside_itself_does_not_differ():
    found = compare(ONE, plan(), plan())

    assert found["value"]["difference"] == found["cost"]["difference"] == 0
    assert found["initiatives"] == {"added": [], "lost": [], "moved": []}
    assert found["capabilities"] == []
    assert found["sentences"] == ["Nothing differs."]


def test_what_less_money_takes_away_is_named_with_the_reason():
    found = compare(ONE, plan(), plan(budget=0))

    lost = found["initiatives"]["lost"]
    assert "clean" in [item["initiative"] for item in lost]
    assert all(item["reason"] for item in lost)
    assert found["value"]["difference"] < 0
    assert found["value"]["share"] == found["value"]["difference"] / found["value"]["before"]
    assert any(text.startswith("No longer in the plan: “Clean”") for text in found["sentences"])


def test_the_other_way_round_it_is_new():
    lost = compare(ONE, plan(), plan(budget=0))["initiatives"]["lost"]
    added = compare(ONE, plan(budget=0), plan())["initiatives"]["added"]

    assert [i["initiative"] for i in added] == [i["initiative"] for i in lost]


def test_a_later_start_is_a_move_with_both_dates():
    before = plan()
    after = deepcopy(before)
    item = next(i for i in after["roadmap"]["items"] if i["initiative"] == "clean")
    item["start_date"], item["finish_date"] = "2027-03-01", "2027-03-31"

    found = compare(ONE, before, after)

    assert found["initiatives"]["moved"] == [
        {
            "initiative": "clean",
            "before": {"start_date": "2027-01-01", "finish_date": "2027-01-31"},
            "after": {"start_date": "2027-03-01", "finish_date": "2027-03-31"},
        }
    ]
    assert "“Clean” starts in March 2027 instead of January 2027." in found["sentences"]


def test_every_stage_has_the_date_of_each_plan():
    months = {"2026-12-01": "reactive", "2027-01-01": "defined", "2027-02-01": "foundational"}
    entries = [{"date": date, "stage": stage} for date, stage in months.items()]

    # A stage that is jumped over stands with the next one.
    assert stage_dates(ONE, entries) == {
        "reactive": "2026-12-01",
        "foundational": "2027-01-01",
        "defined": "2027-01-01",
    }


def test_a_stage_that_comes_later_or_never_is_said_first():
    before = {
        "roadmap": plan()["roadmap"],
        "forecast": [{"date": "2027-01-01", "stage": "defined"}],
    }
    after = {**before, "forecast": [{"date": "2027-06-01", "stage": "foundational"}]}

    found = compare(ONE, before, after)

    assert found["sentences"][:3] == [
        "Stage Reactive is reached in June 2027 instead of January 2027.",
        "Stage Foundational is reached in June 2027 instead of January 2027.",
        "Stage Defined is no longer reached, which was planned for January 2027.",
    ]


def test_values_of_other_horizons_are_not_compared():
    assert compare(ONE, plan(), plan(periods=13))["value"] is None


def test_an_initiative_that_the_framework_does_not_know_goes_by_its_key():
    wider = framework([initiative("mine", ("data.source", 1, 2))])

    found = compare(ONE, roadmap(wider, RESULT, limits()), plan())

    assert any("“mine”" in text for text in found["sentences"])


def test_small_shares_are_said_to_be_small():
    assert percent_of(-0.00001) == "less than 0.1 %"
    assert percent_of(0.0214) == "2.1 %"
