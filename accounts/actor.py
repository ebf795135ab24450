"""Who acts: the value that every read and every permission check takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, in the browser or by a personal token.

    read_only: a token without write scope; it sees what its person sees and changes nothing.
    """

    user_id: uuid.UUID
    read_only: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """The actor behind a request whose user is signed in (views are behind a login check)."""
        assert request.user.pk is not None, "views that need an actor are behind a login check"  # noqa: S101
        token = getattr(request, "auth", None)
        return cls(request.user.pk, read_only=bool(getattr(token, "read_only", False)))
