"""People, organisations, who belongs where, and the log of what they did."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from accounts.managers import TenantManager, UserManager


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # knox
    """A person with an account, known by e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """The tenant: a marketing organisation whose capability is assessed."""

    class Size(models.TextChoices):
        SMALL = "small", _("up to 15 marketers")
        MID = "mid", _("16 to 60 marketers")
        LARGE = "large", _("61 to 250 marketers")
        GLOBAL = "global", _("more than 250 marketers")

    memberships_path = "memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, validators=[MinLengthValidator(1)])
    industry = models.CharField(_("industry"), max_length=60, default="general")
    size = models.CharField(_("size"), max_length=10, choices=Size, default=Size.MID)
    # True for demo organisations: every page and file that shows them says so.
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager()

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member may do, weakest first; the order is the order of power."""

    VIEWER = "viewer", _("viewer")
    EDITOR = "editor", _("editor")
    OWNER = "owner", _("owner")


class Membership(models.Model):
    """A person's place in an organisation. `external` marks consultants."""

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    external = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "user", name="membership_once_per_user"),
            models.CheckConstraint(
                name="membership_role_known", condition=models.Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="membership_external_is_no_owner",
                condition=~models.Q(external=True, role="owner"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.organisation} ({self.role})"


class ApiToken(AbstractAuthToken):  # type: ignore[misc]  # knox has no types
    """A person's own key to the API, stored as a digest, shown once."""

    name = models.CharField(max_length=200)
    read_only = models.BooleanField(default=True)


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries are added and read; nothing in the app changes or removes one."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("the audit log is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the audit log is append-only")


class AuditEntry(models.Model):
    """One acknowledged change: who did what to which object, and when.

    Ids are plain columns and not relations, so that an entry outlives what it speaks of.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-at"], name="audit_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_kind} {self.subject_id}"
