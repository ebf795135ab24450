"""The broker may be away or frozen: nobody waits for it and nothing is lost."""

import time
import uuid

import pytest

from jobs import doorbell

ring = doorbell.ring  # the real one: conftest.py puts a list in its place


@pytest.fixture(autouse=True)
def _fresh_publisher(monkeypatch):
    monkeypatch.setattr(doorbell, "_publisher", None)


def test_a_ring_reaches_the_broker(monkeypatch):
    published = []
    monkeypatch.setattr(doorbell, "_publish", published.append)
    job = uuid.uuid4()

    assert ring(job)
    assert published == [str(job)]


def test_a_broker_that_is_away_harms_nobody(monkeypatch, caplog):
    def away(job_id):
        raise ConnectionError

    monkeypatch.setattr(doorbell, "_publish", away)

    assert not ring(uuid.uuid4())
    assert "waits for the sweeper" in caplog.text


def test_a_frozen_broker_costs_a_second_once(monkeypatch):
    monkeypatch.setattr(doorbell, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(doorbell, "_publish", lambda job_id: time.sleep(0.4))

    started = time.monotonic()
    assert not ring(uuid.uuid4())
    assert not any(ring(uuid.uuid4()) for _ in range(50))

    assert time.monotonic() - started < 0.35


def test_the_broker_is_asked_again_after_a_pause(monkeypatch):
    monkeypatch.setattr(doorbell, "QUIET_SECONDS", 0.05)
    answers = iter([ConnectionError(), None])

    def publish(job_id):
        if error := next(answers):
            raise error

    monkeypatch.setattr(doorbell, "_publish", publish)

    assert not ring(uuid.uuid4())
    time.sleep(0.06)
    assert ring(uuid.uuid4())


def test_without_a_broker_nothing_is_rung(settings, monkeypatch):
    settings.BROKER_ENABLED = False
    monkeypatch.setattr(doorbell, "_publish", pytest.fail)

    assert not ring(uuid.uuid4())


def test_nothing_is_rung_by_who_runs_the_jobs_itself(monkeypatch):
    monkeypatch.setattr(doorbell, "_publish", pytest.fail)

    with doorbell.muffled():
        assert not ring(uuid.uuid4())
