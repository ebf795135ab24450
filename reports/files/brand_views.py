"""How files look: an organisation's page, a person's own, and the templates of a client."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from reports.deliverables.formats import TEMPLATE_CHECKS
from reports.deliverables.office_file import MAX_BYTES, TemplateError
from reports.files import access, brand_preview
from reports.files.brand_forms import BrandForm, OwnBrandForm, TemplateForm
from reports.services import brands
from roadmaps.errors import ChangedElsewhereError

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from accounts.models import Organisation
    from reports.models import BrandFields

_KINDS = {"pptx": "pptx", "potx": "pptx", "docx": "docx", "dotx": "docx"}


def editable(
    request: HttpRequest, organisation_id: uuid.UUID, at_least: Role = Role.EDITOR
) -> tuple[Actor, Organisation]:
    """404 outside the organisation, 403 for whoever may only read."""
    actor = Actor.of(request)
    found = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    accounts_access.require(actor, found.actor_role, at_least)
    return actor, found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def brand(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The look of one organisation's files."""
    actor, organisation = editable(request, organisation_id)
    row = access.organisation_brand(organisation)
    given = request.POST if request.method == "POST" else None
    shown = row or access.own_brand(actor.user_id)
    initial = {**BrandForm.initial_of(row), **_inherited(row, shown)}
    form = BrandForm(given, request.FILES or None, initial=initial)
    context = {"organisation": organisation, "tab": "deliverables", "inherited": shown is not row}
    status = HTTPStatus.OK
    if given is not None:
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                brands.set_brand(
                    organisation=organisation,
                    values=_with_logo(form.values(), row, shown),
                    version=form.cleaned_data["version"],
                    by=actor.user_id,
                    at=timezone.now(),
                )
            except ChangedElsewhereError as error:
                status, context["overtaken"] = HTTPStatus.CONFLICT, error
                row = shown = access.organisation_brand(organisation)
            else:
                messages.success(request, _("Kept. Files made from now on look like this."))
                return redirect("files:brand", organisation.pk)
    context |= _templates(actor, organisation)
    return _page(request, form, shown, context, status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_brand(request: HttpRequest) -> HttpResponse:
    """What one's files look like for organisations that have said nothing."""
    actor = Actor.of(request)
    row = access.own_brand(actor.user_id)
    given = request.POST if request.method == "POST" else None
    form = OwnBrandForm(given, request.FILES or None, initial=OwnBrandForm.initial_of(row))
    context: dict[str, Any] = {}
    status = HTTPStatus.OK
    if given is not None:
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                brands.set_own_brand(
                    values=form.values(),
                    version=form.cleaned_data["version"],
                    by=actor.user_id,
                    at=timezone.now(),
                )
            except ChangedElsewhereError as error:
                status, context["overtaken"] = HTTPStatus.CONFLICT, error
                row = access.own_brand(actor.user_id)
            else:
                messages.success(request, _("Kept, for organisations without a look of their own."))
                return redirect("files:own-brand")
    return _page(request, form, row, context, status)


def _inherited(row: BrandFields | None, shown: BrandFields | None) -> dict[str, Any]:
    """What an organisation's first form begins with: the look that its files have until then."""
    if row is not None or shown is None:
        return {}
    return {**OwnBrandForm.initial_of(shown), "version": 0}


def _with_logo(
    values: dict[str, Any], row: BrandFields | None, shown: BrandFields | None
) -> dict[str, Any]:
    """The first look of an organisation keeps the logo that was shown, unless another is given."""
    if row is None and shown is not None:
        return {"logo": bytes(shown.logo), **values}
    return values


def _page(
    request: HttpRequest,
    form: OwnBrandForm,
    row: BrandFields | None,
    context: dict[str, Any],
    status: HTTPStatus,
) -> HttpResponse:
    context |= {
        "form": form,
        "version": row.version if row and "overtaken" in context else form["version"].value(),
        "has_logo": bool(row and row.logo),
        "primary": form["primary"].value() or "",
        "accent": form["accent"].value() or "",
    }
    return render(request, "reports/files/brand.html", context, status=status)


@require_safe
@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """Two colours as a picture, or for htmx the picture's frame. Shows nothing of anybody."""
    colours = {name: request.GET.get(name, "")[:7] for name in ("primary", "accent")}
    if "frame" in request.GET:
        return render(request, "reports/files/_preview.html", colours)
    return HttpResponse(brand_preview.picture(**colours), content_type="image/svg+xml")


@require_safe
@login_required
def logo(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """The logo that files of an organisation carry now, or that of one's own look."""
    actor = Actor.of(request)
    found = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    return _png(access.organisation_brand(found) or access.own_brand(actor.user_id))


@require_safe
@login_required
def own_logo(request: HttpRequest) -> HttpResponse:
    return _png(access.own_brand(Actor.of(request).user_id))


def _png(row: BrandFields | None) -> HttpResponse:
    if row is None or not row.logo:
        raise Http404
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(bytes(row.logo), content_type="image/png", headers=headers)


def _templates(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    rows = access.file_templates(actor).filter(organisation=organisation).defer("data")
    return {
        "templates": rows,
        "template_form": TemplateForm(),
        "takes_templates": sorted(TEMPLATE_CHECKS),
    }


@require_POST
@login_required
def add_template(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """A master or template from the client, checked before it is kept."""
    actor, organisation = editable(request, organisation_id)
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
            messages.success(request, _("Kept. Choose it when you make a file."))
            return redirect("files:brand", organisation.pk)
    row = access.organisation_brand(organisation)
    shown = row or access.own_brand(actor.user_id)
    initial = {**BrandForm.initial_of(row), **_inherited(row, shown)}
    context = {"organisation": organisation, "tab": "deliverables", "inherited": shown is not row}
    context |= {**_templates(actor, organisation), "template_form": form}
    return _page(request, BrandForm(initial=initial), shown, context, HTTPStatus.BAD_REQUEST)


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
def remove_template(
    request: HttpRequest, organisation_id: uuid.UUID, template_id: uuid.UUID
) -> HttpResponse:
    actor, organisation = editable(request, organisation_id)
    rows = access.file_templates(actor).filter(organisation=organisation)
    row = get_object_or_404(rows.defer("data"), pk=template_id)
    brands.remove_template(template=row, by=actor.user_id, at=timezone.now())
    messages.success(request, _("Removed. Files made with it stay."))
    return redirect("files:brand", organisation.pk)
