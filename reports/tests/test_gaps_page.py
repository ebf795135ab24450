"""The gap report: sorted by what matters, filtered by area, every number explained."""

import re
from collections import Counter
from copy import deepcopy
from html import unescape

import pytest
from django.urls import reverse

from assessments import pipeline
from capabilities import catalogue
from engine.analysis import not_now
from reports import numbers
from reports.pages.gap_filters import SORTS
from reports.pages.gap_views import camps
from reports.pages.places import Places
from reports.tests.rows import make_analysis
from tests.confidential_rows import confidential_round
from tests.factories import AT

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

    assert '<input type="hidden" name="sort" value="gap">' in page
    assert re.search(r'<option value="data"\s+selected>', page)
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

    weakest_first = sorted(example[1]["areas"], key=lambda area: area["score"])
    assert [row["key"] for row in heat] == [area["key"] for area in weakest_first]
    assert all(cell["text"] for row in heat for cell in row["cells"])


def test_as_many_queries_with_one_round_as_with_twenty(url, roadmap, same_cost_with_twenty_rounds):
    same_cost_with_twenty_rounds(url, at_most=9)


def test_a_role_shows_what_it_was_heard_on_and_what_it_says(member, url, analysis, example):
    heard = {
        item["key"]: item["by_role"]["sales"]["mean"]
        for item in example[1]["capabilities"]
        if "sales" in item["by_role"]
    }

    found = rows(member, url, role="sales")

    assert 0 < len(found) < 30
    assert {row["key"]: row["seen"] for row in found} == {
        key: numbers.level(mean) for key, mean in heard.items()
    }
    assert f"{len(found)} of 30 capabilities are shown" in words(member.get(url, {"role": "sales"}))


def test_an_owner_shows_the_gaps_that_their_open_work_closes(
    member, url, organisation, roadmap, example
):
    first, other = roadmap.result["roadmap"]["items"][:2]
    organisation.work_items.create(initiative=first["initiative"], owner_name="Ann", changed_at=AT)
    organisation.work_items.create(
        initiative=other["initiative"], owner_name="Zelda", status="dropped", changed_at=AT
    )

    found = rows(member, url, owner="Ann")

    assert {row["key"] for row in found} == {step["capability"] for step in first["raises"]}
    assert all(first["initiative"] in {part["key"] for part in row["work"]} for row in found)
    assert len(rows(member, url, owner="Zelda")) == 30
    assert "Zelda" not in words(member.get(url))


def test_the_map_shows_every_capability_weakest_first(member, url, analysis, example):
    found = member.get(url).context["heatmap"]

    assert sum(len(area["cells"]) for area in found) == 30
    for area in found:
        known = [cell["text"] for cell in area["cells"] if cell["level"]]
        assert known == sorted(known)
    by_key = {area["key"]: area["score"] for area in example[1]["areas"]}
    assert [area["key"] for area in found] == sorted(by_key, key=by_key.get)


def test_every_gap_stands_on_the_board_once(member, url, analysis, example):
    board = member.get(url).context["board"]
    groups = [field["rows"] + field["more"] for field in board["quadrants"]]
    groups += [group["rows"] for group in board["not_now"]] + [board["less"]]
    placed = [row["key"] for rows in groups for row in rows]

    open_gaps = {item["key"] for item in example[1]["capabilities"] if (item["gap"] or 0) > 0}
    assert len(placed) == len(set(placed))
    assert open_gaps <= set(placed)


def test_two_camps_are_told_with_their_roles(source):
    item = source.result["capabilities"][0]
    for other in source.result["capabilities"]:
        other.update(ad=0.1, by_role={})
    item.update(ad=0.9, by_role=heard(cmo=4.0, sales=1.5, it=2.0))

    (found,) = camps(source, PLACES)

    role = {key: source.framework.role[key].name for key in ("cmo", "sales", "it")}
    assert found["low"] == f"{role['sales']} 1.5, {role['it']} 2.0"
    assert found["high"] == f"{role['cmo']} 4.0"
    assert [dot["high"] for dot in found["dots"]] == [False, False, True]

    item.update(by_role={})
    assert camps(source, PLACES)[0]["high"] == ""


def test_the_data_s_life_its_duties_and_services_stand_on_capabilities(
    member, url, analysis, assessment
):
    found = member.get(url).context["strands"]
    library = catalogue.catalogue(assessment.framework_id)

    assert [step["name"] for step in found["lifecycle"]] == [
        step.name for step in library.data_lifecycle
    ]
    assert len(found["practices"]) == len(library.service_practices)
    assert {len(part["cells"]) for part in found["scope"]} != {0}
    assert all(step["cells"] for step in found["lifecycle"])


def test_gaps_that_no_kpi_would_show_closing_are_named(member, url, organisation, roadmap, example):
    before = {row["key"] for row in member.get(url).context["unmeasured"]}
    item = roadmap.result["roadmap"]["items"][0]
    organisation.kpi_targets.create(
        initiative=item["initiative"], kpi="own-x", name="X", unit="%", rises=True,
        baseline=0, target=1, created_at=AT, changed_at=AT,
    )  # fmt: skip

    after = {row["key"] for row in member.get(url).context["unmeasured"]}

    raised = {step.capability for step in example[0].initiative[item["initiative"]].raises}
    assert raised & before
    assert before - after == raised & before


def test_a_capability_shows_how_each_question_was_answered(member, organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified")
    stored_result = pipeline.store(pipeline.compute(round_, AT))
    address = reverse("reports:gap", args=[organisation.pk, "data.quality"])

    found = member.get(address).context["row"]["questions"]

    given = Counter(
        (item.question, item.value)
        for item in pipeline.load_answers(round_)
        if item.value is not None
    )
    assert len(found) == 2
    for question in found:
        assert question["people"] == sum(bar["count"] for bar in question["bars"])
        for bar in question["bars"]:
            assert bar["count"] == given[question["key"], bar["level"]]

    stored_result.input_digest = "0" * 64
    stored_result.save(update_fields=["input_digest"])
    assert "Answers have changed since this result was made" in words(member.get(address))


def test_where_single_answers_are_protected_the_questions_say_so(member, organisation, framework):
    round_ = confidential_round(organisation, framework)
    pipeline.store(pipeline.compute(round_, AT))
    address = reverse("reports:gap", args=[organisation.pk, "process.leads"])

    answer = member.get(address)

    assert all(question["hidden"] for question in answer.context["row"]["questions"])
    assert "Single answers are protected in this round" in words(answer)


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


PLACES = Places("/facts/", "/how/")
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
