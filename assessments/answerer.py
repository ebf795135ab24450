"""Who is behind a request to a questionnaire: a guest of this browser session, or a member."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.actor import Actor
from assessments import access
from assessments.guests import Guest, hold_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from assessments.access import Answerer
    from assessments.models import Respondent

_HELD = "guest"
_RESUME, _BEGAN = "resume", "began"
# As long as somebody may want their answers back; browsers keep nothing longer than 400 days.
KEPT_IN_BROWSER = timedelta(days=180)


def hold(request: HttpRequest, guest: Guest) -> None:
    """From now on this browser session answers as the guest; others it holds stay its own."""
    held = request.session.get(_HELD, {})
    request.session[_HELD] = {**held, str(guest.respondent_id): str(guest.hold)}


def held_by(request: HttpRequest, respondent_id: uuid.UUID) -> uuid.UUID | None:
    """What this browser got when it took the questionnaire up, if it did."""
    value = request.session.get(_HELD, {}).get(str(respondent_id))
    if value:
        return uuid.UUID(value)
    secret = request.COOKIES.get(_RESUME)
    return hold_of(secret) if secret else None


def keep_in_browser(
    response: HttpResponse, *, entrance: str, secret: str, respondent_id: uuid.UUID
) -> None:
    """Let this browser alone know which questionnaire of an anonymous round is its own: two cookies
    that go only to that questionnaire and to the link's page. A session would not do: it is stored,
    and may hold an account as well."""
    respond = reverse("assessments:respond", args=[respondent_id])
    for name, value, path in ((_RESUME, secret, respond), (_BEGAN, str(respondent_id), entrance)):
        response.set_cookie(
            name,
            value,
            max_age=KEPT_IN_BROWSER,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def began_here(request: HttpRequest) -> uuid.UUID | None:
    """On the page of a link: the questionnaire that this browser began by it, if any."""
    try:
        return uuid.UUID(request.COOKIES.get(_BEGAN, ""))
    except ValueError:
        return None


def let_go(request: HttpRequest, response: HttpResponse, respondent_id: uuid.UUID) -> None:
    """This browser holds the questionnaire no more."""
    held = request.session.get(_HELD, {})
    if str(respondent_id) in held:
        request.session[_HELD] = {key: held[key] for key in held if key != str(respondent_id)}
    response.delete_cookie(_RESUME, path=reverse("assessments:respond", args=[respondent_id]))


def answering_as(request: HttpRequest, respondent_id: uuid.UUID) -> Answerer:
    """Raises nothing of its own: views are behind `answerer_required`."""
    held = held_by(request, respondent_id)
    return Guest(respondent_id, held) if held else Actor.of(request)


def answerer_required(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Only for somebody signed in, or a guest of this questionnaire."""

    @wraps(view)
    def checked(
        request: HttpRequest, respondent_id: uuid.UUID, *args: str, **kwargs: str
    ) -> HttpResponseBase:
        if held_by(request, respondent_id) or request.user.is_authenticated:
            return view(request, respondent_id, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return checked


def own(request: HttpRequest, respondent_id: uuid.UUID) -> Respondent:
    """The questionnaire of whoever answers: 404 elsewhere, 403 for a colleague's."""
    answerer = answering_as(request, respondent_id)
    respondent = get_object_or_404(
        access.answering(answerer).select_related("assessment__organisation"), pk=respondent_id
    )
    access.require_answering(answerer, respondent)
    return respondent


def spoken_for(request: HttpRequest, respondent_id: uuid.UUID) -> Respondent:
    """The questionnaire of whoever it is about, or of somebody for whom an owner acts: 404
    elsewhere, 403 for colleagues, also for one who entered the answers in an interview."""
    answerer = answering_as(request, respondent_id)
    respondent = get_object_or_404(
        access.answering(answerer).select_related("assessment__organisation"), pk=respondent_id
    )
    access.require_speaking_for(answerer, respondent)
    return respondent


def is_oneself(request: HttpRequest, respondent: Respondent) -> bool:
    """True unless an owner acts for somebody else."""
    answerer = answering_as(request, respondent.pk)
    return isinstance(answerer, Guest) or respondent.user_id == answerer.user_id


def around(request: HttpRequest, respondent: Respondent) -> dict[str, object]:
    """Whose page it is. A guest has no way to the organisation's other pages, so no tabs."""
    asking = respondent.assessment.organisation
    guest = held_by(request, respondent.pk) is not None
    return {"asking": asking, "guest": guest, "organisation": None if guest else asking}
