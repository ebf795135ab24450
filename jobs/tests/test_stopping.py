"""Stopping a job: nothing of it is stored, whoever is at it, and it can be asked for again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Organisation
from jobs import lease, registry, runner, services
from jobs.chain import chain
from jobs.tests.conftest import fresh, rows
from tests.api_client import ROOT, program

pytestmark = pytest.mark.django_db


def stop(job, by):
    services.cancel(job=job, by=by.pk, at=timezone.now())


def test_a_stopped_job_is_not_run(handler, enqueue, editor):
    job = enqueue()

    stop(job, editor)

    assert not runner.run(job.pk)
    assert (fresh(job).state, handler) == ("cancelled", [])
    assert fresh(job).finished_at is not None
    entry = AuditEntry.objects.get(action="job.cancel")
    assert (entry.actor_id, entry.subject_id) == (editor.pk, str(job.pk))


def test_a_worker_that_is_at_it_stores_nothing(enqueue, editor):
    @registry.job("work", title="Work")
    def work(run, context):
        stop(run, editor)
        with context.final():
            Organisation.objects.create(name="a stopped result")

    job = enqueue()
    runner.run(job.pk)

    assert fresh(job).state == "cancelled"
    assert not Organisation.objects.unscoped("test").filter(name="a stopped result").exists()


def test_a_worker_that_is_at_it_goes_no_further_than_its_next_step(enqueue, editor):
    reached = []

    @registry.job("work", title="Work")
    def work(run, context):
        stop(run, editor)
        context.step("the next", 50)
        reached.append("beyond")

    runner.run(enqueue().pk)

    assert reached == []


def test_stopping_twice_is_once(handler, enqueue, editor):
    job = enqueue()

    stop(job, editor)
    stop(job, editor)

    assert AuditEntry.objects.filter(action="job.cancel").count() == 1


def test_what_is_done_cannot_be_stopped(handler, enqueue, editor):
    job = enqueue()
    runner.run(job.pk)

    with pytest.raises(services.OverError):
        stop(job, editor)
    assert fresh(job).state == "done"


def test_a_stopped_job_can_be_tried_again(handler, enqueue, editor):
    job = enqueue()
    stop(job, editor)

    services.retry(job=job, by=editor.pk, at=timezone.now())
    runner.run(job.pk)

    assert (fresh(job).state, handler) == ("done", [job.subject])


def test_asking_again_does_what_is_over_once_more(handler, enqueue):
    job = enqueue()
    runner.run(job.pk)

    assert enqueue(subject=job.subject).state == "done"
    again = enqueue(subject=job.subject, again=True)

    assert (again.pk, again.state, again.attempt) == (job.pk, "queued", 0)
    assert enqueue(subject=job.subject, again=True).state == "queued"
    runner.run(job.pk)
    assert handler == [job.subject] * 2


def test_a_late_worker_of_a_stopped_and_repeated_job_writes_nothing(handler, enqueue, editor):
    job = enqueue()
    late = lease.claim(job.pk)
    stop(job, editor)
    services.retry(job=job, by=editor.pk, at=timezone.now())
    lease.claim(job.pk)

    with pytest.raises(lease.LeaseLostError):
        lease.finish(late)


def test_a_chain_with_a_stopped_job_is_over(handler, enqueue, editor):
    registry.job("later", after="work", title="Later")(lambda run, context: None)
    job = enqueue()
    stop(job, editor)

    found = chain(rows(), fresh(job), timezone.now())

    assert (found.over, found.done, found.failed) == (True, False, None)
    assert found.stopped == found.cancelled == job


def test_the_page_stops_it_and_says_so(client, handler, enqueue, editor, viewer):
    job = enqueue()
    page, button = (reverse(f"jobs:{name}", args=[job.pk]) for name in ("progress", "cancel"))

    client.force_login(viewer)
    assert button not in client.get(page).content.decode()
    assert client.post(button).status_code == 403
    client.force_login(editor)
    assert button in client.get(page).content.decode()
    stopped = client.post(button, follow=True).content.decode()

    assert "Nothing of it was stored" in stopped
    assert "Try again" in stopped
    assert fresh(job).state == "cancelled"
    assert "there is nothing to stop" not in client.post(button, follow=True).content.decode()


def test_a_program_stops_it(handler, enqueue, editor, viewer, outsider):
    job = enqueue()

    def ask(user, **token):
        address = f"{ROOT}jobs/{job.pk}/cancel/"
        return program(user, **token).post(address, {}, content_type="application/json")

    assert ask(outsider).status_code == 404
    assert ask(viewer).status_code == 403
    assert ask(editor, read_only=True).status_code == 403
    assert ask(editor).json()["state"] == "cancelled"
    services.retry(job=job, by=editor.pk, at=timezone.now())
    runner.run(job.pk)
    assert ask(editor).status_code == 409
