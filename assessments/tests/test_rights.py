"""What a person may do with their own data in a round: see it, take it along, withdraw, erase."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import AuditEntry
from assessments import guests, inviting, leaving, pipeline, saving, services
from assessments.content import Content
from assessments.errors import AssessmentError
from assessments.guests import Guest
from assessments.models import (
    Analysis,
    Answer,
    AnswerEvent,
    AnswerLink,
    Change,
    Handover,
    Invitation,
    Message,
    Respondent,
)
from jobs import runner
from jobs.models import JobRun
from tests.confidential_rows import CANARY, answered, confidential_round
from tests.factories import AT, RespondentFactory

pytestmark = pytest.mark.django_db
QUESTION = "data.quality.measure"
LATER = AT + timedelta(days=2)


@pytest.fixture
def sam(assessment):
    """Somebody asked by mail, without an account, who has answered one question in words."""
    invitation = Invitation.objects.create(
        assessment=assessment,
        respondent=RespondentFactory(assessment=assessment, name="Sam Seller"),
        name="Sam Seller",
        role="marketing_ops",
        email="sam@example.test",
        created_at=AT,
    )
    Message.objects.create(invitation=invitation, kind="invitation", created_at=AT, sent_at=AT)
    return invitation.respondent


@pytest.fixture
def secret(assessment, sam):
    return guests.issue_link(assessment=assessment, invitation=sam.invitation, by=None, at=AT)


@pytest.fixture
def as_sam(client, secret, sam):
    """A browser that holds Sam's questionnaire, with a first answer and its correction in it."""
    client.post(reverse("assessments:enter", args=[secret]))
    for seq, note in ((1, "=first word"), (2, "second word")):
        body = {"choice": "4", "note": note, "client_id": "tab", "seq": seq}
        address = reverse("assessments:save", args=[sam.pk, QUESTION])
        client.post(address, {**body, "base_version": seq - 1})
    return client


def page(name, respondent):
    return reverse(f"assessments:{name}", args=[respondent.pk])


def files(response):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows_about(respondent):
    """How many rows anywhere in this room still point to a person."""
    counts = [
        model.objects.unscoped("test").filter(respondent=respondent.pk).count()
        for model in (Answer, AnswerEvent, Invitation, Handover)
    ]
    counts += [
        AnswerLink.objects.unscoped("test").filter(invitation__name=respondent.name).count(),
        Message.objects.unscoped("test").filter(invitation__name=respondent.name).count(),
        Handover.objects.unscoped("test").filter(to=respondent.pk).count(),
        Respondent.objects.unscoped("test").filter(pk=respondent.pk).count(),
    ]
    return sum(counts)


def runs():
    return JobRun.objects.unscoped("test").filter(kind="analysis").count()


def work():
    """All analyses that are waiting, and those asked for meanwhile, as the worker does them."""
    waiting = JobRun.objects.unscoped("test").filter(kind="analysis", state="queued")
    while job := waiting.first():
        runner.run(job.pk)


def submitted(respondent):
    respondent.state, respondent.submitted_at = "submitted", AT
    respondent.save()
    return respondent


# Seeing and taking along


def test_the_review_leads_to_everything_that_is_stored(as_sam, sam):
    assert page("data", sam) in as_sam.get(page("review", sam)).text

    shown = as_sam.get(page("data", sam)).text

    for word in ("Sam Seller", "sam@example.test", "second word", "Invitation by mail", "2 saves"):
        assert word in shown


def test_the_download_is_whole_and_holds_only_the_own_data(as_sam, sam, assessment):
    other = answered(assessment, "it", 2, 1)
    Handover.objects.create(
        respondent=sam,
        to=other,
        question=assessment.framework.questions.get(key=QUESTION),
        at=AT,
    )

    response = as_sam.get(page("data-export", sam))

    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    found = files(response)
    assert set(found) == {"data.json", "answers.csv", "history.csv"}
    document = json.loads(found["data.json"])
    assert document["person"]["name"] == "Sam Seller"
    assert [row["note"] for row in document["answers"]] == ["second word"]
    assert [row["note"] for row in document["history"]] == ["=first word", "second word"]
    assert document["invitation"]["email"] == "sam@example.test"
    assert document["handed_over"][0]["question"] == QUESTION
    for text in found.values():
        assert CANARY not in text
        assert other.name not in text
        assert str(other.pk) not in text


def test_no_cell_of_the_download_is_a_formula(as_sam, sam):
    history = files(as_sam.get(page("data-export", sam)))["history.csv"]

    notes = [row["note"] for row in csv.DictReader(io.StringIO(history))]
    assert notes == ["'=first word", "second word"]


def test_a_download_is_noted_with_who_made_it(client, sam, owner):
    client.force_login(owner)

    client.get(page("data-export", sam))

    entry = AuditEntry.objects.get(action="respondent.exported")
    assert (entry.actor_id, entry.subject_id) == (owner.pk, str(sam.pk))


def test_however_much_somebody_said_the_page_asks_the_database_the_same(
    client, respondent, editor, django_assert_max_num_queries
):
    client.force_login(editor)
    client.get(page("data", respondent))
    Answer.objects.bulk_create(
        Answer(
            respondent=respondent,
            question=question,
            kind="dk",
            client_id="test",
            seq=1,
            saved_at=AT,
        )
        for question in respondent.assessment.framework.questions.all()
    )

    with django_assert_max_num_queries(12):
        assert client.get(page("data", respondent)).status_code == 200


# Who may


@pytest.mark.parametrize("name", ["data", "data-export", "leave", "erase"])
def test_it_is_for_the_person_and_for_owners(
    client, sam, respondent, editor, viewer, owner, outsider, name
):
    for user, of, status in [
        (outsider, sam, 404),
        (viewer, sam, 403),
        (editor, sam, 403),
        (editor, respondent, 200),
        (owner, sam, 200),
    ]:
        client.force_login(user)
        assert client.get(page(name, of)).status_code == status, (user, status)


def test_who_entered_the_answers_of_an_interview_may_not(client, sam, editor):
    sam.interviewed = True
    sam.save()
    client.force_login(editor)

    for name in ("data", "data-export", "leave", "erase"):
        assert client.post(page(name, sam), {"sure": "on"}).status_code in {403, 405}
    assert rows_about(sam)


def test_nobody_but_the_guest_of_this_questionnaire(as_sam, assessment):
    kim = RespondentFactory(assessment=assessment, name="Kim Care")

    for name in ("data", "data-export", "leave", "erase"):
        assert as_sam.get(page(name, kim)).status_code == 302
    with pytest.raises(Exception, match="person who was asked"):
        leaving.erase(actor=Actor(kim.pk), respondent=_of(kim, "editor"), at=AT)


def _of(respondent, role):
    respondent.actor_role = role
    return respondent


def test_an_owner_reads_no_answers_of_a_confidential_round_but_may_erase(
    client, organisation, framework, owner
):
    round_ = confidential_round(organisation, framework)
    person = round_.respondents.filter(role="it").first()
    client.force_login(owner)

    assert CANARY not in client.get(page("data", person)).text
    assert client.get(page("data-export", person)).status_code == 403
    assert client.post(page("erase", person), {"sure": "on"}).status_code == 302
    assert not rows_about(person)


def test_only_owners_are_led_there_from_the_list_of_people(client, sam, editor, owner):
    people = reverse("assessments:people", args=[sam.assessment_id])

    client.force_login(editor)
    assert page("data", sam) not in client.get(people).text
    client.force_login(owner)
    assert page("data", sam) in client.get(people).text


# Coming back


@pytest.mark.parametrize("after", ["submitting", "closing"])
def test_by_the_own_link_after_it_is_all_over(client, assessment, sam, secret, after):
    if after == "submitting":
        submitted(sam)
    else:
        services.close_assessment(assessment=assessment, by=None, at=AT)
    door = reverse("assessments:enter", args=[secret])

    assert f'action="{door}data/"' in client.get(door).text
    shown = client.post(f"{door}data/", follow=True)

    assert "What is stored about you" in shown.text
    assert client.get(page("data-export", sam)).status_code == 200


def test_an_open_link_leads_to_nobodys_data(client, assessment, sam):
    secret = guests.issue_link(assessment=assessment, role="marketing_ops", by=None, at=AT)

    assert client.post(reverse("assessments:own-data", args=[secret])).status_code == 404
    assert client.post(reverse("assessments:own-data", args=["D" * 43])).status_code == 404


# Withdrawing


@pytest.mark.parametrize("name", ["leave", "erase"])
def test_without_the_tick_nothing_changes(as_sam, sam, name):
    response = as_sam.post(page(name, sam))

    assert response.status_code == 400
    assert "Tick the box" in response.text
    sam.refresh_from_db()
    assert sam.state == "answering"
    assert runs() == 0


def test_withdrawn_answers_leave_the_result_and_an_analysis_is_asked_for(assessment, sam):
    stays, goes = answered(assessment, "it", 2, 1), answered(assessment, "cmo", 5, 2)

    run = leaving.withdraw(actor=Guest(goes.pk, AT), respondent=goes, at=LATER)

    assert run.kind == "analysis"
    assert {row.respondent for row in pipeline.load_answers(assessment)} == {str(stays.pk)}
    assert goes.answers.count() > 0
    entry = AuditEntry.objects.get(action="respondent.withdrew")
    assert entry.details == {"submitted": True}


def test_withdrawing_twice_is_once(assessment):
    person = answered(assessment, "it", 2, 1)

    first = leaving.withdraw(actor=Guest(person.pk, AT), respondent=person, at=LATER)
    again = leaving.withdraw(actor=Guest(person.pk, AT), respondent=person, at=LATER)

    assert first == again
    assert AuditEntry.objects.filter(action="respondent.withdrew").count() == 1


def test_who_withdraws_before_submitting_changes_no_result(as_sam, sam):
    shown = as_sam.post(page("leave", sam), {"sure": "on"}, follow=True)

    assert "The answers are withdrawn" in shown.text
    assert "second word" in shown.text
    assert runs() == 0


def test_after_withdrawing_nothing_is_asked_mailed_or_submitted(as_sam, sam, assessment):
    as_sam.post(page("leave", sam), {"sure": "on"})
    body = {"choice": "1", "client_id": "tab", "seq": 3, "base_version": 2}

    saved = as_sam.post(reverse("assessments:save", args=[sam.pk, QUESTION]), body)

    assert saved.status_code == 409
    assert not inviting.reachable(assessment).exists()
    sam.refresh_from_db()
    sam.only = [QUESTION]
    sam.save()
    guest = Guest(sam.pk, sam.guest)
    with pytest.raises(AssessmentError, match="withdrawn"):
        services.submit(actor=guest, respondent=sam, at=LATER)
    with pytest.raises(AssessmentError):
        saving.save_answer(
            actor=guest,
            respondent_id=sam.pk,
            question_key=QUESTION,
            content=Content("dk"),
            key=saving.SaveKey("tab", 9, 2),
            at=LATER,
        )


def test_without_the_newest_answers_the_result_before_stands_again(assessment):
    RespondentFactory(assessment=assessment, role="cmo")
    answered(assessment, "it", 2, 1)
    before = pipeline.store(pipeline.compute(assessment, AT))
    goes = answered(assessment, "it", 5, 2)
    Respondent.objects.unscoped("test").exclude(state="submitted").delete()
    RespondentFactory(assessment=assessment, role="cmo")
    after = pipeline.store(pipeline.compute(assessment, AT + timedelta(hours=1)))
    assert assessment.analyses.first() == after

    leaving.withdraw(actor=Guest(goes.pk, AT), respondent=goes, at=LATER)
    stored = pipeline.store(pipeline.compute(assessment, LATER))

    assert assessment.analyses.first() == stored
    assert stored.result["inputs"]["respondents"] == 1
    assert before.result["inputs"]["respondents"] == 1


# Erasing


def test_after_erasing_nothing_of_the_person_is_left_but_numbers_in_the_log(as_sam, sam, secret):
    assert rows_about(sam) > 5

    said = as_sam.post(page("erase", sam), {"sure": "on"})

    assert "is erased" in said.text
    assert rows_about(sam) == 0
    assert as_sam.get(page("data", sam)).status_code == 302
    assert as_sam.get(reverse("assessments:enter", args=[secret])).status_code == 404
    log = json.dumps(list(AuditEntry.objects.values("action", "details", "subject_id")))
    assert str(sam.pk) in log
    for word in ("Sam", "sam@example.test", "second word"):
        assert word not in log


def test_erasing_leaves_what_others_said(assessment, sam):
    other = answered(assessment, "it", 2, 1)
    before = list(other.answers.order_by("pk").values())

    leaving.erase(actor=Guest(sam.pk, AT), respondent=sam, at=LATER)

    assert list(other.answers.order_by("pk").values()) == before


def test_a_member_erases_the_own_answers(client, respondent, editor):
    client.force_login(editor)

    said = client.post(page("erase", respondent), {"sure": "on"})

    assert "Everything about you" in said.text
    assert client.post(page("erase", respondent), {"sure": "on"}).status_code == 404


def test_results_made_before_keep_everybody_and_lose_groups_of_one(organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified")
    analysis = pipeline.store(pipeline.compute(round_, AT))
    index = analysis.result["overall"]["index"]
    chief = round_.respondents.get(role="cmo")
    assert any("cmo" in item["by_role"] for item in analysis.result["capabilities"])

    run = leaving.erase(actor=Guest(chief.pk, AT), respondent=chief, at=LATER)

    assert run.kind == "analysis"
    analysis.refresh_from_db()
    assert analysis.result["overall"]["index"] == index
    assert not any("cmo" in item["by_role"] for item in analysis.result["capabilities"])
    assert any("marketing_ops" in item["by_role"] for item in analysis.result["capabilities"])
    assert not Change.objects.unscoped("test").exists()


def test_the_next_result_shows_small_groups_of_those_who_stay(organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified")
    pipeline.store(pipeline.compute(round_, AT))
    chief = round_.respondents.get(role="cmo")
    leaving.erase(actor=Guest(chief.pk, AT), respondent=chief, at=LATER)

    newest = pipeline.store(pipeline.compute(round_, LATER))

    assert any("it" in item["by_role"] for item in newest.result["capabilities"])


# A protected round


def leave(round_, people):
    """So many of those who submitted first leave, one by erasing and the others by withdrawing."""
    rows = list(round_.respondents.filter(state="submitted").order_by("submitted_at")[:people])
    for number, person in enumerate(rows):
        act = leaving.withdraw if number else leaving.erase
        act(actor=Guest(person.pk, AT), respondent=person, at=LATER)
    round_.refresh_from_db()


def test_a_protected_result_never_differs_from_the_last_by_fewer_than_a_group(
    organisation, framework
):
    round_ = confidential_round(organisation, framework)
    first = pipeline.store(pipeline.compute(round_, AT))

    leave(round_, 4)
    assert pipeline.is_held_back(round_)
    assert pipeline.load_answers(round_) == []
    leave(round_, 1)

    assert not pipeline.is_held_back(round_)
    second = pipeline.store(pipeline.compute(round_, LATER))
    people = [item.result["inputs"]["respondents"] for item in (first, second)]
    assert people[0] - people[1] == 5
    round_.refresh_from_db()
    assert round_.left == 0


def test_whoever_runs_the_round_is_told_why_the_last_result_stands(
    client, organisation, framework, editor
):
    round_ = confidential_round(organisation, framework)
    pipeline.store(pipeline.compute(round_, AT))
    client.force_login(editor)
    detail = reverse("assessments:detail", args=[round_.pk])
    assert "taken their answers back" not in client.get(detail).text

    leave(round_, 1)

    assert "taken their answers back" in client.get(detail).text


def test_the_job_stores_nothing_while_it_is_held_back(organisation, framework):
    round_ = confidential_round(organisation, framework)
    pipeline.store(pipeline.compute(round_, AT))

    leave(round_, 1)
    work()

    assert Analysis.objects.unscoped("test").filter(assessment=round_).count() == 1
    assert set(JobRun.objects.unscoped("test").values_list("state", flat=True)) == {"done"}


def test_the_job_stores_nothing_of_answers_taken_back_while_it_ran(
    organisation, framework, monkeypatch
):
    round_ = confidential_round(organisation, framework, privacy="identified")
    person = round_.respondents.first()
    services.request_analysis(assessment=round_, by=None, at=AT)
    compute = pipeline.compute

    def slow(assessment, at):
        analysis = compute(assessment, at)
        if person.answers.exists():
            leaving.erase(actor=Guest(person.pk, AT), respondent=person, at=LATER)
        return analysis

    monkeypatch.setattr(pipeline, "compute", slow)
    work()

    (stored,) = Analysis.objects.unscoped("test").filter(assessment=round_)
    assert stored.result["inputs"]["respondents"] == round_.respondents.count()
