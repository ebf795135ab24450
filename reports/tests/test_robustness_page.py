"""What of the ranking and the stages holds, on the gap report and the organisation page."""

from copy import deepcopy
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Role
from reports.pages.robust import in_tiers, rank_facts, robust_sentence, same_stage
from reports.tests.rows import make_analysis
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

PIVOTAL = {
    "capability": "process.leads",
    "question": "process.leads.agreement",
    "role": "sales",
    "direction": "lower",
    "stage_level": 1,
    "area_stage_level": 1,
    "enters_top5": ["data.quality"],
    "leaves_top5": ["process.leads"],
}


@pytest.fixture
def url(organisation):
    return reverse("reports:gaps", args=[organisation.pk])


@pytest.fixture
def editor(client, organisation):
    membership = MembershipFactory(organisation=organisation, role=Role.EDITOR)
    client.force_login(membership.user)
    return client


def page(client, url, **asked):
    return unescape(client.get(url, asked).content.decode())


def analysed(assessment, example, **robustness):
    """An analysis whose figures on robustness are changed."""
    result = deepcopy(example[1])
    result["robustness"].update(robustness)
    return make_analysis(assessment, result)


def test_rows_stand_in_tiers_only_where_they_stand_by_rank(member, url, analysis):
    found = member.get(url).context
    groups = found["groups"]

    assert len(groups) > 1
    every = [*groups, *found["folded"]["groups"]]
    assert [row["key"] for group in every for row in group["rows"]] == [
        row["key"] for row in found["rows"]
    ]
    assert groups[0]["heading"].startswith("Place")
    for asked in ({"sort": "name"}, {"area": "data"}):
        (only,) = member.get(url, asked).context["groups"]
        assert only["heading"] == ""


def test_tiers_name_their_places(source):
    keys = [item["key"] for item in source.result["capabilities"]]
    for rank, item in enumerate(source.result["capabilities"], start=1):
        item.update(rank=rank, priority=50.0 - rank if rank <= 7 else 0)
    source.result["robustness"]["tiers"] = [
        [keys[0]], [keys[1]], [keys[2], keys[3]], [keys[4]], [keys[5], keys[6], *keys[7:]],
    ]  # fmt: skip
    groups = in_tiers(source, [{"key": key} for key in keys])

    assert [group["heading"] for group in groups] == [
        "Places 1 and 2, in this order",
        "Places 3 and 4 are interchangeable",
        "Place 5",
        "Places 6 and 7 are interchangeable",
        "Nothing to close, no goal that asks for it, or no score",
    ]
    assert robust_sentence(source).endswith("places 3 and 4 are interchangeable.")


def test_every_rank_shows_how_far_it_may_move(member, url, analysis):
    row = member.get(url).context["rows"][0]
    low, high = analysis.result["robustness"]["rank_interval"][row["key"]]

    assert row["variation"]["ranks"] == (str(low) if low == high else f"{low}–{high}")
    detail = reverse("reports:gap", args=[analysis.assessment.organisation_id, row["key"]])
    assert f"Rank {row['variation']['ranks']} in nine of ten variations" in page(member, detail)


def test_an_answer_that_decides_is_told_to_editors_without_its_person(
    editor, url, assessment, example
):
    analysed(assessment, example, pivotal=[PIVOTAL] * 8, pivotal_answers=9)

    text = page(editor, url)

    assert "9 answers decide something by themselves" in text
    role = example[0].role["sales"].name
    assert (
        f"one answer of {role}, one level lower: the organisation at stage 1; Process at stage 1;"
        " Data quality among the first five gaps; Lead management and sales hand-over no longer"
        " among the first five."
    ) in " ".join(text.split())
    assert "And 2 more." in text


def test_viewers_are_told_how_many_only(client, organisation, url, assessment, example):
    analysed(assessment, example, pivotal=[PIVOTAL], pivotal_answers=1)
    membership = MembershipFactory(organisation=organisation, role=Role.VIEWER)
    client.force_login(membership.user)

    text = page(client, url)

    assert "One answer decides something by itself" in text
    assert "one answer of" not in text


def test_where_single_answers_are_protected_nothing_is_said_of_them(
    editor, url, assessment, example
):
    analysed(assessment, example, pivotal=None, pivotal_answers=None)

    assert "by itself" not in page(editor, url)
    assert "by themselves" not in page(editor, url)


def test_no_deciding_answer_is_said_too(editor, url, assessment, example):
    analysed(assessment, example, pivotal=[], pivotal_answers=0)

    assert "No answer decides anything by itself" in page(editor, url)


def test_a_result_without_an_order_says_why(member, url, assessment, example):
    nothing = dict.fromkeys(example[1]["robustness"])
    analysed(
        assessment, example, **{**nothing, "status": "insufficient", "reason": "Too few voices."}
    )

    text = page(member, url)

    assert "Too few voices." in text
    assert len(member.get(url).context["groups"]) == 1


def test_results_from_before_are_shown_without_it(member, url, organisation, assessment, example):
    result = deepcopy(example[1])
    result["robustness"] = None
    make_analysis(assessment, result)

    assert member.get(url).context["robust"] is None
    overview = member.get(reverse("reports:organisation", args=[organisation.pk]))
    assert overview.status_code == 200
    assert overview.context["same_stage"] == ""


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (1.0, "The same stage however the roles are weighed."),
        (0.804, "The same stage in 80 % of other weightings of the roles."),
        (None, ""),
    ],
)
def test_the_stage_says_how_often_it_is_the_same(source, share, sentence):
    source.result["robustness"]["stage_share"] = share
    assert same_stage(source) == sentence


def test_a_capability_that_was_not_ranked_has_no_places(source):
    assert rank_facts(source, "no.such") == {}
