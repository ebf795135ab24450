"""How far a piece of background work is, stopping it, and another try when it failed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import allows, require
from accounts.actor import Actor
from accounts.models import Role
from jobs import access, services
from jobs.chain import chain

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from jobs.models import JobRun

# htmx stops asking when an answer has this status.
STOP_POLLING = 286


@require_GET
@login_required
def progress(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """The chain that begins with this job: a page, or for htmx (`poll`) its steps alone.

    A poll answers 204 while nothing has changed; once all is done it leads on to `next`, but only
    somebody who has `seen` the work unfinished: a page that shows finished work stays where it is.
    """
    actor = Actor.of(request)
    job = get_object_or_404(access.job_runs(actor).select_related("organisation"), pk=job_id)
    found = chain(access.job_runs(actor), job, timezone.now())
    onward = _onward(request, request.GET.get("next", ""))
    seen = request.GET.get("seen", "")
    if "poll" in request.GET:
        if found.done and onward and seen:
            return HttpResponse(headers={"HX-Redirect": onward})
        if seen == found.fingerprint and not found.over:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {
        "job": job,
        "organisation": job.organisation,
        "chain": found,
        "next": onward,
        "may_change": allows(actor, job.actor_role, Role.EDITOR),
    }
    if "poll" in request.GET:
        status = STOP_POLLING if found.over else HTTPStatus.OK
        return render(request, "jobs/_steps.html", context, status=status)
    return render(request, "jobs/progress.html", context)


@require_POST
@login_required
def retry(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Try the job again with which this chain ended too early."""
    actor, job = _changeable(request, job_id)
    stopped = chain(access.job_runs(actor), job, timezone.now()).stopped
    try:
        services.retry(job=stopped or job, by=actor.user_id, at=timezone.now())
    except services.NotFailedError:
        messages.info(request, _("Nothing has failed here: there is nothing to try again."))
    return _back_to_progress(request, job)


@require_POST
@login_required
def cancel(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Stop what waits or runs of this chain."""
    actor, job = _changeable(request, job_id)
    at_work = chain(access.job_runs(actor), job, timezone.now()).under_way
    try:
        services.cancel(job=at_work or job, by=actor.user_id, at=timezone.now())
    except services.OverError:
        messages.info(request, _("This is over already: there is nothing to stop."))
    return _back_to_progress(request, job)


def _changeable(request: HttpRequest, job_id: uuid.UUID) -> tuple[Actor, JobRun]:
    actor = Actor.of(request)
    job = get_object_or_404(access.job_runs(actor), pk=job_id)
    require(actor, job.actor_role, Role.EDITOR)
    return actor, job


def _back_to_progress(request: HttpRequest, job: JobRun) -> HttpResponse:
    onward = _onward(request, request.POST.get("next", ""))
    query = f"?{urlencode({'next': onward})}" if onward else ""
    return redirect(reverse("jobs:progress", args=[job.pk]) + query)


def _onward(request: HttpRequest, url: str) -> str:
    """The page to go to afterwards if it is one of ours, else nothing."""
    own = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if own else ""
