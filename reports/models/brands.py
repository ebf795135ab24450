"""How files look: of an organisation, and of a person who makes files for several."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.managers import TenantManager
from accounts.models import Organisation, User
from reports.deliverables.document import Brand

_PLAIN = Brand()


class Look(models.TextChoices):
    """Whose look a file has: colours, logo and lines, with the masters that go with them."""

    CLIENT = "client", _("the client's")
    OWN = "own", _("your own")
    PLAIN = "plain", _("ours")


class BrandFields(models.Model):
    """Colours are #rrggbb and legible on white; the logo is a PNG that we wrote ourselves."""

    class Paper(models.TextChoices):
        A4 = "a4", _("A4")
        LETTER = "letter", _("US Letter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=200, blank=True)
    primary = models.CharField(max_length=7, default=_PLAIN.primary)
    accent = models.CharField(max_length=7, default=_PLAIN.accent)
    logo = models.BinaryField(default=b"", blank=True)
    footer = models.CharField(max_length=200, blank=True)
    confidentiality = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default=_PLAIN.language)
    paper = models.CharField(max_length=10, choices=Paper, default=Paper.A4)

    class Meta:
        abstract = True


class OrganisationBrand(BrandFields):
    """The look of one organisation's files."""

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="brand")
    client_name = models.CharField(max_length=200, blank=True)

    objects = TenantManager()

    def __str__(self) -> str:
        return f"brand of {self.organisation}"


class OwnBrand(BrandFields):
    """What files look like that a person makes in a look of their own, whoever they are for."""

    user = models.OneToOneField(User, models.CASCADE, related_name="brand")

    def __str__(self) -> str:
        return f"brand of {self.user}"


class FileTemplate(models.Model):
    """A slide master or document into which files are written: a client's, or a person's own for
    all clients. Its bytes were checked when it was stored and never change.

    Members reach those of their organisations by `visible_to`, a person their own by the user.
    """

    class Kind(models.TextChoices):
        PPTX = "pptx", _("PowerPoint master")
        DOCX = "docx", _("Word template")

    memberships_path = "organisation__memberships"
    actor_role: str  # set by visible_to(actor)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="file_templates", null=True
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="file_templates", null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    uploaded_by = models.UUIDField(null=True, blank=True)
    uploaded_at = models.DateTimeField()

    objects = TenantManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("organisation", "digest", name="file_template_once"),
            models.UniqueConstraint("user", "digest", name="file_template_once_own"),
            models.CheckConstraint(
                name="file_template_of_one",
                condition=models.Q(organisation=None) ^ models.Q(user=None),
            ),
            models.CheckConstraint(
                name="file_template_kind_known", condition=models.Q(kind__in=["pptx", "docx"])
            ),
        ]

    def __str__(self) -> str:
        return self.name
