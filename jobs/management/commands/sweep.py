"""Look after the jobs of dead workers; without a broker, also do the work itself."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from jobs import lease, runner, services

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Put back the jobs of dead workers and ring for all that wait. With --loop every few"
        " seconds, beside or instead of the scheduler; with --work also run what waits, in this"
        " process, which needs no broker."
    )

    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--work", action="store_true", help="run waiting jobs in this process")
        parser.add_argument("--every", type=float, default=15.0, help="seconds between two rounds")

    def handle(self, *, loop: bool, work: bool, every: float, **options: Any) -> None:
        if not loop:
            self._round(work)
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        while not self.stopping:
            try:
                self._round(work)
            except DatabaseError as error:
                # A restarted database is no reason to leave the jobs alone for good.
                self.stderr.write(f"the database is away ({error}); trying again")
                connection.close()
            self._pause(every)

    def _on_signal(self, number: int, frame: object) -> None:
        self.stopping = True

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.2)

    def _round(self, work: bool) -> None:
        services.sweep()
        if work:
            lease.worker_seen()
            runner.run_pending()
