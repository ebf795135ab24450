"""Whether the service is alive and ready, told to machines in a word and to staff in full."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now

from jobs.models import WorkerSeen
from mops import health
from mops.health import Finding
from tests.factories import UserFactory


@pytest.fixture
def all_well(monkeypatch, db):
    fine = [lambda name=name: Finding(name, True, "fine") for name in ("database", "broker")]
    monkeypatch.setattr(health, "READINESS", tuple(fine))


def test_alive_asks_no_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_says_only_ok_to_strangers(client, all_well):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_not_ready_is_503_and_says_no_more_to_strangers(client, all_well, monkeypatch):
    broken = (*health.READINESS, lambda: Finding("worker", False, "never seen"))
    monkeypatch.setattr(health, "READINESS", broken)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ok")
    assert answer.headers["Retry-After"] == "5"


def test_a_member_is_a_stranger_here_and_staff_see_details(client, all_well, viewer):
    client.force_login(viewer)
    assert client.get("/readyz").content == b"ok"

    client.force_login(UserFactory(is_staff=True))
    assert client.get("/readyz").json() == {
        "ok": True,
        "checks": {
            "database": {"ok": True, "detail": "fine"},
            "broker": {"ok": True, "detail": "fine"},
        },
    }


def test_a_database_that_is_away_is_an_answer_and_not_an_error(client, monkeypatch):
    def database():
        raise OperationalError("no route to host 10.0.0.7")

    monkeypatch.setattr(health, "READINESS", (database, pytest.fail))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"not ok")


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "ok"), [(5, True), (59, True), (61, False)])
def test_a_worker_counts_as_working_for_a_minute(seconds, ok):
    assert not health.worker().ok
    WorkerSeen.objects.create(host="w1", seen_at=Now() - timedelta(seconds=seconds))

    assert health.worker().ok is ok


def test_a_broker_that_is_away_is_found_out_at_once(settings, tmp_path):
    settings.REDIS_URL, settings.REDIS_SOCKET = "", tmp_path / "nothing.sock"

    assert health.broker() == Finding("broker", False, "does not answer (ConnectionError)")


def test_where_no_broker_can_run_none_is_missed(settings):
    settings.BROKER_ENABLED = False

    assert health.broker().ok


@pytest.mark.django_db
def test_applied_migrations_are_seen():
    assert health.migrations() == Finding("migrations", True, "all applied")


@pytest.mark.django_db
def test_missing_migrations_are_asked_about_again(monkeypatch):
    health._migrated.cache_clear()
    monkeypatch.setattr(health, "pending_migrations", lambda: ["jobs.0009_more"])
    assert not health.migrations().ok

    monkeypatch.setattr(health, "pending_migrations", list)
    assert health.migrations().ok
