"""Browser sessions: Django's own, in the database, and read with a statement that is kept.

Every request of a person begins by reading the session; through the ORM that costs several times
what the database needs for it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.prepared import PreparedSelect, Slot

_KEY = Slot(Session._meta.get_field("session_key"), "the key of a session")
_SESSIONS = PreparedSelect(
    Session.objects.filter(session_key=_KEY.stands).values_list("session_data", "expire_date"),
    {"key": _KEY},
)


class SessionStore(DatabaseSessionStore):
    """What is written, and when a session ends, is Django's."""

    def load(self) -> dict[str, Any]:
        """Empty for a session that is not there or has expired; the browser then gets another."""
        rows = _SESSIONS.fetch(key=self.session_key)
        if not rows or rows[0][1] <= timezone.now():
            self._session_key = None
            return {}
        return dict(self.decode(rows[0][0]))
