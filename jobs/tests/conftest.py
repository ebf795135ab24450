"""Kinds of work that exist only here, and ways to put a job into any state."""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from jobs import registry, services
from jobs.models import JobRun


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """An empty registry: the product's own handlers must not run here."""
    found = {}
    monkeypatch.setattr(registry, "_kinds", found)
    return found


@pytest.fixture(autouse=True)
def rung(monkeypatch):
    """Ids of the jobs for which the broker was rung; no broker is asked."""
    ids = []
    monkeypatch.setattr("jobs.doorbell.ring", ids.append)
    return ids


@pytest.fixture
def handler(kinds):
    """Calls of a kind `work` that does nothing but finish."""
    calls = []

    @registry.job("work", title="Work")
    def work(run, context):
        calls.append(run.subject)
        with context.final():
            pass

    return calls


@pytest.fixture
def enqueue(organisation):
    def enqueue(kind="work", **changes):
        values = {
            "kind": kind,
            "subject": uuid.uuid4(),
            "input_version": "v1",
            "organisation_id": organisation.pk,
            "by": None,
            "at": timezone.now(),
        }
        return services.enqueue(**(values | changes))

    return enqueue


def rows():
    return JobRun.objects.unscoped("a test looks at its jobs")


def fresh(job):
    return rows().get(pk=job.pk)


def expire(job):
    """As if the worker had died long ago."""
    rows().filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def age(job, seconds):
    """As if the job had waited that long."""
    rows().filter(pk=job.pk).update(created_at=Now() - timedelta(seconds=seconds))


def kill(job):
    """As if the process that claimed the job had been killed: its number belongs to nobody."""
    host, place, _pid, token = job.lease_owner.rsplit(":", 3)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    rows().filter(pk=job.pk).update(lease_owner=f"{host}:{place}:{ended.pid}:{token}")
