"""JSON as the API reads it: sound, within limits, or not at all."""

from __future__ import annotations

import io
import json

import pytest
from rest_framework.exceptions import ParseError, UnsupportedMediaType

from accounts.problems import TooLargeError
from mops.api_parsers import StrictJSONParser, loads

LIMIT = 2 * 1024 * 1024


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"a": {"b": [1, -2.5, True, "x"]}},
        "line\nbreak\tand tab",
        "\U0001f600",
        int("9" * 40),
        {"__proto__": 1, "constructor": 2, "$where": 3, "a.b": 4},
    ],
)
def test_sound_json_is_read_as_it_stands(value):
    assert loads(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"{}x",
        b"{}{}",
        b"\xff",
        '{"note": "x"}'.encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b'{"choice": "4", "choice": "5"}',
        b'{"seq": NaN}',
        b'{"seq": Infinity}',
        b'{"seq": -Infinity}',
        b'{"seq": 1e400}',
        b'{"seq": ' + b"1" * 41 + b"}",
        b'{"note": "\\u0000"}',
        b'{"note": "\\ud800"}',
        b'{"a\\u0000": 1}',
        b'{"a\\ud800": 1}',
        b'{"note": "a\\u0007b"}',
        b"[" * 33 + b"]" * 33,
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=range(21),
)
def test_everything_else_is_refused(raw):
    with pytest.raises(ParseError):
        loads(raw)


def test_text_that_cannot_be_stored_is_named_by_its_field():
    for raw, field in (
        (b'{"note": "a\\u0007b"}', "note"),
        (b'{"answers": [{"note": "a\\u0007b"}]}', "answers.note"),
    ):
        with pytest.raises(ParseError) as refused:
            loads(raw)
        assert list(refused.value.detail) == [field]


def test_depth_counts_to_its_limit():
    assert loads(b"[" * 32 + b"]" * 32)
    for raw in (b"[" * 33 + b"]" * 33, b'{"a":' * 33 + b"1" + b"}" * 33):
        with pytest.raises(ParseError):
            loads(raw)


def test_a_body_counts_to_its_limit_in_bytes():
    assert StrictJSONParser().parse(io.BytesIO(b"1".rjust(LIMIT))) == 1
    with pytest.raises(TooLargeError):
        StrictJSONParser().parse(io.BytesIO(b"1".rjust(LIMIT + 1)))


def test_only_utf_8_is_read():
    parser = StrictJSONParser()

    assert parser.parse(io.BytesIO(b"1"), "application/json; charset=UTF-8") == 1
    with pytest.raises(UnsupportedMediaType):
        parser.parse(io.BytesIO(b"1"), "application/json; charset=utf-16")


def test_a_refusal_never_quotes_the_body():
    with pytest.raises(ParseError) as refused:
        loads(b'{"secret')

    assert "secret" not in str(refused.value)
