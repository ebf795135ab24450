"""Answers that come together are stored like ones that were saved one by one, or not at all."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from assessments.bulk import mark_submitted, record_answers
from assessments.content import Content
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.models import Answer, AnswerEvent, Respondent
from assessments.services import close_assessment
from capabilities import catalogue
from tests.factories import AT

WHY = "tests look at everything"
QUESTION = "data.quality.measure"


def record(respondent, answers):
    record_answers(respondent=respondent, answers=answers, source="file", by=None, at=AT)


def everything(respondent):
    framework = respondent.assessment.framework_id
    asked = catalogue.questions_for(framework, respondent.role, quick=False)
    return {entry.key: Content("level", 3) for entry in asked}


def test_answers_are_stored_with_their_history_and_an_audit_entry(respondent):
    record(respondent, {QUESTION: Content("level", 4, evidence="profile")})

    answer = Answer.objects.unscoped(WHY).get()
    event = AnswerEvent.objects.unscoped(WHY).get()
    assert (answer.value, answer.evidence, answer.version) == (4, "profile", 1)
    assert (event.value, event.base_version, event.version) == (4, 0, 1)
    assert AuditEntry.objects.filter(action="answers.recorded").count() == 1


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"nothing.like.this": Content("dk")}, UnknownQuestionError),
        ({"data.activation.delivery": Content("dk")}, UnknownQuestionError),
        ({QUESTION: Content("na", reason="because")}, ValidationError),
        ({QUESTION: Content("na", reason="other")}, ValidationError),
    ],
)
def test_one_bad_answer_keeps_all_out(respondent, answers, error):
    with pytest.raises(error):
        record(respondent, {"data.sourcing.origin": Content("dk"), **answers})

    assert not Answer.objects.unscoped(WHY).exists()


def test_answers_that_are_there_are_never_overwritten(respondent):
    record(respondent, {QUESTION: Content("level", 4)})

    with pytest.raises(AssessmentError, match="answers already"):
        record(respondent, {QUESTION: Content("level", 1)})


def test_nothing_is_recorded_after_the_round_is_closed(respondent):
    close_assessment(assessment=respondent.assessment, by=None, at=AT)
    respondent.assessment.refresh_from_db()

    with pytest.raises(AssessmentError, match="final"):
        record(respondent, {QUESTION: Content("dk")})


def test_only_complete_answers_are_submitted_and_once(respondent):
    with pytest.raises(AssessmentError, match="open"):
        mark_submitted(respondent=respondent, by=None, at=AT)

    record(respondent, everything(respondent))
    for _ in range(2):
        mark_submitted(respondent=respondent, by=None, at=AT)

    assert Respondent.objects.unscoped(WHY).get().state == Respondent.State.SUBMITTED
    assert AuditEntry.objects.filter(action="respondent.submitted").count() == 1
