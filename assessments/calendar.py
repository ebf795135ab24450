"""What happens by itself as days pass: rounds open, people are reminded, the due date comes, and
what was kept long enough goes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Prefetch

from accounts import audit
from assessments import evidence, inviting, retention, services
from assessments.models import Assessment, Message

if TYPE_CHECKING:
    from datetime import date, datetime


def today_in(assessment: Assessment, at: datetime) -> date:
    """The day it is where the round is asked."""
    return at.astimezone(ZoneInfo(assessment.time_zone)).date()


def keep(at: datetime) -> None:
    """All that is due by now. Running twice, or after a pause, does each thing once."""
    rows = Assessment.objects.unscoped("the clock is nobody's").select_related("organisation")
    for assessment in rows.filter(status=Assessment.Status.PLANNED, opens_on__isnull=False):
        if assessment.opens_on is not None and assessment.opens_on <= today_in(assessment, at):
            open_round(assessment, at)
    for assessment in rows.filter(status=Assessment.Status.OPEN):
        remind(assessment, at)
        if assessment.due_on is not None and assessment.due_on < today_in(assessment, at):
            conclude(assessment, at)
    retention.keep(at)
    evidence.sweep(at)


@transaction.atomic
def open_round(assessment: Assessment, at: datetime) -> None:
    """From now on people can answer; who waits for an invitation gets it."""
    changed = (
        Assessment.objects.unscoped("compare and set of a row in hand")
        .filter(pk=assessment.pk, status=Assessment.Status.PLANNED)
        .update(status=Assessment.Status.OPEN, opened_at=at)
    )
    if not changed:
        return
    assessment.refresh_from_db()
    audit.record(
        organisation_id=assessment.organisation_id,
        by=None,
        action="assessment.opened",
        subject=assessment,
        at=at,
    )
    inviting.send_invitations(assessment=assessment, invitations=None, by=None, at=at)


def remind(assessment: Assessment, at: datetime) -> int:
    """How many people are reminded today."""
    zone, today = ZoneInfo(assessment.time_zone), today_in(assessment, at)
    written = Message.objects.unscoped("mails of a round in hand").order_by("created_at")
    rows = inviting.reachable(assessment).prefetch_related(Prefetch("messages", written))
    due = [
        row.pk
        for row in rows
        if inviting.reminder_is_due(
            written_on=[mail.created_at.astimezone(zone).date() for mail in row.messages.all()],
            due_on=assessment.due_on,
            today=today,
        )
    ]
    if not due:
        return 0
    return inviting.remind(assessment=assessment, invitations=due, by=None, at=at)


@transaction.atomic
def conclude(assessment: Assessment, at: datetime) -> None:
    """Once after each due date, also after one that was moved: an analysis of what has come in.
    Late answers still count."""
    changed = (
        Assessment.objects.unscoped("compare and set of a row in hand")
        .filter(pk=assessment.pk, due_on=assessment.due_on)
        .exclude(due_seen_on__isnull=False, due_seen_on=assessment.due_on)
        .update(due_seen_on=assessment.due_on)
    )
    if changed:
        services.request_analysis(assessment=assessment, by=None, at=at)
