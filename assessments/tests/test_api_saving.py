"""Saving and submitting by the API: the same protocol, and the same words, as on the page."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry
from assessments.models import Answer, AnswerEvent, Assessment, Respondent
from jobs.models import JobRun
from tests.api_client import fields, program, without_request_id
from tests.factories import MembershipFactory, RespondentFactory

QUESTION = "data.quality.measure"


def url(respondent_id, question=QUESTION):
    return f"/api/v1/respondents/{respondent_id}/answers/{question}/"


def body(**changes):
    return {"choice": "4", "client_id": "tab-a", "seq": 1, "base_version": 0, **changes}


def put(client, address, data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return client.put(address, raw, content_type="application/json")


def submit(client, respondent, raw=b""):
    address = f"/api/v1/respondents/{respondent.pk}/submit/"
    return client.post(address, raw, content_type="application/json")


@pytest.fixture
def own(editor):
    return program(editor)


def test_a_save_is_stored_and_answered_with_the_stored_answer(own, respondent, editor):
    given = body(note="weekly report", confidence=2, evidence="the dashboard")

    response = put(own, url(respondent.pk), given)

    assert response.status_code == 200
    answer = response.json()
    row = Answer.objects.unscoped("test").get()
    assert (row.value, row.note, row.confidence) == (4, "weekly report", 2)
    assert answer.pop("saved_at") == row.saved_at.isoformat().replace("+00:00", "Z")
    assert answer == {
        "choice": "4",
        "reason": "",
        "note": "weekly report",
        "confidence": 2,
        "evidence": "the dashboard",
        "question": QUESTION,
        "version": 1,
    }
    assert AuditEntry.objects.get(action="answer.saved").actor_id == editor.pk


def test_the_same_save_sent_again_is_one_save_with_the_same_body(own, respondent):
    first = put(own, url(respondent.pk), body())
    again = put(own, url(respondent.pk), body())

    assert again.status_code == 200
    assert again.content == first.content
    assert AnswerEvent.objects.unscoped("test").count() == 1


def test_a_save_on_top_of_another_version_is_refused_with_both_values(own, respondent):
    put(own, url(respondent.pk), body(choice="2"))

    response = put(own, url(respondent.pk), body(choice="5", client_id="tab-b", note="mine"))

    assert response.status_code == 409
    problem = response.json()
    assert problem["type"].endswith(":conflict")
    assert (problem["current"]["choice"], problem["current"]["version"]) == ("2", 1)
    assert (problem["yours"]["choice"], problem["yours"]["note"]) == ("5", "mine")
    assert Answer.objects.unscoped("test").get().value == 2


def test_a_save_without_its_base_version_is_asked_for_it(own, respondent):
    blind = body()
    del blind["base_version"]

    response = put(own, url(respondent.pk), blind)

    assert response.status_code == 428
    assert fields(response) == {("base_version", "required")}
    assert not Answer.objects.unscoped("test").exists()


@pytest.mark.parametrize("state", ["submitted", "closed"])
def test_final_answers_stay_as_they_are(own, respondent, state):
    if state == "submitted":
        Respondent.objects.unscoped("test").update(state=state, submitted_at=timezone.now())
    else:
        Assessment.objects.unscoped("test").update(status=state, closed_at=timezone.now())

    response = put(own, url(respondent.pk), body())

    assert response.status_code == 409
    assert response.json()["type"].endswith(":state")
    assert not AnswerEvent.objects.unscoped("test").exists()


def test_every_fault_is_named_and_nothing_stored(own, respondent):
    response = put(own, url(respondent.pk), body(choice=4, confidence="3", organisation_id="x"))

    assert response.status_code == 400
    assert fields(response) == {
        ("choice", "invalid_choice"),
        ("confidence", "invalid"),
        ("organisation_id", "unknown"),
    }
    assert not AnswerEvent.objects.unscoped("test").exists()


@pytest.mark.parametrize(
    ("reason", "fault"), [("", "reason"), ("because", "reason"), ("other", "note")]
)
def test_does_not_apply_needs_a_reason_of_the_framework(own, respondent, reason, fault):
    response = put(own, url(respondent.pk), body(choice="na", reason=reason))

    assert response.status_code == 400
    assert fields(response) == {(fault, "invalid")}


@pytest.mark.parametrize("length", [3999, 4000])
def test_a_note_up_to_its_limit_is_kept_whole(own, respondent, length):
    response = put(own, url(respondent.pk), body(note="é" * length))

    assert response.status_code == 200
    assert len(response.json()["note"]) == length


@pytest.mark.parametrize("data", [None, [], 1, "x", True])
def test_a_body_that_is_no_object_is_refused(own, respondent, data):
    response = put(own, url(respondent.pk), data)

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}x",
        b"\xff",
        b'{"note": "\\ud800"}',
        b'{"a\\ud800": 1}',
        b"[" * 100_000,
        json.dumps({f"key{n}": n for n in range(50_000)}).encode(),
        json.dumps({"k" * 1_000_000: 1}).encode(),
    ],
    ids=range(8),
)
def test_what_is_no_sound_json_is_refused_and_stores_nothing(own, respondent, raw):
    response = put(own, url(respondent.pk), raw)

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert len(response.content) < 20_000
    assert not AnswerEvent.objects.unscoped("test").exists()


def test_a_body_over_the_limit_is_refused(own, respondent):
    for raw in (b" " * (2 * 1024 * 1024 + 1), json.dumps(body(note="x" * 2_100_000)).encode()):
        assert put(own, url(respondent.pk), raw).status_code == 413


@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=bogus", "text/json", "text/plain", "multipart/form-data", "x", ""],
)
def test_other_kinds_of_body_are_refused(own, respondent, content_type):
    response = own.put(url(respondent.pk), b"{}", content_type=content_type)

    assert response.status_code == 415


def test_other_organisations_learn_nothing_whatever_they_send(outsider, respondent):
    client = program(outsider)

    for data in (body(), body(choice="9"), b"{", b"\xff"):
        foreign = put(client, url(respondent.pk), data)
        random = put(client, url(uuid.uuid4()), data)
        assert foreign.status_code == random.status_code == 404
        assert without_request_id(foreign) == without_request_id(random)
    assert not AnswerEvent.objects.unscoped("test").exists()


def test_a_colleague_may_not_answer_for_somebody(respondent, owner):
    client = program(owner)

    for data in (body(), body(choice="9")):
        assert put(client, url(respondent.pk), data).status_code == 403
    assert client.get(f"/api/v1/respondents/{respondent.pk}/answers/").status_code == 403
    assert client.get(url(respondent.pk)).status_code == 403


def test_a_token_that_only_reads_changes_nothing(respondent, editor):
    client = program(editor, read_only=True)

    for data in (body(), body(choice="9"), b"{"):
        assert put(client, url(respondent.pk), data).status_code == 403
    assert submit(client, respondent, b"{").status_code == 403
    assert client.get(f"/api/v1/respondents/{respondent.pk}/answers/").status_code == 200
    assert not AnswerEvent.objects.unscoped("test").exists()


def test_a_stranger_is_told_to_sign_in(respondent):
    response = put(Client(), url(respondent.pk), body())

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_former_member_finds_nothing(respondent, editor, own):
    editor.memberships.all().delete()

    assert put(own, url(respondent.pk), body()).status_code == 404


def test_a_session_needs_its_csrf_token(respondent, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    client.get("/api/v1/docs/")

    assert put(client, url(respondent.pk), body()).status_code == 403
    token = client.cookies["csrftoken"].value
    client.defaults["HTTP_X_CSRFTOKEN"] = token
    assert put(client, url(respondent.pk), body()).status_code == 200


@pytest.mark.parametrize(
    "question", ["data.quality.none", "x", "٣", "data", "a" * 5000, "data.quality.measure "]
)
def test_a_question_that_is_not_asked_does_not_exist(own, respondent, question):
    assert put(own, url(respondent.pk, question), body()).status_code == 404
    assert put(own, url(respondent.pk, question), body(choice=1)).status_code == 404
    assert own.get(url(respondent.pk, question)).status_code == 404


def test_own_answers_with_what_is_still_open(own, respondent):
    put(own, url(respondent.pk), body())

    listed = own.get(f"/api/v1/respondents/{respondent.pk}/answers/").json()
    single = own.get(url(respondent.pk)).json()

    assert listed["answers"] == [single]
    assert QUESTION not in listed["open"]
    assert listed["open"]


def test_submitting_is_refused_while_questions_are_open(own, respondent):
    response = submit(own, respondent)

    assert response.status_code == 409
    assert response.json()["type"].endswith(":state")


def test_submitting_makes_answers_final_and_gives_one_job_however_often(own, respondent):
    answers = f"/api/v1/respondents/{respondent.pk}/answers/"
    for seq, key in enumerate(own.get(answers).json()["open"], start=1):
        assert put(own, url(respondent.pk, key), body(seq=seq)).status_code == 200

    first = submit(own, respondent, b"{}")
    second = submit(own, respondent)

    assert first.status_code == second.status_code == 200
    receipt = first.json()
    assert receipt["state"] == "submitted"
    assert receipt["submitted_at"]
    assert receipt["job"]["kind"] == "analysis"
    assert second.json()["job"]["id"] == receipt["job"]["id"]
    assert JobRun.objects.unscoped("test").count() == 1
    job = own.get(f"/api/v1/jobs/{receipt['job']['id']}/")
    assert job.json()["state"] == "queued"


def test_submitting_takes_no_fields(own, respondent):
    response = submit(own, respondent, b'{"state": "submitted"}')

    assert response.status_code == 400
    assert fields(response) == {("state", "unknown")}


def test_submitting_is_for_the_one_who_was_asked(respondent, owner, outsider):
    assert submit(program(owner), respondent).status_code == 403
    assert submit(program(outsider), respondent).status_code == 404
    assert submit(Client(), respondent).status_code == 401


def test_saving_costs_few_queries_and_no_more_with_more_around(
    own, respondent, organisation, django_assert_max_num_queries
):
    put(own, url(respondent.pk), body())
    for _ in range(20):
        MembershipFactory(organisation=organisation)
        RespondentFactory(assessment=respondent.assessment)

    # The token; a savepoint; the locked respondent; event, answer and audit entry; its release.
    with django_assert_max_num_queries(8):
        put(own, url(respondent.pk), body(seq=2, base_version=1))
