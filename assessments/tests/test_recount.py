"""Stored results are checked against the answers they were made from."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments import pipeline
from assessments.models import Answer, Respondent
from assessments.recount import Recount, level_histogram, recount
from capabilities import catalogue
from tests.factories import AT, AssessmentFactory, RespondentFactory

pytestmark = pytest.mark.django_db

ROLES = ("cmo", "marketing_ops", "marketing_ops", "it", "sales")


@pytest.fixture
def answered(framework):
    """Five people have answered all they are asked, with levels 2 and 3, and a result is stored."""
    assessment = AssessmentFactory(framework=framework)
    entries = catalogue.questions(framework.pk).values()
    for number, role in enumerate(ROLES):
        person = RespondentFactory(
            assessment=assessment, role=role, state=Respondent.State.SUBMITTED, submitted_at=AT
        )
        Answer.objects.bulk_create(
            Answer(
                respondent=person, question_id=entry.id, kind="level", value=2 + number % 2,
                client_id="t", seq=1, saved_at=AT,
            )
            for entry in entries
            if role in entry.roles
        )  # fmt: skip
    return assessment


def stored(assessment):
    return pipeline.store(pipeline.compute(assessment, AT))


def said(assessment):
    return Answer.objects.unscoped("a test").filter(respondent__assessment=assessment)


def test_the_database_counts_what_is_there(answered, framework):
    other = AssessmentFactory(framework=framework)

    found = level_histogram(framework.pk, [other.pk, answered.pk])

    assert found[0].sum() == 0
    assert found[1].sum() == said(answered).count()
    assert found[1][:, [0, 3, 4]].sum() == 0


def test_a_result_agrees_with_its_answers(answered, django_assert_max_num_queries):
    stored(answered)

    with django_assert_max_num_queries(2):
        found = recount()

    assert (found.agree, found.moved_on, found.faults) == (1, 0, ())


def test_a_score_that_its_answers_cannot_give_is_found(answered):
    analysis = stored(answered)
    analysis.summary["areas"][0]["score"] = 4.5
    analysis.save()
    out = StringIO()

    with pytest.raises(CommandError, match="1 stored scores cannot be"):
        call_command("check_results", stdout=out)

    assert "data has score 4.5000, and its answers are 2 to 3" in out.getvalue()


def test_answers_that_came_later_say_nothing_about_a_result(answered):
    stored(answered)
    said(answered).first().delete()
    out = StringIO()

    call_command("check_results", stdout=out)

    assert out.getvalue().startswith("0 results agree with their answers; 1 rest on another")


def test_a_round_with_a_settled_answer_is_not_compared(answered):
    answered.agreed.create(
        question=said(answered).first().question, value=5, reason="talked it over",
        present="all", at=AT,
    )  # fmt: skip
    stored(answered)

    assert recount() == Recount(agree=0, moved_on=0, faults=())


def test_drafts_are_not_counted(answered, framework):
    stored(answered)
    draft = RespondentFactory(assessment=answered, role="sales")
    Answer.objects.create(
        respondent=draft, question=said(answered).first().question, kind="level", value=5,
        client_id="t", seq=1, saved_at=AT,
    )  # fmt: skip

    assert recount().agree == 1


def test_an_empty_installation_has_nothing_to_check(db):
    assert recount().agree == 0
