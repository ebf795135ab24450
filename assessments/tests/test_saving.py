"""Saving one answer: what counts as saved, as a repetition, as a conflict, and who may."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actor import Actor
from accounts.models import AuditEntry
from assessments import saving, services
from assessments.content import Content
from assessments.errors import AssessmentError, UnknownQuestionError
from assessments.models import Answer, AnswerEvent, Respondent
from tests.factories import AT

QUESTION = "data.quality.measure"


def answers():
    return Answer.objects.unscoped("test")


def events():
    return AnswerEvent.objects.unscoped("test")


def save(respondent, user, choice="3", *, tab="tab-a", seq=1, base=0, question=QUESTION, **fields):
    return saving.save_answer(
        actor=Actor(user.pk),
        respondent_id=respondent.pk,
        question_key=question,
        content=Content.from_choice(choice, **fields),
        key=saving.SaveKey(tab, seq, base),
        at=AT,
    )


def test_a_saved_answer_is_stored_with_its_history_and_one_audit_entry(respondent, editor):
    saved = save(respondent, editor, "4", note="weekly report", confidence=2)

    assert (saved.state, saved.version) == ("saved", 1)
    row = answers().get()
    assert (row.value, row.note, row.confidence) == (4, "weekly report", 2)
    assert events().get().version == 1
    entry = AuditEntry.objects.get(subject_kind="respondent")
    assert (entry.action, entry.actor_id) == ("answer.saved", editor.pk)
    assert "weekly report" not in str(entry.details)


def test_changing_an_answer_raises_its_version_and_keeps_both_in_the_history(respondent, editor):
    save(respondent, editor, "2")
    saved = save(respondent, editor, "5", seq=2, base=1)

    assert saved.version == 2
    assert answers().get().value == 5
    assert list(events().order_by("seq").values_list("value", flat=True)) == [2, 5]


def test_the_same_save_arriving_twice_is_one_save(respondent, editor):
    first = save(respondent, editor, "2")
    again = save(respondent, editor, "2")

    assert again == first
    assert events().count() == 1


def test_another_content_under_a_used_key_is_a_conflict(respondent, editor):
    save(respondent, editor, "2")
    saved = save(respondent, editor, "5")

    assert saved.state == "conflict"
    assert answers().get().value == 2


def test_two_tabs_conflict_visibly_and_both_values_stay_in_the_history(respondent, editor):
    save(respondent, editor, "2", tab="tab-a")
    saved = save(respondent, editor, "4", tab="tab-b")

    assert saved.state == "conflict"
    assert saved.current.value == 2
    assert answers().get().value == 2
    assert events().filter(value=4, version=None).count() == 1


def test_a_late_packet_of_the_same_tab_does_not_overwrite_the_newer_one(respondent, editor):
    save(respondent, editor, "2", seq=5)
    saved = save(respondent, editor, "4", seq=4, base=1)

    assert saved.state == "conflict"
    assert answers().get().value == 2


def test_different_questions_never_conflict(respondent, editor):
    save(respondent, editor, "2", tab="tab-a", seq=1)
    saved = save(respondent, editor, "4", tab="tab-b", seq=1, question="data.quality.repair")

    assert saved.state == "saved" or saved.current is None


def test_does_not_apply_needs_a_reason_that_the_framework_knows(respondent, editor):
    with pytest.raises(ValidationError, match="why"):
        save(respondent, editor, "na")
    with pytest.raises(ValidationError, match="note"):
        save(respondent, editor, "na", reason="other")
    assert save(respondent, editor, "na", reason="run_elsewhere").state == "saved"


def test_nothing_is_saved_after_submission(respondent, editor):
    Respondent.objects.unscoped("test").update(state="submitted", submitted_at=AT)

    with pytest.raises(AssessmentError, match="final"):
        save(respondent, editor)
    assert not events().exists()


def test_nothing_is_saved_after_the_assessment_is_closed(respondent, editor, assessment):
    services.close_assessment(assessment=assessment, by=None, at=AT)

    with pytest.raises(AssessmentError):
        save(respondent, editor)


def test_a_question_of_another_role_does_not_exist(respondent, editor):
    with pytest.raises(UnknownQuestionError):
        save(respondent, editor, question="analytics.benchmark.peers")
    with pytest.raises(UnknownQuestionError):
        save(respondent, editor, question="no.such.question")


def test_a_colleague_may_not_answer_and_a_stranger_finds_nothing(respondent, owner, outsider):
    with pytest.raises(PermissionDenied):
        save(respondent, owner)
    with pytest.raises(Respondent.DoesNotExist):
        save(respondent, outsider)


def test_a_read_only_token_may_not_answer(respondent, editor):
    with pytest.raises(PermissionDenied):
        saving.save_answer(
            actor=Actor(editor.pk, read_only=True),
            respondent_id=respondent.pk,
            question_key=QUESTION,
            content=Content.from_choice("3"),
            key=saving.SaveKey("tab-a", 1, 0),
            at=AT,
        )
