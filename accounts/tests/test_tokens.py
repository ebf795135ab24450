"""A person's own API tokens: made after a fresh sign-in, shown once, revoked by their owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import ApiToken, AuditEntry
from tests.factories import AT, PASSWORD

pytestmark = pytest.mark.django_db


def issue(user, **fields):
    given = {"name": "Export", "read_only": True, "days": 30, "by": user.pk, "at": timezone.now()}
    return services.issue_token(**{**given, **fields})


@pytest.fixture
def fresh(client, editor):
    """A client whose person has just given the password."""
    editor.set_password(PASSWORD)
    editor.save()
    client.force_login(editor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize("name", ["tokens", "token-new"])
def test_strangers_are_asked_to_sign_in(client, name):
    response = client.get(reverse(f"accounts:{name}"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_list_shows_own_tokens_and_nobody_elses(client, editor, outsider):
    issue(editor, name="Warehouse export")
    issue(outsider, name="Somebody else's")
    client.force_login(editor)

    page = client.get(reverse("accounts:tokens")).content.decode()
    assert "Warehouse export" in page
    assert "Somebody else" not in page


def test_the_list_costs_the_same_with_many_tokens(client, editor, django_assert_max_num_queries):
    for _ in range(5):
        issue(editor)
    client.force_login(editor)

    with django_assert_max_num_queries(4):
        client.get(reverse("accounts:tokens"))


def test_a_new_token_needs_a_fresh_sign_in(client, editor):
    editor.set_password(PASSWORD)
    editor.save()
    client.force_login(editor)

    response = client.post(reverse("accounts:token-new"), {"name": "x"})
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(("scope", "read_only"), [("read", True), ("write", False)])
def test_the_secret_is_shown_once(fresh, editor, scope, read_only):
    given = {"name": "Warehouse export", "scope": scope, "days": "90"}
    response = fresh.post(reverse("accounts:token-new"), given)

    token = ApiToken.objects.get(user=editor)
    secret = response.context["secret"]
    assert secret in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert token.read_only is read_only
    assert timedelta(days=89) < token.expiry - timezone.now() <= timedelta(days=90)
    assert secret not in fresh.get(reverse("accounts:tokens")).content.decode()
    assert secret not in str(list(ApiToken.objects.values()))


def test_a_token_without_a_name_is_not_made(fresh):
    response = fresh.post(reverse("accounts:token-new"), {"scope": "read", "days": "90"})

    assert response.status_code == 400
    assert not ApiToken.objects.exists()


def test_an_end_that_was_not_offered_is_refused(fresh):
    given = {"name": "For ever", "scope": "read", "days": "100000"}

    assert fresh.post(reverse("accounts:token-new"), given).status_code == 400


def test_the_owner_of_a_token_revokes_it(client, editor):
    issue(editor)
    client.force_login(editor)

    key = ApiToken.objects.get().token_key
    client.post(reverse("accounts:token-revoke"), {"token_key": key})
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("key", [None, "", "mops_unknown", "\x00"])
def test_nobody_revokes_another_persons_token(client, editor, outsider, key):
    issue(editor)
    client.force_login(outsider)

    given = {"token_key": ApiToken.objects.get().token_key if key is None else key}
    assert client.post(reverse("accounts:token-revoke"), given).status_code == 404
    assert ApiToken.objects.exists()


def test_revoking_is_not_done_by_a_link(client, editor):
    client.force_login(editor)

    assert client.get(reverse("accounts:token-revoke")).status_code == 405


def test_both_acts_are_in_the_log_without_the_secret(editor):
    secret = issue(editor, at=AT)
    services.revoke_token(token=ApiToken.objects.get(), by=editor.pk, at=AT)

    entries = list(AuditEntry.objects.order_by("pk"))
    assert [entry.action for entry in entries] == ["token.issued", "token.revoked"]
    assert all(entry.actor_id == editor.pk for entry in entries)
    assert secret not in str([entry.details for entry in entries])
