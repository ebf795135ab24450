"""All rounds side by side: with one, two and eight of them, and where answers are protected."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.models import Change
from engine.types import ENGINE_VERSION
from reports.figures import trend
from reports.figures.theme import VARIANTS
from reports.frames import RoundMark
from reports.pages.history import expected, headline
from reports.tests.rows import make_analysis
from tests.factories import AT, AssessmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(organisation):
    return reverse("reports:history", args=[organisation.pk])


@pytest.fixture
def before(organisation, framework, example):
    """Adds analysed rounds before the one of the test, a year apart, newest last."""

    def add(*indices, **fields):
        made = []
        for n, index in enumerate(indices):
            opened = AT - timedelta(days=365 * (len(indices) - n))
            round_ = AssessmentFactory(
                organisation=organisation, framework=framework, opened_at=opened,
                name=f"Round of {opened.year}", **fields,
            )  # fmt: skip
            overall = {**example[1]["overall"], "index": index}
            made.append(make_analysis(round_, {**example[1], "overall": overall}, at=opened))
        return made

    return add


def test_without_a_result_the_page_says_what_comes_first(member, url):
    assert "No round has a result yet" in member.get(url).content.decode()


def test_one_round_stands_alone(member, url, analysis):
    answer = member.get(url)

    assert answer.context["lede"] == "One round so far. The next one will stand beside it."
    assert answer.context["chart"].title.startswith("The index stands at")
    assert [row["name"] for row in answer.context["rounds"]] == [analysis.assessment.name]
    assert len(answer.context["capabilities"]) == 30
    assert len(answer.context["areas"][0]["cells"]) == 1


def test_two_rounds_stand_side_by_side_with_what_moved(
    member, url, analysis, before, change_document
):
    (earlier,) = before(20.0)
    Change.objects.create(
        earlier=earlier, later=analysis, engine_version=ENGINE_VERSION, result=change_document,
        created_at=AT,
    )  # fmt: skip

    answer = member.get(url + "?sort=change")
    rows = answer.context["capabilities"]

    shift = change_document["overall"]["like_for_like"]["difference"]
    assert answer.context["rounds"][0]["shift"]["change"] == f"+{shift:.1f}"
    assert not answer.context["rounds"][1]["shift"]["known"]
    moves = [abs(row["moved"]) for row in rows if row["moved"] is not None]
    assert moves == sorted(moves, reverse=True)
    assert answer.context["since"]["chart"].id == "chart-movement"
    assert answer.context["chart"].title.startswith("The index rose")


def test_of_many_rounds_the_eight_newest_are_shown_at_the_same_cost(
    member, url, analysis, before, warm, django_assert_max_num_queries
):
    before(20.0)
    with django_assert_max_num_queries(10) as two:
        member.get(url)
    before(21.0, 22.0, 23.0, 24.0, 25.0, 26.0, 27.0, 28.0)
    with django_assert_max_num_queries(10) as ten:
        answer = member.get(url)
    assert len(ten) == len(two)

    assert answer.context["lede"] == "The 8 newest of 10 rounds."
    assert len(answer.context["names"]) == 8
    assert answer.context["names"][-1] == analysis.assessment.name


def test_the_picture_follows_the_rounds(member, analysis, before):
    address = reverse("reports:chart", args=[analysis.pk, "trend", "wide-light"])
    first = member.get(address)
    again = member.get(address, headers={"If-None-Match": first["ETag"]})
    before(20.0)

    after = member.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.content.startswith(b"<svg")
    assert again.status_code == 304
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]


def test_a_protected_round_shows_no_capability_of_too_few(member, url, analysis, before):
    before(20.0, privacy="confidential", minimum_group=50)

    answer = member.get(url)

    assert {row["cells"][0]["text"] for row in answer.context["capabilities"]} == {"–"}
    assert {row["cells"][1]["text"] for row in answer.context["capabilities"]} != {"–"}
    assert answer.context["since"] is None


def of(source, *pairs):
    """The source with rounds of these (index, stage level), a year apart."""
    marks = []
    for n, (index, stage) in enumerate(pairs):
        overall = {**source.result["overall"], "index": index, "stage_level": stage}
        result = {**source.result, "overall": overall}
        marks.append(RoundMark(str(n), f"Autumn {2020 + n}", f"{2020 + n}-11-01", result))
    return replace(source, rounds=marks)


def test_the_title_says_how_the_stage_moved(source):
    assert headline(of(source, (30.0, 2))) == "Stage 2 in Autumn 2020"
    assert headline(of(source, (30.0, 2), (40.0, 2))) == "Stage 2 since Autumn 2020"
    risen = "From stage 1 to stage 3 since Autumn 2020"
    assert headline(of(source, (30.0, 1), (35.0, 2), (40.0, 3))) == risen
    fallen = "Back from stage 3 to stage 2 since Autumn 2020"
    assert headline(of(source, (30.0, 3), (40.0, 2))) == fallen
    assert headline(of(source, (None, None))) == "No round has a stage yet"


def test_a_date_is_expected_only_of_a_steady_rise(source):
    assert expected(of(source, (20.0, 1), (25.0, 1), (31.0, 2))) == ""
    steady = expected(of(source, (10.0, 1), (15.2, 1), (20.1, 1), (25.0, 1), (30.2, 2)))
    assert steady.startswith("Going on like this, the target of ")
    assert "does not rise" in expected(of(source, (40.0, 1), (35.0, 1), (31.0, 2), (30.0, 2)))


def test_names_that_meet_take_another_line(source):
    rows = [
        {"name": f"Pulse {n}", "when": "Nov 2026", "date": f"2026-11-{n:02}", "index": 40.0 + n,
         "low": 38.0, "high": 44.0, "target": None, "stage": "Defined"}
        for n in (1, 2, 30)
    ]  # fmt: skip
    wide = trend.figure(rows, VARIANTS["wide-light"])["layout"]

    words = [note for note in wide["annotations"] if note["text"].startswith("Pulse")]
    assert [note["yshift"] for note in words] == [-15, -49, -15]
