"""Submitting: final, once, and followed by exactly one request for an analysis."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.actor import Actor
from assessments import services
from assessments.errors import AssessmentError
from assessments.models import Answer, Respondent
from capabilities import catalogue
from jobs.models import JobRun
from tests.factories import AT, RespondentFactory


def fill(respondent, value=3):
    assessment = respondent.assessment
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
        for question in catalogue.questions_for(
            assessment.framework_id, respondent.role, quick=assessment.quick
        )
    )


def submit(respondent, user):
    return services.submit(actor=Actor(user.pk), respondent=respondent, at=AT)


def runs():
    return JobRun.objects.unscoped("test").filter(kind="analysis")


def test_a_complete_questionnaire_becomes_final_and_asks_for_an_analysis(respondent, editor):
    fill(respondent)

    run = submit(respondent, editor)

    respondent.refresh_from_db()
    assert respondent.state == Respondent.State.SUBMITTED
    assert (run.subject, run.input_version) == (respondent.assessment_id, "1")


def test_submitting_twice_is_submitting_once(respondent, editor):
    fill(respondent)

    first = submit(respondent, editor)
    again = submit(respondent, editor)

    assert again == first
    assert runs().count() == 1


def test_an_open_question_keeps_the_questionnaire_open(respondent, editor):
    fill(respondent)
    respondent.answers.first().delete()

    with pytest.raises(AssessmentError, match="1 question"):
        submit(respondent, editor)
    assert not runs().exists()


def test_each_submission_is_a_new_input_of_the_analysis(respondent, editor, owner):
    fill(respondent)
    submit(respondent, editor)
    second = RespondentFactory(assessment=respondent.assessment, user=owner, role="cmo")
    fill(second)

    run = submit(second, owner)

    assert run.input_version == "2"
    assert runs().count() == 2


def test_the_page_submits_for_the_person_who_was_asked_only(
    client, respondent, editor, owner, outsider
):
    fill(respondent)
    url = reverse("assessments:submit", args=[respondent.pk])

    for user, status in [(outsider, 404), (owner, 403), (editor, 302)]:
        client.force_login(user)
        assert client.post(url).status_code == status
    respondent.refresh_from_db()
    assert respondent.state == Respondent.State.SUBMITTED


def test_submitting_too_early_says_what_is_open(client, respondent, editor):
    client.force_login(editor)

    response = client.post(reverse("assessments:submit", args=[respondent.pk]))

    assert response.status_code == 409
    assert b"still open" in response.content
