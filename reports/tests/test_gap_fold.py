"""The gap report is short to read: what comes first is open, the rest is folded and still there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from reports.models import EditedPassage
from reports.pages.gap_filters import Asked
from reports.pages.gap_fold import ROWS_SHOWN, parted

pytestmark = pytest.mark.django_db


def group(heading, *names):
    return {"heading": heading, "rows": [{"name": name} for name in names]}


def names(groups):
    return [row["name"] for part in groups for row in part["rows"]]


def test_a_tier_that_begins_among_the_first_is_shown_whole():
    groups = [group("first", *"abcdefgh"), group("second", *"ijklmn"), group("third", *"opqr")]

    shown, folded = parted(groups, Asked())

    assert names(shown) == list("abcdefghijklmn")
    assert names(folded["groups"]) == list("opqr")
    assert folded["rows"] == 4
    assert folded["names"] == "o, p, q …"


def test_without_tiers_the_one_list_is_cut():
    shown, folded = parted([group("", *map(str, range(30)))], Asked(sort="name"))

    assert len(names(shown)) == ROWS_SHOWN
    assert names(shown) + names(folded["groups"]) == [str(n) for n in range(30)]


def test_whoever_asked_for_some_sees_all_of_them_and_few_are_not_folded():
    many = [group("", *map(str, range(30)))]

    assert parted(many, Asked(area="data")) == (many, {})
    assert parted([group("tier", "a")], Asked())[1] == {}


@pytest.fixture
def url(organisation):
    return reverse("reports:gaps", args=[organisation.pk])


def passage(analysis, key, text, at):
    return EditedPassage.objects.create(
        analysis=analysis, key=key, text=text, basis="0" * 64, edited_at=at
    )


def test_every_link_of_the_contents_leads_to_a_place_on_the_page(client, viewer, url, roadmap):
    client.force_login(viewer)
    page = client.get(url).text

    contents = page[page.index('class="contents') : page.index("</nav>", page.index("contents"))]
    targets = [part.split('"')[0] for part in contents.split('href="#')[1:]]
    assert len(targets) > 7
    for target in targets:
        assert f'id="{target}"' in page


def test_the_report_opens_with_the_words_of_the_narrative(client, viewer, url, roadmap):
    client.force_login(viewer)
    story = client.get(url).context["story"]
    assert "stage" in story["standing"]
    assert "The plan" in story["next"]

    analysis, after = roadmap.analysis, roadmap.created_at + timedelta(minutes=1)
    passage(analysis, "standing.message", "We stand on two feet.", after)
    passage(analysis, "gaps.sure", "Nobody doubts them.", roadmap.created_at - timedelta(days=1))

    found = client.get(url).context
    assert found["story"] == {**story, "standing": "We stand on two feet."}
    # What was written before this plan may rest on other figures.
    assert found["lede"] != "Nobody doubts them."
