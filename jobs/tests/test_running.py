"""Running a job: exactly one result, progress on the way, and an honest end when it goes wrong."""

import uuid

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from accounts.models import AuditEntry, Organisation
from jobs import lease, registry, runner, services, tasks
from jobs.context import JobError
from jobs.models import WorkerSeen
from jobs.tests.conftest import expire, fresh, rows

pytestmark = pytest.mark.django_db


def register(kind="work", **options):
    return registry.job(kind, title=kind.title(), **options)


def test_a_job_is_done_once_however_often_it_is_delivered(handler, enqueue):
    job = enqueue()

    for _ in range(5):
        tasks.run(str(job.pk))

    assert (fresh(job).state, fresh(job).percent) == ("done", 100)
    assert handler == [job.subject]


def test_a_message_for_a_job_that_is_gone_does_nothing(handler):
    tasks.run(str(uuid.uuid4()))

    assert handler == []


def test_a_handler_that_forgets_the_final_write_is_done_all_the_same(enqueue):
    register()(lambda run, context: None)
    job = enqueue()

    runner.run(job.pk)

    assert fresh(job).state == "done"


def test_steps_are_seen_while_the_job_runs(enqueue):
    seen = []

    @register()
    def work(run, context):
        context.step("Half of it", 50)
        seen.append(rows().values_list("state", "step", "percent").get())

    runner.run(enqueue().pk)

    assert seen == [("running", "Half of it", 50)]


def test_the_result_and_the_end_of_the_job_are_one_transaction(enqueue):
    @register()
    def work(run, context):
        with context.final():
            Organisation.objects.create(name="a result")
            raise ZeroDivisionError

    job = enqueue()
    runner.run(job.pk)

    assert fresh(job).state == "queued"
    assert not Organisation.objects.unscoped("test").filter(name="a result").exists()


def test_an_overtaken_attempt_stores_no_result(enqueue):
    @register()
    def work(run, context):
        expire(run)
        services.sweep()
        other = lease.claim(run.pk)
        with context.final():
            Organisation.objects.create(name="a stale result")
        pytest.fail(f"not reached: {other} holds the job")

    job = enqueue()
    runner.run(job.pk)

    assert (fresh(job).state, fresh(job).attempt) == ("running", 2)
    assert not Organisation.objects.unscoped("test").filter(name="a stale result").exists()


def test_a_reason_that_a_handler_gives_is_shown_and_not_tried_again(enqueue):
    @register()
    def work(run, context):
        raise JobError("Nobody has answered yet.")

    job = enqueue()
    assert runner.run_pending() == 1

    assert (fresh(job).state, fresh(job).error) == ("failed", "Nobody has answered yet.")


def test_a_fault_is_tried_three_times_and_its_traceback_stays_in_the_log(enqueue, caplog):
    @register()
    def work(run, context):
        raise ValueError("secret inner workings")

    job = enqueue()
    assert runner.run_pending() == 3

    failed = fresh(job)
    assert (failed.state, failed.attempt) == ("failed", 3)
    assert failed.error.startswith("Something went wrong 3 times.")
    assert "secret" not in failed.error
    assert "secret inner workings" in caplog.text


def test_a_job_that_takes_too_long_says_so(enqueue):
    @register()
    def work(run, context):
        raise SoftTimeLimitExceeded

    job = enqueue()
    runner.run(job.pk)

    assert fresh(job).state == "failed"
    assert "longer than 120 seconds" in fresh(job).error


def test_followers_are_asked_for_with_the_result_and_run_after_it(enqueue, owner):
    made, order = uuid.uuid4(), []

    @register()
    def work(run, context):
        order.append("work")
        with context.final():
            context.result(subject=made, input_version="digest")

    @register("later", after="work")
    def later(run, context):
        order.append((run.subject, run.input_version, run.requested_by))

    job = enqueue(by=owner.pk)
    assert runner.run_pending() == 2

    assert order == ["work", (made, "digest", owner.pk)]
    assert fresh(job).result_subject == made


def test_no_follower_is_asked_for_when_the_result_is_not_stored(enqueue):
    @register()
    def work(run, context):
        with context.final():
            context.result(subject=uuid.uuid4(), input_version="digest")
            raise JobError("no")

    register("later", after="work")(lambda run, context: None)
    enqueue()
    runner.run_pending()

    assert list(rows().values_list("kind", "state")) == [("work", "failed")]


def test_run_pending_stops_at_its_limit(handler, enqueue):
    for _ in range(3):
        enqueue()

    assert runner.run_pending(limit=2) == 2
    assert rows().filter(state="queued").count() == 1


def test_the_sweep_of_a_worker_proves_that_it_lives():
    tasks.sweep()
    tasks.sweep()

    assert WorkerSeen.objects.count() == 1


def test_trying_again_is_written_to_the_audit_log(handler, enqueue, owner):
    job = enqueue()
    lease.fail(lease.claim(job.pk), "no")

    services.retry(job=fresh(job), by=owner.pk, at=job.created_at)

    assert (fresh(job).state, fresh(job).attempt, fresh(job).error) == ("queued", 0, "")
    entry = AuditEntry.objects.get(action="job.retry")
    assert (entry.actor_id, entry.subject_id) == (owner.pk, str(job.pk))


def test_only_a_failed_job_can_be_tried_again(handler, enqueue, owner):
    with pytest.raises(services.NotFailedError):
        services.retry(job=enqueue(), by=owner.pk, at=timezone.now())
