"""Under which names the site answers, and whose name stands in its mails."""

import pytest
from django.core import mail

from assessments import inviting
from assessments.inviting import Invitee
from jobs.runner import run_pending
from tests.factories import AT


@pytest.mark.parametrize("host", ["evil.test", "evil.test:8000", "127.0.0.1.evil.test", "a b", ""])
def test_another_name_is_refused(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    assert client.get("/account/login/", headers={"host": host}).status_code == 400


def test_a_name_that_a_proxy_would_set_changes_nothing(client, db, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    sent = {"host": "127.0.0.1", "x-forwarded-host": "evil.test", "forwarded": "host=evil.test"}

    page = client.get("/account/login/", headers=sent)

    assert page.status_code == 200
    assert "evil" not in page.text


def test_links_in_mails_begin_with_the_site_s_own_name(assessment, settings):
    settings.PUBLIC_URL = "https://mops.example"
    inviting.invite(
        assessment=assessment, people=[Invitee("Sam", "sales", "sam@example.test")], send=True,
        by=None, at=AT,
    )  # fmt: skip
    run_pending()

    (sent,) = mail.outbox
    links = [line for line in sent.body.splitlines() if "://" in line]
    assert links
    assert all(line.startswith("https://mops.example/answer/") for line in links)
