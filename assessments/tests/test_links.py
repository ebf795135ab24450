"""Answering by a link, without an account: what it opens, and what it never does."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from assessments import guests, services
from assessments.models import Answer, AnswerLink, Invitation, Respondent
from tests.factories import AT

pytestmark = pytest.mark.django_db
QUESTION = "data.quality.measure"


@pytest.fixture
def asked(assessment):
    """Somebody of sales without an account."""
    respondent = Respondent.objects.create(
        assessment=assessment, name="Sam Seller", role="marketing_ops"
    )
    return Invitation.objects.create(
        assessment=assessment,
        respondent=respondent,
        name=respondent.name,
        role=respondent.role,
        email="sam@example.test",
        created_at=AT,
    )


@pytest.fixture
def secret(assessment, asked):
    return guests.issue_link(assessment=assessment, invitation=asked, by=None, at=AT)


def door(secret):
    return reverse("assessments:enter", args=[secret])


def begin(client, secret, **fields):
    return client.post(door(secret), fields)


def save(client, respondent, *, choice="3", seq=1, base=0, tab="tab"):
    return client.post(
        reverse("assessments:save", args=[respondent.pk, QUESTION]),
        {"choice": choice, "client_id": tab, "seq": seq, "base_version": base},
        headers={"accept": "application/json"},
    )


def test_the_secret_is_long_random_and_kept_as_a_digest_only(secret, assessment):
    (link,) = assessment.links.all()

    assert len(secret) >= 43
    assert link.digest == guests.digest_of(secret)
    assert secret not in str(AnswerLink.objects.unscoped("looking").values())
    assert secret not in str(list(AuditEntry.objects.values()))


def test_a_mail_scanner_that_opens_the_link_changes_nothing(client, secret, asked):
    before = Respondent.objects.unscoped("looking").values().get()

    for _ in range(100):
        assert Client().head(door(secret)).status_code == 200
    assert client.get(door(secret)).status_code == 200

    assert Respondent.objects.unscoped("looking").values().get() == before
    assert begin(client, secret).status_code == 302


def test_who_holds_the_link_answers_and_submits_without_an_account(client, secret, asked):
    entered = begin(client, secret)

    assert urlsplit(entered["Location"]).path == reverse(
        "assessments:respond", args=[asked.respondent_id]
    )
    page = client.get(entered["Location"], follow=True)
    assert page.status_code == 200
    assert "Sign in" in page.text
    assert 'class="tabs' not in page.text
    saved = save(client, asked.respondent)
    assert saved.status_code == 200
    assert saved.json()["state"] == "saved"
    assert Answer.objects.unscoped("looking").get().value == 3


def test_the_page_tells_no_other_site_its_address(client, secret):
    page = client.get(door(secret))

    assert page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("wrong", ["A" * 43, "0", "null", "..", "x" * 10_000, "%00", "１"])
def test_what_is_no_link_is_one_and_the_same_page(client, secret, wrong):
    nothing = client.get(door("B" * 43))

    page = client.get(f"/answer/{wrong}/")

    assert page.status_code in {404, 400}
    if page.status_code == 404 and "/" not in wrong:
        assert _without_ids(page) == _without_ids(nothing)


def _without_ids(page):
    return re.sub(r"[0-9a-f-]{36}|x{100,}|/answer/[^\"'<]*", "", page.text)


def test_twenty_wrong_links_a_minute_and_then_a_pause(client, secret):
    for _ in range(20):
        assert client.get(door("C" * 43)).status_code == 404

    refused = client.get(door("C" * 43))

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert client.get(door(secret)).status_code == 200


def test_a_revoked_link_is_not_there_and_puts_out_who_answers(client, assessment, secret, asked):
    begin(client, secret)

    assert guests.revoke_links(assessment=assessment, invitation=asked, by=None, at=AT) == 1

    assert client.get(door(secret)).status_code == 404
    assert save(client, asked.respondent).status_code == 404
    assert not Answer.objects.unscoped("looking").exists()


def test_after_the_round_is_closed_the_link_says_so(client, assessment, secret):
    services.close_assessment(assessment=assessment, by=None, at=AT)

    page = client.get(door(secret))

    assert page.status_code == 410
    assert assessment.name in page.text


def test_after_submitting_the_link_shows_a_receipt(client, secret, asked):
    Respondent.objects.unscoped("submitted").update(state="submitted", submitted_at=AT)

    page = client.get(door(secret))

    assert page.status_code == 200
    assert "Thank you" in page.text


def test_a_second_browser_is_warned_and_then_takes_over_visibly(client, secret, asked):
    begin(client, secret)
    other = Client()

    assert "opened somewhere else" in other.get(door(secret)).text
    assert "opened somewhere else" not in client.get(door(secret)).text
    begin(other, secret)

    assert save(other, asked.respondent).status_code == 200
    assert save(client, asked.respondent, choice="5").status_code == 404
    assert Answer.objects.unscoped("looking").get().value == 3


def test_links_of_two_people_in_one_browser_do_not_mix(client, assessment, secret, asked):
    colleague = Respondent.objects.create(
        assessment=assessment, name="Kim Care", role="marketing_ops"
    )
    theirs = Invitation.objects.create(
        assessment=assessment, respondent=colleague, name="Kim", role="marketing_ops", created_at=AT
    )
    second = guests.issue_link(assessment=assessment, invitation=theirs, by=None, at=AT)
    begin(client, secret)
    begin(client, second)

    save(client, asked.respondent, choice="2")
    save(client, colleague, choice="4")

    given = dict(Answer.objects.unscoped("looking").values_list("respondent__name", "value"))
    assert given == {"Sam Seller": 2, "Kim Care": 4}


def test_a_guest_reaches_one_questionnaire_and_nothing_else(client, assessment, secret, asked):
    colleague = Respondent.objects.create(
        assessment=assessment, name="Kim Care", role="marketing_ops"
    )
    begin(client, secret)

    assert save(client, colleague).status_code == 302
    for address in (
        reverse("assessments:detail", args=[assessment.pk]),
        reverse("reports:organisation", args=[assessment.organisation_id]),
    ):
        assert client.get(address).status_code == 302
    assert client.get(f"/api/v1/respondents/{asked.respondent_id}/").status_code == 401


def test_an_open_link_asks_for_a_name_and_makes_one_respondent(client, assessment):
    secret = guests.issue_link(assessment=assessment, role="marketing_ops", by=None, at=AT)

    assert begin(client, secret).status_code == 400
    assert begin(client, secret, name="Robin").status_code == 302
    twice = begin(Client(), secret, name="Robin")

    assert twice.status_code == 400
    assert "already has this name" in twice.text
    (respondent,) = Respondent.objects.unscoped("looking")
    assert (respondent.name, respondent.role, respondent.user) == ("Robin", "marketing_ops", None)


def test_saving_by_a_link_takes_five_queries(client, secret, asked, django_assert_max_num_queries):
    begin(client, secret)
    save(client, asked.respondent)

    # The savepoint that opens and the one that closes are the test's.
    with django_assert_max_num_queries(7):
        assert save(client, asked.respondent, choice="4", seq=2, base=1).status_code == 200


def test_a_guest_submits_and_reads_the_own_answers_again(client, secret, asked):
    only = {"only": [QUESTION]}
    Respondent.objects.unscoped("one question is enough").update(**only)
    begin(client, secret)
    save(client, asked.respondent)

    sent = client.post(reverse("assessments:submit", args=[asked.respondent_id]), follow=True)

    assert sent.status_code == 200
    assert "Thank you" in sent.text
    assert save(client, asked.respondent, choice="5", seq=2, base=1).status_code == 409
