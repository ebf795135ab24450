"""Changes to what belongs to one person: their API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import audit
from accounts.models import ApiToken, User

if TYPE_CHECKING:
    import uuid
    from datetime import datetime


@transaction.atomic
def issue_token(*, name: str, read_only: bool, days: int, by: uuid.UUID, at: datetime) -> str:
    """Make a token for `by` that ends `days` days after `at`.

    Returns the secret, which is kept nowhere: the row holds its digest.
    """
    user = User.objects.get(pk=by)
    # knox counts the time to live from its own clock; the end is written as given instead.
    token, secret = ApiToken.objects.create(user, name=name, read_only=read_only)
    token.expiry = at + timedelta(days=days)
    token.save(update_fields=["expiry"])
    audit.record(
        organisation_id=None,
        by=by,
        action="token.issued",
        subject=user,
        at=at,
        details={"token_key": token.token_key, "read_only": read_only, "days": days},
    )
    return str(secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: uuid.UUID, at: datetime) -> None:
    """End a token at once: the next request that shows it is refused."""
    key, user = token.token_key, token.user
    token.delete()
    audit.record(
        organisation_id=None,
        by=by,
        action="token.revoked",
        subject=user,
        at=at,
        details={"token_key": key},
    )
