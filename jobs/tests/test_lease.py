"""A job belongs to one attempt at a time, and only that attempt can write."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from jobs import lease, services
from jobs.lease import LeaseLostError
from jobs.models import JobRun
from jobs.tests.conftest import expire, fresh

pytestmark = pytest.mark.django_db


def test_a_claim_takes_the_job_for_one_attempt(handler, enqueue):
    job = lease.claim(enqueue().pk)

    assert (job.state, job.attempt) == ("running", 1)
    assert job.lease_until - job.heartbeat_at == lease.LEASE


def test_the_second_of_two_claims_gets_nothing(handler, enqueue):
    job = enqueue()

    assert lease.claim(job.pk) is not None
    assert lease.claim(job.pk) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_claims_at_the_same_time_one_wins(handler, enqueue):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory is one connection; tests/stack races real processes")
    job, barrier, won = enqueue(), threading.Barrier(8), []

    def claim():
        barrier.wait()
        won.append(lease.claim(job.pk))
        connections.close_all()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [found is None for found in won].count(False) == 1
    assert fresh(job).attempt == 1


def test_a_heartbeat_prolongs_the_lease(handler, enqueue):
    job = lease.claim(enqueue().pk)
    expire(job)

    assert lease.heartbeat(job)
    assert services.sweep() == 0
    assert fresh(job).state == "running"


def _overtaken(job):
    """The job as its first attempt knows it, while a second one runs."""
    first = lease.claim(job.pk)
    expire(first)
    services.sweep()
    second = lease.claim(job.pk)
    return first, second


@pytest.mark.parametrize(
    "write",
    [
        lease.finish,
        lambda job: lease.fail(job, "no"),
        lambda job: lease.progress(job, step="x", percent=50),
        lease.give_back,
    ],
    ids=["finish", "fail", "progress", "give back"],
)
def test_an_attempt_that_lost_its_lease_writes_nothing(handler, enqueue, write):
    first, second = _overtaken(enqueue())

    with pytest.raises(LeaseLostError):
        write(first)

    assert not lease.heartbeat(first)
    now = fresh(second)
    assert (now.state, now.attempt, now.lease_owner) == ("running", 2, second.lease_owner)


def test_a_retry_from_the_first_attempt_still_fences_the_old_first_attempt(handler, enqueue, owner):
    first = lease.claim(enqueue().pk)
    lease.fail(first, "no")
    services.retry(job=first, by=owner.pk, at=first.created_at)
    second = lease.claim(first.pk)

    assert second.attempt == first.attempt == 1
    with pytest.raises(LeaseLostError):
        lease.finish(first)


def test_the_database_refuses_a_running_job_without_a_lease(handler, enqueue):
    job = enqueue()
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.unscoped("a test breaks a rule").filter(pk=job.pk).update(state="running")
