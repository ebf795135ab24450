"""The page on which an owner decides how long things are kept, and sees what would go when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import access as accounts_access
from accounts.actor import Actor
from accounts.models import Role
from assessments import retention
from assessments.models.keeping import MAX_DAYS, MAX_MONTHS

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


class RetentionForm(forms.Form):
    """Whole months and days after the close of a round."""

    answers_months = forms.IntegerField(
        label=gettext_lazy("Answers and who gave them, months after the round is closed"),
        min_value=1,
        max_value=MAX_MONTHS,
    )
    invitations_days = forms.IntegerField(
        label=gettext_lazy("Invitations, mails and links, days after the round is closed"),
        min_value=1,
        max_value=MAX_DAYS,
    )

    @property
    def periods(self) -> retention.Periods:
        return retention.Periods(**self.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    """What would go is shown for what is set or, asked by the first button, for what is typed."""
    actor = Actor.of(request)
    organisation = get_object_or_404(accounts_access.organisations(actor), pk=organisation_id)
    accounts_access.require(actor, organisation.actor_role, Role.OWNER)
    periods, now = retention.periods_of(organisation), timezone.now()
    form = RetentionForm(
        request.POST if request.method == "POST" else None,
        initial={
            "answers_months": periods.answers_months,
            "invitations_days": periods.invitations_days,
        },
    )
    trial = "try" in request.POST
    if form.is_valid():
        if not trial:
            retention.set_periods(
                organisation=organisation, periods=form.periods, by=actor.user_id, at=now
            )
            messages.success(request, _("Kept so long from now on."))
            return redirect("assessments:retention", organisation.pk)
        periods = form.periods
    context = {
        "organisation": organisation,
        "tab": "assessments",
        "form": form,
        "trial": trial and form.is_valid(),
        "rounds": retention.schedule(organisation, periods, now),
    }
    status = 400 if form.errors else 200
    return render(request, "assessments/retention.html", context, status=status)
