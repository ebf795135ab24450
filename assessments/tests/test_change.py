"""A change is made after each analysis of a later round, kept once, and read by its own people."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from jsonschema import Draft202012Validator

from accounts.models import AuditEntry
from assessments import comparison, pipeline, services
from assessments.errors import AssessmentError
from assessments.models import Answer, Change, Invitation, Respondent
from capabilities import catalogue
from jobs import runner
from jobs.models import JobRun
from tests.api_client import ROOT, program
from tests.factories import AT, AssessmentFactory, RespondentFactory, UserFactory

SCHEMA = json.loads(
    (Path(settings.BASE_DIR) / "docs" / "change.schema.json").read_text(encoding="utf-8")
)
ROLES = ("cmo", "marketing_ops", "demand_channel", "it", "sales", "finance")


def invited(respondent, email=""):
    Invitation.objects.create(
        assessment=respondent.assessment,
        respondent=respondent,
        name=respondent.name,
        role=respondent.role,
        email=email or f"{respondent.name}@example.test",
        created_at=AT,
    )


def asked(assessment, names, value, roles=ROLES):
    """People of the roles in turn who gave one level to everything and submitted it."""
    for number, name in enumerate(names):
        respondent = RespondentFactory(
            assessment=assessment,
            name=name,
            role=roles[number % len(roles)],
            state=Respondent.State.SUBMITTED,
            submitted_at=AT,
        )
        invited(respondent)
        Answer.objects.bulk_create(
            Answer(
                respondent=respondent,
                question_id=question.id,
                kind="level",
                value=value,
                client_id="test",
                seq=1,
                saved_at=AT,
            )
            for question in catalogue.questions_for(assessment.framework_id, respondent.role)
        )


@pytest.fixture
def rounds(organisation, framework):
    """(last year's, this year's); six people said 2, then 3."""
    found = [
        AssessmentFactory(organisation=organisation, framework=framework, opened_at=at)
        for at in (AT - timedelta(days=365), AT)
    ]
    for number, assessment in enumerate(found):
        asked(assessment, ["Ada", "Ben", "Cleo", "Dov", "Eve", "Finn"], 2 + number)
    return found


def analysed(assessment):
    return pipeline.store(pipeline.compute(assessment, AT))


def changes():
    return Change.objects.unscoped("test")


def work():
    """Do the analyses and the comparisons that are queued, and no plan or chart that follows."""
    waiting = JobRun.objects.unscoped("test").filter(
        kind__in=["analysis", "change"], state=JobRun.State.QUEUED
    )
    while jobs := list(waiting.values_list("pk", flat=True)):
        for job in jobs:
            runner.run(job)


def test_an_analysis_of_a_second_round_is_compared_with_the_first(rounds):
    earlier = analysed(rounds[0])
    services.request_analysis(assessment=rounds[1], by=None, at=AT)
    work()

    change = changes().get()
    assert change.earlier == earlier
    assert change.later.assessment == rounds[1]
    overall = change.result["overall"]
    assert (overall["earlier"], overall["later"]) == (25, 50)
    assert overall["like_for_like"]["people"]["both"] == 6
    assert list(Draft202012Validator(SCHEMA).iter_errors(change.result)) == []


def test_a_first_round_has_nothing_to_be_compared_with(rounds):
    services.request_analysis(assessment=rounds[0], by=None, at=AT)
    work()

    assert not changes().exists()
    assert JobRun.objects.unscoped("test").get(kind="change").state == JobRun.State.DONE


def test_the_newest_analysis_of_the_round_before_counts(rounds):
    analysed(rounds[0])
    asked(rounds[0], ["Gus"], 4)
    services.request_analysis(assessment=rounds[0], by=None, at=AT)
    work()
    newest = rounds[0].analyses.first()
    services.request_analysis(assessment=rounds[1], by=None, at=AT)
    work()

    assert changes().get().earlier == newest


def test_a_new_analysis_of_the_earlier_round_renews_the_change_of_the_later(rounds):
    for assessment in rounds:
        services.request_analysis(assessment=assessment, by=None, at=AT)
        work()
    asked(rounds[0], ["Gus"], 4)
    services.request_analysis(assessment=rounds[0], by=None, at=AT)
    work()

    assert changes().count() == 2
    assert {change.later for change in changes()} == {rounds[1].analyses.get()}


def test_the_same_two_analyses_have_one_change(rounds):
    earlier, later = (analysed(assessment) for assessment in rounds)
    first = comparison.store(comparison.compare(earlier, later, AT))
    again = comparison.store(comparison.compare(earlier, later, AT + timedelta(days=1)))

    assert again == first
    assert again.created_at == AT
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(
            earlier=earlier, later=later, engine_version=first.engine_version, result={},
            created_at=AT,
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(
            earlier=later, later=later, engine_version="x", result={}, created_at=AT
        )


def test_answers_that_changed_since_the_analysis_are_left_to_the_newer_one(rounds):
    earlier, later = (analysed(assessment) for assessment in rounds)
    asked(rounds[1], ["Gus"], 5)

    assert comparison.compare(earlier, later, AT) is None


def test_another_framework_and_another_organisation_are_no_round_before(rounds, other_organisation):
    elsewhere = AssessmentFactory(
        organisation=other_organisation,
        framework=rounds[0].framework,
        opened_at=AT - timedelta(days=1),
    )
    asked(elsewhere, ["Ada", "Ben", "Cleo"], 1)
    analysed(elsewhere)

    assert comparison.before(analysed(rounds[1])) is None


def test_people_are_known_again_by_account_or_address_and_never_by_name(rounds):
    user = UserFactory()
    first = {
        name: RespondentFactory(assessment=rounds[0], name=name, user=account)
        for name, account in [("Gus", user), ("Hal", None), ("Ida", None)]
    }
    second = {
        name: RespondentFactory(assessment=rounds[1], name=name, user=account)
        for name, account in [("Augustus", user), ("Henry", None), ("Ida", None)]
    }
    invited(first["Hal"], "hal@example.test")
    invited(second["Henry"], "HAL@example.test")
    same = comparison.same_people(*rounds)

    assert same[str(second["Augustus"].pk)] == str(first["Gus"].pk)
    assert same[str(second["Henry"].pk)] == str(first["Hal"].pk)
    assert str(second["Ida"].pk) not in same


def test_an_old_analysis_gets_its_change_on_demand(rounds, editor):
    earlier, later = (analysed(assessment) for assessment in rounds)
    run = services.request_change(analysis=later, by=editor.pk, at=AT)
    again = services.request_change(analysis=later, by=editor.pk, at=AT)
    work()

    assert again == run
    assert changes().get().earlier == earlier
    entry = AuditEntry.objects.filter(action="change.requested").first()
    assert entry.details == {"earlier": str(earlier.pk)}
    with pytest.raises(AssessmentError, match="no earlier round"):
        services.request_change(analysis=earlier, by=editor.pk, at=AT)


@pytest.fixture
def change(rounds):
    earlier, later = (analysed(assessment) for assessment in rounds)
    return comparison.store(comparison.compare(earlier, later, AT))


def address(change, pk=None):
    return f"{ROOT}analyses/{pk or change.later_id}/change/"


def test_the_api_gives_the_document(change, viewer):
    body = program(viewer).get(address(change)).json()

    assert body["id"] == str(change.pk)
    assert (body["earlier"], body["later"]) == (str(change.earlier_id), str(change.later_id))
    assert body["result"] == change.result


def test_a_first_round_and_another_organisation_have_none(change, viewer, outsider):
    assert program(viewer).get(address(change, change.earlier_id)).status_code == 404
    assert program(outsider).get(address(change)).status_code == 404
    assert program(viewer).get(address(change, uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_change_is_only_read(change, owner, method):
    assert getattr(program(owner), method)(address(change)).status_code == 405


def test_reading_costs_the_same_with_many_changes(change, viewer, django_assert_max_num_queries):
    client = program(viewer)
    with django_assert_max_num_queries(6) as one:
        client.get(address(change))
    for number in range(5):
        Change.objects.create(
            earlier=change.earlier, later=change.later, engine_version=f"0.{number}", result={},
            created_at=AT - timedelta(days=number + 1),
        )  # fmt: skip
    with django_assert_max_num_queries(6) as six:
        assert client.get(address(change)).json()["id"] == str(change.pk)
    assert len(one) == len(six)
