"""Made-up content that shows every component of the design system in its real states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from accounts.text_gate import TextField

if TYPE_CHECKING:
    from django.http import QueryDict

AREAS = [
    ("process", _("Process")),
    ("people", _("People")),
    ("data", _("Data")),
    ("analytics", _("Analytics")),
    ("technology", _("Technology")),
]
STAGES = [
    (1, _("reactive")),
    (2, _("foundational")),
    (3, _("defined")),
    (4, _("integrated")),
    (5, _("adaptive")),
]
STATEMENTS = [
    _("By e-mail or word of mouth, when somebody thinks of it"),
    _("By a routing rule, and sales answers when it can"),
    _("By an agreed definition, and response time is measured"),
    _("By an agreed definition with a time limit, and misses are followed up"),
    _("By a shared view of the customer that both teams improve each quarter"),
]
# Capability, area key, area name, score, level, target, level by role (marketing, IT, sales).
ROWS = [
    (_("Lead management"), "process", _("Process"), "1.9", 1, "4", (2, 1, 1)),
    (_("Operations coverage"), "people", _("People"), "1.4", 1, "3", (1, 2, 1)),
    (_("Closed-loop reporting"), "analytics", _("Analytics"), "2.6", 2, "4", (3, 2, 2)),
    (_("Profile and identity"), "data", _("Data"), "3.4", 3, "4", (4, 3, None)),
    (_("Automation platform"), "technology", _("Technology"), "4.2", 4, "4", (5, 4, 4)),
]


class ExampleForm(forms.Form):
    """One field of each kind; bound and wrong when the gallery is asked for `?form=wrong`."""

    name = TextField(label=_("Name of the assessment"), help_text=_("Such as Autumn 2026."))
    email = forms.EmailField(label=_("E-mail address"))
    size = forms.ChoiceField(
        label=_("Size"), choices=[("", _("Choose one")), ("small", _("up to 15 marketers"))]
    )
    due = forms.DateField(
        label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    sure = forms.ChoiceField(
        label=_("How sure are you?"),
        choices=[("1", _("a guess")), ("2", _("fairly")), ("3", _("sure"))],
        widget=forms.RadioSelect,
    )
    note = TextField(label=_("Note"), multiline=True, required=False)
    remind = forms.BooleanField(
        label=_("Remind me a week before"),
        help_text=_("One message, no more."),
        required=False,
    )


def context(query: QueryDict) -> dict[str, Any]:
    """The context of `design/gallery.html`; `query` is the page's own query string."""
    wrong = {"name": "", "email": "anna@", "size": "", "sure": ""}
    form = ExampleForm(wrong if query.get("form") == "wrong" else None)
    return {
        "areas": AREAS,
        "stages": STAGES,
        "statements": STATEMENTS,
        "rows": ROWS,
        "by_level": {"heading": _("Level"), "url": "#tables", "sorted": "ascending"},
        "tiles": [
            {"name": name, "level": level, "text": score}
            for name, _key, _area, score, level, _target, _roles in ROWS
        ]
        + [
            {"name": _("Customer care"), "level": None, "reason": _("one voice is too few to show")}
        ],
        "camp": [
            {"x": "31", "high": False},
            {"x": "54", "high": False},
            {"x": "146", "high": True},
        ],
        "bars": [
            {"level": level, "statement": statement, "count": count, "width": 20 * count}
            for level, (statement, count) in enumerate(
                zip(STATEMENTS, (2, 5, 3, 0, 1), strict=True), start=1
            )
        ],
        "form": form,
        "page": Paginator(range(75), 25).page(2),
        "levels": range(1, 6),
        "example_light": static("img/example-chart-light.svg"),
        "example_dark": static("img/example-chart-dark.svg"),
        "example_figure": static("img/example-chart.json"),
    }
