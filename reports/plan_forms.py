"""Forms about a scenario: wishes, limits, names, what-ifs. Units as in the plan: money in thousands
of US dollars and people in person-days, both a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import TextField
from engine.calendar import period_name
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Saving
from engine.pools import pools

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.types import Framework, PlanParameters

Choices = list[tuple[str, str]]

WISHES = {
    "lock": _("starts in"),
    "earliest": _("starts in or after"),
    "deadline": _("has ended before"),
    "must": _("has to be in the plan"),
    "forbid": _("stays out of the plan"),
}
DATED = ("lock", "earliest", "deadline")
MOST_MONEY, MOST_DAYS = 1_000_000, 100_000


class KnownFields(forms.Form):
    """Refuses fields that it does not have, so that a slip of a script does not pass unseen.

    beside: how the names of forms begin that come in the same request."""

    beside: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known = {*self.fields, "csrfmiddlewaretoken"}
        unknown = sorted(
            name for name in set(self.data) - known if not name.startswith(self.beside)
        )
        if unknown:
            raise ValidationError(
                _("This form has no field “%(name)s”."), params={"name": unknown[0][:100]}
            )
        return data


class VersionForm(KnownFields):
    """A press of a button on a scenario. version: what the person saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class WishForm(VersionForm):
    """One wish about one initiative: from a button (`wish`, such as "lock:3") or in words."""

    wish = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("It"), choices=list(WISHES.items()), required=False)
    period = forms.TypedChoiceField(label=_("Month"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, limits: PlanParameters, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "period", period_choices(limits, ends=True))
        if limits.period == "quarter":
            self.fields["period"].label = _("Quarter")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("wish"):
            kind, _colon, number = data["wish"].partition(":")
            data["kind"] = kind
            data["period"] = int(number) if number.isdecimal() else None
        kind = data.get("kind")
        if kind not in WISHES:
            self.add_error("kind", _("Choose what you wish."))
        elif kind not in DATED:
            data["period"] = None
        elif data.get("period") is None and "period" not in self.errors:
            self.add_error("period", _("Choose when."))
        return data


class WithdrawForm(VersionForm):
    """Taking back a wish about an initiative."""

    kind = forms.ChoiceField(choices=list(WISHES.items()))


class NameForm(KnownFields):
    name = TextField(label=_("Name"), help_text=_("For example: Without the new platform"))


class WhatIfForm(KnownFields):
    """A change that becomes a scenario of its own."""

    KINDS: Choices = [(kind, kind) for kind in ("budget_share", "people", "capacity_share")]

    kind = forms.ChoiceField(choices=KINDS)
    amount = forms.FloatField(min_value=-1, max_value=10)
    subject = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, pool_names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "subject", [("", ""), *pool_names.items()])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") in {"people", "capacity_share"} and not data.get("subject"):
            self.add_error("subject", _("Choose who gets more."))
        return data


class LimitsForm(VersionForm):
    """Budget, people and how much runs at once. Empty people fields mean the usual days."""

    beside = ("capacity_changes-", "budget_changes-", "blackouts-", "savings-")

    budget = forms.FloatField(
        label=_("Budget"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        help_text=_("Thousands of US dollars a period. Empty is no limit."),
    )
    carry = forms.BooleanField(
        label=_("What is not spent stays available"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, framework: Framework, limits: PlanParameters, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits
        for pool in pools(framework, limits.size, limits.period):
            self.fields[f"days_{pool.key}"] = forms.FloatField(
                label=pool.name,
                required=False,
                min_value=0,
                max_value=MOST_DAYS,
                widget=forms.NumberInput(attrs={"placeholder": f"{pool.days:.0f}"}),
            )
        for area in framework.areas:
            self.fields[f"at_once_{area.key}"] = forms.IntegerField(
                label=area.name, required=False, min_value=0, max_value=99
            )

    @staticmethod
    def initial_of(limits: PlanParameters) -> dict[str, Any]:
        return {
            "budget": limits.budget,
            "carry": limits.carry,
            **{f"days_{key}": days for key, days in limits.capacity.items()},
            **{f"at_once_{key}": number for key, number in limits.team_limits.items()},
        }

    @property
    def people(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("days_")]

    @property
    def at_once(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("at_once_")]

    def capacity(self) -> dict[str, float]:
        return self._given("days_")

    def team_limits(self) -> dict[str, int]:
        """Those of areas; limits of pools, which have no field here, stay."""
        areas = {name.removeprefix("at_once_") for name in self.fields}
        kept = {key: n for key, n in self.limits.team_limits.items() if key not in areas}
        return {**kept, **self._given("at_once_")}

    def _given(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value is not None
        }


class SpanForm(forms.Form):
    """From one period to another."""

    first = forms.TypedChoiceField(label=_("From"), coerce=int, required=False, empty_value=None)
    last = forms.TypedChoiceField(label=_("To"), coerce=int, required=False, empty_value=None)
    spans = True

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices.items():
            if name in self.fields:
                _choose(self, name, found)

    def clean(self) -> dict[str, Any]:
        """A row is empty, or whole and the right way round."""
        data = super().clean() or {}
        given = {name for name, value in data.items() if value not in (None, "")}
        missing = [n for n in self.fields if n not in given and self.fields[n].label]
        optional = {"area"}
        if given - optional and set(missing) - optional and not self.errors:
            self.add_error(missing[0], _("Fill in the whole row, or empty it."))
        first, last = data.get("first"), data.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", _("This is before the beginning."))
        return data


class CapacityRow(SpanForm):
    pool = forms.ChoiceField(label=_("Who"), required=False)
    days = forms.FloatField(
        label=_("Person-days"), required=False, min_value=0, max_value=MOST_DAYS
    )
    field_order = ("pool", "first", "last", "days")


class BudgetRow(SpanForm):
    amount = forms.FloatField(
        label=_("Budget, $k"), required=False, min_value=0, max_value=MOST_MONEY
    )


class BlackoutRow(SpanForm):
    area = forms.ChoiceField(label=_("Area"), required=False)


class SavingRow(SpanForm):
    """What a retired tool or contract sets free, period by period."""

    last = None  # type: ignore[assignment]  # Django's way to leave a field out
    amount = forms.FloatField(
        label=_("Saved, $k"), required=False, min_value=0, max_value=MOST_MONEY
    )


ROWS: dict[str, tuple[type[SpanForm], type[Any]]] = {
    "capacity_changes": (CapacityRow, CapacityChange),
    "budget_changes": (BudgetRow, BudgetChange),
    "blackouts": (BlackoutRow, Blackout),
    "savings": (SavingRow, Saving),
}


def row_sets(
    framework: Framework, limits: PlanParameters, data: Any = None
) -> dict[str, forms.BaseFormSet[Any]]:
    """One formset for each kind of exception, with what there is and one empty row."""
    periods: Choices = [("", ""), *period_choices(limits)]
    found = pools(framework, limits.size, limits.period)
    choices = {
        "first": periods,
        "last": periods,
        "pool": [("", ""), *((pool.key, pool.name) for pool in found)],
        "area": [("", _("everything")), *((area.key, area.name) for area in framework.areas)],
    }
    return {
        name: forms.formset_factory(row, extra=1, max_num=60, absolute_max=61, validate_max=True)(
            data,
            prefix=name,
            initial=[_row_initial(item) for item in getattr(limits, name)],
            form_kwargs={"choices": choices},
        )
        for name, (row, _value) in ROWS.items()
    }


def row_values(name: str, rows: forms.BaseFormSet[Any], limits: PlanParameters) -> tuple[Any, ...]:
    """The values of a valid formset; rows that stand empty are left out."""
    value = ROWS[name][1]
    given = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("first") is not None]
    if name == "savings":
        # What a saving comes from is not on the form and stays with its period and amount.
        known = {(item.period, item.amount): item.initiative for item in limits.savings}
        return tuple(
            Saving(row["first"], row["amount"], known.get((row["first"], row["amount"])))
            for row in given
        )
    if name == "blackouts":
        return tuple(Blackout(row["first"], row["last"], row["area"] or None) for row in given)
    return tuple(value(**row) for row in given)


def period_choices(limits: PlanParameters, *, ends: bool = False) -> Choices:
    """Periods by number. ends: with the one after the last, which a deadline may name."""
    numbers = range(limits.periods + ends)
    return [(str(n), period_name(limits.start, limits.period, n)) for n in numbers]


def _row_initial(item: Any) -> dict[str, Any]:
    names: Iterable[str] = type(item).__dataclass_fields__
    return {("first" if name == "period" else name): getattr(item, name) for name in names}


def _choose(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices
