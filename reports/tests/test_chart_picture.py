"""A chart as a stored picture: who gets it, from where, and when it is drawn."""

import csv
import uuid
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from reports import pipeline
from reports.models import ChartImage
from reports.tests.rows import make_roadmap
from tests.factories import AT

pytestmark = pytest.mark.django_db


def address(analysis, key="areas", variant="wide-light"):
    return reverse("reports:chart", args=[analysis.pk, key, variant])


def stored():
    return ChartImage.objects.unscoped("a test looks at what is there")


def test_is_drawn_on_the_first_request_and_kept(member, analysis):
    first = member.get(address(analysis))
    second = member.get(address(analysis))

    assert first.status_code == 200
    assert first["Content-Type"] == "image/svg+xml"
    assert first["Cache-Control"] == "private, no-cache"
    assert first.content.startswith(b"<svg")
    assert second.content == first.content
    assert stored().count() == 1


def test_who_has_the_picture_is_told_that_it_is_the_same(member, analysis):
    first = member.get(address(analysis))

    again = member.get(address(analysis), headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_a_stored_picture_is_served_in_few_queries(member, analysis, django_assert_max_num_queries):
    etag = member.get(address(analysis))["ETag"]

    with django_assert_max_num_queries(3):
        member.get(address(analysis), headers={"If-None-Match": etag})


def test_the_picture_may_run_nothing(member, analysis):
    policy = member.get(address(analysis))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "'self'" not in policy.split("script-src")[1].split(";")[0]


def test_a_picture_of_older_drawing_code_is_drawn_anew(member, analysis):
    member.get(address(analysis))
    stored().update(drawing="0", svg="<svg>old</svg>", digest="0" * 64)

    answer = member.get(address(analysis), headers={"If-None-Match": f'"{"0" * 64}"'})

    assert answer.status_code == 200
    assert b"old" not in answer.content
    assert stored().count() == 1


def test_a_chart_of_a_plan_belongs_to_that_plan(member, analysis, roadmap, example):
    shorter = {**example[2], "forecast": example[2]["forecast"][:3]}
    roadmap.parameters_digest = "c" * 64
    roadmap.save(update_fields=["parameters_digest"])
    newer = make_roadmap(analysis, shorter, at=AT.replace(year=2027))

    both = [
        member.get(reverse("reports:plan-chart", args=[plan.pk, "forecast", "wide-light"]))
        for plan in (roadmap, newer)
    ]

    assert both[0].content != both[1].content
    assert set(stored().values_list("roadmap_id", flat=True)) == {roadmap.pk, newer.pk}


def test_a_chart_of_a_plan_has_no_address_below_the_analysis(member, analysis, roadmap):
    assert member.get(address(analysis, "forecast")).status_code == 404


def test_strangers_find_no_chart_of_a_plan(stranger, roadmap):
    url = reverse("reports:plan-chart", args=[roadmap.pk, "forecast", "wide-light"])

    assert stranger.get(url).status_code == 404


def test_for_another_organisation_it_does_not_exist(stranger, analysis):
    pipeline.store(
        analysis_id=analysis.pk, roadmap_id=None, key="areas", variant="wide-light",
        svg="<svg/>", at=AT,
    )  # fmt: skip

    assert stranger.get(address(analysis)).status_code == 404
    assert stranger.get(reverse("reports:figure", args=[analysis.pk, "areas"])).status_code == 404


def test_an_etag_does_not_tell_a_stranger_that_it_exists(stranger, analysis):
    image = pipeline.store(
        analysis_id=analysis.pk, roadmap_id=None, key="areas", variant="wide-light",
        svg="<svg/>", at=AT,
    )  # fmt: skip

    answer = stranger.get(address(analysis), headers={"If-None-Match": f'"{image.digest}"'})

    assert answer.status_code == 404


def test_signed_out_people_are_asked_to_sign_in(client, analysis):
    answer = client.get(address(analysis))

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize(
    ("key", "variant"), [("nothing", "wide-light"), ("areas", "huge"), ("roadmap", "wide-light")]
)
def test_what_cannot_be_drawn_is_not_found(member, analysis, key, variant):
    assert member.get(address(analysis, key, variant)).status_code == 404


def test_an_unknown_analysis_is_not_found(member):
    url = reverse("reports:chart", args=[uuid.uuid4(), "areas", "wide-light"])

    assert member.get(url).status_code == 404


def test_only_reading_is_allowed(member, analysis):
    assert member.post(address(analysis)).status_code == 405


def test_the_figure_to_explore_is_the_one_in_the_picture(member, analysis):
    url = reverse("reports:figure", args=[analysis.pk, "areas"])

    answer = member.get(url, {"variant": "narrow-dark"})

    assert answer.json()["layout"]["width"] == 358
    assert len(answer.json()["data"]) == 4
    assert member.get(url, {"variant": "huge"}).status_code == 404


def test_is_taken_away_as_svg_with_its_message_and_what_it_rests_on(member, analysis):
    answer = member.get(address(analysis, variant="file"))

    text = answer.content.decode()
    assert 'filename="alder-works-areas-' in answer["Content-Disposition"]
    assert "is your weakest area" in text or "Every area is" in text
    assert "Alder Works · " in text
    assert "#ffffff" in text or "rgb(255, 255, 255)" in text
    # What a page explores is no file.
    figure = reverse("reports:figure", args=[analysis.pk, "areas"])
    assert member.get(figure, {"variant": "file"}).status_code == 404


def test_is_taken_away_as_pixels_that_are_made_once(member, analysis, roadmap, monkeypatch):
    url = reverse("reports:chart-png", args=[analysis.pk, "areas"])
    first = member.get(url)
    monkeypatch.setattr("reports.figures.export.to_png", None)
    second = member.get(url)

    assert first["Content-Type"] == "image/png"
    assert first["Content-Disposition"].endswith('.png"')
    width, height = Image.open(BytesIO(first.content)).size
    assert width == 2 * (760 + 32)
    assert height > 500
    assert second.content == first.content


def test_is_taken_away_as_the_numbers_of_its_table(member, analysis, roadmap):
    url = reverse("reports:chart-csv", args=[analysis.pk, "areas"])
    answer = member.get(url)
    plan = member.get(reverse("reports:plan-chart-csv", args=[roadmap.pk, "forecast"]))

    lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert lines[0] == ["Area", "Now", "Range", "Target", "Stage"]
    assert len(lines) == 6
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert plan.status_code == 200
    assert "forecast" in plan["Content-Disposition"]


def test_a_page_offers_each_chart_as_three_files(member, analysis):
    page = member.get(reverse("reports:gaps", args=[analysis.assessment.organisation_id]))

    assert [kind for kind, _url in page.context["chart"].files] == ["SVG", "PNG", "CSV"]
    for _kind, url in page.context["chart"].files:
        assert f'href="{url}"' in page.content.decode()
        assert member.get(url).status_code == 200
