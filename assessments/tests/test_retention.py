"""How long things are kept: decided by owners, shown before it happens, and done by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from assessments import calendar, guests, pipeline, retention, services
from assessments.models import (
    Analysis,
    Answer,
    AnswerEvent,
    AnswerLink,
    Invitation,
    Message,
    Respondent,
    Retention,
)
from assessments.retention import Periods
from jobs import runner
from jobs.models import JobRun
from tests.confidential_rows import answered, confidential_round
from tests.factories import AT, AssessmentFactory

pytestmark = pytest.mark.django_db
CLOSED = datetime(2026, 1, 31, 12, tzinfo=UTC)
PERSONAL = (Answer, AnswerEvent, Respondent, Invitation, Message, AnswerLink)


def rows(*models):
    return sum(model.objects.unscoped("test").count() for model in models)


def closed_round(organisation, framework, **fields):
    """One person who was invited by mail and has answered, in a round closed on 31 January."""
    round_ = AssessmentFactory(
        organisation=organisation,
        framework=framework,
        status="closed",
        closed_at=CLOSED,
        **fields,
    )
    person = answered(round_, "it", 3, 1)
    invitation = Invitation.objects.create(
        assessment=round_,
        respondent=person,
        name=person.name,
        role="it",
        email="it@example.test",
        created_at=AT,
    )
    Message.objects.create(invitation=invitation, kind="invitation", created_at=AT)
    AnswerLink.objects.create(
        assessment=round_,
        invitation=invitation,
        digest=guests.digest_of(person.name),
        created_at=AT,
    )
    return round_


@pytest.fixture
def closed(organisation, framework):
    return closed_round(organisation, framework)


# By the clock


@pytest.mark.parametrize(
    ("moment", "people", "invitations"),
    [
        (CLOSED + timedelta(days=90, seconds=-1), 1, 1),
        (CLOSED + timedelta(days=90), 1, 0),
        (datetime(2028, 1, 31, 11, 59, tzinfo=UTC), 1, 0),
        (datetime(2028, 1, 31, 12, 0, tzinfo=UTC), 0, 0),
    ],
)
def test_invitations_go_after_ninety_days_and_answers_after_two_years(
    closed, moment, people, invitations
):
    calendar.keep(moment)

    assert (rows(Respondent), rows(Invitation)) == (people, invitations)


def test_nothing_personal_is_left_and_the_result_stays(closed):
    stored = pipeline.store(pipeline.compute(closed, AT))

    calendar.keep(CLOSED + timedelta(days=900))

    assert rows(*PERSONAL) == 0
    stored.refresh_from_db()
    assert stored.result["inputs"]["respondents"] == 1
    entry = AuditEntry.objects.get(action="retention.answers_gone")
    assert (entry.actor_id, entry.details) == (None, {"people": 1})


def test_each_thing_goes_once(closed):
    for days in (100, 101, 900, 901):
        calendar.keep(CLOSED + timedelta(days=days))

    actions = AuditEntry.objects.filter(action__startswith="retention.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "retention.invitations_gone",
        "retention.answers_gone",
    ]


def test_no_result_of_nobody_takes_the_place_of_the_last_one(closed):
    pipeline.store(pipeline.compute(closed, AT))
    calendar.keep(CLOSED + timedelta(days=900))
    closed.refresh_from_db()

    services.request_analysis(assessment=closed, by=None, at=AT)
    runner.run(JobRun.objects.unscoped("test").get(kind="analysis").pk)

    assert Analysis.objects.unscoped("test").count() == 1


def test_the_page_of_the_round_says_that_its_answers_are_gone(client, closed, viewer):
    calendar.keep(CLOSED + timedelta(days=900))
    client.force_login(viewer)

    shown = client.get(reverse("assessments:detail", args=[closed.pk])).text

    assert "The answers were deleted on 19 July 2028" in shown


def test_results_of_an_identified_round_lose_groups_of_one(organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified", closed_at=CLOSED)
    stored = pipeline.store(pipeline.compute(round_, AT))

    retention.keep(CLOSED + timedelta(days=900))

    stored.refresh_from_db()
    heard = {role for item in stored.result["capabilities"] for role in item["by_role"]}
    assert "cmo" not in heard
    assert "marketing_ops" in heard


def test_an_open_round_keeps_everything(organisation, framework):
    answered(AssessmentFactory(organisation=organisation, framework=framework), "it", 3, 1)

    calendar.keep(AT + timedelta(days=4000))

    assert rows(Respondent) == 1


def test_every_organisation_has_its_own_periods(
    organisation, other_organisation, framework, closed
):
    theirs = closed_round(other_organisation, framework)
    retention.set_periods(organisation=other_organisation, periods=Periods(1, 30), by=None, at=AT)

    calendar.keep(datetime(2026, 2, 28, 12, tzinfo=UTC))

    left = Respondent.objects.unscoped("test").values_list("assessment", flat=True)
    assert list(left) == [closed.pk]
    assert not theirs.invitations.exists()


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    assert Periods(1, 90).answers_go(CLOSED) == datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert Periods(25, 90).answers_go(CLOSED) == datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert Periods(12, 90).answers_go(CLOSED) == datetime(2027, 1, 31, 12, tzinfo=UTC)


def test_young_rounds_cost_the_clock_nothing(organisation, framework, django_assert_num_queries):
    for _ in range(3):
        AssessmentFactory(
            organisation=organisation, framework=framework, status="closed", closed_at=CLOSED
        )

    with django_assert_num_queries(2):
        retention.keep(CLOSED + timedelta(days=27))


# On the page


@pytest.fixture
def page(organisation):
    return reverse("assessments:retention", args=[organisation.pk])


def test_only_an_owner_decides(client, page, owner, editor, viewer, outsider):
    for user, status in [(outsider, 404), (viewer, 403), (editor, 403), (owner, 200)]:
        client.force_login(user)
        assert client.get(page).status_code == status
        assert client.post(page, {}).status_code == (400 if status == 200 else status)


@pytest.mark.parametrize(
    ("months", "days", "status"),
    [
        ("1", "1", 302),
        ("120", "3650", 302),
        ("0", "90", 400),
        ("121", "90", 400),
        ("24", "0", 400),
        ("24", "3651", 400),
        ("1.5", "90", 400),
        ("", "", 400),
        ("-1", "x", 400),
    ],
)
def test_what_is_out_of_bounds_is_refused_and_not_stored(
    client, page, owner, organisation, months, days, status
):
    client.force_login(owner)

    response = client.post(page, {"answers_months": months, "invitations_days": days})

    assert response.status_code == status
    assert Retention.objects.unscoped("test").exists() is (status == 302)
    if status == 302:
        assert retention.periods_of(organisation) == Periods(int(months), int(days))
        assert AuditEntry.objects.filter(action="retention.changed").count() == 1


def test_what_would_go_is_shown_and_nothing_is_done_or_stored(client, page, owner, closed):
    client.force_login(owner)
    body = {"answers_months": "1", "invitations_days": "1", "try": "1"}

    shown = client.post(page, body).text

    assert "not stored yet" in shown
    assert shown.count("go now") == 2
    assert closed.name in shown
    assert rows(Respondent, Invitation) == 2
    assert not Retention.objects.unscoped("test").exists()


def test_the_page_says_on_which_day(client, page, owner, closed):
    client.force_login(owner)

    assert "31 January 2028" in client.get(page).text


def test_the_list_of_rounds_leads_there_for_owners(client, page, organisation, owner, editor):
    rounds = reverse("assessments:list", args=[organisation.pk])

    client.force_login(editor)
    assert page not in client.get(rounds).text
    client.force_login(owner)
    assert page in client.get(rounds).text
