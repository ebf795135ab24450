"""How far the work is: the whole chain, for members only, with a way on and a way to try again."""

import uuid
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from jobs import lease, registry, runner
from jobs.context import JobError
from jobs.tests.conftest import age, expire, fresh, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def chained(kinds):
    """Work, then a plan, then a picture of it."""
    made = uuid.uuid4()

    @registry.job("work", title="Scoring the answers")
    def work(run, context):
        with context.final():
            context.result(subject=made, input_version="r1")

    @registry.job("plan", title="Planning the roadmap", after="work")
    def plan(run, context):
        with context.final():
            context.result(subject=made, input_version="r2")

    @registry.job("draw", title="Drawing the charts", after="plan")
    def draw(run, context):
        with context.final():
            pass

    @registry.job("tidy", title="Tidying up", after="plan", waited_for=False)
    def tidy(run, context):
        raise JobError("There is no broom.")


@pytest.fixture
def job(chained, enqueue):
    return enqueue()


@pytest.fixture
def url(job):
    return reverse("jobs:progress", args=[job.pk])


def poll(client, url, **query):
    return client.get(url, {"poll": "1"} | query, headers={"HX-Request": "true"})


def test_all_steps_to_come_are_shown_from_the_start(client, viewer, url):
    client.force_login(viewer)

    page = client.get(url).content.decode()

    assert page.index("Scoring the answers") < page.index("Planning") < page.index("Drawing")
    assert 'role="status"' in page
    assert "every 1s" in page


def test_work_that_nobody_waits_for_is_neither_shown_nor_waited_for(client, viewer, url):
    client.force_login(viewer)
    assert "Tidying" not in client.get(url).content.decode()

    runner.run_pending()

    page = client.get(url).content.decode()
    assert "Done." in page
    assert "broom" not in page


def test_the_page_asks_the_database_little(client, viewer, job, url, django_assert_max_num_queries):
    runner.run_pending()
    client.force_login(viewer)

    with django_assert_max_num_queries(8):
        client.get(url)


def test_a_page_of_another_organisation_does_not_exist(client, outsider, url):
    client.force_login(outsider)

    assert client.get(url).status_code == 404
    assert poll(client, url).status_code == 404
    assert client.post(url.replace("progress", "retry")).status_code == 404


def test_signed_out_people_are_asked_to_sign_in(client, url):
    answer = client.get(url)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_nothing_is_sent_while_nothing_changes(client, viewer, url):
    client.force_login(viewer)
    seen = client.get(url).context["chain"].fingerprint

    assert poll(client, url, seen=seen).status_code == 204


def test_a_step_of_the_job_is_shown_when_it_comes(client, viewer, job, url):
    client.force_login(viewer)
    seen = client.get(url).context["chain"].fingerprint
    lease.progress(lease.claim(job.pk), step="Reading 12 questionnaires", percent=30)

    answer = poll(client, url, seen=seen)

    assert answer.status_code == 200
    assert "Reading 12 questionnaires" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_chain_is_not_over_before_its_last_job(client, viewer, job, url):
    client.force_login(viewer)
    runner.run(job.pk)

    answer = poll(client, url, seen="before", next="/result/")

    assert answer.status_code == 200
    assert not answer.headers.get("HX-Redirect")
    assert answer.context["chain"].percent == 33


def test_who_waited_is_led_to_the_result(client, viewer, url):
    client.force_login(viewer)
    runner.run_pending()

    answer = poll(client, url, seen="before", next="/result/")

    assert answer.headers["HX-Redirect"] == "/result/"


def test_a_page_that_shows_finished_work_stays_and_stops_asking(client, viewer, url):
    client.force_login(viewer)
    runner.run_pending()

    answer = poll(client, url, next="/result/")

    assert answer.status_code == 286
    assert "HX-Redirect" not in answer.headers
    assert 'href="/result/"' in answer.content.decode()
    assert "hx-get" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["//evil.test", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(client, editor, job, url, elsewhere):
    client.force_login(editor)
    runner.run_pending()

    answer = poll(client, url, seen="before", next=elsewhere)
    retried = client.post(reverse("jobs:retry", args=[job.pk]), {"next": elsewhere})

    assert "HX-Redirect" not in answer.headers
    assert "evil" not in answer.content.decode()
    assert retried.url == url


def test_waiting_for_a_worker_is_said_after_half_a_minute(client, viewer, job, url):
    client.force_login(viewer)
    assert "Waiting for a worker" not in client.get(url).content.decode()

    age(job, seconds=31)

    assert "Waiting for a worker" in client.get(url).content.decode()


def test_a_job_left_by_its_worker_does_not_look_busy(client, viewer, job, url):
    client.force_login(viewer)
    expire(lease.claim(job.pk))

    assert "Waiting for a worker" in client.get(url).content.decode()


@pytest.fixture
def failed(job):
    lease.fail(lease.claim(job.pk), "Nobody has answered yet.")
    return job


def test_a_failure_shows_its_reason_and_stops_asking(client, editor, failed, url):
    client.force_login(editor)

    answer = poll(client, url, seen="before", next="/result/")

    assert answer.status_code == 286
    assert "Nobody has answered yet." in answer.content.decode()
    assert "Try again" in answer.content.decode()
    assert "not started" in answer.content.decode()


def test_an_editor_tries_again(client, editor, failed, url):
    client.force_login(editor)

    answer = client.post(reverse("jobs:retry", args=[failed.pk]), {"next": "/result/"})

    assert answer.url == f"{url}?next=%2Fresult%2F"
    assert fresh(failed).state == "queued"


def test_a_follower_that_failed_is_tried_again_from_the_first_jobs_page(client, editor, job):
    runner.run(job.pk)
    follower = rows().get(kind="plan")
    lease.fail(lease.claim(follower.pk), "The budget is missing.")
    client.force_login(editor)

    client.post(reverse("jobs:retry", args=[job.pk]))

    assert fresh(follower).state == "queued"
    assert fresh(job).state == "done"


def test_a_viewer_sees_who_could_try_again_and_cannot(client, viewer, failed, url):
    client.force_login(viewer)

    assert "An editor or owner" in client.get(url).content.decode()
    assert client.post(reverse("jobs:retry", args=[failed.pk])).status_code == 403
    assert fresh(failed).state == "failed"


def test_trying_again_what_did_not_fail_says_so(client, editor, job):
    client.force_login(editor)

    answer = client.post(reverse("jobs:retry", args=[job.pk]), follow=True)

    assert "Nothing has failed here" in answer.content.decode()


def test_a_job_put_back_waits_from_then_on(client, viewer, job, url):
    client.force_login(viewer)
    age(job, seconds=600)
    rows().filter(pk=job.pk).update(heartbeat_at=Now() - timedelta(seconds=5))

    assert "Waiting for a worker" not in client.get(url).content.decode()
