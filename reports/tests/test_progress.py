"""The bar of a command is for people at a terminal."""

import io

from reports.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_each_step_and_a_clean_line_at_the_end():
    terminal = Terminal()
    with Progress(terminal, 2) as progress:
        progress.step("reading")
        progress.step("writing")

    first, second, last = terminal.getvalue().split("\r")[1:]
    assert "1/2 reading" in first
    assert "############............" in second
    assert last == "\x1b[K"


def test_a_pipe_sees_nothing():
    pipe = io.StringIO()
    with Progress(pipe, 1) as progress:
        progress.step("reading")

    assert pipe.getvalue() == ""
