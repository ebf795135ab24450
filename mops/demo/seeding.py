"""Brings the demo into the database, through the same services, pipeline and jobs as the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.text import slugify

from accounts import audit
from accounts.models import Membership, Organisation, Role, User
from assessments import pipeline as analyses
from assessments.bulk import mark_submitted, record_answers
from assessments.inviting import Invitee, invite
from assessments.services import (
    add_respondent,
    close_assessment,
    request_analysis,
    start_assessment,
)
from capabilities import catalogue
from capabilities.pack import DEFAULT_KEY
from mops.demo import people, stories
from mops.demo.answering import answers_of
from mops.demo.working import work_the_plan
from roadmaps import pipeline as roadmaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from assessments.models import Assessment, Respondent
    from capabilities.models import Framework
    from mops.demo.people import Person
    from mops.demo.stories import Story

SOURCE = "demo"
# How many questions the owner of the large organisation finds unanswered.
LEFT_OPEN = 7
GOALS = {
    people.ENTERPRISE_NAME: ("pipeline_efficiency", "retention_cx", "new_market_growth"),
    people.STARTUP_NAME: ("pipeline_efficiency", "new_market_growth"),
}


@dataclass(frozen=True, slots=True)
class Round:
    """One round of asking. opened_before: days before now. still_answering: names of those who
    have not submitted; the round is closed if there are none. worked: its plan was worked since."""

    name: str
    story: Story
    opened_before: int
    still_answering: frozenset[str] = frozenset()
    worked: bool = False


@transaction.atomic
def seed(*, at: datetime, password: str) -> list[Organisation]:
    """Accounts, both organisations, their rounds and answers; the open analyses are queued.

    All or nothing, so that an interrupted start does not leave half a demo behind.
    """
    framework = catalogue.latest_published(DEFAULT_KEY)
    if framework is None:
        raise LookupError("no framework is published: run `manage.py load_framework` first")
    users = _users(password)
    enterprise = _organisation(
        people.ENTERPRISE_NAME,
        Organisation.Size.LARGE,
        {
            users[people.OWNER]: Role.OWNER,
            users[people.EDITOR]: Role.EDITOR,
            users[people.VIEWER]: Role.VIEWER,
        },
        users[people.CONSULTANT],
        at - timedelta(days=400),
    )
    startup = _organisation(
        people.STARTUP_NAME,
        Organisation.Size.SMALL,
        {users[people.FOUNDER]: Role.OWNER},
        users[people.CONSULTANT],
        at - timedelta(days=60),
    )
    _round(
        Round(f"Autumn {at.year - 1}", stories.ENTERPRISE_FIRST, 385, worked=True),
        *(enterprise, framework, "enterprise", people.ENTERPRISE, users, at),
    )
    owner = next(person.name for person in people.ENTERPRISE if person.account == people.OWNER)
    _round(
        Round(f"Autumn {at.year}", stories.ENTERPRISE_SECOND, 15, frozenset({owner})),
        *(enterprise, framework, "enterprise", people.ENTERPRISE, users, at),
    )
    _round(
        Round(f"First look {at.year}", stories.STARTUP, 40),
        *(startup, framework, "early", people.STARTUP, users, at),
    )
    return [enterprise, startup]


def _users(password: str) -> dict[str, User]:
    """The demo accounts by address, with addresses that count as confirmed."""
    users = {}
    # One password, hashed once: hashing is made to be slow.
    hashed = make_password(password)
    for account in people.ACCOUNTS:
        user = User.objects.filter(email=account.email).first()
        if user is None:
            user = User.objects.create(email=account.email, password=hashed, name=account.name)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        users[account.email] = user
    return users


def _organisation(
    name: str, size: str, members: Mapping[User, Role], consultant: User, at: datetime
) -> Organisation:
    organisation = Organisation.objects.create(name=name, size=size, synthetic=True)
    rows = [
        Membership(organisation=organisation, user=user, role=role)
        for user, role in members.items()
    ]
    rows.append(
        Membership(organisation=organisation, user=consultant, role=Role.EDITOR, external=True)
    )
    Membership.objects.bulk_create(rows)
    audit.record(
        organisation_id=organisation.pk,
        by=None,
        action="organisation.created",
        subject=organisation,
        at=at,
        details={"synthetic": True, "members": len(rows)},
    )
    return organisation


def _round(
    asked: Round,
    organisation: Organisation,
    framework: Framework,
    profile: str,
    cast: Sequence[Person],
    users: Mapping[str, User],
    now: datetime,
) -> None:
    opened = now - timedelta(days=asked.opened_before)
    lead = next(person.account for person in cast if person.account)
    by = users[lead].pk
    assessment = start_assessment(
        organisation=organisation,
        framework=framework,
        name=asked.name,
        profile=profile,
        industry=organisation.industry,
        goals=GOALS[organisation.name],
        due_on=(opened + timedelta(days=21)).date(),
        by=by,
        at=opened,
    )
    for number, person in enumerate(cast):
        respondent_at = opened + timedelta(days=1 + number % 12, hours=number % 7)
        _answer(asked, assessment, person, users.get(person.account), respondent_at)
    if asked.still_answering:
        request_analysis(assessment=assessment, by=by, at=now)
        return
    closed = opened + timedelta(days=20)
    close_assessment(assessment=assessment, by=by, at=closed)
    request_analysis(assessment=assessment, by=by, at=closed)
    # Dated as it was then; the job that is queued now finds both and makes what follows of them.
    assessment.refresh_from_db()
    analysis = analyses.store(analyses.compute(assessment, closed))
    plan = roadmaps.record_roadmap(analysis, roadmaps.first_parameters(analysis), at=closed)
    scenario = roadmaps.adopt(plan, by=by, at=closed)
    if scenario is not None and asked.worked:
        work_the_plan(scenario, by=by, now=now)


def _asked(assessment: Assessment, person: Person, user: User | None) -> Respondent:
    """A member by the account, everybody else by an invitation, whose address tells in the next
    round that it is the same person."""
    by, at = assessment.created_by, assessment.opened_at
    if user is not None:
        return add_respondent(
            assessment=assessment, name=person.name, role=person.role, user=user, by=by, at=at
        )
    invitee = Invitee(person.name, person.role, f"{slugify(person.name)}@example.com")
    (invitation,) = invite(assessment=assessment, people=[invitee], send=False, by=by, at=at)
    assert invitation.respondent is not None, "the demo's rounds know who answers"  # noqa: S101
    return invitation.respondent


def _answer(
    asked: Round, assessment: Assessment, person: Person, user: User | None, at: datetime
) -> None:
    """Ask one person, and record what that person says; the last questions may stay open."""
    respondent = _asked(assessment, person, user)
    framework = catalogue.engine_framework(assessment.framework_id)
    answers = dict(answers_of(person, asked.story, framework, assessment.framework.content))
    answering = person.name in asked.still_answering
    if answering:
        answers = dict(islice(answers.items(), len(answers) - LEFT_OPEN))
    by = user.pk if user else None
    record_answers(respondent=respondent, answers=answers, source=SOURCE, by=by, at=at)
    if not answering:
        mark_submitted(respondent=respondent, by=by, at=at)
