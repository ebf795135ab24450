"""After a worker died: its jobs are put back, given up at the third time, and rung for."""

import pytest

from jobs import lease, runner, services
from jobs.tests.conftest import age, expire, fresh, kill, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept(django_capture_on_commit_callbacks):
    def swept():
        with django_capture_on_commit_callbacks(execute=True):
            return services.sweep()

    return swept


def test_a_job_with_a_live_lease_is_left_alone(handler, enqueue, swept, rung):
    job = lease.claim(enqueue().pk)

    assert swept() == 0
    assert (fresh(job).state, rung) == ("running", [])


def test_a_job_of_a_dead_worker_is_put_back_and_rung_for(handler, enqueue, swept, rung):
    job = lease.claim(enqueue().pk)
    expire(job)

    assert swept() == 1
    assert (fresh(job).state, rung) == ("queued", [job.pk])


def test_a_job_whose_workers_died_three_times_fails_with_a_reason(handler, enqueue, swept):
    job = enqueue()
    for _ in range(3):
        expire(lease.claim(job.pk))
        swept()

    failed = fresh(job)
    assert (failed.state, failed.attempt) == ("failed", 3)
    assert failed.error == "The work was stopped 3 times before it was done."
    assert failed.finished_at is not None


def test_a_ring_that_was_lost_is_made_good(handler, enqueue, swept, rung):
    job = enqueue()
    assert swept() == 0, "it was rung for a moment ago"

    age(job, seconds=6)

    assert swept() == 1
    assert rung == [job.pk]


def test_sweeping_twice_changes_nothing_more(handler, enqueue, swept):
    expire(lease.claim(enqueue().pk))

    swept()
    before = list(rows().values("state", "attempt", "lease_owner"))
    swept()

    assert list(rows().values("state", "attempt", "lease_owner")) == before


def test_a_swept_job_is_done_by_the_next_worker(handler, enqueue, swept):
    job = enqueue()
    expire(lease.claim(job.pk))
    swept()

    runner.run(job.pk)

    assert fresh(job).state == "done"
    assert handler == [job.subject]


on_linux = pytest.mark.skipif(not lease._place(), reason="only Linux tells where a process runs")


@on_linux
def test_a_job_of_a_killed_process_on_this_machine_need_not_wait_for_its_lease(
    handler, enqueue, swept, rung
):
    job = lease.claim(enqueue().pk)
    kill(job)

    assert swept() == 1
    assert (fresh(job).state, rung) == ("queued", [job.pk])


@on_linux
def test_a_message_that_comes_back_from_a_killed_process_is_taken_up(handler, enqueue):
    job = lease.claim(enqueue().pk)
    kill(job)

    assert runner.run(job.pk)
    assert (fresh(job).state, fresh(job).attempt) == ("done", 2)


def test_a_process_on_another_machine_is_not_declared_dead(handler, enqueue, swept):
    job = lease.claim(enqueue().pk)
    rows().filter(pk=job.pk).update(lease_owner="elsewhere:another-boot-1:999999:token")

    assert swept() == 0
    assert fresh(job).state == "running"
