"""The roadmap page: what is done when, why then, what it takes and what was left out."""

import pytest
from django.urls import reverse

from reports import frames
from reports.pages.plan import limits, quarters

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(organisation):
    return reverse("reports:roadmap", args=[organisation.pk])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_sentence_on_top_says_where_the_plan_leads(member, url, scenario):
    assert "The plan leads from index" in text(member.get(url))


def test_every_item_is_a_link_to_why_it_sits_where_it_sits(
    member, url, scenario, example, organisation
):
    page = text(member.get(url))

    for item in example[2]["roadmap"]["items"]:
        key = item["initiative"]
        assert (
            page.count(f'href="{reverse("reports:scenario-item", args=[scenario.pk, key])}"') >= 2
        )


def test_the_message_names_the_chain_that_sets_the_end(member, url, scenario):
    shown = member.get(url).context["board"]

    ends = [link.key for link in shown["chain"]]
    last = max(shown["rows"], key=lambda row: row["finish_date"])
    assert ends[-1] == last["initiative"] or last["critical"]
    assert "sets that date" in shown["title"]


def test_the_list_shows_the_same_rows_as_the_board(member, url, scenario, example):
    page = text(member.get(url, {"view": "list"}))

    assert page.count('data-label="Person-days"') == len(example[2]["roadmap"]["items"])
    assert "<svg" not in page.split('id="board"')[1].split("</section>")[0]


@pytest.mark.parametrize("name", ["area", "quarter"])
def test_a_filter_shows_what_fits_it_and_says_how_much(member, url, scenario, name):
    whole = member.get(url).context["board"]
    choices = next(found for key, _label, found in whole["filters"] if key == name)

    shown = member.get(url, {name: choices[0].key}).context["board"]

    assert 0 < shown["shown"] < shown["all"] == len(whole["rows"])
    assert f"{shown['shown']} of {shown['all']} initiatives" in text(
        member.get(url, {name: choices[0].key})
    )


def test_what_no_filter_knows_is_ignored(member, url, scenario):
    shown = member.get(url, {"area": "nowhere", "quarter": "Q9", "view": "moon"}).context["board"]

    assert shown["view"] == "board"
    assert shown["shown"] == shown["all"]


def test_what_was_left_out_has_its_reason(member, url, scenario, example):
    left_out = member.get(url).context["left_out"]

    assert len(left_out) == len(example[2]["roadmap"]["left_out"])
    assert all(row["reason"] and row["name"] for row in left_out)


def test_forecast_load_and_spend_are_pictures(member, url, scenario, roadmap):
    page = text(member.get(url))

    for key in ("forecast", "load", "spend"):
        assert reverse("reports:plan-chart", args=[roadmap.pk, key, "wide-light"]) in page


def test_as_many_queries_with_one_round_as_with_twenty(url, scenario, same_cost_with_twenty_rounds):
    same_cost_with_twenty_rounds(url, at_most=12)


def test_before_the_plan_the_page_says_what_comes_first(member, url, analysis):
    assert "No roadmap yet" in text(member.get(url))


def test_an_empty_plan_says_that_nothing_has_to_be_planned(member, url, scenario, roadmap):
    roadmap.result["roadmap"].update(items=[], spend=[], load=[], left_out=[])
    roadmap.save(update_fields=["result"])

    page = text(member.get(url))

    assert "Nothing has to be planned" in page
    assert "Everything in the catalogue" in page


def test_money_is_added_up_by_calendar_quarter(source):
    source.roadmap["roadmap"].update(
        start="2026-12-01",
        spend=[
            {"period": 0, "spent": 10.0, "budget": 5.0},
            {"period": 1, "spent": 20.0, "budget": 5.0},
            {"period": 2, "spent": 30.0, "budget": 5.0},
            {"period": 4, "spent": 0.0, "budget": 5.0},
        ],
    )

    found = [(row["when"], row["spent"], row["budget_so_far"]) for row in frames.spend(source)]

    assert found == [("Q4 2026", 10.0, 5.0), ("Q1 2027", 50.0, 15.0)]


def test_limits_are_said_in_words(source):
    words = {word: value for word, value, _how in limits(source, source.roadmap["roadmap"])}

    assert words["Horizon"] == "December 2026 to November 2028"
    assert words["Budget"] == "no limit set"
    assert "not proved" in words["Proof"]


def test_the_job_with_most_days_leads_an_item(source):
    item = quarters(source)[0]["items"][0]

    assert item["lead"] == item["effort"][0][0]


def test_an_initiative_says_why_it_starts_when_it_does(member, organisation, scenario, example):
    item = max(example[2]["roadmap"]["items"], key=lambda item: item["start"])
    address = reverse("reports:plan-item", args=[organisation.pk, item["initiative"]])

    page = member.get(address)

    assert page.context["item"]["why_here"] == item["why_here"]
    assert page.context["item"]["earlier"] is None
    assert "What it takes and what it brings" in text(page)


def test_every_earlier_start_is_told_on_demand(member, organisation, scenario, example):
    item = max(example[2]["roadmap"]["items"], key=lambda item: item["start"])
    address = reverse("reports:plan-item", args=[organisation.pk, item["initiative"]])

    earlier = member.get(address, {"starts": "all"}).context["item"]["earlier"]

    assert len(earlier) == item["start"]
    assert all(tried["reasons"] for tried in earlier)


def test_an_initiative_that_is_not_in_the_plan_is_not_there(member, organisation, scenario):
    address = reverse("reports:plan-item", args=[organisation.pk, "no-such-thing"])

    assert member.get(address).status_code == 404


def test_strangers_find_no_initiative(stranger, organisation, scenario, example):
    key = example[2]["roadmap"]["items"][0]["initiative"]

    assert (
        stranger.get(reverse("reports:plan-item", args=[organisation.pk, key])).status_code == 404
    )
