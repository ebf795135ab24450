"""What the list of organisations is narrowed to, and which two are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Organisation

WAITS, LOW, NO_RESULT = "waits", "low", "no-result"


class PortfolioFilter(forms.Form):
    """Nothing chosen lists all; what is not known is ignored."""

    q = forms.CharField(label=_("Name contains"), required=False, max_length=200)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("all")),
            (WAITS, _("those where something waits for me")),
            (LOW, _("those at stage 1 or 2")),
            (NO_RESULT, _("those without a result")),
        ],
    )

    def asked(self) -> dict[str, str]:
        """The fields that are valid and not empty."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}


class CompareForm(forms.Form):
    """Two organisations to set side by side, of those that the reader may see."""

    a = forms.ChoiceField(label=_("First organisation"), required=False)
    b = forms.ChoiceField(label=_("Second organisation"), required=False)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("choose")), *((str(row.pk), row.name) for row in organisations)]
        for field in self.fields.values():
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices
