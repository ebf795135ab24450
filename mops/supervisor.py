"""Keeping child processes alive: start them, restart what dies, stop them in order.

Every child leads a session of its own, so that Ctrl-C in the terminal reaches the supervisor only,
and all that a child has started can be ended with it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mops.lifeline import die_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LOOK_EVERY = 0.2
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
# A child that lived this long was well: the next restart is prompt again.
WELL_AFTER = 30.0


@dataclass(frozen=True, slots=True)
class Service:
    """One child: its name for people, how it starts, and how long it may take to stop."""

    name: str
    command: Sequence[str]
    stop_seconds: float
    # What the kernel sends it when the supervisor itself is killed.
    orphan_signal: signal.Signals = signal.SIGTERM
    env: Mapping[str, str] = field(default_factory=dict)


class _Child:
    """A service and the process that is it at the moment."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.pause = FIRST_PAUSE
        self.start_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
            list(self.service.command),
            env={**os.environ, **self.service.env},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with(os.getpid(), self.service.orphan_signal),  # noqa: PLW1509  # this process has one thread
        )

    def buried(self) -> int | None:
        """The exit code if the process has ended; whatever it left behind is ended too."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        _signal_group(self.process.pid, signal.SIGKILL)
        well = time.monotonic() - self.started > WELL_AFTER
        self.pause = FIRST_PAUSE if well else min(self.pause * 2, LONGEST_PAUSE)
        self.start_at = time.monotonic() + self.pause
        self.process = None
        return code

    def stop(self) -> None:
        """Ask to stop, wait, then insist."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.service.stop_seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Supervisor:
    """Runs services until it is told to stop."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.stopping = False
        self._children: list[_Child] = []

    def listen(self) -> None:
        """Stop on SIGINT and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        self.stopping = True

    def start(self, service: Service) -> None:
        child = _Child(service)
        self._children.append(child)
        child.start()

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Look after the children until something is ready, the time is up, or a stop comes."""
        deadline = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < deadline:
            if ready():
                return True
            self._look_after()
            time.sleep(LOOK_EVERY / 4)
        return False

    def watch(self) -> None:
        """Look after the children until a stop comes."""
        while not self.stopping:
            self._look_after()
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Stop the children, the last started first."""
        for child in reversed(self._children):
            child.stop()

    def _look_after(self) -> None:
        for child in self._children:
            code = child.buried()
            if code is not None:
                self.say(
                    f"{child.service.name} stopped (exit code {code});"
                    f" starting it again in {child.pause:.0f} s"
                )
            elif child.process is None and time.monotonic() >= child.start_at:
                child.start()


def _signal_group(pgid: int, number: int) -> None:
    try:
        os.killpg(pgid, number)
    except (ProcessLookupError, PermissionError):
        # Nothing of it is left; macOS says "not permitted" of a group of dead processes.
        return
