"""How files look: an organisation's page, and a person's own."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from reports.files import access, brand_preview
from reports.files.brand_forms import BrandForm, OwnBrandForm, TemplateForm
from reports.models import OwnBrand
from reports.services import brands
from roadmaps.errors import ChangedElsewhereError

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from accounts.models import Organisation
    from reports.models import BrandFields


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
    return _look(request, actor, organisation)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_brand(request: HttpRequest) -> HttpResponse:
    """The look of files that a person makes in their own, for any organisation."""
    return _look(request, Actor.of(request), None)


def _look(request: HttpRequest, actor: Actor, organisation: Organisation | None) -> HttpResponse:
    row, shown = _known(actor, organisation)
    form = _form(request, organisation, row, shown)
    if not form.is_bound:
        return _page(request, actor, organisation, form, shown)
    if not form.is_valid():
        return _page(request, actor, organisation, form, shown, status=HTTPStatus.BAD_REQUEST)
    try:
        _keep(actor, organisation, form, row, shown)
    except ChangedElsewhereError as error:
        shown = _known(actor, organisation)[1]
        more = {"overtaken": error}
        return _page(
            request, actor, organisation, form, shown, status=HTTPStatus.CONFLICT, more=more
        )
    messages.success(request, _("Kept. Files made from now on look like this."))
    return redirect(address(organisation))


def address(organisation: Organisation | None) -> str:
    """Of the page of a look: an organisation's, or one's own."""
    if organisation is None:
        return reverse("files:own-brand")
    return reverse("files:brand", args=[organisation.pk])


def page_again(
    request: HttpRequest, actor: Actor, organisation: Organisation | None, template: TemplateForm
) -> HttpResponse:
    """The page of a look with a template that was refused."""
    row, shown = _known(actor, organisation)
    form = _form(None, organisation, row, shown)
    status, more = HTTPStatus.BAD_REQUEST, {"template_form": template}
    return _page(request, actor, organisation, form, shown, status=status, more=more)


def _known(
    actor: Actor, organisation: Organisation | None
) -> tuple[BrandFields | None, BrandFields | None]:
    """The row that is edited, and the one whose look files have until there is one."""
    own = access.own_brand(actor.user_id)
    if organisation is None:
        return own, own
    row = access.organisation_brand(organisation)
    return row, row or own


def _form(
    request: HttpRequest | None,
    organisation: Organisation | None,
    row: BrandFields | None,
    shown: BrandFields | None,
) -> OwnBrandForm:
    form_class = BrandForm if organisation else OwnBrandForm
    initial = {**form_class.initial_of(row), **_inherited(row, shown)}
    if request is None or request.method != "POST":
        return form_class(initial=initial)
    return form_class(request.POST, request.FILES or None, initial=initial)


def _keep(
    actor: Actor,
    organisation: Organisation | None,
    form: OwnBrandForm,
    row: BrandFields | None,
    shown: BrandFields | None,
) -> None:
    """Raises ChangedElsewhereError."""
    version, now = form.cleaned_data["version"], timezone.now()
    values = _with_logo(form.values(), row, shown)
    if organisation is None:
        brands.set_own_brand(values=values, version=version, by=actor.user_id, at=now)
        return
    brands.set_brand(
        organisation=organisation, values=values, version=version, by=actor.user_id, at=now
    )


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
    actor: Actor,
    organisation: Organisation | None,
    form: OwnBrandForm,
    shown: BrandFields | None,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """shown: what is in force now."""
    more = more or {}
    rows = access.own_templates(actor)
    if organisation is not None:
        rows = access.file_templates(actor).filter(organisation=organisation)
    context = {
        "form": form,
        "version": shown.version if shown and "overtaken" in more else form["version"].value(),
        "has_logo": bool(shown and shown.logo),
        "primary": form["primary"].value() or "",
        "accent": form["accent"].value() or "",
        "templates": rows.defer("data"),
        "template_form": TemplateForm(),
        **more,
    }
    if organisation is not None:
        inherited = isinstance(shown, OwnBrand)
        context |= {"organisation": organisation, "tab": "deliverables", "inherited": inherited}
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
