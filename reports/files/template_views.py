"""Masters and templates that files are written into: an organisation's, and a person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actor import Actor
from reports.deliverables.formats import TEMPLATE_CHECKS
from reports.deliverables.office_file import MAX_BYTES, TemplateError
from reports.files import access
from reports.files.brand_forms import TemplateForm
from reports.files.brand_views import address, editable, page_again
from reports.services import brands

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from accounts.models import Organisation
    from reports.models import FileTemplate

_KINDS = {"pptx": "pptx", "potx": "pptx", "docx": "docx", "dotx": "docx"}


@require_POST
@login_required
def add(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """A master or template from the client, checked before it is kept."""
    actor, organisation = editable(request, organisation_id)
    return _add(request, actor, organisation)


@require_POST
@login_required
def add_own(request: HttpRequest) -> HttpResponse:
    """One's own, for files of every organisation."""
    return _add(request, Actor.of(request), None)


def _add(request: HttpRequest, actor: Actor, organisation: Organisation | None) -> HttpResponse:
    form = TemplateForm(request.POST, request.FILES)
    if form.is_valid() and (found := _checked(form)) is not None:
        try:
            brands.add_template(
                organisation=organisation,
                kind=found[0],
                name=form.cleaned_data["name"],
                data=found[1],
                by=actor.user_id,
                at=timezone.now(),
            )
        except brands.TemplateLimitError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. Files made from now on are written into it."))
            return redirect(address(organisation))
    return page_again(request, actor, organisation, form)


def _checked(form: TemplateForm) -> tuple[str, bytes] | None:
    """Kind and bytes of the upload, or None and an error on the form."""
    file = form.cleaned_data["file"]
    kind = _KINDS.get(file.name.rpartition(".")[2].casefold(), "")
    if kind not in TEMPLATE_CHECKS:
        form.add_error("file", _("Choose a .pptx or .docx file."))
        return None
    if file.size > MAX_BYTES:
        form.add_error("file", _("The file is larger than 20 MB."))
        return None
    data = file.read()
    try:
        TEMPLATE_CHECKS[kind](data)
    except TemplateError as error:
        form.add_error("file", str(error))
        return None
    return kind, data


@require_POST
@login_required
def remove(
    request: HttpRequest, organisation_id: uuid.UUID, template_id: uuid.UUID
) -> HttpResponse:
    actor, organisation = editable(request, organisation_id)
    rows = access.file_templates(actor).filter(organisation=organisation)
    return _remove(request, actor, rows, template_id, organisation)


@require_POST
@login_required
def remove_own(request: HttpRequest, template_id: uuid.UUID) -> HttpResponse:
    actor = Actor.of(request)
    return _remove(request, actor, access.own_templates(actor), template_id, None)


def _remove(
    request: HttpRequest,
    actor: Actor,
    rows: QuerySet[FileTemplate],
    template_id: uuid.UUID,
    organisation: Organisation | None,
) -> HttpResponse:
    row = get_object_or_404(rows.defer("data"), pk=template_id)
    brands.remove_template(template=row, by=actor.user_id, at=timezone.now())
    messages.success(request, _("Removed. Files made with it stay."))
    return redirect(address(organisation))
