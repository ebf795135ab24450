"""How long an organisation keeps what people said and how they were reached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation

ANSWERS_MONTHS = 24
MAX_MONTHS = 120
INVITATIONS_DAYS = 90
MAX_DAYS = 3650


class Retention(models.Model):
    """What an owner decided; an organisation without a row has the defaults."""

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="retention")
    answers_months = models.PositiveSmallIntegerField(_("answers, months"), default=ANSWERS_MONTHS)
    invitations_days = models.PositiveSmallIntegerField(
        _("invitations, days"), default=INVITATIONS_DAYS
    )

    objects = TenantManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="retention_answers_1_to_120_months",
                condition=Q(answers_months__gte=1, answers_months__lte=MAX_MONTHS),
            ),
            models.CheckConstraint(
                name="retention_invitations_1_to_3650_days",
                condition=Q(invitations_days__gte=1, invitations_days__lte=MAX_DAYS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.answers_months} months, {self.invitations_days} days"
