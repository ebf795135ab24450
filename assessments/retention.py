"""What is kept for how long after a round is closed, and letting go of it when its time has come.

The audit log is not touched: the database itself refuses that, and it holds ids only.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from accounts import audit
from assessments import evidence, leaving
from assessments.models import (
    Answer,
    AnswerEvent,
    Assessment,
    EvidenceFile,
    Invitation,
    Retention,
)
from assessments.models.keeping import ANSWERS_MONTHS, INVITATIONS_DAYS

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class Periods:
    """After the close of a round: months for answers and people, days for invitations."""

    answers_months: int = ANSWERS_MONTHS
    invitations_days: int = INVITATIONS_DAYS

    def answers_go(self, closed_at: datetime) -> datetime:
        return _months_after(closed_at, self.answers_months)

    def invitations_go(self, closed_at: datetime) -> datetime:
        """No later than the people who were invited."""
        return min(closed_at + timedelta(days=self.invitations_days), self.answers_go(closed_at))


@dataclass(frozen=True, slots=True)
class Going:
    """One closed round and what of it goes when. people: with their answers and history."""

    assessment: Assessment
    people: int
    invitations: int
    answers_on: datetime
    invitations_on: datetime
    answers_due: bool
    invitations_due: bool


def _months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def periods_of(organisation: Organisation) -> Periods:
    row = Retention.objects.unscoped("of an organisation in hand").filter(organisation=organisation)
    values = row.values_list("answers_months", "invitations_days").first()
    return Periods(*values) if values else Periods()


@transaction.atomic
def set_periods(
    *, organisation: Organisation, periods: Periods, by: uuid.UUID | None, at: datetime
) -> None:
    """Decide for an organisation; what is over then goes with the next turn of the calendar."""
    values = {
        "answers_months": periods.answers_months,
        "invitations_days": periods.invitations_days,
    }
    row, _created = Retention.objects.unscoped("of an organisation in hand").update_or_create(
        organisation=organisation, defaults=values
    )
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="retention.changed",
        subject=row,
        at=at,
        details=values,
    )


def schedule(organisation: Organisation, periods: Periods, at: datetime) -> list[Going]:
    """Closed rounds of which something is still kept, and when it goes; changes nothing."""
    rows = (
        _kept()
        .filter(organisation=organisation)
        .annotate(
            people=Count("respondents", distinct=True),
            invited=Count("invitations", distinct=True),
        )
        .order_by("closed_at")
    )
    return [
        _going(row, people=row.people, invitations=row.invited, periods=periods, at=at)
        for row in rows
    ]


def _kept() -> QuerySet[Assessment]:
    """Closed rounds with people or invitations. A round that is open is in use."""
    invitations = Invitation.objects.unscoped("of rounds in hand")
    return (
        Assessment.objects.unscoped("the clock is nobody's")
        .filter(status=Assessment.Status.CLOSED)
        .filter(Q(answers_gone_at=None) | Exists(invitations.filter(assessment=OuterRef("pk"))))
    )


def _perhaps_over(periods: Sequence[Periods], at: datetime) -> Iterable[Any]:
    """Rounds of which something would go under the shortest of some periods: a young round costs
    nothing."""
    answers = at - timedelta(days=28 * min(item.answers_months for item in periods))
    invitations = at - timedelta(days=min(item.invitations_days for item in periods))
    rows = _kept().annotate(invited=Count("invitations"))
    return rows.filter(
        Q(answers_gone_at=None, closed_at__lte=answers)
        | Q(invited__gt=0, closed_at__lte=max(invitations, answers))
    )


def _going(
    assessment: Assessment, *, people: int, invitations: int, periods: Periods, at: datetime
) -> Going:
    assert assessment.closed_at is not None, "a closed round says since when"  # noqa: S101
    answers_on = periods.answers_go(assessment.closed_at)
    invitations_on = periods.invitations_go(assessment.closed_at)
    return Going(
        assessment=assessment,
        people=people,
        invitations=invitations,
        answers_on=answers_on,
        invitations_on=invitations_on,
        answers_due=assessment.answers_gone_at is None and answers_on <= at,
        invitations_due=invitations > 0 and invitations_on <= at,
    )


def keep(at: datetime) -> None:
    """Let go of all whose time has come. Twice, or after a pause, is once."""
    chosen = {
        organisation: Periods(months, days)
        for organisation, months, days in Retention.objects.unscoped(
            "the clock is nobody's"
        ).values_list("organisation_id", "answers_months", "invitations_days")
    }
    for assessment in _perhaps_over([*chosen.values(), Periods()], at):
        periods = chosen.get(assessment.organisation_id, Periods())
        going = _going(assessment, people=0, invitations=assessment.invited, periods=periods, at=at)
        if going.answers_due:
            let_answers_go(assessment, at)
        elif going.invitations_due:
            let_invitations_go(assessment, at)


@transaction.atomic
def let_answers_go(assessment: Assessment, at: datetime) -> None:
    """Everybody who was asked goes, with answers, history, invitations and links. Results stay as
    figures of groups; none is made anew of a round without answers, nor a change between rounds."""
    changed = (
        Assessment.objects.unscoped("compare and set of a row in hand")
        .filter(pk=assessment.pk, answers_gone_at=None)
        .update(answers_gone_at=at)
    )
    if not changed:
        return
    if not assessment.disclosure.gated:
        leaving.blur_earlier_results(assessment)
    people = assessment.respondents.count()
    of_round = {"respondent__assessment": assessment}
    AnswerEvent.objects.unscoped("of a round whose time is over").filter(**of_round).delete()
    Answer.objects.unscoped("of a round whose time is over").filter(**of_round).delete()
    files = EvidenceFile.objects.unscoped("of a round whose time is over")
    evidence.forget(files.filter(**of_round))
    assessment.invitations.all().delete()
    assessment.links.all().delete()
    assessment.respondents.all().delete()
    _note(assessment, "retention.answers_gone", {"people": people}, at)


@transaction.atomic
def let_invitations_go(assessment: Assessment, at: datetime) -> None:
    """Addresses, mails and links go; who answered, and what, stays."""
    invitations, _rows = assessment.invitations.count(), assessment.invitations.all().delete()
    assessment.links.all().delete()
    _note(assessment, "retention.invitations_gone", {"invitations": invitations}, at)


def _note(assessment: Assessment, action: str, details: dict[str, int], at: datetime) -> None:
    audit.record(
        organisation_id=assessment.organisation_id,
        by=None,
        action=action,
        subject=assessment,
        at=at,
        details=details,
    )
