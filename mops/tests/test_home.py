"""The front door."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def test_strangers_are_asked_to_sign_in(client):
    response = client.get(reverse("home"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_people_of_one_organisation_go_straight_to_it(client, editor, organisation):
    client.force_login(editor)

    response = client.get(reverse("home"))
    assert response.url == reverse("reports:organisation", args=[organisation.pk])


def test_people_of_several_choose(client, editor):
    MembershipFactory(user=editor)
    client.force_login(editor)

    assert client.get(reverse("home")).url == reverse("reports:portfolio")
