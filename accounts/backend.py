"""Who is signed in: allauth's way in, and the person of a session by a statement that is kept."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS

from accounts.models import User
from accounts.prepared import PreparedSelect, Slot

_NAMES = [field.attname for field in User._meta.concrete_fields]
_ID = Slot(User._meta.get_field("id"), uuid.UUID(int=1))
_USERS = PreparedSelect(User.objects.filter(pk=_ID.stands).values_list(*_NAMES), {"id": _ID})


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Passwords are checked by allauth; each request then asks here for the person of its session.
    The row is read anew each time, so that a closed account is out at once."""

    def get_user(self, user_id: Any) -> User | None:
        rows = _USERS.fetch(id=user_id)
        user = User.from_db(DEFAULT_DB_ALIAS, _NAMES, rows[0]) if rows else None
        return user if user is not None and self.user_can_authenticate(user) else None
