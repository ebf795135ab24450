"""The list of organisations: where each stands, how it moves and what waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Organisation, Role
from assessments.models import Analysis, Assessment
from engine.analysis import summary
from reports.tests.rows import make_analysis
from tests.factories import (
    AT,
    AnalysisFactory,
    AssessmentFactory,
    MembershipFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

URL = "/organisations/"


def names(answer):
    return [row["organisation"].name for row in answer.context["rows"]]


def of_viewer(viewer, framework, name, *indices, **areas):
    """An organisation with a round for every index, oldest first; the newest with these areas."""
    organisation = OrganisationFactory(name=name)
    MembershipFactory(organisation=organisation, user=viewer, role=Role.VIEWER)
    for n, index in enumerate(indices):
        AnalysisFactory(
            assessment=AssessmentFactory(
                organisation=organisation, framework=framework, opened_at=AT + timedelta(days=n)
            ),
            summary={
                "grade": "A",
                "index": index,
                "stage": "defined",
                "stage_level": 3,
                "areas": [
                    {"key": key, "name": key.title(), "score": score}
                    for key, score in areas.items()
                ],
            },
        )
    return organisation


def test_shows_stage_index_and_every_area(member, analysis, example):
    answer = member.get(URL)
    row = answer.context["rows"][0]

    assert row["stage_name"] == "Foundational"
    assert row["stage_level"] == 2
    assert row["index"] == str(round(example[1]["overall"]["index"]))
    assert [cell["key"] for cell in row["areas"]] == [area["key"] for area in example[1]["areas"]]
    assert row["trend"] is None
    assert reverse("reports:how", args=[analysis.pk, "overall"]) in answer.content.decode()


def test_shows_only_the_readers_own(member, organisation, other_organisation):
    assert names(member.get(URL)) == [organisation.name]


def test_an_organisation_without_a_result_says_so(member, organisation):
    assert "No result yet" in member.get(URL).content.decode()


def test_sorts_by_any_column_both_ways_and_shows_the_trend(member, viewer, framework):
    of_viewer(viewer, framework, "Ash", 40.0, 30.0, data=2.0, people=4.0)
    of_viewer(viewer, framework, "Beech", 20.0, 50.2, data=4.0, people=1.0)
    of_viewer(viewer, framework, "Cedar", 45.0, data=3.0)

    assert names(member.get(URL, {"sort": "index"}))[:3] == ["Ash", "Cedar", "Beech"]
    assert names(member.get(URL, {"sort": "-index"}))[:3] == ["Beech", "Cedar", "Ash"]
    assert names(member.get(URL, {"sort": "people"}))[:2] == ["Beech", "Ash"]
    assert names(member.get(URL, {"sort": "-data"}))[:3] == ["Beech", "Cedar", "Ash"]
    # Without two rounds there is no change, and without a result nothing: both come last.
    moved = member.get(URL, {"sort": "change"})
    assert names(moved) == ["Ash", "Beech", "Alder Works", "Cedar"]
    assert [row["trend"] and row["trend"]["change"] for row in moved.context["rows"]] == [
        "−10",
        "+30",
        None,
        None,
    ]
    assert member.get(URL, {"sort": "<script>"}).context["sort"] == "waits"


def test_is_narrowed_by_name_and_by_what_it_shows(member, viewer, framework):
    of_viewer(viewer, framework, "Ash", 40.0)

    assert names(member.get(URL, {"q": "ASH"})) == ["Ash"]
    assert names(member.get(URL, {"show": "no-result"})) == ["Alder Works"]
    assert names(member.get(URL, {"show": "waits"})) == []
    assert "No organisation fits" in member.get(URL, {"q": "zzz"}).content.decode()
    assert len(names(member.get(URL, {"show": "nonsense"}))) == 2


def test_what_waits_for_the_reader_comes_first(
    client, editor, respondent, organisation, framework, example
):
    newer = OrganisationFactory(name="A newer one")
    MembershipFactory(organisation=newer, user=editor, role=Role.VIEWER)
    round_two = AssessmentFactory(organisation=newer, framework=framework)
    make_analysis(round_two, example[1], at=AT + timedelta(days=9))
    client.force_login(editor)

    answer = client.get(URL)

    assert names(answer) == [organisation.name, "A newer one"]
    assert answer.context["headline"] == "1 of 2 organisations needs you today"
    assert reverse("assessments:respond", args=[respondent.pk]) in answer.content.decode()


def test_without_any_organisation_the_page_says_what_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("new@example.test"))

    assert "ask an owner to add you" in client.get(URL).content.decode()


def many(user, framework, example, count):
    """Organisations with two analysed rounds each, of which the reader is an editor."""
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Client {n:03}") for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(organisation=item, user=user, role=Role.EDITOR) for item in organisations
    )
    rounds = Assessment.objects.bulk_create(
        Assessment(
            organisation=item, framework=framework, name=name, profile="scaling",
            opened_at=AT + timedelta(days=day), due_on=AT.date(),
        )
        for item in organisations
        for name, day in (("First", 0), ("Second", 9))
    )  # fmt: skip
    Analysis.objects.bulk_create(
        Analysis(
            assessment=item, input_digest="a" * 64, engine_version="1", parameters_digest="b" * 64,
            parameters={}, result={}, summary={**summary(example[1]), "to_settle": 2},
            created_at=AT,
        )
        for item in rounds
    )  # fmt: skip


def test_as_many_queries_with_five_organisations_as_with_five_hundred(
    client, editor, framework, example, warm, django_assert_max_num_queries
):
    client.force_login(editor)
    many(editor, framework, example, 4)
    with django_assert_max_num_queries(14), CaptureQueriesContext(connection) as five:
        client.get(URL)
    many(editor, framework, example, 495)
    with CaptureQueriesContext(connection) as all_of_them:
        first = client.get(URL)
        last = client.get(URL, {"page": 20, "sort": "name"})

    assert len(all_of_them) == 2 * len(five)
    assert first.context["all"] == 500
    assert len(first.context["rows"]) == 25
    assert first.context["headline"] == "499 of 500 organisations need you today"
    # The name of the first organisation of the cast comes before all clients.
    assert names(last)[-1] == "Client 494"
    assert "sort=name" in last.content.decode().split('rel="prev"')[1][:200]


def test_signed_out_people_are_asked_to_sign_in(client):
    answer = client.get(URL)

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_the_address_is_the_agreed_one():
    assert reverse("reports:portfolio") == URL
