"""How much room text takes, so that nothing runs out of its box or off the page.

Measured with the font of the product. Whoever opens the file may have another one, so there is
slack in every measure.
"""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import ImageFont

from reports.deliverables.xml_text import xml_text
from reports.figures import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PIL.ImageFont import FreeTypeFont

# Arial, which stands in where Source Sans is missing, is a tenth wider.
SLACK = 1.12
# How much wider than that letters may be, and bold ones. Of Arial, whose bold is wider than ours;
# of a client's font or what stands in for it: Verdana's and DejaVu's are.
ARIAL = (1.0, 1.03)
ANY_FONT = (1.15, 1.24)
# No wider than Arial, and wherever they lack another font of the same widths stands in.
ARIAL_WIDE = {"Arial", "Helvetica", "Liberation Sans", "Times New Roman"}
_stretch: ContextVar[tuple[float, float]] = ContextVar("stretch", default=(1.0, 1.0))
LINE = 1.22
_EM = 100


@contextmanager
def in_fonts(names: Iterable[str]) -> Iterator[None]:
    """Inside, text is measured for these fonts, or for whatever a reader has in place of them."""
    token = _stretch.set(ARIAL if ARIAL_WIDE.issuperset(names) else ANY_FONT)
    try:
        yield
    finally:
        _stretch.reset(token)


@lru_cache(maxsize=2)
def _font(bold: bool) -> FreeTypeFont:
    """Laid out letter by letter: the library that knows scripts fails on some mixtures of them."""
    face = fonts.path(fonts.SEMIBOLD if bold else fonts.REGULAR)
    return ImageFont.truetype(str(face), _EM, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def _word(text: str, bold: bool) -> float:
    """Width of a word in ems, without what a file cannot hold."""
    text = xml_text(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    rest = "".join(char for char in text if unicodedata.east_asian_width(char) not in "WF")
    return wide + _font(bold).getlength(rest) / _EM


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """In points, on one line."""
    return _word(text, bold) * size * SLACK * _stretch.get()[bold]


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Lines that a text takes in a box so many points wide; a word wider than that is broken."""
    room = max(1.0, width)
    space = text_width(" ", size, bold=bold)
    count = 0
    for paragraph in text.split("\n"):
        count, used = count + 1, 0.0
        for word in paragraph.split():
            needed = text_width(word, size, bold=bold)
            if used and used + space + needed <= room:
                used += space + needed
                continue
            if used:
                count += 1
            extra, used = divmod(needed, room) if needed > room else (0, needed)
            count += int(extra)
    return count


def height(texts: Sequence[str], width: float, size: float, *, gap: float = 0.0) -> float:
    """Points that paragraphs take under each other. gap: between two, in points."""
    lines = sum(line_count(text, width, size) for text in texts)
    return lines * size * LINE + max(0, len(texts) - 1) * gap


def fitting_size(
    text: str, box: tuple[float, float], sizes: Sequence[float], *, bold: bool = False
) -> float:
    """The first of the sizes, largest first, at which a text fits a box of points, or the last."""
    for size in sizes:
        if line_count(text, box[0], size, bold=bold) * size * LINE <= box[1]:
            return size
    return sizes[-1]


def cut(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> str:
    """The text if it takes at most so many lines, else its beginning with an ellipsis. For places
    whose whole text stands elsewhere in the file."""
    if line_count(text, width, size, bold=bold) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if line_count(f"{text[:middle].rstrip()}…", width, size, bold=bold) <= lines:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"
