"""Letters that our font lacks, in pictures that are made here: fonts of the machine draw them.

Every run of such letters in an SVG gets a family that has them; what no font has becomes a box, as
in PDF files. Looked for only when such a letter is met, once a process.
"""

from __future__ import annotations

import html
import logging
import re
import sys
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from reports.figures import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)
_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_WORDS = re.compile(r">([^<]+)<")
_SUFFIXES = {".ttf", ".otf", ".ttc"}
# Where systems keep fonts; those of a user stand before those of the machine.
_FOLDERS = {
    "darwin": ("~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"),
    "win32": (r"~\AppData\Local\Microsoft\Windows\Fonts", r"C:\Windows\Fonts"),
}
_ELSEWHERE = ("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts")
# Of two fonts that have a letter the plainer one draws it.
_PLAIN = ("noto sans", "dejavu sans", "sans")
_ODD = ("mono", "serif", "condensed", "italic", "oblique", "light", "black", "math", "symbol")


@dataclass(frozen=True, slots=True)
class Face:
    family: str
    path: str
    letters: frozenset[int]


def drawn(svg: str) -> tuple[str, list[str]]:
    """The picture with a family for every letter that ours lacks, and the files of the families."""
    used: dict[str, None] = {}

    def of_text(text: re.Match[str]) -> str:
        return _WORDS.sub(of_words, text[0])

    def of_words(words: re.Match[str]) -> str:
        said = html.unescape(words[1])
        if not fonts.lacks(said):
            return words[0]
        parts = []
        for family, run in _runs(said):
            escaped = html.escape(run, quote=False)
            if family:
                used[family] = None
                escaped = f"<tspan style=\"font-family:'{family}'\">{escaped}</tspan>"
            parts.append(escaped)
        return f">{''.join(parts)}<"

    made = _TEXT.sub(of_text, svg)
    return made, [path for family in used for path in _files(family)]


def boxed(text: str) -> bool:
    """Whether a letter of it becomes a box."""
    return any(_family(letter) == "" for letter in fonts.lacks(text))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Letters that one family draws; "" is ours. A family that has all of a text draws all of it:
    the drawing library would do so in a weight of its choice."""
    strange = fonts.lacks(text)
    named = {letter: _family(letter) for letter in strange}
    said = "".join(fonts.BOX if named.get(letter) == "" else letter for letter in text)
    alone = next((one for one in sorted(set(named.values())) if one and _has(one, said)), "")
    if alone:
        yield alone, said
        return
    families: list[str] = []
    for letter in text:
        joined = letter in fonts.UNDRAWN and families
        families.append(families[-1] if joined else named.get(letter, ""))
    for family, run in groupby(zip(families, said, strict=True), key=lambda pair: pair[0]):
        yield family, "".join(letter for _family, letter in run)


def _has(family: str, text: str) -> bool:
    face = next(face for face in _faces() if face.family == family)
    return face.letters.issuperset(ord(letter) for letter in text if letter not in fonts.UNDRAWN)


@cache
def _family(letter: str) -> str:
    """Of the first face that has the letter; "" if none does."""
    return next((face.family for face in _faces() if ord(letter) in face.letters), "")


@cache
def _files(family: str) -> tuple[str, ...]:
    """Its plain faces, regular and bold; what there is where it has none."""
    found = [face for face in _faces() if face.family == family]
    plain = [face for face in found if _oddity(face)[0] == _oddity(found[0])[0]]
    return tuple(face.path for face in plain)


@cache
def _faces() -> tuple[Face, ...]:
    """Those of the machine, the plain ones first."""
    folders = _FOLDERS.get(sys.platform, _ELSEWHERE)
    files = {
        file
        for folder in folders
        for file in _folder(folder).rglob("*")
        if file.suffix.lower() in _SUFFIXES
    }
    found = [face for file in sorted(files) if (face := _face(file)) is not None]
    return tuple(sorted(found, key=_oddity))


def _folder(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # a user without a home
        return Path(name)


def _face(file: Path) -> Face | None:
    """None for a file that is no font, or has no family that could be named in a picture."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file, lazy=True, fontNumber=0) as font:
            names = font["name"]
            family = names.getDebugName(16) or names.getDebugName(1) or ""
            letters = frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError, AssertionError) as error:
        log.info("a font that cannot be read: %s (%s)", file, error)
        return None
    return Face(family, str(file), letters) if re.fullmatch(r"[\w .-]+", family) else None


def _oddity(face: Face) -> tuple[int, int, str]:
    name = f"{face.family} {Path(face.path).stem}".lower()
    plain = next((n for n, word in enumerate(_PLAIN) if word in name), len(_PLAIN))
    return sum(word in name for word in _ODD), plain, face.path
