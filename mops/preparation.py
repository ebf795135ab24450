"""Making an installation ready to serve. Each step looks first and does only what is missing."""

from __future__ import annotations

import hashlib
from io import StringIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Organisation
from jobs import doorbell

if TYPE_CHECKING:
    from collections.abc import Callable


def pending_migrations() -> list[str]:
    """Names of the migrations that the database has not seen, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def static_digest() -> str:
    """A digest of names, sizes and times of all static files, found as collectstatic finds them."""
    digest = hashlib.sha256(b"1")
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = settings.BASE_DIR.joinpath(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare(say: Callable[[str], None]) -> None:
    """Static files, tables, the framework and, in the demo, organisations to look at."""
    collect_static(say)
    if pending := pending_migrations():
        say(f"Bringing the database up to date ({len(pending)} migrations)")
        call_command("migrate", interactive=False, verbosity=0)
    if cache._table not in connection.introspection.table_names():  # type: ignore[attr-defined]
        call_command("createcachetable", verbosity=0)
    call_command("load_framework", stdout=StringIO())
    some = Organisation.objects.unscoped("is this installation empty?").exists()
    if settings.DEMO and not some:
        say("Adding the demo organisations (synthetic data)")
        with doorbell.muffled():
            call_command("seed_demo", verbosity=0)


def collect_static(say: Callable[[str], None]) -> None:
    stamp = settings.VAR_DIR / "static.digest"
    digest = static_digest()
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    say("Collecting static files")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest)
