"""What text may be stored: the same on every database and in every file."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.text_gate import clean_text


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("  two  words ", "two  words"),
        ("e\u0301", "é"),
        ("\u200b", ""),
        ("\u00a0\u3000", ""),
        ("cfo\u202eexe", "cfoexe"),
        ("😀 👩‍👩‍👧‍👦", "😀 👩‍👩‍👧‍👦"),
        ("<b>&amp;{{7*7}}", "<b>&amp;{{7*7}}"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_trimmed_and_normalised_and_otherwise_left_alone(given, stored):
    assert clean_text(given, limit=200) == stored


@pytest.mark.parametrize(
    "bad", ["\x00", "\x0b", "\x1b", "\x7f", "\x9b", "\ud800", "\ufffe", "\U0001fffe"]
)
def test_characters_that_a_database_or_a_file_would_choke_on_are_refused(bad):
    with pytest.raises(ValidationError, match=f"U\\+{ord(bad):04X}"):
        clean_text(f"a{bad}b", limit=200, multiline=True)


def test_line_breaks_become_one_kind_or_are_refused():
    assert clean_text("a\r\nb\rc\u2028d", limit=200, multiline=True) == "a\nb\nc\nd"
    with pytest.raises(ValidationError, match="one line"):
        clean_text("a\nb", limit=200)


@pytest.mark.parametrize("length", [199, 200])
def test_text_up_to_the_limit_passes(length):
    assert len(clean_text("é" * length, limit=200)) == length


@pytest.mark.parametrize("length", [201, 5000])
def test_text_over_the_limit_is_refused(length):
    with pytest.raises(ValidationError, match="200"):
        clean_text("x" * length, limit=200)
