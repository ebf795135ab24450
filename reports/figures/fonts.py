"""The font of the charts: its files, how wide a text is, and the part of it that a chart carries.

A picture in a page cannot use the page's fonts, so every SVG brings the glyphs that it shows.
"""

from __future__ import annotations

import base64
import io
import logging
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from reports.figures.theme import FONT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PIL.ImageFont import FreeTypeFont

PACKAGE = "font_source_sans_pro"
REGULAR, SEMIBOLD = "SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf"
# CSS weights that each file stands for.
FACES = {REGULAR: "400", SEMIBOLD: "600 900"}
# In place of a letter that no font has.
BOX = "\u25a1"
# What a font need not have: breaks, and marks that are never drawn.
UNDRAWN = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2067\u2069\ufeff")
# It tells about every table of every font.
logging.getLogger("fontTools").setLevel(logging.WARNING)
_LAYOUT_TABLES = ("GPOS", "GSUB", "GDEF", "kern")


def path(face: str) -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the package {PACKAGE} is not installed; run `make install`")
    return Path(spec.origin).parent / "files" / face


def is_bold(weight: str) -> bool:
    return weight == "bold" or (weight.isdigit() and int(weight) >= 600)


@lru_cache(maxsize=64)
def pillow_font(size: int, bold: bool) -> FreeTypeFont:
    """For measuring text."""
    from PIL import ImageFont

    return ImageFont.truetype(str(path(SEMIBOLD if bold else REGULAR)), size)


@cache
def _own_letters() -> frozenset[str]:
    """Those that every face of ours can draw."""
    from fontTools.ttLib import TTFont

    found: list[frozenset[str]] = []
    for face in FACES:
        with TTFont(path(face), lazy=True) as font:
            found.append(frozenset(chr(code) for code in font.getBestCmap()))
    return frozenset.intersection(*found)


def lacks(text: str) -> frozenset[str]:
    """The letters of a text that no face of ours draws."""
    return frozenset() if text.isascii() else frozenset(text) - _own_letters() - UNDRAWN


def length(words: str, size: int, *, bold: bool = False) -> float:
    """Pixels of a text on one line. A wide letter of East Asia, which is not ours, is a square."""
    font = pillow_font(size, bold)
    if words.isascii():
        return font.getlength(words)
    wide = [letter for letter in words if east_asian_width(letter) in "WF"]
    rest = "".join(letter for letter in words if east_asian_width(letter) not in "WF")
    return size * len(wide) + font.getlength(rest)


def fitted(words: str, width: float, size: int, *, bold: bool = False) -> str:
    """The words, or as many of their letters as fit into so many pixels, and an ellipsis."""
    if length(words, size, bold=bold) <= width:
        return words
    # No letter is narrower than a pixel, so that a long name is not measured letter by letter.
    shown = words[: int(width)]
    while shown and length(f"{shown}…", size, bold=bold) > width:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def style(text: str) -> str:
    """CSS with the glyphs of `text` in both weights, about 3 kB each."""
    wanted = "".join(sorted(set(text)))
    return "".join(
        f"@font-face{{font-family:'{FONT}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{_glyphs(face, wanted)}) format('woff')}}"
        for face, weight in FACES.items()
    )


@lru_cache(maxsize=128)
def _glyphs(face: str, text: str) -> str:
    return base64.b64encode(cut(face, map(ord, text))).decode("ascii")


def cut(
    face: str, letters: Iterable[int], features: Sequence[str] = (), *, named: bool = False
) -> bytes:
    """A font of some letters alone, as WOFF. features: of its layout, such as kerning. named: as
    TrueType with its names, for programs that find a font by them."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options: Any = subset.Options()
    options.hinting = False
    options.layout_features = list(features)
    options.name_IDs = ["*"] if named else []
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "FFTM", *(() if features else _LAYOUT_TABLES)]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    made = io.BytesIO()
    with TTFont(path(face), lazy=True) as font:
        cutter.subset(font)
        font.flavor = None if named else "woff"
        # Else the file carries the time it was made, and no two pictures would be the same.
        font.recalcTimestamp = False
        font.save(made)
    return made.getvalue()
