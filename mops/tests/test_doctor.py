"""`manage.py doctor` names what is wrong with an installation, and changes nothing."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now
from django.utils import timezone

from jobs.models import JobRun
from mops import health
from mops.health import Finding
from mops.management.commands import doctor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parts_that_do_not_run_in_tests(monkeypatch):
    monkeypatch.setattr(health, "broker", lambda: Finding("broker", True, "answers"))
    monkeypatch.setattr(health, "worker", lambda: Finding("worker", True, "works"))
    monkeypatch.setattr(doctor, "LOOKS", (doctor.framework, doctor.work, doctor.audit))


def examine():
    """(succeeded, what it printed)."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out, no_color=True)
    except CommandError:
        return False, out.getvalue()
    return True, out.getvalue()


def test_a_healthy_installation_gets_a_clean_bill(framework):
    well, said = examine()

    assert well, said
    assert "ok    framework: 1 published" in said


def test_a_missing_framework_is_named_with_the_way_out():
    well, said = examine()

    assert not well
    assert "WRONG framework: none published: run load_framework" in said


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("running", "WRONG jobs left by a dead worker: 1"),
        ("queued", "WRONG jobs that wait for more than a minute: 1"),
        ("failed", "ok    failed jobs: 1, for their people to try again"),
    ],
)
def test_jobs_that_do_not_move_are_counted(framework, organisation, state, line):
    long_ago = Now() - timedelta(hours=1)
    JobRun.objects.create(
        organisation=organisation,
        kind="work",
        subject=uuid.uuid4(),
        input_version="v1",
        created_at=timezone.now() - timedelta(hours=1),
        state=state,
        lease_until=long_ago if state == "running" else None,
    )

    well, said = examine()

    assert line in said
    assert well is (state == "failed")


def test_database_settings_are_looked_at(settings):
    findings = {finding.name: finding for finding in doctor.database()}

    assert findings["migrations"].ok
    assert [name for name in findings if name.startswith(("sqlite", "postgresql"))]


def test_static_files_that_nobody_collected_are_named(monkeypatch):
    def url(name):
        raise ValueError(name)

    monkeypatch.setattr(doctor.staticfiles_storage, "url", url)

    (finding,) = doctor.static_files()
    assert (finding.ok, finding.detail) == (False, "not collected: run manage.py collectstatic")
