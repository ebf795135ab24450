"""Who is behind a request to a questionnaire: a guest of this browser session, or a member."""

from __future__ import annotations

import uuid
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.actor import Actor
from assessments import access
from assessments.guests import Guest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from assessments.access import Answerer
    from assessments.models import Respondent

_HELD = "guest"


def hold(request: HttpRequest, guest: Guest) -> None:
    """From now on this browser session answers as the guest; others it holds stay its own."""
    held = request.session.get(_HELD, {})
    request.session[_HELD] = {**held, str(guest.respondent_id): str(guest.hold)}


def held_by(request: HttpRequest, respondent_id: uuid.UUID) -> uuid.UUID | None:
    """What this session got when it took the questionnaire up, if it did."""
    value = request.session.get(_HELD, {}).get(str(respondent_id))
    return uuid.UUID(value) if value else None


def let_go(request: HttpRequest, respondent_id: uuid.UUID) -> None:
    """This browser session holds the questionnaire no more."""
    held = request.session.get(_HELD, {})
    request.session[_HELD] = {key: held[key] for key in held if key != str(respondent_id)}


def answering_as(request: HttpRequest, respondent_id: uuid.UUID) -> Answerer:
    """Raises nothing of its own: views are behind `answerer_required`."""
    held = held_by(request, respondent_id)
    return Guest(respondent_id, held) if held else Actor.of(request)


def answerer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for somebody signed in, or a guest of this questionnaire."""

    @wraps(view)
    def checked(
        request: HttpRequest, respondent_id: uuid.UUID, *args: str, **kwargs: str
    ) -> HttpResponse:
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
    if not access.may_answer(
        answerer,
        user_id=respondent.user_id,
        interviewed=respondent.interviewed,
        role=getattr(respondent, "actor_role", ""),
    ):
        raise PermissionDenied(_("Only the person who was asked can answer here."))
    return respondent


def spoken_for(request: HttpRequest, respondent_id: uuid.UUID) -> Respondent:
    """The questionnaire of whoever it is about, or of somebody for whom an owner acts: 404
    elsewhere, 403 for colleagues, also for one who entered the answers in an interview."""
    answerer = answering_as(request, respondent_id)
    respondent = get_object_or_404(
        access.answering(answerer).select_related("assessment__organisation"), pk=respondent_id
    )
    role = getattr(respondent, "actor_role", "")
    if not access.may_speak_for(answerer, user_id=respondent.user_id, role=role):
        raise PermissionDenied(_("This is for the person who was asked, or an owner they ask."))
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
