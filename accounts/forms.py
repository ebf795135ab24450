"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import TextField


class Quiet:
    """allauth's placeholders only repeat the labels: leave them out, and name fields our way."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class SignInForm(Quiet, allauth_forms.LoginForm):  # type: ignore[misc]  # no types in allauth
    labels = {"login": _("E-mail address"), "remember": _("Keep me signed in for two weeks")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has its own link to a new password, beneath the button.
        self.fields["password"].help_text = ""


class ReauthenticateForm(Quiet, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(Quiet, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail address")}


class ResetPasswordKeyForm(Quiet, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("New password, again")}


class ChangePasswordForm(Quiet, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, again"),
    }


class SetPasswordForm(Quiet, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("New password, again")}


class AddEmailForm(Quiet, allauth_forms.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("E-mail address")}


class TokenForm(forms.Form):
    """What a new API token is for, what it may do, and for how long."""

    name = TextField(label=_("Name"), help_text=_("What will use it, such as “Warehouse export”."))
    scope = forms.ChoiceField(
        label=_("It may"),
        choices=[("read", _("read what you can see")), ("write", _("read and change"))],
        initial="read",
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label=_("It ends after"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
        initial=90,
        coerce=int,
    )


class TokenKeyForm(forms.Form):
    """Which of a person's own tokens is meant."""

    token_key = TextField()
