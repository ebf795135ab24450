"""The gap report: sorted by what matters, filtered by area, every number explained."""

from copy import deepcopy
from html import unescape

import pytest
from django.urls import reverse

from engine.analysis import not_now
from reports.pages.gap_table import SORTS
from reports.tests.rows import make_analysis

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(organisation):
    return reverse("reports:gaps", args=[organisation.pk])


def rows(client, url, **asked):
    return client.get(url, asked).context["rows"]


def test_the_most_important_comes_first(member, url, analysis):
    ranks = [row["rank"] for row in rows(member, url) if row["rank"]]

    assert ranks == sorted(ranks)
    assert len(rows(member, url)) == 30


@pytest.mark.parametrize("column", SORTS)
def test_every_column_sorts_both_ways_with_gaps_in_the_data_last(member, url, analysis, column):
    there = [row["key"] for row in rows(member, url, sort=column)]
    back = [row["key"] for row in rows(member, url, sort=f"-{column}")]

    assert sorted(there) == sorted(back)
    if column == "score":
        values = [row["values"]["score"] for row in rows(member, url, sort=column)]
        known = [value for value in values if value is not None]
        assert known == sorted(known)
        assert values[: len(known)] == known


def test_an_area_can_be_looked_at_alone(member, url, analysis):
    found = rows(member, url, area="process")

    assert len(found) == 6
    assert {row["area"] for row in found} == {"process"}


def test_what_the_address_cannot_mean_is_ignored(member, url, analysis):
    assert len(rows(member, url, area="nowhere", sort="password")) == 30


def test_filter_and_order_are_kept_together(member, url, analysis):
    page = member.get(url, {"area": "data", "sort": "gap"}).content.decode()

    assert "?area=people&amp;sort=gap" in page
    assert "?area=data&amp;sort=-gap" in page
    assert 'aria-sort="descending"' in page


def test_what_can_wait_is_marked_not_now(member, url, analysis, example):
    waiting = {row["key"] for row in rows(member, url) if row["not_now"]}

    assert waiting == set(not_now(example[1]))
    assert "not now" in member.get(url).content.decode()


def test_a_level_above_target_means_spend_less(member, url, analysis, example):
    above = {item["key"] for item in example[1]["capabilities"] if item["surplus"]}

    assert above
    assert {row["key"] for row in rows(member, url) if row["surplus"]} == above
    assert "spend less here" in member.get(url).content.decode()


def test_heat_cells_carry_their_number(member, url, analysis, example):
    heat = member.get(url).context["heat"]

    assert [row["key"] for row in heat] == [area["key"] for area in example[1]["areas"]]
    assert all(cell["text"] for row in heat for cell in row["cells"])


def test_as_many_queries_with_one_round_as_with_twenty(url, roadmap, same_cost_with_twenty_rounds):
    same_cost_with_twenty_rounds(url, at_most=8)


def test_without_a_result_the_page_says_what_comes_first(member, url, organisation):
    page = member.get(url).content.decode()

    assert "No gaps to show yet" in page
    assert reverse("reports:organisation", args=[organisation.pk]) in page


def test_every_capability_explains_its_numbers(member, organisation, analysis, example):
    for item in example[1]["capabilities"]:
        page = member.get(reverse("reports:gap", args=[organisation.pk, item["key"]]))
        assert page.status_code == 200
    assert "data-panel-content" in page.content.decode()


def test_an_unknown_capability_is_not_found(member, organisation, analysis):
    url = reverse("reports:gap", args=[organisation.pk, "data.nothing"])

    assert member.get(url).status_code == 404


def test_an_explanation_needs_a_result(member, organisation):
    url = reverse("reports:gap", args=[organisation.pk, "data.quality"])

    assert member.get(url).status_code == 404


def test_for_another_organisation_no_explanation_exists(stranger, organisation, analysis):
    url = reverse("reports:gap", args=[organisation.pk, "data.quality"])

    assert stranger.get(url).status_code == 404


BLIND = {"difference": 1.4, "low": 0.3, "high": 2.5, "p": 0.001, "q": 0.03, "flagged": True}
CHANCE = {"difference": 0.4, "low": -0.5, "high": 1.3, "p": 0.4, "q": 0.8, "flagged": False}


def stored(assessment, example, **first):
    """An analysis whose first capability is changed and in which no sides were compared else."""
    result = deepcopy(example[1])
    for part in (*result["areas"], *result["capabilities"]):
        part["perception_gap"] = None
    result["capabilities"][0].update(first)
    make_analysis(assessment, result)
    return result["capabilities"][0]["key"]


def words(answer):
    return " ".join(unescape(answer.content.decode()).split())


def test_a_blind_spot_is_told_in_a_sentence(member, url, assessment, organisation, example):
    key = stored(assessment, example, perception_gap=BLIND)
    told = "Marketing rates itself 1.4 levels higher than its peers do (likely between 0.3 and 2.5)"

    found = member.get(url)

    assert told in words(found)
    assert [row["key"] for row in found.context["sides"]["rows"]] == [key]
    assert [row["kind"] for row in found.context["rows"] if row["kind"]] == ["blind spot"]
    assert told in words(member.get(reverse("reports:gap", args=[organisation.pk, key])))


def test_what_may_be_chance_is_not_called_a_blind_spot(
    member, url, assessment, organisation, example
):
    key = stored(assessment, example, perception_gap=CHANCE)

    page = words(member.get(url))

    assert "blind spot" not in page
    assert "1 capability was seen from both sides; no difference" in page
    assert "within what chance would produce" in words(
        member.get(reverse("reports:gap", args=[organisation.pk, key]))
    )


def test_seen_from_one_side_nothing_is_said_of_the_other(
    member, url, assessment, organisation, example
):
    key = stored(assessment, example)

    assert "its peers" not in words(member.get(url))
    assert "its peers" not in words(member.get(reverse("reports:gap", args=[organisation.pk, key])))


def heard(**means):
    return {role: {"n": 1, "mean": mean} for role, mean in means.items()}


AGREED = "The roles agree (average difference 0.3 level). You can act on this score."
DIVIDED = "There is no shared view. Talk before you invest."


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"ad": 0.3, "band": "close", "by_role": heard(cmo=3.0, it=3.5)}, AGREED),
        ({"ad": 0.3, "band": "close", "by_role": heard(cmo=2.0, it=3.5)}, DIVIDED),
        ({"ad": 0.9, "band": "split", "by_role": {}}, DIVIDED),
    ],
)
def test_agreement_is_told_as_what_to_do(member, assessment, organisation, example, figures, told):
    key = stored(assessment, example, **figures)

    assert told in words(member.get(reverse("reports:gap", args=[organisation.pk, key])))


def test_pages_never_speak_of_significance(member, url, analysis, organisation, example):
    keys = [item["key"] for item in example[1]["capabilities"]]
    pages = [url, *(reverse("reports:gap", args=[organisation.pk, key]) for key in keys)]

    assert not any("significan" in words(member.get(page)).casefold() for page in pages)
