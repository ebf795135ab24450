"""Signing in to the API with a personal token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken

if TYPE_CHECKING:
    from accounts.models import User


class ApiTokenAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """`Authorization: Bearer mops_...`, found by its digest in one query.

    The parent deletes expired tokens while it looks, and fails on a token that is no text; this
    changes nothing and answers every token that does not count alike.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        digest = hash_token(token.decode("ascii", errors="replace"))
        found = ApiToken.objects.select_related("user").filter(digest=digest).first()
        expired = found is not None and found.expiry is not None and found.expiry < timezone.now()
        if found is None or expired or not found.user.is_active:
            raise AuthenticationFailed(_("This token is not valid."))
        return found.user, found
