"""Answers, links and submissions as nobody should send them: what each comes to, and that nothing
is stored. What single fields refuse is in `test_api_fields` and `test_answering`."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments import guests, inviting
from assessments.inviting import Invitee
from assessments.models import AnswerEvent, Assessment, Respondent
from assessments.tests.test_links import begin, door
from tests.api_client import ROOT, program
from tests.factories import AT, AssessmentFactory

pytestmark = pytest.mark.django_db
QUESTION = "data.quality.measure"


@pytest.fixture
def invitation(assessment):
    (found,) = inviting.invite(
        assessment=assessment, people=[Invitee("Sam", "marketing_ops")], send=False, by=None, at=AT
    )
    return found


@pytest.fixture
def secret(assessment, invitation):
    return guests.issue_link(assessment=assessment, invitation=invitation, by=None, at=AT)


def raw(choice):
    return b'{"client_id": "a", "seq": 1, "base_version": 0, "choice": %s}' % choice


@pytest.mark.parametrize(
    "choice",
    [b"0", b"6", b"-1", b"2.5", b"3", b"true", b"[3]", b'{"v": 3}', b"null", b"NaN", b"Infinity",
     b"-0", b"1e400", b"1e-400", b"0x10", b"1_000", '"１"'.encode(), b'" 3"', b'"3 "', b'"1,5"',
     b'"level"', b'"NA"', b'""'],
)  # fmt: skip
def test_only_the_seven_choices_are_answers(editor, respondent, choice):
    client = program(editor)
    address = f"{ROOT}respondents/{respondent.pk}/answers/{QUESTION}/"

    refused = client.put(address, raw(choice), content_type="application/json")

    assert refused.status_code == 400
    assert not AnswerEvent.objects.unscoped("looking").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "0"},
        {"choice": "3.0"},
        {"choice": "٣"},
        {"choice": "na", "reason": "nonsense"},
        {"choice": "3", "confidence": "101"},
        {"choice": "3", "confidence": "-1"},
        {"choice": "3", "base_version": "abc"},
        {"choice": "3", "base_version": str(2**63)},
        {"choice": "3", "seq": "1e3"},
        {"note": "only a note"},
    ],
)
def test_the_page_takes_no_others_either(client, secret, invitation, fields):
    begin(client, secret)
    sent = {"client_id": "tab", "seq": "1", "base_version": "0"} | fields

    refused = client.post(
        reverse("assessments:save", args=[invitation.respondent_id, QUESTION]), sent
    )

    assert refused.status_code == 400
    assert not AnswerEvent.objects.unscoped("looking").exists()


def test_a_packed_body_is_not_unpacked(editor, respondent):
    refused = program(editor).put(
        f"{ROOT}respondents/{respondent.pk}/answers/{QUESTION}/",
        b"\x1f\x8b\x08" + b"\x00" * 100,
        content_type="application/json",
        headers={"content-encoding": "gzip"},
    )

    assert refused.status_code in {400, 415}


def test_nothing_is_saved_or_submitted_before_the_round_opens(client, secret, invitation):
    begin(client, secret)
    Assessment.objects.unscoped("not yet").update(status="planned")
    person = invitation.respondent_id
    sent = {"choice": "3", "client_id": "tab", "seq": 1, "base_version": 0}

    saved = client.post(
        reverse("assessments:save", args=[person, QUESTION]),
        sent,
        headers={"accept": "application/json"},
    )

    assert saved.status_code == 409
    assert client.post(reverse("assessments:submit", args=[person])).status_code == 409
    assert not AnswerEvent.objects.unscoped("looking").exists()


def test_submitting_the_empty_form_says_what_is_open(client, secret, invitation):
    begin(client, secret)

    refused = client.post(reverse("assessments:submit", args=[invitation.respondent_id]))

    assert refused.status_code == 409
    assert "questions are still open" in refused.text


def test_nearly_the_secret_is_no_secret(client, secret):
    other = "A" if secret[-1] != "A" else "B"
    for wrong in (secret[:-1] + other, secret.swapcase(), secret[:-1], secret + "A", secret + "=",
                  secret + ".", secret + "%20", "%20" + secret):  # fmt: skip
        assert (
            Client(REMOTE_ADDR=f"10.0.0.{len(wrong)}").get(f"/answer/{wrong}/").status_code == 404
        )
    assert client.get(door(secret)).status_code == 200


def test_a_link_acts_on_its_own_round_and_goes_with_it(
    client, organisation, framework, assessment, secret, invitation
):
    other = AssessmentFactory(
        organisation=organisation, framework=framework, opened_at=AT + timedelta(days=1)
    )
    begin(client, secret)

    assert Respondent.objects.unscoped("looking").get(guest__isnull=False).assessment == assessment
    assert not other.respondents.exists()
    Assessment.objects.unscoped("gone").filter(pk=assessment.pk).delete()
    assert client.get(door(secret)).status_code == 404


def test_a_secret_counts_in_its_address_and_nowhere_else(client, secret, invitation):
    address = reverse("assessments:respond", args=[invitation.respondent_id])
    body = json.dumps({"secret": secret, "token": secret})

    for reply in (
        client.get(address, {"secret": secret, "token": secret}),
        client.post(address, body, content_type="application/json"),
        client.get(address, headers={"authorization": f"Bearer {secret}"}),
        client.get(address, headers={"cookie": f"resume={secret}; guest={secret}"}),
    ):
        assert reply.status_code in {302, 403, 404, 405}
        if reply.status_code == 302:
            assert reply["Location"].startswith("/account/login/")
    api = f"{ROOT}respondents/{invitation.respondent_id}/"
    assert Client(headers={"authorization": f"Bearer {secret}"}).get(api).status_code == 401
