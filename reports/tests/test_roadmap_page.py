"""The roadmap page: what is done when, why then, what it takes and what was left out."""

import pytest
from django.urls import reverse

from reports.pages.plan import limits, quarters, spend

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(organisation):
    return reverse("reports:roadmap", args=[organisation.pk])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_sentence_on_top_says_where_the_plan_leads(member, url, roadmap):
    assert "The plan leads from index" in text(member.get(url))


def test_every_item_is_listed_once_with_its_reason(member, url, roadmap, example):
    shown = member.get(url).context["quarters"]
    plan = example[2]["roadmap"]

    keys = [item["key"] for quarter in shown for item in quarter["items"]]
    assert sorted(keys) == sorted(item["initiative"] for item in plan["items"])
    assert all(item["why_here"] for quarter in shown for item in quarter["items"])
    assert len({quarter["name"] for quarter in shown}) == len(shown)


def test_what_was_left_out_has_its_reason(member, url, roadmap, example):
    left_out = member.get(url).context["left_out"]

    assert len(left_out) == len(example[2]["roadmap"]["left_out"])
    assert all(row["reason"] and row["name"] for row in left_out)


def test_gantt_forecast_and_load_are_pictures(member, url, roadmap, analysis):
    page = text(member.get(url))

    for key in ("roadmap", "forecast", "load"):
        assert reverse("reports:chart", args=[analysis.pk, key, "wide-light"]) in page


def test_as_many_queries_with_one_round_as_with_twenty(url, roadmap, same_cost_with_twenty_rounds):
    same_cost_with_twenty_rounds(url, at_most=8)


def test_before_the_plan_the_page_says_what_comes_first(member, url, analysis):
    assert "No roadmap yet" in text(member.get(url))


def test_an_empty_plan_says_that_nothing_has_to_be_planned(member, url, roadmap):
    roadmap.result["roadmap"].update(items=[], spend=[], load=[], left_out=[])
    roadmap.save(update_fields=["result"])

    page = text(member.get(url))

    assert "Nothing has to be planned" in page
    assert "Everything in the catalogue" in page


def test_money_is_added_up_by_calendar_quarter():
    plan = {
        "start": "2026-12-01",
        "period": "month",
        "spend": [
            {"period": 0, "spent": 10.0, "budget": 5.0},
            {"period": 1, "spent": 20.0, "budget": 5.0},
            {"period": 2, "spent": 30.0, "budget": 5.0},
            {"period": 4, "spent": 0.0, "budget": 5.0},
        ],
    }

    assert spend(plan) == [
        {"name": "Q4 2026", "spent": "$10k", "budget": "$5k"},
        {"name": "Q1 2027", "spent": "$50k", "budget": "$10k"},
    ]


def test_limits_are_said_in_words(source):
    words = dict(limits(source, source.roadmap["roadmap"]))

    assert words["Horizon"] == "December 2026 to November 2028"
    assert words["Budget"] == "no limit set"
    assert "not proved" in words["Proof"]


def test_the_job_with_most_days_leads_an_item(source):
    item = quarters(source)[0]["items"][0]

    assert item["lead"] == item["effort"][0][0]
