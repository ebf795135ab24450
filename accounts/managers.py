"""Managers of accounts and of every tenant row (docs/adr/0002-access-layer.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import F, QuerySet

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.models import User

M = TypeVar("M", bound=models.Model)


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address, compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").casefold())


class UnscopedQueryError(RuntimeError):
    """A tenant table was read without saying for whom."""


class TenantManager(models.Manager[M]):
    """Rows of one organisation, reached for an actor or with a stated reason, never plainly.

    The model names the lookup to its organisation's members in `memberships_path`. Rows reached
    through a row already in hand (`assessment.respondents`) need no second check.
    """

    def get_queryset(self) -> QuerySet[M, M]:
        if hasattr(self, "instance"):
            return super().get_queryset()
        raise UnscopedQueryError(
            f"{self.model.__name__} rows are reached by visible_to(actor) or unscoped(reason)"
        )

    def visible_to(self, actor: Actor) -> QuerySet[M, M]:
        """Rows of organisations in which the actor is a member; `actor_role` on each row."""
        memberships: str = self.model.memberships_path  # type: ignore[attr-defined]
        rows = super().get_queryset()
        return rows.filter(**{f"{memberships}__user_id": actor.user_id}).annotate(
            actor_role=F(f"{memberships}__role")
        )  # type: ignore[return-value]  # annotate() names a narrower type

    def unscoped(self, reason: str) -> QuerySet[M, M]:
        """All rows, for system work (a job, a command). The reason is for the reader."""
        if not reason:
            raise UnscopedQueryError("unscoped() needs a reason")
        return super().get_queryset()

    def create(self, **fields: Any) -> M:
        return super().get_queryset().create(**fields)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        return super().get_queryset().bulk_create(*args, **kwargs)
