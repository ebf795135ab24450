"""How files look, and templates of the client's own: what people fill in and upload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import TextField
from reports.deliverables import colours, logo
from reports.deliverables.document import Brand
from reports.models import BrandFields
from reports.plan_forms import KnownFields

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_PLAIN = Brand()
_PLAIN_FIELDS = ("made_by", "primary", "accent", "footer", "confidentiality", "language", "paper")


class ColourField(forms.CharField):
    """A colour that reads on white."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"size": 8, "maxlength": 7, "spellcheck": "false"})
        super().__init__(max_length=7, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return colours.checked(text)
        except colours.ColourError as error:
            raise ValidationError(str(error)) from error


class OwnBrandForm(KnownFields):
    """version: of the row that the person saw, 0 for none."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    primary = ColourField(
        label=_("Main colour"),
        help_text=_("Headings and the first bar of every chart. Legible on white: 4.5 : 1."),
    )
    accent = ColourField(label=_("Second colour"), help_text=_("What is to stand out."))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=_("PNG or JPEG, at most 2 MB. On a transparent ground it looks best."),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    made_by = TextField(
        label=_("Made by"), required=False, help_text=_("A person or a firm, for the title page.")
    )
    footer = TextField(
        label=_("Footer"), required=False, help_text=_("Stands at the foot of every page.")
    )
    confidentiality = TextField(
        label=_("Confidentiality"),
        required=False,
        help_text=_("Such as “Confidential: for the management board only”."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    paper = forms.ChoiceField(label=_("Paper"), choices=BrandFields.Paper.choices)

    def clean_logo(self) -> bytes | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        if file is None:
            return None
        if (file.size or 0) > logo.MAX_BYTES:
            raise ValidationError(_("The file is larger than 2 MB. Save the logo smaller."))
        try:
            return logo.as_png(file.read())
        except logo.LogoError as error:
            raise ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        """Fields of the row that are to change. The form is valid."""
        data = self.cleaned_data
        values = {name: data[name] for name in self._stored()}
        if data["logo"] is not None:
            values["logo"] = data["logo"]
        elif data["remove_logo"]:
            values["logo"] = b""
        return values

    @classmethod
    def _stored(cls) -> tuple[str, ...]:
        return _PLAIN_FIELDS

    @classmethod
    def initial_of(cls, row: BrandFields | None) -> dict[str, Any]:
        """What the form shows of a row, or of none."""
        values = {name: getattr(row or _PLAIN, name) for name in cls._stored()}
        return {**values, "version": row.version if row else 0}


class BrandForm(OwnBrandForm):
    """For an organisation, whose name may be written otherwise in its files."""

    client_name = TextField(
        label=_("Name of the client"),
        required=False,
        help_text=_("As it stands on the title page; else the name of the organisation."),
    )

    field_order = (
        "version", "client_name", "primary", "accent", "logo", "remove_logo", "made_by", "footer",
        "confidentiality", "language", "paper",
    )  # fmt: skip

    @classmethod
    def _stored(cls) -> tuple[str, ...]:
        return ("client_name", *_PLAIN_FIELDS)


class TemplateForm(KnownFields):
    """A master or template from the client."""

    name = TextField(label=_("Name"), help_text=_("How you will find it again."))
    file = forms.FileField(
        label=_("PowerPoint or Word file"),
        widget=forms.FileInput(attrs={"accept": ".pptx,.potx,.docx,.dotx"}),
        help_text=_("Its fonts, colours and layouts are used. No macros, at most 20 MB."),
    )
