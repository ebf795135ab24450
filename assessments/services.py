"""Changes to assessments: each one transaction, with who and when, and an audit entry."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from accounts import audit
from assessments import access, comparison
from assessments.errors import AssessmentError
from assessments.models import Assessment, Exclusion, Respondent
from assessments.noting import note
from capabilities import catalogue
from engine import disclosure
from engine.digest import digest
from engine.types import ENGINE_VERSION
from jobs.services import enqueue

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from accounts.models import Organisation, User
    from assessments.access import Answerer
    from assessments.models import Analysis
    from capabilities.catalogue import QuestionEntry
    from capabilities.models import Capability, Framework
    from jobs.models import JobRun

ANALYSIS = "analysis"
CHANGE = "change"


@transaction.atomic
def start_assessment(  # noqa: PLR0913  # what a round is set up with
    *,
    organisation: Organisation,
    framework: Framework,
    name: str,
    profile: str,
    industry: str,
    goals: Sequence[str],
    by: uuid.UUID | None,
    at: datetime,
    quick: bool = False,
    privacy: str = Assessment.Privacy.IDENTIFIED,
    minimum_group: int = disclosure.DEFAULT_GROUP,
    due_on: date | None = None,
    opens_on: date | None = None,
    time_zone: str = "UTC",
    previous: Assessment | None = None,
) -> Assessment:
    """Open a round of asking against a published framework version, or plan it for `opens_on`.

    previous: a round of the same organisation, whose answers are offered to the same people for
    confirmation.
    """
    if framework.status != framework.Status.PUBLISHED:
        raise AssessmentError(_("This framework version is not published yet."))
    assessment = Assessment.objects.create(
        organisation=organisation,
        framework=framework,
        name=name,
        profile=profile,
        industry=industry,
        goals=list(goals),
        quick=quick,
        privacy=privacy,
        minimum_group=minimum_group,
        due_on=due_on,
        opens_on=opens_on,
        time_zone=time_zone,
        previous=previous,
        status=_first_status(opens_on, time_zone, at),
        created_by=by,
        opened_at=at,
    )
    audit.record(
        organisation_id=organisation.pk,
        by=by,
        action="assessment.started",
        subject=assessment,
        at=at,
        details={
            "framework": f"{framework.key} {framework.version}",
            "profile": profile,
            "privacy": privacy,
        },
    )
    return assessment


def _first_status(opens_on: date | None, time_zone: str, at: datetime) -> str:
    later = opens_on is not None and opens_on > at.astimezone(ZoneInfo(time_zone)).date()
    return Assessment.Status.PLANNED if later else Assessment.Status.OPEN


@transaction.atomic
def add_respondent(
    *,
    assessment: Assessment,
    name: str,
    role: str,
    by: uuid.UUID | None,
    at: datetime,
    user: User | None = None,
) -> Respondent:
    """Ask one more person. A person answers once, in one role."""
    if assessment.is_closed:
        raise AssessmentError(_("This assessment is closed."))
    if assessment.is_anonymous:
        raise AssessmentError(_("In an anonymous round people are asked by invitation only."))
    if assessment.respondents.filter(Q(name=name) | Q(user=user, user__isnull=False)).exists():
        raise AssessmentError(_("%(name)s is already asked.") % {"name": name})
    respondent = Respondent.objects.create(assessment=assessment, name=name, role=role, user=user)
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="respondent.added",
        subject=respondent,
        at=at,
        details={"role": role},
    )
    return respondent


@transaction.atomic
def submit(*, actor: Answerer, respondent: Respondent, at: datetime) -> JobRun | None:
    """Make a respondent's answers final and ask for an analysis, in one transaction.

    respondent: reached through `access.answering`. Twice is once: the second call returns the same
    run. Raises AssessmentError, naming how many questions are open, if some are unanswered or the
    assessment is closed.
    """
    access.require_answering(actor, respondent)
    assessment = (
        Assessment.objects.unscoped("locked for a submission")
        .select_for_update()
        .get(pk=respondent.assessment_id)
    )
    open_count = len(open_questions(respondent))
    if open_count:
        raise AssessmentError(_("%(count)d questions are still open.") % {"count": open_count})
    if not assessment.is_open:
        raise AssessmentError(_("This assessment is closed."))
    # Compare and set: of two submissions at once exactly one changes the row.
    changed = (
        Respondent.objects.unscoped("compare and set of a row in hand")
        .filter(pk=respondent.pk, state=Respondent.State.ANSWERING)
        .update(state=Respondent.State.SUBMITTED, submitted_at=assessment.kept_time(at))
    )
    if not changed:
        respondent.refresh_from_db(fields=["state"])
        if respondent.state == Respondent.State.WITHDRAWN:
            raise AssessmentError(_("Your answers are withdrawn from this round."))
        return latest_run(assessment)
    note(
        assessment=assessment,
        respondent=respondent,
        action="respondent.submitted",
        by=actor.user_id,
        at=at,
    )
    if assessment.is_anonymous:
        _draw_places(assessment)
    if not _changes_the_result(assessment):
        return latest_run(assessment)
    return request_analysis(assessment=assessment, by=actor.user_id, at=at)


def _draw_places(assessment: Assessment) -> None:
    """Once a whole group is complete, those without a place in the order of release get theirs by
    lot. Who has one keeps it, so no two results differ by an exchange of people."""
    submitted = assessment.respondents.filter(state=Respondent.State.SUBMITTED)
    placed = submitted.filter(place__isnull=False)
    due = disclosure.released(submitted.count(), assessment.disclosure, closed=False)
    if due <= placed.count():
        return
    first = (placed.aggregate(last=Max("place"))["last"] or 0) + 1
    waiting = list(submitted.filter(place=None))
    secrets.SystemRandom().shuffle(waiting)
    for place, row in enumerate(waiting, start=first):
        row.place = place
    Respondent.objects.unscoped("of a locked round").bulk_update(waiting, ["place"])


def _changes_the_result(assessment: Assessment) -> bool:
    """Whether one more submission is let into the result: with the last person of a whole group,
    where single answers are protected."""
    rule = assessment.disclosure
    number = assessment.respondents.filter(state=Respondent.State.SUBMITTED).count()
    before, now = (disclosure.released(n, rule, closed=False) for n in (number - 1, number))
    return now > before


def open_questions(respondent: Respondent) -> list[str]:
    """Keys of the questions of this respondent that have no answer, in catalogue order."""
    answered = set(respondent.answers.values_list("question_id", flat=True))
    return [entry.key for entry in asked_questions(respondent) if entry.id not in answered]


def asked_questions(respondent: Respondent) -> list[QuestionEntry]:
    """What this person is asked, in catalogue order."""
    assessment = respondent.assessment
    return catalogue.questions_for(
        assessment.framework_id, respondent.role, quick=assessment.quick, only=respondent.only
    )


@transaction.atomic
def request_analysis(*, assessment: Assessment, by: uuid.UUID | None, at: datetime) -> JobRun:
    """Note that what an analysis sees has changed, and queue one for it."""
    assessment.revision += 1
    Assessment.objects.unscoped("counts up a row in hand").filter(pk=assessment.pk).update(
        revision=F("revision") + 1
    )
    assessment.refresh_from_db(fields=["revision"])
    return enqueue(
        kind=ANALYSIS,
        subject=assessment.pk,
        input_version=str(assessment.revision),
        organisation_id=assessment.organisation_id,
        by=by,
        at=at,
    )


def latest_run(assessment: Assessment) -> JobRun | None:
    """The newest analysis job of an assessment in hand."""
    return (
        assessment.organisation.job_runs.filter(kind=ANALYSIS, subject=assessment.pk)
        .order_by("-created_at")
        .first()
    )


@transaction.atomic
def request_change(*, analysis: Analysis, by: uuid.UUID | None, at: datetime) -> JobRun:
    """Ask for the change since the round before an analysis that has none, such as one made by an
    older version. Twice is once. Raises AssessmentError if there is no such round."""
    earlier = comparison.before(analysis)
    if earlier is None:
        raise AssessmentError(_("There is no earlier round to compare with."))
    organisation_id = analysis.assessment.organisation_id
    audit.record(
        organisation_id=organisation_id,
        by=by,
        action="change.requested",
        subject=analysis,
        at=at,
        details={"earlier": str(earlier.pk)},
    )
    return enqueue(
        kind=CHANGE,
        subject=analysis.pk,
        input_version=digest([str(earlier.pk), str(analysis.pk), ENGINE_VERSION]),
        organisation_id=organisation_id,
        by=by,
        at=at,
    )


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: uuid.UUID | None, at: datetime) -> None:
    """End the round: nobody can answer any more. Twice is once."""
    changed = (
        Assessment.objects.unscoped("compare and set of a row in hand")
        .filter(pk=assessment.pk)
        .exclude(status=Assessment.Status.CLOSED)
        .update(status=Assessment.Status.CLOSED, closed_at=at)
    )
    if changed:
        audit.record(
            organisation_id=assessment.organisation_id,
            by=by,
            action="assessment.closed",
            subject=assessment,
            at=at,
        )
        rule = assessment.disclosure
        number = assessment.respondents.filter(state=Respondent.State.SUBMITTED).count()
        held_back = disclosure.released(number, rule, closed=True) - disclosure.released(
            number, rule, closed=False
        )
        if held_back:
            request_analysis(assessment=assessment, by=by, at=at)


@transaction.atomic
def exclude_capability(
    *,
    assessment: Assessment,
    capability: Capability,
    reason: str,
    by: uuid.UUID | None,
    at: datetime,
) -> JobRun:
    """The lead's decision that a capability does not apply (method 1.8), and a fresh analysis."""
    if not reason.strip():
        raise AssessmentError(_("A capability is left out only with a written reason."))
    exclusion, created = Exclusion.objects.unscoped("row of an assessment in hand").get_or_create(
        assessment=assessment,
        capability=capability,
        defaults={"reason": reason, "by": by, "at": at},
    )
    if not created:
        raise AssessmentError(_("This capability is already left out."))
    audit.record(
        organisation_id=assessment.organisation_id,
        by=by,
        action="capability.excluded",
        subject=exclusion,
        at=at,
        details={"capability": capability.key},
    )
    return request_analysis(assessment=assessment, by=by, at=at)
