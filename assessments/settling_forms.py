"""What people type when they settle differences."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import COMMENT, TextField

LEVEL_CHOICES = [(number, str(number)) for number in range(1, 6)]


def _level_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=LEVEL_CHOICES,
        coerce=int,
        error_messages={
            "required": _("Choose one of the five statements."),
            "invalid_choice": _("Choose one of the five statements."),
        },
    )


class AgreementForm(forms.Form):
    """What a group agreed on for one question."""

    question = forms.CharField(max_length=200)
    value = _level_field()
    reason = TextField(
        label=_("Why"),
        limit=COMMENT,
        multiline=True,
        error_messages={"required": _("Write down why the group agreed.")},
    )
    present = TextField(
        label=_("Who was there"),
        limit=COMMENT,
        multiline=True,
        error_messages={"required": _("Write down who was there.")},
    )


class JoinForm(forms.Form):
    """The code of a workshop, as it was read out."""

    code = TextField(
        label=_("Code"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "maxlength": "12"}
        ),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "").replace("-", "").upper()


class VoteForm(forms.Form):
    """A vote in the turn that was on the screen."""

    turn = forms.IntegerField(min_value=1)
    value = _level_field()
