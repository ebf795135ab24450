"""The list of organisations: where each stands and what waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from reports.tests.rows import make_analysis
from tests.factories import AT, AssessmentFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

URL = "/organisations/"


def names(answer):
    return [card["organisation"].name for card in answer.context["cards"]]


def test_shows_stage_index_and_the_weakest_area(member, analysis, example):
    card = member.get(URL).context["cards"][0]

    assert card["stage_name"] == "Foundational"
    assert card["stage_level"] == 2
    assert card["index"] == str(round(example[1]["overall"]["index"]))
    assert card["weakest"] == min(example[1]["areas"], key=lambda area: area["score"])["name"]


def test_shows_only_the_readers_own(member, organisation, other_organisation):
    assert names(member.get(URL)) == [organisation.name]


def test_an_organisation_without_a_result_says_so(member, organisation):
    assert "No result yet" in member.get(URL).content.decode()


def test_what_waits_for_the_reader_comes_first(
    client, editor, respondent, organisation, framework, example
):
    newer = OrganisationFactory(name="Cedar Group")
    MembershipFactory(organisation=newer, user=editor, role=Role.VIEWER)
    round_two = AssessmentFactory(organisation=newer, framework=framework)
    make_analysis(round_two, example[1], at=AT + timedelta(days=9))
    client.force_login(editor)

    answer = client.get(URL)

    assert names(answer) == [organisation.name, "Cedar Group"]
    assert "Your answers are still open" in answer.content.decode()


def test_without_any_organisation_the_page_says_what_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("new@example.test"))

    assert "ask an owner to add you" in client.get(URL).content.decode()


def test_as_many_queries_with_one_organisation_as_with_twenty(
    member, viewer, analysis, framework, example, warm, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8), CaptureQueriesContext(connection) as one:
        member.get(URL)
    for _ in range(19):
        organisation = OrganisationFactory()
        MembershipFactory(organisation=organisation, user=viewer, role=Role.VIEWER)
        made = AssessmentFactory(organisation=organisation, framework=framework)
        make_analysis(made, example[1])
    with CaptureQueriesContext(connection) as twenty:
        member.get(URL)

    assert len(twenty) == len(one)


def test_signed_out_people_are_asked_to_sign_in(client):
    answer = client.get(URL)

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_the_address_is_the_agreed_one():
    assert reverse("reports:portfolio") == URL
