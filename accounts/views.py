"""A person's own API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import access, services
from accounts.actor import Actor
from accounts.forms import TokenForm, TokenKeyForm
from accounts.paging import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    page = page_of(request, access.api_tokens(Actor.of(request)))
    context = {"page": page, "now": timezone.now()}
    return render(request, "accounts/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # no types in allauth
def new_token(request: HttpRequest) -> HttpResponse:
    """The form; once it is sent, the secret: it is in that answer and nowhere else."""
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "accounts/token_new.html", {"form": form}, status=status)
    secret = services.issue_token(
        name=form.cleaned_data["name"],
        read_only=form.cleaned_data["scope"] == "read",
        days=form.cleaned_data["days"],
        by=Actor.of(request).user_id,
        at=timezone.now(),
    )
    context = {"secret": secret, "name": form.cleaned_data["name"]}
    return render(request, "accounts/token_issued.html", context)


@require_POST
@login_required
def revoke_token(request: HttpRequest) -> HttpResponse:
    """The key comes in the body: the first letters of a token do not belong in logs."""
    actor = Actor.of(request)
    form = TokenKeyForm(request.POST)
    if not form.is_valid():
        raise Http404
    token = get_object_or_404(access.api_tokens(actor), **form.cleaned_data)
    services.revoke_token(token=token, by=actor.user_id, at=timezone.now())
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:tokens")
