"""The way in for people without an account: the page behind a link. Reading it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments import guests, inviting, services
from assessments.answerer import began_here, held_by, hold, keep_in_browser
from assessments.content import minutes_for
from assessments.errors import AssessmentError, GoneError
from assessments.forms import BeginForm, BeginUnnamedForm
from assessments.missed import seconds_to_wait
from assessments.models import Respondent
from capabilities import catalogue

if TYPE_CHECKING:
    import uuid

    from assessments.models import AnswerLink


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    link = guests.find_link(secret)
    if link is None:
        return _missed(request)
    if link.assessment.is_closed:
        return _gone(request, link)
    if link.assessment.is_anonymous:
        return _enter_unnamed(request, link)
    return _enter_named(request, link)


def _enter_named(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    respondent = link.invitation.respondent if link.invitation else None
    if respondent is not None and respondent.state != Respondent.State.ANSWERING:
        return _page(request, "assessments/receipt.html", link, {"respondent": respondent})
    form = BeginForm(
        request.POST if request.method == "POST" else None, named=link.invitation is None
    )
    if request.method == "POST" and form.is_valid():
        try:
            guest = guests.begin(link=link, name=form.cleaned_data["name"], at=timezone.now())
        except GoneError:
            return _gone(request, link)
        except AssessmentError as error:
            form.add_error("name", str(error))
        else:
            hold(request, guest)
            return redirect("assessments:respond", guest.respondent_id)
    return _welcome(request, link, respondent, form)


def _enter_unnamed(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    """Behind a link of an anonymous round. Which questionnaire was begun by it knows only the
    browser that began it."""
    begun = began_here(request)
    given = BeginUnnamedForm(request.POST if request.method == "POST" else None)
    if given.is_valid():
        secret = given.cleaned_data["secret"]
        try:
            guest = guests.begin_unnamed(link=link, secret=secret)
        except GoneError:
            return _page(request, "assessments/link_used.html", link, {"begun": begun}, status=410)
        except AssessmentError:
            return _welcome_unnamed(request, link, begun)
        response = redirect("assessments:respond", guest.respondent_id)
        keep_in_browser(
            response, entrance=request.path, secret=secret, respondent_id=guest.respondent_id
        )
        return response
    if link.invitation is not None and link.invitation.used:
        return _page(request, "assessments/link_used.html", link, {"begun": begun})
    return _welcome_unnamed(request, link, begun)


def _welcome_unnamed(
    request: HttpRequest, link: AnswerLink, begun: uuid.UUID | None
) -> HttpResponse:
    form = BeginUnnamedForm(initial={"secret": guests.new_secret()})
    return _welcome(request, link, None, form, begun=begun)


@never_cache
@require_POST
def own_data(request: HttpRequest, secret: str) -> HttpResponse:
    """To what is stored about the person behind a personal link, whatever became of the round."""
    link = guests.find_link(secret)
    if link is None:
        return _missed(request)
    try:
        guest = guests.come_back(link=link, at=timezone.now())
    except GoneError:
        return _missed(request)
    hold(request, guest)
    return redirect("assessments:data", guest.respondent_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """No more mails: asked for by the button only, because scanners open this link too."""
    link = guests.find_link(secret)
    if link is None or link.invitation is None:
        return _missed(request)
    if request.method == "POST":
        inviting.opt_out(invitation=link.invitation, at=timezone.now())
        link.invitation.refresh_from_db()
    return _page(request, "assessments/stop.html", link, {"invitation": link.invitation})


def _missed(request: HttpRequest) -> HttpResponse:
    """Unknown, mistyped and revoked look the same; who tries many has to wait."""
    if seconds := seconds_to_wait(request):
        return too_many(request, seconds)
    raise Http404(_("There is no such link."))


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    response = render(request, "assessments/too_many.html", status=429)
    response["Retry-After"] = str(seconds)
    return response


def _gone(request: HttpRequest, link: AnswerLink) -> HttpResponse:
    stored = link.invitation is not None and link.invitation.respondent_id is not None
    return _page(request, "assessments/link_gone.html", link, {"stored": stored}, status=410)


def _welcome(
    request: HttpRequest,
    link: AnswerLink,
    respondent: Respondent | None,
    form: BeginForm | BeginUnnamedForm,
    *,
    begun: uuid.UUID | None = None,
) -> HttpResponse:
    assessment = link.assessment
    role = respondent.role if respondent else guests.role_of(link)
    asked = catalogue.questions_for(
        assessment.framework_id,
        role,
        quick=assessment.quick,
        only=respondent.only if respondent else (),
    )
    still_open = len(services.open_questions(respondent)) if respondent else len(asked)
    held = held_by(request, respondent.pk) if respondent else None
    context = {
        "respondent": respondent,
        "role": catalogue.engine_framework(assessment.framework_id).role[role].name,
        "total": len(asked),
        "open_count": still_open,
        "minutes": minutes_for(still_open),
        "is_open": link.assessment.is_open,
        "in_use": respondent is not None and guests.in_use(respondent, held, timezone.now()),
        "form": form,
        "begun": begun,
    }
    status = 400 if form.errors else 200
    return _page(request, "assessments/welcome.html", link, context, status=status)


def _page(
    request: HttpRequest,
    template: str,
    link: AnswerLink,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The secret is in the address: no page that follows may learn it, on another site or on this
    one. Not `no-referrer`, under which a browser names no origin and the form would be refused."""
    shared = {"assessment": link.assessment, "asking": link.assessment.organisation}
    response = render(request, template, shared | context, status=status)
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
