"""User text on its way into an Office file: what XML cannot hold is taken out, nothing else."""

from __future__ import annotations

import re
import unicodedata

# What XML 1.0 cannot hold, DEL and C1 controls, and marks that steer neighbouring text.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def xml_text(value: str) -> str:
    """The text as an Office file can hold it; line breaks of every kind become a newline."""
    return _UNFIT.sub("", _BREAKS.sub("\n", value))


def one_line(value: str) -> str:
    """The same for a place with a single line: a title, a name, an alternative text."""
    return " ".join(xml_text(value).split())


def sentence_title(value: str) -> str:
    """The same for a message that is a title: one sentence stands without its full stop."""
    text = one_line(value)
    return text if ". " in text or text.endswith("..") else text.removesuffix(".")


def runs_right_to_left(text: str) -> bool:
    """Whether most of its letters run to the left: a sentence of ours may begin with a name that
    does."""
    if text.isascii():
        return False
    directions = [unicodedata.bidirectional(char) for char in text]
    left = sum(direction in ("R", "AL") for direction in directions)
    return left > directions.count("L")
