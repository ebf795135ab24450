"""Writing the audit log. Every service that changes rows calls `record` in its transaction."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from accounts.models import AuditEntry
from accounts.prepared import PreparedInsert

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import Model

# Set by the request middleware, so that an entry can be traced to its log lines.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_ENTRIES = PreparedInsert(AuditEntry)


def record(
    *,
    organisation_id: uuid.UUID | None,
    by: uuid.UUID | None,
    action: str,
    subject: Model | tuple[type[Model], Any],
    at: datetime,
    details: dict[str, Any] | None = None,
    traced: bool = True,
) -> None:
    """Add one entry. `by` is the acting user's id, None for the system. traced: with the request's
    number, by which log lines are found. subject: what it was done to, or the model and the key of
    what is not at hand.

    details: names of what changed and ids; never personal data, an answer's text or a secret.
    """
    model, key = subject if isinstance(subject, tuple) else (subject, subject.pk)
    _ENTRIES.add(
        {
            "organisation_id": organisation_id,
            "actor_id": by,
            "action": action,
            "subject_kind": model._meta.model_name or "",
            "subject_id": str(key),
            "details": details or {},
            "request_id": request_id.get() if traced else "",
            "at": at,
        }
    )
