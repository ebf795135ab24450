"""The phone's side of a workshop: join by a code, vote, see what the group said."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import workshops
from assessments.entering import too_many
from assessments.errors import AssessmentError, GoneError
from assessments.missed import seconds_to_wait
from assessments.settling_forms import JoinForm, VoteForm
from capabilities import catalogue

if TYPE_CHECKING:
    from django.http import HttpRequest

    from assessments.models import Seat

_SEAT = "seat"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seat = workshops.join(code=form.cleaned_data["code"], at=timezone.now())
        except GoneError as error:
            if seconds := seconds_to_wait(request):
                return too_many(request, seconds)
            form.add_error("code", str(error))
        except AssessmentError as error:
            form.add_error("code", str(error))
        else:
            request.session[_SEAT] = str(seat.hold)
            return redirect("assessments:seat")
    status = 400 if form.errors else 200
    return render(request, "assessments/join.html", {"form": form}, status=status)


def _seat(request: HttpRequest) -> Seat | None:
    held = request.session.get(_SEAT)
    return workshops.seat_of(uuid.UUID(held)) if held else None


@never_cache
@require_GET
def seat(request: HttpRequest) -> HttpResponse:
    found = _seat(request)
    if found is None:
        return redirect("assessments:join")
    present = {"turn": str(found.workshop.turn), "shown": str(int(found.workshop.revealed))}
    if request.headers.get("HX-Request") and request.GET.dict() == present:
        return HttpResponse(status=204)
    return _seat_page(request, found)


def _seat_page(
    request: HttpRequest, seat: Seat, *, error: str = "", status: int = 200
) -> HttpResponse:
    workshop = seat.workshop
    entry = (
        catalogue.questions(workshop.assessment.framework_id)[workshop.question.key]
        if workshop.question
        else None
    )
    counts = workshops.votes_in(workshop) if workshop.revealed else {}
    context = {
        "asking": workshop.assessment.organisation,
        "assessment": workshop.assessment,
        "workshop": workshop,
        "entry": entry,
        "options": list(enumerate(entry.options, start=1)) if entry else [],
        "mine": seat.votes.filter(turn=workshop.turn).values_list("value", flat=True).first(),
        "bars": [
            {"value": value, "statement": text, "votes": counts.get(value, 0)}
            for value, text in enumerate(entry.options if entry else (), start=1)
        ],
        "error": error,
    }
    part = request.headers.get("HX-Request") and not error
    template = "assessments/_seat_state.html" if part else "assessments/seat.html"
    return render(request, template, context, status=status)


@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    found = _seat(request)
    if found is None:
        return redirect("assessments:join")
    form = VoteForm(request.POST)
    if not form.is_valid():
        message = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _seat_page(request, found, error=message, status=400)
    try:
        workshops.vote(
            seat=found,
            turn=form.cleaned_data["turn"],
            value=form.cleaned_data["value"],
            at=timezone.now(),
        )
    except AssessmentError as error:
        return _seat_page(request, found, error=str(error), status=409)
    return redirect("assessments:seat")
