"""Which files are wanted, for whom, in whose look, and into what they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.deliverables.formats import FORMATS
from reports.models import FileTemplate
from reports.plan_forms import KnownFields
from reports.services.files import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from reports.files.figures_of import Figures
    from reports.files.looks import Wardrobe
    from reports.models import MadeFile

# Written into the product's own layout, whatever the look says.
OUR_LAYOUT = "none"
KINDS = FileTemplate.Kind.values


class MakeForm(KnownFields):
    """wardrobe: what the person may choose from. earlier: files of the organisation. rounds: the
    figures there are, newest first. A template is used by the formats of its kind, `since` by those
    that can mark what changed."""

    analysis = forms.ChoiceField(label=_("Figures of"), required=False)

    format = forms.MultipleChoiceField(
        label=_("Files"), widget=forms.CheckboxSelectMultiple, required=False
    )
    audience = forms.ChoiceField(label=_("Slides for"), required=False, widget=forms.RadioSelect)
    look = forms.ChoiceField(label=_("In whose look"), required=False, widget=forms.RadioSelect)
    pptx = forms.ChoiceField(label=_("Slides written into"), required=False)
    docx = forms.ChoiceField(label=_("Word written into"), required=False)
    since: forms.ModelChoiceField[MadeFile] = forms.ModelChoiceField(
        queryset=None,
        label=_("Mark what changed since"),
        required=False,
        empty_label=_("mark nothing"),
    )

    def __init__(
        self,
        *args: Any,
        wardrobe: Wardrobe,
        earlier: QuerySet[MadeFile],
        rounds: Sequence[Figures],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = rounds
        with_plan = any(item.with_plan for item in rounds)
        self.formats = [item for item in FORMATS.values() if with_plan or not item.of_plan]
        newest, *older = [(item.key, item.name) for item in rounds] or [("", "")]
        _choices(self, "analysis", [("", _("%s, the newest") % newest[1]), *older])
        _choices(self, "format", [(item.key, item.name) for item in self.formats])
        audiences = {
            key: words for item in self.formats for key, words in (item.audiences or {}).items()
        }
        _choices(self, "audience", list(audiences.items()))
        self.fields["audience"].initial = next(iter(audiences), "")
        self.wardrobe = wardrobe
        _choices(self, "look", [(item.look, item.look.label) for item in wardrobe.looks])
        for kind in KINDS:
            _choices(self, kind, _written_into(wardrobe, kind))
        comparing = [key for key, item in FORMATS.items() if item.compares]
        _rows(self, "since", earlier.filter(format__in=comparing))
        used = {item.template for item in self.formats}
        needs = {
            "analysis": older,
            "audience": audiences,
            "since": comparing,
            **{kind: kind in used for kind in KINDS},
        }
        for name, needed in needs.items():
            if not needed:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("format") and "format" not in self.errors:
            self.add_error("format", ValidationError(_("Choose at least one file.")))
        if self.rounds and not self.errors and not self.figures().with_plan:
            planned = [key for key in data["format"] if FORMATS[key].of_plan]
            for key in planned:
                fault = _(
                    "%(file)s: this file tells of a roadmap, and none was made from %(round)s."
                )
                params = {"file": FORMATS[key].name, "round": self.figures().name}
                self.add_error("format", ValidationError(fault, params=params))
        return data

    def figures(self) -> Figures:
        """Those that were chosen, of the newest round unless said. There is a round."""
        chosen = self.cleaned_data.get("analysis")
        return next((item for item in self.rounds if item.key == chosen), self.rounds[0])

    def choices(self) -> list[Choice]:
        """As the service takes them. The form is valid."""
        data = self.cleaned_data
        dress = self.wardrobe.dress(data["look"])
        rows = {str(row.pk): row for row in self.wardrobe.templates}
        into = {
            kind: rows.get(data[kind]) if data.get(kind) else dress.templates.get(kind)
            for kind in KINDS
        }
        return [
            choice_of(key, data.get("audience", ""), dress.look, into, data.get("since"))
            for key in data["format"]
        ]


def choice_of(
    key: str,
    audience: str,
    look: str,
    into: Mapping[str, FileTemplate | None],
    since: MadeFile | None,
) -> Choice:
    """One file, with what of the wishes its format knows. into: by kind of template."""
    wanted = FORMATS[key]
    audiences = wanted.audiences or {}
    return Choice(
        format=key,
        audience=audience if audience in audiences else next(iter(audiences), ""),
        look=look,
        template=into.get(wanted.template),
        since=since if since and wanted.compares and since.format == key else None,
    )


def _written_into(wardrobe: Wardrobe, kind: str) -> list[tuple[str, Any]]:
    """What files of a kind may be written into, the client's and one's own apart."""
    groups = ((_("The client’s"), wardrobe.clients), (_("Your own"), wardrobe.own))
    named = [
        (label, [(str(row.pk), row.name) for row in rows if row.kind == kind])
        for label, rows in groups
    ]
    first: list[tuple[Any, Any]] = [
        ("", _("what the look says")),
        (OUR_LAYOUT, _("our own layout")),
    ]
    return [*first, *((label, rows) for label, rows in named if rows)]


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = choices


def _rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    field.queryset = rows
