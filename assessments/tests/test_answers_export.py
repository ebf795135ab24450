"""All answers of a round as a file that the main job reads."""

import pytest
from django.urls import reverse

from assessments.answer_file import read_answers
from assessments.models import Answer, Assessment
from capabilities import catalogue
from tests.factories import AT, RespondentFactory

pytestmark = pytest.mark.django_db


def address(assessment):
    return reverse("assessments:answers-csv", args=[assessment.pk])


@pytest.fixture
def answered(assessment):
    """Ada and somebody without a name have submitted, a third has not."""
    question = assessment.framework.questions.get(key="data.quality.measure")
    for name, state, value in (
        ("Ada", "submitted", 2),
        ("", "submitted", 4),
        ("Bo", "answering", 5),
    ):
        person = RespondentFactory(
            assessment=assessment,
            name=name,
            state=state,
            submitted_at=AT if state == "submitted" else None,
        )
        Answer.objects.create(
            respondent=person,
            question=question,
            kind="level",
            value=value,
            note='=1+1, "so"',
            client_id="test",
            seq=1,
            saved_at=AT,
        )
    return assessment


def test_it_reads_back_as_what_was_said(client, answered, editor, django_assert_max_num_queries):
    client.force_login(editor)
    with django_assert_max_num_queries(8):  # of which three are for the file
        reply = client.get(address(answered))
    assert reply["Content-Type"].startswith("text/csv")
    lines = read_answers(
        reply.content,
        name="answers.csv",
        framework=catalogue.engine_framework(answered.framework_id),
        reasons={},
    )
    assert sorted(line.respondent for line in lines) == ["Ada", "marketing_ops 1"]
    assert sorted(line.content.value for line in lines) == [2, 4]
    assert {line.content.note for line in lines} == {'=1+1, "so"'}
    # A spreadsheet that opens it runs nothing.
    assert b"\"'=1+1" in reply.content


def test_nobody_gets_single_answers_of_a_protected_round(client, answered, owner):
    client.force_login(owner)
    Assessment.objects.unscoped("a test").filter(pk=answered.pk).update(privacy="confidential")
    assert client.get(address(answered)).status_code == 403


def test_it_is_for_editors_of_the_organisation(client, answered, viewer, outsider):
    for user, status in ((viewer, 403), (outsider, 404)):
        client.force_login(user)
        assert client.get(address(answered)).status_code == status
