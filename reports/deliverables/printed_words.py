"""User text as the templates of PDF files print it.

Text stays text: a template prints it and never reads it as markup. Very long words get places
where they may be broken, because a column of a page does not scroll.
"""

from __future__ import annotations

import re

from reports import numbers
from reports.deliverables.fitting import cut
from reports.deliverables.xml_text import one_line, runs_right_to_left, xml_text

# Where a word of so many letters may be broken: in running text, and in a cell.
IN_TEXT, IN_CELL = 32, 18
_PIECE = 8
_BREAK = "\u200b"
_FROM_THE_RIGHT, _END = "\u2067", "\u2069"
# Words that run from the left, and what has so many of them is no name, nor what begins with one;
# what runs from the right between them, up to a mark between two names.
_FROM_THE_LEFT, _A_SENTENCE = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}"), 3
_BEGINS = re.compile(r"\W*[A-Za-z\u00c0-\u024f]")
_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RUN = re.compile(rf"{_RIGHT}(?:[^A-Za-z\u00c0-\u024f,;:“”]*{_RIGHT})?")


def words(text: str, longest: int = IN_TEXT) -> str:
    """User text as it is printed, with breaks inside words longer than that. What runs from right
    to left does so whole, with its numbers and points, wherever it stands; a sentence that only
    names such things runs from the left."""
    shown = re.sub(rf"\S{{{longest},}}", _broken, xml_text(text))
    if shown.isascii():
        return shown
    if _BEGINS.match(shown) or len(_FROM_THE_LEFT.findall(shown)) >= _A_SENTENCE:
        return _RUN.sub(lambda run: f"{_FROM_THE_RIGHT}{run.group()}{_END}", shown)
    return f"{_FROM_THE_RIGHT}{shown}{_END}" if runs_right_to_left(shown) else shown


def line(text: str, longest: int = IN_TEXT) -> str:
    """The same in one line."""
    return words(one_line(text), longest)


def title(text: str) -> str:
    """A title stands there without the full stop of its one sentence, and is never empty: a reader
    who hears the file goes from title to title."""
    shown = line(text)
    if ". " not in shown and not shown.endswith(".."):
        shown = shown.removesuffix(".")
    return shown or numbers.ABSENT


def name(text: str, width: float, size: float, lines: int = 1) -> str:
    """A name for a place with so much room, in points; dots where it is cut."""
    return line(cut(one_line(text)[:1000], width, size, lines), IN_CELL)


def _broken(found: re.Match[str]) -> str:
    word = found.group()
    return _BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))
