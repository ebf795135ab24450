"""Forms about the work on an initiative and the KPIs that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import LONG, TextField
from reports.plan_forms import KnownFields
from roadmaps.models import WorkItem
from roadmaps.readings_file import MAX_READINGS
from roadmaps.services.kpis import KpiContent
from roadmaps.services.work import Check, WorkContent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from capabilities.catalogue import Kpi
    from roadmaps.models import KpiTarget

Choices = list[tuple[str, str]]
MOST = 1e12


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **more
    )


class WorkForm(KnownFields):
    """How one initiative goes, whole. version: of the row the person saw, 0 before the first."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("Status"), choices=WorkItem.Status.choices)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    owner_name = TextField(label=_("Or somebody without an account"), required=False)
    started_on = _day(_("Started on"))
    finished_on = _day(_("Finished on"))
    effort_days = forms.FloatField(
        label=_("Person-days so far"), required=False, min_value=0, max_value=100_000
    )
    ticked = forms.MultipleChoiceField(
        label=_("Done when"), required=False, widget=forms.CheckboxSelectMultiple
    )
    check = TextField(label=_("One more thing that has to be true"), required=False)
    notes = TextField(label=_("Notes"), limit=LONG, multiline=True, required=False)

    def __init__(
        self, *args: Any, members: Choices, checks: Sequence[tuple[str, bool]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts = [text for text, _done in checks]
        for name, choices in (
            ("owner", [("", _("nobody yet")), *members]),
            ("ticked", [(str(n), text) for n, text in enumerate(self.texts)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices

    @staticmethod
    def initial_of(row: WorkItem | None, checks: Sequence[tuple[str, bool]]) -> dict[str, Any]:
        ticked = [str(n) for n, (_text, done) in enumerate(checks) if done]
        if row is None:
            return {"version": 0, "status": WorkItem.Status.PLANNED, "ticked": ticked}
        names = ("status", "owner_name", "started_on", "finished_on", "effort_days", "notes")
        values = {name: getattr(row, name) for name in names}
        owner = str(row.owner_id or "")
        return {**values, "version": row.version, "owner": owner, "ticked": ticked}

    def content(self) -> WorkContent:
        """As the service takes it. The form is valid."""
        data = self.cleaned_data
        checks = [Check(text, str(n) in data["ticked"]) for n, text in enumerate(self.texts)]
        if data["check"]:
            checks.append(Check(data["check"]))
        return WorkContent(
            status=data["status"],
            owner=data["owner"] or None,
            owner_name=data["owner_name"],
            started_on=data["started_on"],
            finished_on=data["finished_on"],
            effort_days=data["effort_days"],
            notes=data["notes"],
            checks=checks,
        )


class KpiForm(KnownFields):
    """What is to move, from where to where. Shares are typed as percent."""

    kpi = forms.ChoiceField(label=_("KPI"))
    baseline = forms.FloatField(label=_("Now"), min_value=-MOST, max_value=MOST)
    target = forms.FloatField(
        label=_("Target"),
        min_value=-MOST,
        max_value=MOST,
        help_text=_("In the unit of the KPI; a share as percent: 42 is 42 %."),
    )
    due_on = _day(_("By"))

    def __init__(self, *args: Any, kpis: Mapping[str, Kpi], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpis = kpis
        field = self.fields["kpi"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(kpi.key, f"{kpi.name} ({kpi.unit})") for kpi in kpis.values()]

    def content(self, initiative: str) -> KpiContent:
        data = self.cleaned_data
        part = factor(self.kpis[data["kpi"]].unit)
        return KpiContent(
            kpi=data["kpi"],
            initiative=initiative,
            baseline=data["baseline"] / part,
            target=data["target"] / part,
            due_on=data["due_on"],
        )


class ReadingForm(KnownFields):
    """What was measured on one day. version: 0, or that of the reading it corrects. target_id: of
    which KPI, since a page has a form for each."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    value = forms.FloatField(label=_("Measured"), min_value=-MOST, max_value=MOST)
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    reason = TextField(label=_("Why it is corrected"), required=False)

    def __init__(self, *args: Any, target_id: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target_id = target_id

    def values(self, target: KpiTarget) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "on": data["on"],
            "value": data["value"] / factor(target.unit),
            "version": data["version"] or 0,
            "reason": data["reason"],
        }


# Characters of as many readings as may be brought at once.
MOST_LINES = 40 * MAX_READINGS


class ReadingsForm(forms.Form):
    """Readings of many days: a file, or lines typed or pasted. sure: they were shown."""

    lines = TextField(
        label=_("One reading a line"),
        limit=MOST_LINES,
        multiline=True,
        required=False,
        help_text=_("Day and value. For example: 2026-01-31, 42.5"),
    )
    file = forms.FileField(
        label=_("Or a CSV or XLSX file"),
        required=False,
        help_text=_("With the columns day and value."),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("lines")) == bool(data.get("file")):
            raise forms.ValidationError(_("Type readings or choose a file, one of the two."))
        return data


def factor(unit: str) -> float:
    """A share is kept as 0 to 1 and typed as percent."""
    return 100.0 if unit == "%" else 1.0
