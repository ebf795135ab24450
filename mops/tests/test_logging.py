"""What a log line keeps, and what it must not."""

import json
import logging

from mops.logging import JsonFormatter


def line(message, *values):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, values, None)
    return json.loads(JsonFormatter().format(record))


def test_a_line_break_somebody_typed_does_not_start_a_new_line():
    assert line("Not Found: %s", "/x\n2026 ERROR owned")["message"].count("\n") == 1
    assert "\n" not in JsonFormatter().format(
        logging.LogRecord("a", logging.INFO, "", 0, "one\ntwo", (), None)
    )


def test_the_secret_of_a_link_is_left_out():
    secret = "k3v" * 14

    message = line("Gone: %s", f"/answer/{secret}/")["message"]

    assert secret not in message
    assert message == "Gone: /answer/…/"
