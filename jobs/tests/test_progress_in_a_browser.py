"""The progress page in a real Chromium: it follows the work by itself and leads to the result."""

import pytest
from django.conf import settings
from django.urls import reverse

from jobs import lease, registry, runner
from jobs.tests.conftest import fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_of(page, client, live_server, editor):
    """Open the progress page of a job as the editor; the result is the account's e-mail page."""
    client.force_login(editor)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )

    def page_of(job, onward):
        page.goto(f"{live_server.url}{reverse('jobs:progress', args=[job.pk])}?next={onward}")
        return page

    return page_of


@pytest.fixture
def job(kinds, enqueue):
    @registry.job("work", title="Scoring the answers")
    def work(run, context):
        with context.final():
            pass

    return enqueue()


def test_steps_appear_by_themselves_and_the_end_leads_to_the_result(page_of, job):
    page = page_of(job, reverse("accounts:tokens"))
    page.get_by_text("waiting").wait_for()

    lease.progress(lease.claim(job.pk), step="Reading 12 questionnaires", percent=40)
    page.get_by_text("Reading 12 questionnaires").wait_for()
    lease.finish(fresh(job))

    page.wait_for_url(f"**{reverse('accounts:tokens')}")


def test_a_failure_stops_the_page_from_asking_and_can_be_tried_again(page_of, job):
    page = page_of(job, reverse("accounts:tokens"))
    lease.fail(lease.claim(job.pk), "Nobody has answered yet.")
    page.get_by_text("Nobody has answered yet.").wait_for()

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []

    page.get_by_role("button", name="Try again").click()
    page.get_by_text("waiting").wait_for()
    runner.run(job.pk)
    page.wait_for_url(f"**{reverse('accounts:tokens')}")
