"""Installations after their first start, made once for a test run and copied for every stack.

Several processes of a run share them: the first one that needs one makes it, and the last one that
goes takes them away.
"""

from __future__ import annotations

import fcntl
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.stack import databases
from tests.stack.running import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# How long the work that nobody waits for may take, charts above all, on a busy machine.
DONE_WITHIN = 300.0


class Prepared:
    """folder: shared by all processes of the run, and by nobody else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def plain(self) -> Path:
        """The var/ directory, to copy, of a stack that was started once and stopped."""
        return self._once("plain", self._started, demo=False)

    def demo(self) -> Path:
        """As `plain`, with the demo in it; what nobody waits for is not done yet."""
        return self._once("demo", self._started, demo=True)

    def demo_done(self) -> Path:
        """As `demo`, with all of its work done."""
        return self._once("done", self._worked, of=self.demo())

    def _once(self, name: str, make: Callable[..., None], **how: Any) -> Path:
        made, making = self.folder / name, self.folder / f"{name}.making"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                shutil.rmtree(making, ignore_errors=True)
                making.mkdir()
                make(making, **how)
                # Its own name comes last: whoever finds that finds all of it.
                making.rename(made)
        return made

    def _started(self, making: Path, *, demo: bool) -> None:
        # With nothing to do in the background, its stop interrupts nothing.
        with running(making, keep=True, demo=demo, BACKGROUND_JOBS="0"):
            pass

    def _worked(self, making: Path, *, of: Path) -> None:
        with running(making, of, keep=True, demo=True) as stack:
            stack.wait(stack.idle, DONE_WITHIN, "the work that nobody waits for")

    def drop(self) -> None:
        for address in self.folder.glob(f"*/{databases.ADDRESS}"):
            databases.drop(address.read_text())
        for made in filter(Path.is_dir, self.folder.iterdir()):
            shutil.rmtree(made)


@contextmanager
def prepared(folder: Path) -> Iterator[Prepared]:
    folder.mkdir(exist_ok=True)
    found = Prepared(folder)
    with (folder / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield found
        finally:
            if _is_last(users):
                found.drop()


def _is_last(users) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
