"""Starting an organisation, and who belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, membership
from accounts.actor import Actor
from accounts.forms import ResetPasswordForm
from accounts.models import Role
from accounts.organisation_forms import MemberForm, OrganisationForm
from accounts.paging import page_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "accounts/organisation_new.html", {"form": form}, status=status)
    organisation = membership.create_organisation(
        **form.cleaned_data, by=Actor.of(request).user_id, at=timezone.now()
    )
    return redirect("accounts:members", organisation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def members(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """Who belongs; an owner lets somebody in. A new member is mailed a link to set a password."""
    actor = Actor.of(request)
    organisation = get_object_or_404(access.organisations(actor), pk=organisation_id)
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        access.require(actor, organisation.actor_role, Role.OWNER)
        if form.is_valid():
            try:
                member = membership.add_member(
                    organisation=organisation,
                    **form.cleaned_data,
                    by=actor.user_id,
                    at=timezone.now(),
                )
            except membership.MembershipError as error:
                form.add_error(None, str(error))
            else:
                if not member.user.has_usable_password():
                    _mail_a_link(request, member.user.email)
                messages.success(request, _("%(who)s is a member now.") % {"who": member.user})
                return redirect("accounts:members", organisation.pk)
    rows = organisation.memberships.select_related("user").order_by("user__name", "pk")
    context = {
        "organisation": organisation,
        "tab": "members",
        "page": page_of(request, rows),
        "form": form,
        "may_change": access.allows(actor, organisation.actor_role, Role.OWNER),
    }
    status = 400 if form.errors else 200
    return render(request, "accounts/members.html", context, status=status)


def _mail_a_link(request: HttpRequest, email: str) -> None:
    form = ResetPasswordForm({"email": email})
    if form.is_valid():
        form.save(request)


@require_POST
@login_required
def remove_member(
    request: HttpRequest, organisation_id: uuid.UUID, user_id: uuid.UUID
) -> HttpResponse:
    actor = Actor.of(request)
    organisation = get_object_or_404(access.organisations(actor), pk=organisation_id)
    access.require(actor, organisation.actor_role, Role.OWNER)
    member = get_object_or_404(organisation.memberships, user_id=user_id)
    try:
        membership.remove_member(member=member, by=actor.user_id, at=timezone.now())
    except membership.MembershipError as error:
        messages.error(request, str(error))
    return redirect("accounts:members", organisation.pk)
