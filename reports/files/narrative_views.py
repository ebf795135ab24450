"""The words of the files: what rules have written, and what people have made of it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from accounts.text_gate import COMMENT, TextField
from reports.deliverables import loading, narrative
from reports.files import access, history
from reports.files.views import found, newest
from reports.plan_forms import KnownFields
from reports.services import passages as passage_services
from roadmaps.errors import ChangedElsewhereError

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from accounts.models import Organisation
    from assessments.models import Analysis
    from reports.deliverables.document import Deliverable
    from reports.deliverables.narrative import Editable
    from reports.models import EditedPassage
    from roadmaps.models import Roadmap


class PassageForm(KnownFields):
    """text: the new wording, empty for what the rules write. seen: what the person had before
    them, as it was sent to the browser."""

    key = forms.CharField(max_length=120)
    text = TextField(
        label=gettext_lazy("In your words"),
        limit=COMMENT,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = TextField(limit=COMMENT, required=False, multiline=True, widget=forms.HiddenInput)
    reset = forms.CharField(required=False, max_length=10)


@dataclass(frozen=True, slots=True)
class Line:
    """One passage as the page shows it. edited: its row, None for the rule-written text. typed:
    what was sent and not kept, with what stood in the way."""

    passage: Editable
    edited: EditedPassage | None
    who: str
    outdated: bool
    form: PassageForm | None = None
    overtaken: ChangedElsewhereError | None = None

    @property
    def text(self) -> str:
        return self.edited.text if self.edited else self.passage.written


@dataclass(frozen=True, slots=True)
class Part:
    """The passages of one section, of which one is shown at a time."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def edited(self) -> int:
        return sum(line.edited is not None for line in self.lines)

    @property
    def outdated(self) -> int:
        return sum(line.outdated for line in self.lines)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The passages of one section, `?part=`. POST: one passage."""
    actor, organisation = found(request, organisation_id)
    if request.method == "POST":
        accounts_access.require(actor, organisation.actor_role, Role.EDITOR)
    analysis, roadmap = newest(actor, organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "tab": "deliverables",
        "may_edit": accounts_access.allows(actor, organisation.actor_role, Role.EDITOR),
    }
    if analysis is None:
        if request.method == "POST":
            raise Http404
        return render(request, "reports/files/narrative.html", context)
    document = _rule_written(organisation, analysis, roadmap)
    passages = {item.key: item for item in narrative.passages(document)}
    form = PassageForm(request.POST) if request.method == "POST" else None
    if form is not None and (done := _kept(request, actor, analysis, passages, form)) is not None:
        return done
    parts = _parts(actor, organisation, analysis, document, form)
    context |= {"parts": parts, "part": _chosen(request, parts, passages), "form": form}
    context["outdated"] = sum(part.outdated for part in parts)
    status = HTTPStatus.OK
    if form is not None:
        clash = getattr(form, "overtaken", None)
        status = HTTPStatus.CONFLICT if clash else HTTPStatus.BAD_REQUEST
    return render(request, "reports/files/narrative.html", context, status=status)


def _rule_written(
    organisation: Organisation, analysis: Analysis, roadmap: Roadmap | None
) -> Deliverable:
    brand = access.brand_for(organisation, None)
    return loading.load(analysis, roadmap, brand=brand, at=timezone.now(), reworded=False)


def _kept(
    request: HttpRequest,
    actor: Actor,
    analysis: Analysis,
    passages: dict[str, Editable],
    form: PassageForm,
) -> HttpResponse | None:
    """The answer if the passage was kept; None with the form saying why it was not."""
    passage = passages.get(str(request.POST.get("key", ""))[:120])
    if passage is None:
        raise Http404
    if not form.is_valid():
        return None
    now, text = timezone.now(), form.cleaned_data["text"]
    if form.cleaned_data["reset"] or not text:
        passage_services.reset(analysis=analysis, key=passage.key, by=actor.user_id, at=now)
        messages.success(request, _("Back to what the figures say."))
    else:
        try:
            passage_services.edit(
                analysis=analysis,
                passage=passage,
                text=text,
                seen=form.cleaned_data["seen"],
                by=actor.user_id,
                at=now,
            )
        except ChangedElsewhereError as error:
            form.overtaken = error  # type: ignore[attr-defined]
            form.add_error("text", str(error))
            return None
        messages.success(request, _("Kept. Files made from now on say it in your words."))
    back = reverse("files:narrative", args=[analysis.assessment.organisation_id])
    return redirect(f"{back}?{urlencode({'part': passage.section})}#{passage.key}")


def _chosen(request: HttpRequest, parts: list[Part], passages: dict[str, Editable]) -> Part | None:
    """The section that was asked for, that of the passage that was sent, or the first."""
    sent = passages.get(request.POST.get("key", ""))
    asked = sent.section if sent else request.GET.get("part", "")
    return next((part for part in parts if part.key == asked), parts[0] if parts else None)


def _parts(
    actor: Actor,
    organisation: Organisation,
    analysis: Analysis,
    document: Deliverable,
    form: PassageForm | None,
) -> list[Part]:
    edited = {row.key: row for row in access.passages_of(analysis.assessment_id)}
    names = history.names(actor, organisation)
    titles = {section.key: section.title for section in document.sections}
    parts: dict[str, list[Line]] = {key: [] for key in titles}
    for passage in narrative.passages(document):
        row = edited.get(passage.key)
        own = form if form is not None and form.data.get("key") == passage.key else None
        parts[passage.section].append(
            Line(
                passage=passage,
                edited=row,
                who=names.get(row.edited_by, "") if row and row.edited_by else "",
                outdated=row is not None and row.basis != passage.basis,
                form=own,
                overtaken=getattr(own, "overtaken", None),
            )
        )
    return [Part(key, titles[key], tuple(lines)) for key, lines in parts.items() if lines]
