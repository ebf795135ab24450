"""What respondents are promised: set, tightened, never loosened, and shown to them."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from assessments import pipeline, services
from assessments.errors import AssessmentError
from assessments.models import Analysis, Assessment
from assessments.privacy import set_privacy
from jobs.models import JobRun
from tests.confidential_rows import answered, confidential_round
from tests.factories import AT, RespondentFactory

pytestmark = pytest.mark.django_db


def change(assessment, privacy, group=5):
    return set_privacy(assessment=assessment, privacy=privacy, minimum_group=group, by=None, at=AT)


def test_before_the_first_answer_it_may_be_anything(assessment):
    change(assessment, "confidential", 8)
    change(assessment, "identified")

    assessment.refresh_from_db()
    assert (assessment.privacy, assessment.minimum_group) == ("identified", 5)


def test_after_the_first_answer_it_is_only_made_stricter(assessment):
    answered(assessment, "it", 3, 0)
    change(assessment, "confidential", 6)

    with pytest.raises(AssessmentError, match="stricter"):
        change(assessment, "identified", 6)
    with pytest.raises(AssessmentError, match="stricter"):
        change(assessment, "confidential", 5)
    change(assessment, "confidential", 9)

    assessment.refresh_from_db()
    assert assessment.minimum_group == 9
    assert AuditEntry.objects.filter(action="assessment.privacy_changed").count() == 2


def test_results_of_the_looser_promise_are_withdrawn_and_made_anew(organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified")
    pipeline.store(pipeline.compute(round_, AT))

    run = change(round_, "confidential")

    assert not Analysis.objects.unscoped("test").filter(assessment=round_).exists()
    assert run.kind == "analysis"


def test_an_editor_tightens_on_the_page_and_is_told_what_is_wrong(client, assessment, editor):
    client.force_login(editor)
    url = reverse("assessments:privacy", args=[assessment.pk])

    assert client.post(url, {"privacy": "confidential", "minimum_group": "2"}).status_code == 400
    assert client.post(url, {"privacy": "secret"}).status_code == 400
    assert client.post(url, {"privacy": "confidential", "minimum_group": "7"}).status_code == 302

    assessment.refresh_from_db()
    assert (assessment.privacy, assessment.minimum_group) == ("confidential", 7)


def test_it_is_chosen_with_the_round(client, organisation, framework, editor):
    client.force_login(editor)
    form = {
        "name": "Autumn",
        "profile": "scaling",
        "industry": "general",
        "quick": "0",
        "privacy": "confidential",
        "minimum_group": "6",
    }

    client.post(reverse("assessments:new", args=[organisation.pk]), form)

    found = Assessment.objects.unscoped("test").get(name="Autumn")
    assert (found.privacy, found.minimum_group) == ("confidential", 6)


@pytest.mark.parametrize(
    ("privacy", "words"),
    [("identified", "editors of this organisation"), ("confidential", "at least 5 people")],
)
def test_the_person_who_answers_reads_the_promise_first(
    client, assessment, respondent, editor, privacy, words
):
    change(assessment, privacy)
    client.force_login(editor)

    page = client.get(reverse("assessments:respond", args=[respondent.pk]), follow=True)

    assert words in page.content.decode()


def test_a_result_is_asked_for_with_each_whole_group_and_at_the_end(
    organisation, framework, editor
):
    round_ = confidential_round(
        organisation, framework, people={"it": 2, "cmo": 2}, status="open", closed_at=None
    )
    fifth = RespondentFactory(assessment=round_, role="cmo", user=editor)

    assert services._changes_the_result(round_) is False
    fifth.state, fifth.submitted_at = "submitted", AT
    fifth.save()
    assert services._changes_the_result(round_) is True
    answered(round_, "it", 3, 9)
    services.close_assessment(assessment=round_, by=None, at=AT)

    assert JobRun.objects.unscoped("test").filter(kind="analysis", subject=round_.pk).count() == 1


def put(client, assessment, **body):
    url = reverse("api:assessment-privacy", args=[assessment.pk])
    return client.put(url, json.dumps(body), content_type="application/json")


def test_the_api_tightens_for_editors_and_says_what_is_wrong(
    client, assessment, editor, viewer, outsider
):
    client.force_login(editor)
    assert put(client, assessment, privacy="secret").status_code == 400
    assert put(client, assessment, privacy="confidential", minimum_group=2).status_code == 400
    assert put(client, assessment, privacy="confidential", colour="red").status_code == 400
    found = put(client, assessment, privacy="confidential", minimum_group=6)
    assert (found.status_code, found.json()["minimum_group"]) == (200, 6)
    answered(assessment, "it", 3, 0)
    assert put(client, assessment, privacy="identified").status_code == 409

    client.force_login(viewer)
    assert put(client, assessment, privacy="confidential").status_code == 403
    client.force_login(outsider)
    assert put(client, assessment, privacy="confidential").status_code == 404
