"""What people type into this room, checked field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import COMMENT, LONG, TextField
from assessments.content import LEVELS, Content
from assessments.evidence_file import SUFFIXES
from assessments.models import Assessment
from assessments.saving import SaveKey
from engine.disclosure import DEFAULT_GROUP, LEAST_GROUP, MOST_GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capabilities.models import Framework

MAX_SEQ = 2**53


class _SharedFields(dict[str, forms.Field]):
    """Fields that every form of a class uses as they are. Django gives each form a deep copy for
    it to change; copying takes longer than checking an answer, and this form changes nothing."""

    def __deepcopy__(self, memo: dict[int, Any]) -> _SharedFields:
        return self


class AnswerForm(forms.Form):
    """One answer and the key of its save. Fields beside `choice` may be left empty."""

    choice = forms.ChoiceField(
        choices=[(key, key) for key in (*LEVELS, "na", "dk")],
        error_messages={"required": _("Choose the statement that fits best.")},
    )
    reason = forms.CharField(required=False, max_length=40)
    note = TextField(limit=COMMENT, multiline=True, required=False)
    confidence = forms.TypedChoiceField(
        choices=[("", ""), ("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    evidence = TextField(limit=COMMENT, multiline=True, required=False)
    client_id = forms.RegexField(r"^[A-Za-z0-9_-]{1,40}$")
    seq = forms.IntegerField(min_value=1, max_value=MAX_SEQ)
    base_version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "choice" in data and not self.errors:
            data["content"] = Content.from_choice(
                data["choice"],
                reason=data["reason"],
                note=data["note"],
                confidence=data["confidence"],
                evidence=data["evidence"],
            )
        return data

    @property
    def content(self) -> Content:
        content: Content = self.cleaned_data["content"]
        return content

    @property
    def key(self) -> SaveKey:
        data = self.cleaned_data
        return SaveKey(data["client_id"], data["seq"], data["base_version"])


AnswerForm.base_fields = _SharedFields(AnswerForm.base_fields)


def _privacy_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who sees single answers"),
        choices=[
            (Assessment.Privacy.IDENTIFIED, _("Identified: editors of this organisation")),
            (Assessment.Privacy.CONFIDENTIAL, _("Confidential: nobody, only groups are shown")),
            (
                Assessment.Privacy.ANONYMOUS,
                _("Anonymous: nobody, and who said what is not even stored"),
            ),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial=Assessment.Privacy.IDENTIFIED,
        help_text=_(
            "Once somebody has answered it can be made stricter, never looser. Anonymous is chosen "
            "before anybody is asked."
        ),
    )


def _minimum_group_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Smallest group shown"),
        min_value=LEAST_GROUP,
        max_value=MOST_GROUP,
        required=False,
        initial=DEFAULT_GROUP,
        help_text=_("People. It counts in a confidential and in an anonymous round."),
    )


class PrivacyForm(forms.Form):
    """What respondents are promised. What is left out stays as it is."""

    privacy = _privacy_field()
    minimum_group = _minimum_group_field()


class AssessmentForm(forms.Form):
    """A new round of asking."""

    name = TextField(label=_("Name"), help_text=_("For example: Autumn 2026"))
    profile = forms.ChoiceField(
        label=_("Growth profile"), help_text=_("It sets the level each capability aims at.")
    )
    industry = forms.ChoiceField(label=_("Industry"))
    goal_1 = forms.ChoiceField(label=_("Most important goal"), required=False)
    goal_2 = forms.ChoiceField(label=_("Second goal"), required=False)
    goal_3 = forms.ChoiceField(label=_("Third goal"), required=False)
    quick = forms.TypedChoiceField(
        label=_("Form"),
        choices=[
            ("0", _("Full form: every question of a person's role")),
            ("1", _("Short form: ten questions, indicative result")),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    previous = forms.ChoiceField(
        label=_("Start from"),
        required=False,
        help_text=_("Whoever answered then is shown what they said, to confirm or to change."),
    )
    privacy = _privacy_field()
    minimum_group = _minimum_group_field()
    opens_on = forms.DateField(
        label=_("Opening date"),
        required=False,
        help_text=_("Empty: it opens at once. Invitations wait until then."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    due_on = forms.DateField(
        label=_("Due date"),
        required=False,
        help_text=_("The day after, what has come in is analysed; late answers still count."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        required=False,
        help_text=_("Where the days of both dates begin and end."),
    )

    def __init__(
        self,
        *args: Any,
        framework: Framework,
        rounds: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """rounds: key and name of earlier rounds of the organisation, newest first."""
        super().__init__(*args, **kwargs)
        previous = self.fields["previous"]
        assert isinstance(previous, forms.ChoiceField)  # noqa: S101
        previous.choices = [("", _("Nothing: everybody begins anew")), *rounds]
        profiles = framework.content["profiles"]
        self._choices("profile", profiles["growth"])
        self._choices("industry", profiles["industries"])
        for name in ("goal_1", "goal_2", "goal_3"):
            self._choices(name, profiles["goals"], empty=_("None"))

    def _choices(self, name: str, entries: list[dict[str, Any]], empty: Any = None) -> None:
        choices = [(entry["key"], entry["name"]) for entry in entries]
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", empty), *choices] if empty else choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ranked = [data.get(name) for name in ("goal_1", "goal_2", "goal_3")]
        goals = [goal for goal in ranked if goal]
        if len(set(goals)) < len(goals):
            self.add_error("goal_2", _("Name each goal once."))
        if goals != ranked[: len(goals)]:
            self.add_error("goal_1", _("Fill the goals from the top."))
        data["goals"] = goals
        opens, due = data.get("opens_on"), data.get("due_on")
        if opens and due and due < opens:
            self.add_error("due_on", _("Choose a day on or after the opening date."))
        data["time_zone"] = data.get("time_zone") or "UTC"
        data["privacy"] = data.get("privacy") or Assessment.Privacy.IDENTIFIED
        data["minimum_group"] = data.get("minimum_group") or DEFAULT_GROUP
        return data

    def round_fields(self) -> dict[str, Any]:
        """What a round is started with, but for where, who and when."""
        names = ("name", "profile", "industry", "goals", "quick", "privacy", "minimum_group",
                 "opens_on", "due_on", "time_zone")  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


class BeginForm(forms.Form):
    """Beginning by a link. named: an open link, behind which nobody is known yet."""

    name = TextField(
        label=_("Your name"),
        help_text=_("So that your answers are counted once and nobody reminds you again."),
    )

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            self.fields["name"] = forms.CharField(required=False, widget=forms.HiddenInput)


class BeginUnnamedForm(forms.Form):
    """Beginning in an anonymous round. secret: made with the page, so that a browser whose reply
    got lost begins the same questionnaire again."""

    secret = forms.RegexField(r"^[A-Za-z0-9_-]{43}$", widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """A file to attach; what it is, is looked at beside."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(f".{name}" for name in SUFFIXES)}),
    )


class HandoverForm(forms.Form):
    """Who would know."""

    name = TextField(label=_("Name"))
    role = forms.ChoiceField(label=_("Role"))
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=200,
        help_text=_("Without one, whoever runs the assessment gives them a link."),
    )

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101
        role.choices = roles


class RespondentForm(forms.Form):
    """One more person to ask."""

    name = TextField(label=_("Name"))
    role = forms.ChoiceField(label=_("Role"))
    member = forms.ChoiceField(
        label=_("Account"),
        required=False,
        help_text=_("The member of this organisation who answers."),
    )

    def __init__(
        self,
        *args: Any,
        roles: list[tuple[str, str]],
        members: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        role, member = self.fields["role"], self.fields["member"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101
        assert isinstance(member, forms.ChoiceField)  # noqa: S101
        role.choices = roles
        member.choices = [("", _("No account yet")), *members]


class ExclusionForm(forms.Form):
    """The lead's decision that a capability does not apply."""

    capability = forms.ChoiceField(label=_("Capability"))
    reason = TextField(label=_("Reason"), limit=COMMENT, multiline=True)

    def __init__(self, *args: Any, capabilities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capability"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = capabilities


class PeopleForm(forms.Form):
    """Several people to invite: a file, or lines typed or pasted."""

    lines = TextField(
        label=_("One person a line"),
        limit=LONG,
        multiline=True,
        required=False,
        help_text=_("Name, role, e-mail address. For example: Ana Lopes, sales, ana@example.com"),
    )
    file = forms.FileField(
        label=_("Or a CSV or XLSX file"),
        required=False,
        help_text=_("With the columns name, role and, if you have it, email."),
    )
    send = forms.BooleanField(label=_("Mail the invitations at once"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("lines")) == bool(data.get("file")):
            raise forms.ValidationError(_("Type people or choose a file, one of the two."))
        return data


class ConfirmForm(forms.Form):
    """A box ticked: what follows cannot be taken back."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box if you are sure. Nothing was changed.")},
    )
