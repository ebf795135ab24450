"""Run the whole product on this machine."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from mops import embedded
from mops.demo import sign_ins
from mops.preparation import prepare
from mops.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

WEB_STARTS_WITHIN = 60.0


class Command(BaseCommand):
    help = (
        "Start web, worker, scheduler and, unless REDIS_URL is set, the embedded broker; restart"
        " what dies; stop all of it on Ctrl-C."
    )
    # `serve` must be able to say itself what is wrong, before anything is imported in vain.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="make the installation ready")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time")

    def handle(
        self, *, prepare: bool, host: str, port: int, workers: int, concurrency: int, **rest: Any
    ) -> None:
        with _only_one_here():
            if not embedded.port_is_free(host, port):
                raise CommandError(
                    f"Port {port} is in use. Stop what uses it or choose another: PORT={port + 1}"
                    f" make run, or manage.py serve --port {port + 1}"
                )
            supervisor = Supervisor(self._say)
            if prepare:
                self._prepare()
            # From here on the children have the database; this process needs it no more.
            connections.close_all()
            supervisor.listen()
            try:
                self._start(supervisor, host, port, workers, concurrency)
                supervisor.watch()
            finally:
                self._say("Stopping")
                supervisor.stop()
                self._say("Stopped")

    def _prepare(self) -> None:
        prepare(self._say)

    def _start(
        self, supervisor: Supervisor, host: str, port: int, workers: int, concurrency: int
    ) -> None:
        broker = self._start_broker(supervisor)
        supervisor.start(embedded.web(host, port, workers))
        # The page first: the rest of the machine is then free to start what works behind it.
        if supervisor.wait_for(lambda: embedded.port_answers(host, port), WEB_STARTS_WITHIN):
            for line in (f"mops is ready: http://{_shown(host)}:{port}/", *sign_ins.lines()):
                self._say(line)
            self._say("Ctrl-C stops it.")
        if supervisor.stopping:
            return
        if broker:
            supervisor.start(embedded.worker(concurrency))
            supervisor.start(embedded.scheduler())
        else:
            supervisor.start(embedded.polling_worker())

    def _start_broker(self, supervisor: Supervisor) -> bool:
        """True if there is a broker: the one of REDIS_URL, or the embedded one started here."""
        if not settings.BROKER_ENABLED:
            return False
        path = settings.REDIS_SOCKET
        if path is None:
            return True
        binary = embedded.broker_binary()
        if binary is None:
            self._say(
                "No embedded broker exists for this platform and REDIS_URL is not set: one worker"
                " looks for jobs in the database every second instead."
            )
            os.environ["BROKER_ENABLED"] = "0"
            return False
        supervisor.start(embedded.broker(binary, path))
        supervisor.wait_for(lambda: embedded.socket_answers(path), 10)
        return True

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


@contextmanager
def _only_one_here() -> Iterator[None]:
    """Hold the lock of this var/ directory; the kernel frees it however this process ends."""
    path = settings.VAR_DIR / "run" / "serve.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"mops already runs on {settings.VAR_DIR}. Stop it first, or give this one a"
                " directory of its own with MOPS_VAR_DIR."
            ) from None
        yield


def _shown(host: str) -> str:
    if host in {"127.0.0.1", "0.0.0.0", "::", "::1"}:  # noqa: S104
        return "localhost"
    return f"[{host}]" if ":" in host else host
