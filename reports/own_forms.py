"""The form of an own initiative: a catalogue entry that the organisation writes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import COMMENT, TextField
from reports.plan_forms import KnownFields
from roadmaps.services.own import OwnContent

if TYPE_CHECKING:
    from engine.types import Framework
    from roadmaps.models import OwnInitiative

Choices = list[tuple[str, str]]
STEPS, ROLES = 3, 4
LEVELS: Choices = [("", "–"), *((str(n), str(n)) for n in range(1, 6))]


class OwnForm(KnownFields):
    """Steps and roles are rows of fixed number: an initiative with more is better cut in two."""

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    name = TextField(label=_("Name"))
    area = forms.ChoiceField(label=_("Area"))
    benefit = TextField(label=_("What it is good for"), limit=COMMENT, required=False)
    done_when = TextField(label=_("Done when"), limit=COMMENT, multiline=True, required=False)
    duration_weeks = forms.IntegerField(label=_("Weeks"), min_value=1, max_value=520)
    cost_low = forms.FloatField(
        label=_("External cost, low"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
        help_text=_("Thousands of US dollars."),
    )
    cost_high = forms.FloatField(
        label=_("External cost, high"), min_value=0, max_value=1_000_000, initial=0
    )
    requires = forms.MultipleChoiceField(
        label=_("What has to end first"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        capabilities = [("", "–"), *((c.key, c.name) for c in framework.capabilities)]
        roles = [("", "–"), *((role.key, role.name) for role in framework.staff_roles)]
        for n in range(STEPS):
            self._select(f"capability_{n}", _("Raises"), capabilities)
            self._select(f"from_{n}", _("from level"), LEVELS)
            self._select(f"to_{n}", _("to level"), LEVELS)
        for n in range(ROLES):
            self._select(f"role_{n}", _("Who"), roles)
            self.fields[f"weeks_{n}"] = forms.FloatField(
                label=_("Person-weeks"), required=False, min_value=0, max_value=10_000
            )
        _choices(self, "area", [(area.key, area.name) for area in framework.areas])
        _choices(self, "requires", [(item.key, item.name) for item in framework.initiatives])

    @property
    def steps(self) -> list[list[forms.BoundField]]:
        names = ("capability", "from", "to")
        return [[self[f"{name}_{n}"] for name in names] for n in range(STEPS)]

    @property
    def efforts(self) -> list[list[forms.BoundField]]:
        return [[self[f"role_{n}"], self[f"weeks_{n}"]] for n in range(ROLES)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for n in range(STEPS):
            row = [data.get(f"{name}_{n}") for name in ("capability", "from", "to")]
            if any(row) and not all(row):
                self.add_error(f"capability_{n}", _("Fill in the whole row, or empty it."))
        for n in range(ROLES):
            if bool(data.get(f"role_{n}")) != (data.get(f"weeks_{n}") is not None):
                self.add_error(f"role_{n}", _("Say who and how many weeks, or empty the row."))
        low, high = data.get("cost_low"), data.get("cost_high")
        if low is not None and high is not None and high < low:
            self.add_error("cost_high", _("The high end is at least the low one."))
        return data

    def content(self) -> OwnContent:
        """As the service takes it. The form is valid."""
        data = self.cleaned_data
        return OwnContent(
            name=data["name"],
            area=data["area"],
            raises=[
                {
                    "capability": data[f"capability_{n}"],
                    "from": int(data[f"from_{n}"]),
                    "to": int(data[f"to_{n}"]),
                }
                for n in range(STEPS)
                if data[f"capability_{n}"]
            ],
            effort={
                data[f"role_{n}"]: data[f"weeks_{n}"] for n in range(ROLES) if data[f"role_{n}"]
            },
            duration_weeks=data["duration_weeks"],
            cost_low=data["cost_low"],
            cost_high=data["cost_high"],
            requires=data["requires"],
            benefit=data["benefit"],
            done_when=data["done_when"],
        )

    @staticmethod
    def initial_of(row: OwnInitiative) -> dict[str, Any]:
        names = (
            "version", "name", "area", "benefit", "done_when", "duration_weeks", "cost_low",
            "cost_high",
        )  # fmt: skip
        values = {name: getattr(row, name) for name in names}
        values["requires"] = [item for item in row.requires if isinstance(item, str)]
        for n, step in enumerate(row.raises[:STEPS]):
            values |= {f"capability_{n}": step["capability"]}
            values |= {f"from_{n}": step["from"], f"to_{n}": step["to"]}
        for n, (role, weeks) in enumerate(list(row.effort.items())[:ROLES]):
            values |= {f"role_{n}": role, f"weeks_{n}": weeks}
        return values

    def _select(self, name: str, label: Any, choices: Choices) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices
