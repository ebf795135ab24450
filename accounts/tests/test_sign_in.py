"""Signing in and out, and what the account pages look like on the way."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    user = UserFactory(email="anna.berg@example.test")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize(
    "email", ["anna.berg@example.test", "Anna.Berg@Example.test", "ANNA.BERG@EXAMPLE.TEST"]
)
def test_the_address_works_in_any_case(client, person, email):
    assert sign_in(client, email).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna.berg@example.test", "wrong"),
        ("nobody@example.test", PASSWORD),
        ("' or 1=1", PASSWORD),
        ("anna.berg@example.test", f" {PASSWORD}"),
    ],
)
def test_a_wrong_pair_is_refused_in_the_same_words(client, person, email, password):
    response = sign_in(client, email, password)

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "error-summary" in response.content.decode()


@pytest.mark.parametrize(("proxies", "gets_in"), [(1, True), (0, False)])
def test_behind_a_proxy_one_visitors_guesses_keep_nobody_else_out(
    client, person, settings, proxies, gets_in
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(11):
        form = {"login": f"guess{number}@example.test", "password": "wrong"}
        client.post(reverse("account_login"), form, headers={"x-forwarded-for": "203.0.113.5"})

    form = {"login": person.email, "password": PASSWORD}
    client.post(reverse("account_login"), form, headers={"x-forwarded-for": "203.0.113.9"})

    assert ("_auth_user_id" in client.session) is gets_in


def test_a_reset_answers_the_same_for_known_and_unknown(client, person):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (person.email, "nobody@example.test")
    ]

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2


def test_signing_up_is_closed_unless_opened(client, settings):
    settings.SIGNUP_OPEN = False

    assert "by invitation" in client.get(reverse("account_signup")).content.decode()


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done"]
)
def test_pages_before_signing_in_open(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
    ],
)
def test_pages_of_an_account_open(client, person, name):
    sign_in(client, person.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(name))
    assert response.status_code == 200
    assert b" style=" not in response.content


def test_the_way_out_is_a_button_and_not_a_link(client, person):
    sign_in(client, person.email)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session
