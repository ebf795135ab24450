"""Starting an organisation, letting people in and out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Membership, Organisation, Role, User


def members():
    return Membership.objects.unscoped("test")


@pytest.fixture
def url(organisation):
    return reverse("accounts:members", args=[organisation.pk])


def test_who_starts_an_organisation_owns_it(client, outsider):
    client.force_login(outsider)

    response = client.post(
        reverse("accounts:organisation-new"), {"name": "Cedar Ltd", "size": "small"}
    )

    organisation = Organisation.objects.unscoped("test").get(name="Cedar Ltd")
    assert response["Location"] == reverse("accounts:members", args=[organisation.pk])
    assert organisation.memberships.get().role == Role.OWNER
    assert AuditEntry.objects.filter(action="organisation.created").count() == 1


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "a\x07"}, {"size": "vast"}])
def test_a_wrong_name_or_size_stores_nothing(client, outsider, fields):
    client.force_login(outsider)
    before = Organisation.objects.unscoped("test").count()

    response = client.post(
        reverse("accounts:organisation-new"), {"name": "Cedar", "size": "small", **fields}
    )

    assert response.status_code == 400
    assert Organisation.objects.unscoped("test").count() == before


def test_a_new_person_gets_an_account_and_a_link_to_set_a_password(
    client, owner, url, organisation, mailoutbox
):
    client.force_login(owner)

    client.post(url, {"email": "Nia@Example.test", "name": "Nia", "role": "editor"})

    user = User.objects.get(email="nia@example.test")
    assert not user.has_usable_password()
    assert organisation.memberships.get(user=user).role == Role.EDITOR
    assert [mail.to for mail in mailoutbox] == [["nia@example.test"]]
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_somebody_with_an_account_is_let_in_without_a_message(
    client, owner, url, organisation, outsider, mailoutbox
):
    outsider.set_password("a long enough passphrase")
    outsider.save()
    client.force_login(owner)

    client.post(url, {"email": outsider.email, "role": "viewer", "external": "on"})

    assert organisation.memberships.get(user=outsider).external
    assert not mailoutbox


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"role": "emperor"}, "not one of the available choices"),
        ({"role": "owner", "external": "on"}, "cannot own"),
    ],
)
def test_a_wrong_entry_lets_nobody_in(client, owner, url, fields, message):
    client.force_login(owner)
    before = members().count()

    response = client.post(url, {"email": "a@example.test", "role": "viewer", **fields})

    assert response.status_code == 400
    assert message in response.content.decode()
    assert members().count() == before


def test_a_member_is_added_once(client, owner, editor, url):
    client.force_login(owner)

    response = client.post(url, {"email": editor.email.upper(), "role": "viewer"})

    assert response.status_code == 400
    assert "member already" in response.content.decode()


def test_everybody_inside_sees_the_list_and_only_owners_change_it(
    client, url, owner, editor, viewer, organisation
):
    remove = reverse("accounts:member-remove", args=[organisation.pk, viewer.pk])
    for user in (viewer, editor):
        client.force_login(user)
        assert client.get(url).status_code == 200
        assert client.post(url, {"email": "a@example.test"}).status_code == 403
        assert client.post(remove).status_code == 403
    client.force_login(owner)

    assert client.post(remove).status_code == 302
    assert not organisation.memberships.filter(user=viewer).exists()
    client.force_login(viewer)
    assert client.get(url).status_code == 404


def test_the_last_owner_cannot_be_removed(client, owner, organisation):
    client.force_login(owner)

    response = client.post(
        reverse("accounts:member-remove", args=[organisation.pk, owner.pk]), follow=True
    )

    assert "last owner" in response.content.decode()
    assert organisation.memberships.filter(user=owner).exists()


def test_the_list_takes_the_same_queries_however_long_it_is(
    client, owner, organisation, url, django_assert_max_num_queries
):
    client.force_login(owner)
    for n in range(20):
        user = User.objects.create_user(f"m{n}@example.test", None)
        Membership.objects.create(organisation=organisation, user=user, role=Role.VIEWER)

    with django_assert_max_num_queries(6):
        assert client.get(url).status_code == 200
