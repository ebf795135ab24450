"""What moved since the last round: on the organisation page, on a capability, on its own page."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.models import Change
from engine.types import ENGINE_VERSION
from jobs import runner
from jobs.models import JobRun
from jobs.services import enqueue
from reports.charts import KINDS
from reports.figures.theme import VARIANTS
from reports.models import ChartImage
from reports.pages.since import headline, like_for_like
from reports.tests.rows import make_analysis
from tests.factories import AT, AssessmentFactory

pytestmark = pytest.mark.django_db


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def last_round(organisation, framework, example):
    """The round a year before, with a result."""
    earlier = AssessmentFactory(
        organisation=organisation,
        framework=framework,
        name="Autumn 2025",
        opened_at=AT - timedelta(days=365),
    )
    return make_analysis(earlier, example[1], at=AT - timedelta(days=365))


@pytest.fixture
def change(last_round, analysis, change_document):
    return Change.objects.create(
        earlier=last_round,
        later=analysis,
        engine_version=ENGINE_VERSION,
        result=deepcopy(change_document),
        created_at=AT,
    )


@pytest.fixture
def url(organisation):
    return reverse("reports:change", args=[organisation.pk])


def test_the_organisation_page_says_how_far_the_index_moved_and_why(
    member, organisation, change, roadmap, url
):
    page = text(member.get(reverse("reports:organisation", args=[organisation.pk])))

    assert "since Autumn 2025</a>" in page
    assert change.result["overall"]["sentence"] in page
    assert reverse("reports:chart", args=[change.later_id, "movement", "narrow-dark"]) in page
    assert url in page


def test_without_an_earlier_round_the_organisation_page_says_nothing_of_it(
    member, organisation, roadmap
):
    page = text(member.get(reverse("reports:organisation", args=[organisation.pk])))

    assert "since" not in page
    assert "movement" not in page


def test_the_page_has_every_capability_what_moved_for_sure_first(member, change, url):
    answer = member.get(url)
    rows = answer.context["rows"]

    assert len(rows) == 30
    flags = [row["flagged"] for row in rows]
    assert flags == sorted(flags, reverse=True)
    assert answer.context["headline"] == "6 capabilities rose since Autumn 2025, none fell"
    page = text(answer)
    assert "hardly chance" in page
    assert "could not have been seen" in page
    assert "The same numbers as a table" in page
    assert reverse("reports:method-page", args=["change"]) in page


def test_a_capability_says_how_it_moved(member, organisation, change):
    moved, still = ("data.quality", "people.skills")
    for key, words in [(moved, "hardly chance"), (still, "could not have been seen")]:
        page = text(member.get(reverse("reports:gap", args=[organisation.pk, key])))
        assert "Since Autumn 2025" in page
        assert words in page


def test_the_gap_page_leads_to_the_change(member, organisation, change, url):
    assert url in text(member.get(reverse("reports:gaps", args=[organisation.pk])))


def test_the_first_round_has_nothing_to_compare(member, analysis, url):
    assert "There is no earlier round" in text(member.get(url))


def test_before_the_first_result_the_page_says_what_comes_first(member, url):
    assert "No change to show yet" in text(member.get(url))


def test_rounds_that_were_not_compared_can_be_by_an_editor(
    client, editor, viewer, last_round, analysis, organisation, url
):
    compare = reverse("reports:compare", args=[organisation.pk])
    client.force_login(viewer)
    assert compare not in text(client.get(url))
    assert client.post(compare).status_code == 403
    client.force_login(editor)
    assert "Compare with Autumn 2025" in text(client.get(url))
    answer = client.post(compare, follow=True)

    assert "being compared" in text(answer)
    assert JobRun.objects.unscoped("test").get(kind="change").subject == analysis.pk


def test_a_comparison_without_an_earlier_round_is_refused_in_words(
    client, editor, analysis, organisation
):
    client.force_login(editor)
    answer = client.post(reverse("reports:compare", args=[organisation.pk]), follow=True)

    assert "There is no earlier round to compare with." in text(answer)
    assert not JobRun.objects.unscoped("test").filter(kind="change").exists()


def test_another_organisation_is_not_there(stranger, change, url, organisation):
    assert stranger.get(url).status_code == 404
    assert stranger.post(reverse("reports:compare", args=[organisation.pk])).status_code == 404


def test_as_many_queries_with_one_round_as_with_twenty(url, change, same_cost_with_twenty_rounds):
    same_cost_with_twenty_rounds(url, at_most=8)


def test_a_stricter_promise_since_then_holds_the_change_back(member, change, url):
    assessment = change.later.assessment
    assessment.privacy = assessment.Privacy.CONFIDENTIAL
    assessment.save()

    assert member.get(url).context.get("since") is None


def test_a_broken_series_says_why(source, change_document):
    broken = {
        **deepcopy(change_document),
        "reason": "A new series begins.",
        "overall": {**change_document["overall"], "movement": None, "sentence": None},
    }
    read = replace(source, change=broken, since="2025")

    assert headline(read) == "This round cannot be compared with 2025"
    assert KINDS["movement"].frame(read) == []


@pytest.mark.parametrize(
    ("up", "down", "said"),
    [
        (2, 1, "2 capabilities rose, 1 fell since 2025"),
        (1, 0, "1 capability rose since 2025, none fell"),
        (0, 3, "3 capabilities fell since 2025, none rose"),
        (0, 0, "No capability moved by more than chance since 2025"),
    ],
)
def test_the_headline_counts_what_rose_and_what_fell(source, change_document, up, down, said):
    change = deepcopy(change_document)
    for n, item in enumerate(change["capabilities"]):
        item["like_for_like"]["flagged"] = n < up + down
        item["like_for_like"]["difference"] = 1.0 if n < up else -1.0

    assert headline(replace(source, change=change, since="2025")) == said


def test_the_whole_like_for_like_says_what_it_rests_on():
    shift = {
        "difference": 0.52,
        "low": 0.2,
        "high": 0.84,
        "design": "unpaired",
        "people": {"both": 3},
    }

    assert like_for_like(shift) == "In the same roles +0.5 levels (likely +0.2 to +0.8)."
    assert "by 3 people" in like_for_like({**shift, "design": "paired"})
    assert "not tested" in like_for_like({**shift, "low": None, "high": None, "design": None})
    assert like_for_like({**shift, "difference": None}) == ""


@pytest.mark.django_db(transaction=True)
def test_charts_that_show_the_last_round_are_drawn_anew_after_a_change(change, organisation):
    enqueue(
        kind="change_charts",
        subject=change.later_id,
        input_version="1",
        organisation_id=organisation.pk,
        by=None,
        at=AT,
    )
    runner.run_pending()
    images = ChartImage.objects.unscoped("test")

    assert set(images.values_list("key", flat=True)) == {"areas", "capabilities", "movement"}
    assert images.count() == 3 * len(VARIANTS)
