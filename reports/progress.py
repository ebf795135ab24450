"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

WIDTH = 24


class Progress:
    """Shows the step that is being done. Used as a context, so that the bar goes when it ends."""

    def __init__(self, stream: TextIO | None, steps: int) -> None:
        self.stream = stream if stream is not None and stream.isatty() else None
        self.steps = steps
        self.done = 0

    def step(self, what: str) -> None:
        """Begin the next of the steps."""
        if self.stream is not None:
            filled = WIDTH * self.done // self.steps
            bar = "#" * filled + "." * (WIDTH - filled)
            self._show(f"[{bar}] {self.done + 1}/{self.steps} {what}")
        self.done += 1

    def _show(self, text: str) -> None:
        if self.stream is not None:
            # Back to the start of the line and clear the rest of it.
            self.stream.write(f"\r{text}\x1b[K")
            self.stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._show("")
