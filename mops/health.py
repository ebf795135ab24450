"""Is it alive, is it ready: for load balancers, people on call, and `manage.py doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Max
from django.db.models.functions import Now
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from jobs.models import JobRun, WorkerSeen
from mops.preparation import pending_migrations

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

WORKER_SEEN_WITHIN = timedelta(seconds=60)
BROKER_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, whether it is well, and in words how."""

    name: str
    ok: bool
    detail: str


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding("database", True, f"{connection.vendor} answers")


@cache
def _migrated() -> bool:
    """True for good once it is: a running process never sees a migration undone."""
    if pending_migrations():
        raise LookupError  # an exception is not kept: ask again next time
    return True


def migrations() -> Finding:
    try:
        _migrated()
    except LookupError:
        return Finding("migrations", False, "not all are applied: run manage.py migrate")
    return Finding("migrations", True, "all applied")


def broker() -> Finding:
    """The broker answers within a second; where none can run there is none to ask."""
    if not settings.BROKER_ENABLED:
        return Finding("broker", True, "none: the worker looks into the database")
    url = settings.REDIS_URL or f"unix://{settings.REDIS_SOCKET}"
    client = redis.Redis.from_url(
        url,
        socket_timeout=BROKER_SECONDS,
        socket_connect_timeout=BROKER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        client.ping()
    except redis.RedisError as error:
        return Finding("broker", False, f"does not answer ({type(error).__name__})")
    finally:
        client.close()
    return Finding("broker", True, "answers")


def worker() -> Finding:
    """A worker has done something, a job or a sweep, within the last minute."""
    recent = Now() - WORKER_SEEN_WITHIN
    jobs = JobRun.objects.unscoped("does any worker work?").filter(heartbeat_at__gte=recent)
    swept = WorkerSeen.objects.filter(seen_at__gte=recent)
    if swept.exists() or jobs.exclude(state=JobRun.State.QUEUED).exists():
        return Finding("worker", True, "works")
    last = WorkerSeen.objects.aggregate(last=Max("seen_at"))["last"]
    return Finding("worker", False, f"last seen {last:%Y-%m-%d %H:%M:%S}" if last else "never seen")


READINESS: tuple[Callable[[], Finding], ...] = (database, migrations, broker, worker)


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else: a sick database must restart no web process."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 if everything that a full service needs works, else 503. Details are for staff only."""
    findings = _look()
    ok = all(finding.ok for finding in findings)
    status = HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE
    headers = {} if ok else {"Retry-After": "5"}
    # With the database away nobody can be known, staff or not.
    if findings[0].ok and request.user.is_staff:
        details = {f.name: {"ok": f.ok, "detail": f.detail} for f in findings}
        return JsonResponse({"ok": ok, "checks": details}, status=status, headers=headers)
    text = "ok" if ok else "not ok"
    return HttpResponse(text, content_type="text/plain", status=status, headers=headers)


def _look() -> list[Finding]:
    findings: list[Finding] = []
    for check in READINESS:
        try:
            findings.append(check())
        except DatabaseError as error:
            # What follows asks the database too: one line about it is enough.
            findings.append(Finding(check.__name__, False, f"no database ({type(error).__name__})"))
            break
    return findings
