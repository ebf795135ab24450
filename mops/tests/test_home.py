"""The front door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import AnalysisFactory, MembershipFactory, RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def analysis(assessment):
    return AnalysisFactory(assessment=assessment)


def test_strangers_are_asked_to_sign_in(client):
    response = client.get(reverse("home"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def lands(client, user):
    client.force_login(user)
    return client.get(reverse("home")).url


def test_everybody_begins_with_the_page_of_their_work(client, owner, editor, viewer, analysis):
    own = [analysis.assessment.organisation_id]

    assert lands(client, owner) == reverse("reports:organisation", args=own)
    assert lands(client, editor) == reverse("reports:open", args=own)
    assert lands(client, viewer) == reverse("reports:gaps", args=own)


def test_a_viewer_begins_with_the_overview_until_there_is_a_report(client, viewer, organisation):
    assert lands(client, viewer) == reverse("reports:organisation", args=[organisation.pk])


def test_a_viewer_whose_answers_wait_begins_with_the_overview(client, viewer, analysis):
    RespondentFactory(assessment=analysis.assessment, user=viewer)

    own = [analysis.assessment.organisation_id]
    assert lands(client, viewer) == reverse("reports:organisation", args=own)


def test_a_consultant_and_people_of_several_begin_with_the_list(client, editor, organisation):
    consultant = MembershipFactory(organisation=organisation, external=True).user
    MembershipFactory(user=editor)

    assert lands(client, consultant) == reverse("reports:portfolio")
    assert lands(client, editor) == reverse("reports:portfolio")
