"""Look an installation over and say what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.checks import WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from accounts.models import AuditEntry
from capabilities.models import Framework
from jobs.lease import LEASE
from jobs.models import JobRun
from mops import health
from mops.health import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Command(BaseCommand):
    help = (
        "Check this installation: configuration, database, framework, static files, broker,"
        " worker, jobs, audit log. Changes nothing. Exit code 1 if something is wrong."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        wrong = 0
        for look in LOOKS:
            for finding in _findings(look):
                mark = self.style.SUCCESS("ok   ") if finding.ok else self.style.ERROR("WRONG")
                self.stdout.write(f"{mark} {finding.name}: {finding.detail}")
                wrong += not finding.ok
        if wrong:
            raise CommandError(f"{wrong} of the lines above need attention.")


def _findings(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except DatabaseError as error:
        name = look.__name__.strip("_").replace("_", " ")
        yield Finding(name, False, f"the database says: {error}")


def configuration() -> Iterator[Finding]:
    messages = run_checks(include_deployment_checks=settings.HTTPS)
    serious = [message for message in messages if message.level >= WARNING]
    for message in serious:
        yield Finding(f"configuration {message.id}", False, f"{message.msg} {message.hint or ''}")
    if not serious:
        yield Finding("configuration", True, "all system checks pass")


def database() -> Iterator[Finding]:
    yield health.database()
    yield health.migrations()
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
    table = cache._table in connection.introspection.table_names()  # type: ignore[attr-defined]
    yield Finding("cache table", table, "there" if table else "run manage.py createcachetable")


def _sqlite() -> Iterator[Finding]:
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "quick_check": "ok"}
    for name, value in wanted.items():
        found = _one(f"PRAGMA {name}")
        yield Finding(f"sqlite {name}", found == value, found)
    orphans = _one("SELECT count(*) FROM pragma_foreign_key_check")
    yield Finding("sqlite references", orphans == "0", f"{orphans} rows point nowhere")


def _postgresql() -> Iterator[Finding]:
    version = connection.pg_version  # type: ignore[attr-defined]
    yield Finding("postgresql version", version >= 140000, str(version // 10000))
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        found = _one(f"SHOW {name}")
        yield Finding(f"postgresql {name}", found != "0", found)
    encoding = _one("SHOW server_encoding")
    yield Finding("postgresql encoding", encoding == "UTF8", encoding)


def _one(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def framework() -> Iterator[Finding]:
    published = Framework.objects.filter(status=Framework.Status.PUBLISHED).count()
    detail = f"{published} published" if published else "none published: run load_framework"
    yield Finding("framework", published > 0, detail)


def static_files() -> Iterator[Finding]:
    try:
        staticfiles_storage.url("css/base.css")
    except (ValueError, ImproperlyConfigured):
        yield Finding("static files", False, "not collected: run manage.py collectstatic")
    else:
        yield Finding("static files", True, "collected")


def work() -> Iterator[Finding]:
    yield health.broker()
    yield health.worker()
    rows = JobRun.objects.unscoped("the doctor looks at everybody's jobs")
    stuck = rows.filter(state=JobRun.State.RUNNING, lease_until__lt=Now() - LEASE).count()
    late = rows.filter(state=JobRun.State.QUEUED, created_at__lt=Now() - 2 * LEASE).count()
    failed = rows.filter(state=JobRun.State.FAILED).count()
    yield Finding("jobs left by a dead worker", stuck == 0, f"{stuck}")
    yield Finding("jobs that wait for more than a minute", late == 0, f"{late}")
    yield Finding("failed jobs", True, f"{failed}, for their people to try again")


def audit() -> Iterator[Finding]:
    entries = AuditEntry.objects.count()
    early = AuditEntry.objects.filter(at__gt=Now() + LEASE).count()
    yield Finding("audit log", early == 0, f"{entries} entries, {early} of them from the future")


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    configuration,
    database,
    framework,
    static_files,
    work,
    audit,
)
