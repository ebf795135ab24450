"""What a link shows, for how long, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import TextField
from reports.deliverables.document import Depth
from reports.plan_forms import KnownFields
from reports.services.links import MAX_LINK_DAYS, Scope

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.deliverables.document import Deliverable
    from reports.models import MadeFile

DEFAULT_DAYS, LEAST_PASSCODE = 30, 8
# Sections that are told one by one for each area, and chosen together.
AREAS, AREA_PREFIX = "areas", "area-"


class LinkForm(KnownFields):
    """document: what there is to show; files: those that may go with it."""

    name = TextField(
        label=_("For whom"), help_text=_("To find the link again, such as “Board, November”.")
    )
    pages = forms.MultipleChoiceField(
        label=_("Pages"), widget=forms.CheckboxSelectMultiple, required=False
    )
    attached: forms.ModelMultipleChoiceField[MadeFile] = forms.ModelMultipleChoiceField(
        queryset=None, label=_("Files"), widget=forms.CheckboxSelectMultiple, required=False
    )
    days = forms.IntegerField(
        label=_("Ends after (days)"), min_value=1, max_value=MAX_LINK_DAYS, initial=DEFAULT_DAYS
    )
    passcode = forms.CharField(
        label=_("Passcode"),
        required=False,
        min_length=LEAST_PASSCODE,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("At least 8 characters. Tell it on another way than the link; not kept."),
    )

    def __init__(
        self, *args: Any, document: Deliverable, files: QuerySet[MadeFile], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._document = document
        choices: dict[str, str] = {}
        board: list[str] = []
        for section in document.sections:
            is_area = section.key.startswith(AREA_PREFIX)
            key = AREAS if is_area else section.key
            choices.setdefault(key, str(_("Every area") if is_area else section.title))
            if section.depth == Depth.BOARD:
                board.append(key)
        pages, found = self.fields["pages"], self.fields["attached"]
        assert isinstance(pages, forms.MultipleChoiceField)  # noqa: S101
        assert isinstance(found, forms.ModelMultipleChoiceField)  # noqa: S101
        pages.choices, pages.initial = list(choices.items()), board
        found.queryset = files

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("pages") and not data.get("attached") and not self.errors:
            raise ValidationError(_("Choose at least one page or one file."))
        return data

    def scope(self) -> Scope:
        """As the service takes it. The form is valid."""
        data = self.cleaned_data
        chosen = set(data["pages"])
        sections = {
            section.key
            for section in self._document.sections
            if section.key in chosen or (AREAS in chosen and section.key.startswith(AREA_PREFIX))
        }
        return Scope(
            name=data["name"],
            sections=sections,
            files=list(data["attached"]),
            days=data["days"],
            passcode=data["passcode"],
        )


class PasscodeForm(KnownFields):
    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
