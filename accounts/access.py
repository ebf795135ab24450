"""The access layer of this room: whom an actor may see, and what a role may do.

Every room with tenant rows has an `access.py` built on these. Outside the actor's organisations a
row does not exist (404); inside, a weaker role is refused (403).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import ApiToken, AuditEntry, Membership, Organisation, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.actor import Actor

_POWER = {role: power for power, role in enumerate(Role.values)}


def organisations(actor: Actor) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(actor)


def memberships(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.visible_to(actor)


def api_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens, newest first; nobody else's, whatever the role."""
    tokens: QuerySet[ApiToken] = ApiToken.objects.filter(user_id=actor.user_id)
    return tokens.order_by("-created")


def audit_entries(organisation: Organisation) -> QuerySet[AuditEntry]:
    """The log of an organisation that the access layer has already handed out."""
    return AuditEntry.objects.filter(organisation_id=organisation.pk)


def allows(actor: Actor, actor_role: str, at_least: Role) -> bool:
    """True if the role reaches `at_least` and the actor may write (viewing needs no writing)."""
    if actor.read_only and at_least != Role.VIEWER:
        return False
    return _POWER[actor_role] >= _POWER[at_least]


def require(actor: Actor, actor_role: str, at_least: Role) -> None:
    """Raise PermissionDenied, with who could do it, unless the role allows it."""
    if not allows(actor, actor_role, at_least):
        raise PermissionDenied(
            _("This needs the role %(role)s or higher in this organisation.")
            % {"role": at_least.label}
        )
