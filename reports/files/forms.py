"""Which files are wanted, for whom, and into what they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.deliverables.formats import FORMATS
from reports.plan_forms import KnownFields
from reports.services.files import Choice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from reports.models import FileTemplate, MadeFile


class MakeForm(KnownFields):
    """templates, earlier: those of the organisation. with_plan: there is a roadmap. A template is
    used by the formats of its kind, `since` by those that can mark what changed."""

    format = forms.MultipleChoiceField(
        label=_("Files"), widget=forms.CheckboxSelectMultiple, required=False
    )
    audience = forms.ChoiceField(label=_("Slides for"), required=False, widget=forms.RadioSelect)
    template: forms.ModelChoiceField[FileTemplate] = forms.ModelChoiceField(
        queryset=None, label=_("Written into"), required=False, empty_label=_("our own layout")
    )
    since: forms.ModelChoiceField[MadeFile] = forms.ModelChoiceField(
        queryset=None,
        label=_("Mark what changed since"),
        required=False,
        empty_label=_("mark nothing"),
    )

    def __init__(
        self,
        *args: Any,
        templates: QuerySet[FileTemplate],
        earlier: QuerySet[MadeFile],
        with_plan: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.formats = [item for item in FORMATS.values() if with_plan or not item.of_plan]
        _choices(self, "format", [(item.key, item.name) for item in self.formats])
        audiences = {
            key: words for item in self.formats for key, words in (item.audiences or {}).items()
        }
        _choices(self, "audience", list(audiences.items()))
        self.fields["audience"].initial = next(iter(audiences), "")
        kinds = {item.template for item in FORMATS.values() if item.template}
        _rows(self, "template", templates.filter(kind__in=kinds))
        comparing = [key for key, item in FORMATS.items() if item.compares]
        _rows(self, "since", earlier.filter(format__in=comparing))
        for name, needed in (("audience", audiences), ("template", kinds), ("since", comparing)):
            if not needed:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("format") and "format" not in self.errors:
            self.add_error("format", ValidationError(_("Choose at least one file.")))
        return data

    def choices(self) -> list[Choice]:
        """As the service takes them. The form is valid."""
        data = self.cleaned_data
        return [
            choice_of(key, data.get("audience", ""), data.get("template"), data.get("since"))
            for key in data["format"]
        ]


def choice_of(
    key: str,
    audience: str = "",
    template: FileTemplate | None = None,
    since: MadeFile | None = None,
) -> Choice:
    """One file, with what of the wishes its format knows."""
    wanted = FORMATS[key]
    audiences = wanted.audiences or {}
    return Choice(
        format=key,
        audience=audience if audience in audiences else next(iter(audiences), ""),
        template=template if template and template.kind == wanted.template else None,
        since=since if since and wanted.compares and since.format == key else None,
    )


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices


def _rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    field.queryset = rows
