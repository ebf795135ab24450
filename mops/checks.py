"""System checks: what can be wrong with an installation before anything is served."""

from __future__ import annotations

import shutil
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

from mops.embedded import broker_binary

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SOCKET_PATH = 103
FREE_BYTES = 200 * 1024 * 1024


@register(Tags.security)
def demo_is_local(**_: Any) -> Sequence[CheckMessage]:
    """The demo shows its sign-ins to everybody who reaches it."""
    if settings.DEMO and set(settings.ALLOWED_HOSTS) - set(settings.LOCAL_HOSTS):
        return [
            Error(
                "MOPS_DEMO is on and ALLOWED_HOSTS names hosts beyond this machine.",
                hint="Turn MOPS_DEMO off: the demo shows its passwords on the sign-in page.",
                id="mops.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def https_is_on(**_: Any) -> Sequence[CheckMessage]:
    if not settings.HTTPS and set(settings.ALLOWED_HOSTS) - set(settings.LOCAL_HOSTS):
        return [
            Warning(
                "The site is reachable by name but HTTPS is off: cookies travel in the open.",
                hint="Set HTTPS=1 behind a proxy that ends TLS and sets X-Forwarded-Proto.",
                id="mops.W001",
            )
        ]
    return []


@register(Tags.database)
def database_is_shared(**_: Any) -> Sequence[CheckMessage]:
    """SQLite is one file on one machine; workers elsewhere would work on a file of their own."""
    sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    host = urlsplit(settings.REDIS_URL).hostname
    if sqlite and host and host not in {"localhost", "127.0.0.1", "::1", socket.gethostname()}:
        return [
            Warning(
                "REDIS_URL is on another host while the database is a file on this one.",
                hint="Workers on several hosts need DATABASE_URL to name a PostgreSQL database.",
                id="mops.W002",
            )
        ]
    return []


@register()
def time_limits_are_in_order(**_: Any) -> Sequence[CheckMessage]:
    soft, hard = settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.CELERY_TASK_TIME_LIMIT
    if soft < hard:
        return []
    return [
        Error(
            "The soft time limit of jobs must be below the hard one.",
            hint="Else a job is killed before it can say that it took too long.",
            id="mops.E002",
        )
    ]


@register()
def broker_is_possible(**_: Any) -> Sequence[CheckMessage]:
    if settings.REDIS_URL or not settings.BROKER_ENABLED:
        return []
    if broker_binary() is None:
        return [
            Warning(
                "No embedded broker exists for this platform and REDIS_URL is not set.",
                hint="Jobs are found by looking into the database every second. Set REDIS_URL to"
                " start them at once.",
                id="mops.W003",
            )
        ]
    if len(str(settings.REDIS_SOCKET)) > LONGEST_SOCKET_PATH:
        return [
            Error(
                f"The path of the broker's socket is too long: {settings.REDIS_SOCKET}",
                hint="Set MOPS_VAR_DIR or TMPDIR to a shorter path.",
                id="mops.E003",
            )
        ]
    return []


@register()
def secrets_are_private(**_: Any) -> Sequence[CheckMessage]:
    path = settings.VAR_DIR / "secret_key"
    if not path.exists() or path.stat().st_mode & 0o077 == 0:
        return []
    return [
        Error(
            f"{path} can be read by others on this machine.",
            hint=f"chmod 600 {path}, and make a new key if somebody may have read it.",
            id="mops.E004",
        )
    ]


@register()
def disk_has_room(**_: Any) -> Sequence[CheckMessage]:
    if shutil.disk_usage(settings.VAR_DIR).free >= FREE_BYTES:
        return []
    return [
        Warning(
            f"Less than 200 MB are free below {settings.VAR_DIR}.",
            hint="Answers are refused when the disk is full. Make room or move MOPS_VAR_DIR.",
            id="mops.W004",
        )
    ]
