"""Forms for starting an organisation and for letting people in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Role
from accounts.text_gate import TextField


class OrganisationForm(forms.Form):
    name = TextField(label=_("Name"))
    size = forms.ChoiceField(
        label=_("Size of the marketing team"),
        choices=Organisation.Size.choices,
        initial=Organisation.Size.MID,
        help_text=_("It sets how many people a roadmap can count on, until you say otherwise."),
    )


class MemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=200)
    name = TextField(label=_("Name"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Role.VIEWER, _("viewer: reads results")),
            (Role.EDITOR, _("editor: runs assessments")),
            (Role.OWNER, _("owner: also decides who belongs")),
        ],
    )
    external = forms.BooleanField(label=_("A consultant from outside"), required=False)
