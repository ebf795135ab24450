"""The fields of a save in the API, one by one: strict about kind, limit and name."""

from __future__ import annotations

import pytest

from assessments.content import Content
from assessments.saving import SaveKey
from assessments.serializers import AnswerInputSerializer

SAVE = {"choice": "4", "client_id": "tab-a", "seq": 1, "base_version": 0}


def test_fields_left_out_are_empty():
    given = AnswerInputSerializer(data=SAVE)

    assert given.is_valid()
    assert given.content == Content("level", 4)
    assert given.key == SaveKey("tab-a", 1, 0)


def test_text_is_stored_as_the_page_stores_it():
    given = AnswerInputSerializer(data={**SAVE, "note": " e\u0301\r\nx ", "confidence": None})

    assert given.is_valid()
    assert given.content.note == "\u00e9\nx"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"choice": 4}, ("choice", "invalid_choice")),
        ({"choice": "6"}, ("choice", "invalid_choice")),
        ({"choice": None}, ("choice", "null")),
        ({"choice": ["4"]}, ("choice", "invalid_choice")),
        ({"reason": 1}, ("reason", "invalid")),
        ({"note": {}}, ("note", "invalid")),
        ({"note": True}, ("note", "invalid")),
        ({"note": None}, ("note", "null")),
        ({"note": "x" * 4001}, ("note", "invalid")),
        ({"note": "a\x00b"}, ("note", "invalid")),
        ({"note": "a\ud800b"}, ("note", "invalid")),
        ({"reason": "two\nlines"}, ("reason", "invalid")),
        ({"choice": "٣"}, ("choice", "invalid_choice")),
        ({"seq": 1.5}, ("seq", "invalid")),
        ({"evidence": 12}, ("evidence", "invalid")),
        ({"confidence": "3"}, ("confidence", "invalid")),
        ({"confidence": True}, ("confidence", "invalid")),
        ({"confidence": 2.0}, ("confidence", "invalid")),
        ({"confidence": 0}, ("confidence", "min_value")),
        ({"confidence": 4}, ("confidence", "max_value")),
        ({"client_id": "a b"}, ("client_id", "invalid")),
        ({"client_id": "x" * 41}, ("client_id", "invalid")),
        ({"client_id": "tab\n"}, ("client_id", "invalid")),
        ({"client_id": ""}, ("client_id", "blank")),
        ({"seq": "1"}, ("seq", "invalid")),
        ({"seq": 0}, ("seq", "min_value")),
        ({"seq": 2**53 + 1}, ("seq", "max_value")),
        ({"base_version": "0"}, ("base_version", "invalid")),
        ({"base_version": -1}, ("base_version", "min_value")),
        ({"base_version": 2**31}, ("base_version", "max_value")),
        ({"base_version": None}, ("base_version", "null")),
        ({"score": 5}, ("score", "unknown")),
        ({"respondent": "x"}, ("respondent", "unknown")),
        ({"version": 7}, ("version", "unknown")),
        ({"saved_at": "2020-01-01"}, ("saved_at", "unknown")),
        ({"organisation_id": "x"}, ("organisation_id", "unknown")),
        ({"__proto__": {}}, ("__proto__", "unknown")),
        ({"a.b": 1}, ("a.b", "unknown")),
    ],
)
def test_each_field_takes_exactly_its_own_kind(changes, fault):
    given = AnswerInputSerializer(data={**SAVE, **changes})

    assert not given.is_valid()
    field, code = fault
    assert [error.code for error in given.errors[field]] == [code]


def test_of_many_unknown_names_only_some_are_named_and_none_at_length():
    many = AnswerInputSerializer(data={**SAVE, **{f"k{n}": n for n in range(1000)}})
    long = AnswerInputSerializer(data={**SAVE, "k" * 100_000: 1})

    assert not many.is_valid()
    assert len(many.errors) == 20
    assert not long.is_valid()
    assert max(map(len, long.errors)) == 100
