"""Lists that grow stay short to read and cheap to make: as many queries for five hundred rows as
for five, a page at a time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership, Role, User
from accounts.paging import ROWS_PER_PAGE
from assessments.models import Assessment, Invitation, Respondent
from roadmaps.models import KpiTarget
from tests.factories import AT

pytestmark = pytest.mark.django_db
# Long enough ago that a reading of a KPI is waited for.
BEFORE = AT - timedelta(days=90)


def members(organisation, numbers):
    users = User.objects.bulk_create(
        User(email=f"many{n}@example.test", name=f"Many {n:03}") for n in numbers
    )
    Membership.objects.bulk_create(
        Membership(organisation=organisation, user=user, role=Role.VIEWER) for user in users
    )


def rounds(assessment, numbers):
    Assessment.objects.bulk_create(
        Assessment(
            organisation=assessment.organisation, framework=assessment.framework,
            name=f"Earlier {n:03}", profile="scaling", opened_at=AT - timedelta(days=n + 1),
        )
        for n in numbers
    )  # fmt: skip


def respondents(assessment, numbers):
    people = Respondent.objects.bulk_create(
        Respondent(assessment=assessment, name=f"Asked {n:03}", role="marketing_ops")
        for n in numbers
    )
    Invitation.objects.bulk_create(
        Invitation(
            assessment=assessment, respondent=person, role=person.role, name=person.name,
            created_at=AT,
        )
        for person in people
    )  # fmt: skip


def kpis(organisation, numbers):
    KpiTarget.objects.bulk_create(
        KpiTarget(
            organisation=organisation, initiative="x", kpi=f"own-{n}", name=f"Share {n:03}",
            unit="%", rises=True, baseline=0, target=1, created_at=BEFORE,
            changed_at=BEFORE,
        )
        for n in numbers
    )  # fmt: skip


@pytest.fixture
def lists(organisation, assessment):
    """Address, and what adds rows to it."""
    return {
        "members": (
            reverse("accounts:members", args=[organisation.pk]),
            lambda numbers: members(organisation, numbers),
        ),
        "assessments": (
            reverse("assessments:list", args=[organisation.pk]),
            lambda numbers: rounds(assessment, numbers),
        ),
        "who is asked": (
            reverse("assessments:detail", args=[assessment.pk]),
            lambda numbers: respondents(assessment, numbers),
        ),
        "people": (
            reverse("assessments:people", args=[assessment.pk]),
            lambda numbers: respondents(assessment, numbers),
        ),
        "open work": (
            reverse("reports:open", args=[organisation.pk]),
            lambda numbers: kpis(organisation, numbers),
        ),
    }


@pytest.mark.parametrize("name", ["members", "assessments", "who is asked", "people", "open work"])
def test_as_many_queries_with_five_hundred_rows_as_with_five(client, editor, lists, name):
    url, add = lists[name]
    client.force_login(editor)
    add(range(5))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        short = client.get(url)
    add(range(5, 500))
    with CaptureQueriesContext(connection) as many:
        long = client.get(url)
    last = client.get(url, {"page": 99})

    assert short.status_code == long.status_code == last.status_code == 200
    assert len(many) == len(few)
    assert short.context["page"].paginator.num_pages == 1
    assert 'class="pager' not in short.text
    assert len(long.context["page"].object_list) == ROWS_PER_PAGE
    assert 'rel="next"' in long.text
    assert 'rel="prev"' in last.text
    assert last.context["page"].number == last.context["page"].paginator.num_pages >= 10
