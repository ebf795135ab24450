"""Bad configuration is refused with an id and with what to change."""

import pytest

from mops import checks
from mops.checks import Error, Warning  # noqa: A004


def ids(messages):
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


CHECKS = (
    "demo_is_local",
    "https_is_on",
    "database_is_shared",
    "time_limits_are_in_order",
    "broker_is_possible",
    "secrets_are_private",
    "disk_has_room",
)


@pytest.mark.parametrize("check", CHECKS)
def test_the_defaults_are_refused_by_no_check(check, settings, tmp_path):
    settings.VAR_DIR = tmp_path

    assert not [m for m in getattr(checks, check)() if isinstance(m, Error)]


def test_the_demo_is_refused_beyond_this_machine(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, settings.LOCAL_HOSTS
    assert ids(checks.demo_is_local()) == []

    settings.ALLOWED_HOSTS = ["mops.example.com"]
    assert ids(checks.demo_is_local()) == ["mops.E001"]


def test_a_named_site_without_https_is_warned_about(settings):
    settings.ALLOWED_HOSTS, settings.HTTPS = ["mops.example.com"], False
    assert ids(checks.https_is_on()) == ["mops.W001"]

    settings.HTTPS = True
    assert ids(checks.https_is_on()) == []


@pytest.mark.parametrize(
    ("engine", "redis", "expected"),
    [
        ("django.db.backends.sqlite3", "redis://cache.example.com:6379/0", ["mops.W002"]),
        ("django.db.backends.sqlite3", "redis://127.0.0.1:6379/0", []),
        ("django.db.backends.postgresql", "redis://cache.example.com:6379/0", []),
    ],
)
def test_a_file_database_with_a_broker_elsewhere_is_warned_about(
    monkeypatch, settings, engine, redis, expected
):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)
    settings.REDIS_URL = redis

    assert ids(checks.database_is_shared()) == expected


def test_time_limits_in_the_wrong_order_are_refused(settings):
    settings.CELERY_TASK_SOFT_TIME_LIMIT = settings.CELERY_TASK_TIME_LIMIT

    assert ids(checks.time_limits_are_in_order()) == ["mops.E002"]


def test_a_platform_without_the_embedded_broker_is_told(monkeypatch, settings):
    settings.REDIS_URL = ""
    monkeypatch.setattr(checks, "broker_binary", lambda: None)
    assert ids(checks.broker_is_possible()) == ["mops.W003"]

    settings.BROKER_ENABLED = False
    assert ids(checks.broker_is_possible()) == []


def test_a_socket_path_that_is_too_long_is_refused(settings, tmp_path):
    settings.REDIS_URL, settings.REDIS_SOCKET = "", tmp_path / ("x" * 120) / "redis.sock"

    assert ids(checks.broker_is_possible()) == ["mops.E003"]


def test_a_secret_key_that_others_can_read_is_refused(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    key = tmp_path / "secret_key"
    key.touch(mode=0o600)
    assert ids(checks.secrets_are_private()) == []

    key.chmod(0o644)
    assert ids(checks.secrets_are_private()) == ["mops.E004"]


def test_a_full_disk_is_warned_about(monkeypatch):
    monkeypatch.setattr(checks, "FREE_BYTES", 2**63)

    (found,) = checks.disk_has_room()
    assert isinstance(found, Warning)
    assert found.id == "mops.W004"
