"""A group votes on one question after another: hidden until revealed, then agreed on."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from assessments.errors import AssessmentError, GoneError
from assessments.models import Seat, Vote, Workshop
from capabilities import catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from assessments.models import Assessment

# Letters and digits that nobody mistakes for one another when they are read out.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
MAX_SEATS = 200


@transaction.atomic
def open_workshop(*, assessment: Assessment, by: uuid.UUID | None, at: datetime) -> Workshop:
    """A workshop with a code to join by. An assessment has one at a time: an open one is given."""
    present = assessment.workshops.filter(closed_at=None).first()
    if present is not None:
        return present
    code = "".join(secrets.choice(_ALPHABET) for _place in range(CODE_LENGTH))
    workshop = Workshop.objects.create(assessment=assessment, code=code, by=by, opened_at=at)
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="workshop.opened",
        subject=workshop,
        at=at,
    )
    return workshop


@transaction.atomic
def close_workshop(*, workshop: Workshop, by: uuid.UUID | None, at: datetime) -> None:
    """End it; its code leads nowhere from now on. Twice is once."""
    changed = _open(workshop).update(closed_at=at)
    if changed:
        audit.record(
            organisation_id=workshop.assessment.organisation_id,
            by=by,
            action="workshop.closed",
            subject=workshop,
            at=at,
        )


@transaction.atomic
def ask(*, workshop: Workshop, question_key: str) -> None:
    """Put a question to the group, or the same one anew: votes start from nothing, hidden.

    Raises AssessmentError for a question of another framework, GoneError once closed.
    """
    entry = catalogue.questions(workshop.assessment.framework_id).get(question_key)
    if entry is None:
        raise AssessmentError(_("There is no such question in this assessment."))
    changed = _open(workshop).update(question_id=entry.id, revealed=False, turn=workshop.turn + 1)
    if not changed:
        raise GoneError(_("This workshop is over."))
    workshop.refresh_from_db()


@transaction.atomic
def reveal(*, workshop: Workshop) -> None:
    """Show the votes. From now on they cannot be changed."""
    if not _open(workshop).filter(question__isnull=False).update(revealed=True):
        raise GoneError(_("No question is being voted on."))
    workshop.refresh_from_db()


@transaction.atomic
def join(*, code: str, at: datetime) -> Seat:
    """A seat in the workshop of that code. Raises GoneError if there is none, and AssessmentError
    when it is full."""
    workshop = (
        Workshop.objects.unscoped("whoever knows the code may join")
        .select_for_update()
        .filter(code=code.strip().upper(), closed_at=None)
        .first()
    )
    if workshop is None:
        raise GoneError(_("No workshop has this code. Check it, or ask whether it has ended."))
    if workshop.seats.count() >= MAX_SEATS:
        raise AssessmentError(_("This workshop is full."))
    return Seat.objects.create(workshop=workshop, hold=uuid.uuid4(), joined_at=at)


def seat_of(hold: uuid.UUID) -> Seat | None:
    """The seat of a browser session, with its workshop, while that is open."""
    return (
        Seat.objects.unscoped("the session holds it")
        .select_related("workshop__assessment__organisation", "workshop__question")
        .filter(hold=hold, workshop__closed_at=None)
        .first()
    )


@transaction.atomic
def vote(*, seat: Seat, turn: int, value: int, at: datetime) -> None:
    """Say a level in the present turn; a second one replaces the first until the reveal.

    Raises AssessmentError if the group has gone on, the votes are shown, or it is no level.
    """
    if not 1 <= value <= 5:
        raise AssessmentError(_("Choose one of the five statements."))
    workshop = (
        Workshop.objects.unscoped("locked for a vote").select_for_update().get(pk=seat.workshop_id)
    )
    if workshop.turn != turn or workshop.question_id is None:
        raise AssessmentError(_("The group has gone on to another question."))
    if workshop.revealed or workshop.closed_at is not None:
        raise AssessmentError(_("The votes on this question are closed."))
    Vote.objects.unscoped("of a seat in hand").update_or_create(
        seat=seat,
        turn=turn,
        defaults={"question_id": workshop.question_id, "value": value, "at": at},
    )


def votes_in(workshop: Workshop) -> Counter[int]:
    """How many said which level in the present turn."""
    rows = Vote.objects.unscoped("of a workshop in hand").filter(
        seat__workshop=workshop, turn=workshop.turn
    )
    return Counter(rows.values_list("value", flat=True))


def _open(workshop: Workshop) -> QuerySet[Workshop]:
    return Workshop.objects.unscoped("compare and set of a row in hand").filter(
        pk=workshop.pk, closed_at=None
    )
