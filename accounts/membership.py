"""Changes to organisations and to who belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Membership, Organisation, Role, User

if TYPE_CHECKING:
    import uuid
    from datetime import datetime


class MembershipError(Exception):
    """The change would leave the organisation in a state it may not be in; the text says why."""


@transaction.atomic
def create_organisation(*, name: str, size: str, by: uuid.UUID, at: datetime) -> Organisation:
    """Start an organisation; who starts it owns it."""
    organisation = Organisation.objects.create(name=name, size=size)
    Membership.objects.create(organisation=organisation, user_id=by, role=Role.OWNER)
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="organisation.created",
        subject=organisation,
        at=at,
    )
    return organisation


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    role: str,
    external: bool,
    by: uuid.UUID,
    at: datetime,
) -> Membership:
    """Let a person in, with a new account if the address has none (without a password: the person
    sets one by mail). Raises MembershipError for a member and for a consultant as owner."""
    if external and role == Role.OWNER:
        raise MembershipError(_("A consultant cannot own the organisation."))
    user = User.objects.filter(email=email.casefold()).first()
    if user is None:
        user = User.objects.create_user(email, None, name=name)
    if organisation.memberships.filter(user=user).exists():
        raise MembershipError(_("This person is a member already."))
    member = Membership.objects.create(
        organisation=organisation, user=user, role=role, external=external
    )
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="member.added",
        subject=member,
        at=at,
        details={"role": role, "external": external},
    )
    return member


@transaction.atomic
def remove_member(*, member: Membership, by: uuid.UUID, at: datetime) -> None:
    """End a membership at once. Raises MembershipError for the last owner."""
    # The organisation is locked, so that two owners cannot remove each other at the same moment.
    rows = Organisation.objects.unscoped("locks the organisation of a member in hand")
    organisation = rows.select_for_update().get(pk=member.organisation_id)
    owners = organisation.memberships.filter(role=Role.OWNER)
    if member.role == Role.OWNER and owners.count() == 1:
        raise MembershipError(_("The last owner stays: make somebody else an owner first."))
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="member.removed",
        subject=member,
        at=at,
        details={"user": str(member.user_id)},
    )
    member.delete()
