"""Work that nobody waits for gives way: one at a time, and last."""

import pytest

from jobs import lease, registry, runner
from jobs.tests.conftest import expire, fresh, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return []


@pytest.fixture(autouse=True)
def both_kinds(order):
    for kind, waited_for in (("work", True), ("charts", False), ("reasons", False)):

        def handle(run, context):
            order.append(run.kind)

        registry.job(kind, title=kind, waited_for=waited_for)(handle)


def test_while_one_is_drawn_another_waits_and_an_analysis_does_not(enqueue, order):
    lease.claim(enqueue("charts").pk)
    second, analysis = enqueue("reasons"), enqueue("work")

    assert not runner.run(second.pk)
    assert runner.run(analysis.pk)

    assert order == ["work"]
    assert (fresh(second).state, fresh(second).attempt) == ("queued", 0)


def test_the_next_one_is_rung_for_when_one_is_done(enqueue, rung):
    first, second = enqueue("charts"), enqueue("charts")

    runner.run(first.pk)

    assert rung == [second.pk]


def test_what_a_dead_worker_held_is_in_nobodys_way(enqueue):
    dead = enqueue("charts")
    lease.claim(dead.pk)
    expire(dead)
    waiting = enqueue("charts")

    assert runner.run(waiting.pk)


def test_of_two_that_claim_at_once_none_stays_beside_the_other(enqueue, monkeypatch):
    first, second = enqueue("charts"), enqueue("charts")
    claim = lease.claim

    def claim_both(job_id):
        monkeypatch.setattr("jobs.lease.claim", claim)
        claim(first.pk)
        return claim(job_id)

    monkeypatch.setattr("jobs.lease.claim", claim_both)

    assert not runner.run(second.pk)
    assert (fresh(second).state, fresh(second).attempt) == ("queued", 0)


def test_more_at_a_time_where_there_are_more_workers(enqueue, settings):
    settings.BACKGROUND_JOBS = 2
    lease.claim(enqueue("charts").pk)

    assert runner.run(enqueue("charts").pk)


def test_a_process_alone_does_first_what_somebody_waits_for(enqueue, order):
    for kind in ("charts", "reasons", "work"):
        enqueue(kind)

    assert runner.run_pending() == 3
    assert order == ["work", "charts", "reasons"]


def test_a_process_alone_passes_over_what_is_not_its_turn(enqueue, order):
    lease.claim(enqueue("charts").pk)
    enqueue("reasons")
    enqueue("work")

    assert runner.run_pending() == 1
    assert order == ["work"]
    assert rows().filter(state="queued").count() == 1
