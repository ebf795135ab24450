"""How wide the columns of a table have to be and how high its rows, in points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.deliverables import fitting
from reports.deliverables.plain_words import cell_text
from reports.deliverables.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.document import Table

# Inside a cell: at its sides, above and below.
SIDE, ABOVE = 4.0, 2.5
# Digits are wider than letters in most fonts.
_DIGITS = 2.0
# Letters of a text that stays on one line.
_DATE = 12
# What a column of words should have at least, and at most of its own accord.
_LEAST, _MOST = 70.0, 330.0


def texts(given: Table) -> list[list[str]]:
    """The heading and the rows, as they are written."""
    head = [xml_text(column.heading) for column in given.columns]
    return [head, *([xml_text(cell_text(cell)) for cell in row] for row in given.rows)]


def widths(given: Table, width: float, size: float, *, spare: float = 60.0) -> list[float]:
    """Points of each column: what it needs on one line; if that is too much, the columns of words
    give way. spare: of the room that is left each of these gets so much."""
    rows = texts(given)
    wanted = [
        max(fitting.text_width(row[n], size, bold=r == 0) for r, row in enumerate(rows))
        + 2 * SIDE
        + _DIGITS
        for n in range(len(given.columns))
    ]
    for n, column in enumerate(given.columns):
        if column.unit is not None:
            # A long heading over short numbers is broken at its spaces.
            words = max(
                (fitting.text_width(w, size, bold=True) for w in _words(column.heading)), default=0
            )
            cells = max((fitting.text_width(row[n], size) for row in rows[1:]), default=0)
            wanted[n] = min(max(words, cells) + 2 * SIDE + _DIGITS, width / 3)
    loose = [n for n, column in enumerate(given.columns) if column.unit is None] or [0]
    fixed = sum(wanted[n] for n in range(len(wanted)) if n not in loose)
    room = max(width - fixed, _LEAST * len(loose))
    asked = [min(wanted[n], _MOST) for n in loose]
    if sum(asked) <= room:
        # Tables are as wide as they need to be, up to their place.
        more = min(room - sum(asked), spare * len(loose))
        shares = [one + more / len(loose) for one in asked]
    else:
        small = [n for n, one in enumerate(asked) if one <= room / len(loose)]
        left = room - sum(asked[n] for n in small)
        big = sum(asked[n] for n in range(len(asked)) if n not in small)
        shares = [one if n in small else left * one / big for n, one in enumerate(asked)]
    for n, share in zip(loose, _unbroken(given, loose, shares, size), strict=True):
        wanted[n] = share
    total = sum(wanted)
    return wanted if total <= width else [one * width / total for one in wanted]


def _words(text: str) -> list[str]:
    """What stays together on a line; a hyphen may end one."""
    return text.replace("-", "- ").split()


def _unbroken(given: Table, loose: Sequence[int], shares: list[float], size: float) -> list[float]:
    """No column of words is narrower than its longest word or date, as far as the others have
    more."""
    rows = texts(given)
    words = [
        max(
            fitting.text_width(word, size, bold=r == 0)
            for r, row in enumerate(rows)
            for word in ([row[n]] if r and len(row[n]) <= _DATE else row[n].split() or [""])
        )
        + 2 * SIDE
        + _DIGITS
        for n in loose
    ]
    short = sum(max(0.0, word - share) for word, share in zip(words, shares, strict=True))
    over = sum(max(0.0, share - word) for word, share in zip(words, shares, strict=True))
    if not short or over < short:
        return shares
    return [
        max(word, share - max(0.0, share - word) * short / over)
        for word, share in zip(words, shares, strict=True)
    ]


def breaks(given: Table, width: float, size: float) -> bool:
    """True if a word has to be broken."""
    found = widths(given, width, size)
    return any(
        fitting.text_width(word, size, bold=r == 0) > found[n] - 2 * SIDE + 0.1
        for r, row in enumerate(texts(given))
        for n, text in enumerate(row)
        for word in _words(text)
    )


def heights(given: Table, widths: Sequence[float], size: float) -> list[float]:
    """Points of each row, the heading first."""
    return [
        max(
            fitting.line_count(text, wide - 2 * SIDE, size, bold=r == 0)
            for text, wide in zip(row, widths, strict=True)
        )
        * size
        * fitting.LINE
        + 2 * ABOVE
        for r, row in enumerate(texts(given))
    ]


def height(given: Table, width: float, size: float) -> float:
    """Of the whole table."""
    return sum(heights(given, widths(given, width, size), size))


def natural_width(given: Table, size: float) -> float:
    """What it takes of its own accord."""
    return sum(widths(given, 2000.0, size, spare=0.0))


def shortened(
    given: Table, widths: Sequence[float], size: float, lines: int
) -> tuple[Table, list[tuple[int, str]]]:
    """The table with no cell over so many lines, and the words of those that were: row (the heading
    is 0) and text."""
    cut: list[tuple[int, str]] = []
    made: list[list[str]] = []
    for r, row in enumerate(texts(given)):
        made.append([])
        for text, wide in zip(row, widths, strict=True):
            short = fitting.cut(text, wide - 2 * SIDE, size, lines, bold=r == 0)
            made[-1].append(short)
            if short != text:
                cut.append((r, text))
    if not cut:
        return given, cut
    columns = tuple(
        replace(column, heading=text) for column, text in zip(given.columns, made[0], strict=True)
    )
    return replace(given, columns=columns, rows=tuple(map(tuple, made[1:]))), cut
