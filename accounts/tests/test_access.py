"""The access layer: whose rows exist for whom, and what a role may do."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import access
from accounts.actor import Actor
from accounts.managers import UnscopedQueryError
from accounts.models import Membership, Organisation, Role, User
from tests.factories import MembershipFactory


def test_a_tenant_table_cannot_be_read_without_saying_for_whom(organisation):
    for read in (Organisation.objects.all, Organisation.objects.count, Organisation.objects.first):
        with pytest.raises(UnscopedQueryError):
            read()
    with pytest.raises(UnscopedQueryError):
        Organisation.objects.filter(pk=organisation.pk)
    with pytest.raises(UnscopedQueryError):
        Organisation.objects.unscoped("")


def test_a_member_sees_the_organisation_with_the_own_role(organisation, editor, owner):
    seen = access.organisations(Actor(editor.pk)).get()

    assert (seen, seen.actor_role) == (organisation, Role.EDITOR)
    assert access.organisations(Actor(owner.pk)).get().actor_role == Role.OWNER


def test_an_outsider_sees_nothing_of_it(organisation, outsider):
    assert organisation not in access.organisations(Actor(outsider.pk))
    assert not access.memberships(Actor(outsider.pk)).filter(organisation=organisation).exists()


def test_a_member_of_two_sees_both_each_with_its_role(organisation, other_organisation, editor):
    MembershipFactory(organisation=other_organisation, user=editor, role=Role.VIEWER)

    seen = {row.pk: row.actor_role for row in access.organisations(Actor(editor.pk))}

    assert seen == {organisation.pk: Role.EDITOR, other_organisation.pk: Role.VIEWER}


@pytest.mark.parametrize(
    ("role", "needed", "allowed"),
    [
        (Role.OWNER, Role.OWNER, True),
        (Role.OWNER, Role.VIEWER, True),
        (Role.EDITOR, Role.EDITOR, True),
        (Role.EDITOR, Role.OWNER, False),
        (Role.VIEWER, Role.VIEWER, True),
        (Role.VIEWER, Role.EDITOR, False),
    ],
)
def test_a_role_may_do_what_weaker_roles_may(owner, role, needed, allowed):
    assert access.allows(Actor(owner.pk), role, needed) is allowed


def test_a_read_only_token_never_writes_whatever_the_role(owner):
    actor = Actor(owner.pk, read_only=True)

    assert access.allows(actor, Role.OWNER, Role.VIEWER)
    with pytest.raises(PermissionDenied, match="editor"):
        access.require(actor, Role.OWNER, Role.EDITOR)


def test_a_person_is_a_member_once_and_a_consultant_is_no_owner(organisation, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(organisation=organisation, user=editor, role=Role.VIEWER)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(organisation=organisation, role=Role.OWNER, external=True)


def test_an_address_is_one_account_in_any_case(db):
    User.objects.create_user("Ada@Example.test", "a long enough passphrase")

    assert User.objects.get_by_natural_key("ADA@example.TEST").email == "ada@example.test"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ADA@example.test")
