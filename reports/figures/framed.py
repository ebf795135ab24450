"""A chart that stands alone: with its message above and what it rests on beneath, as in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.figures import fonts, theme

if TYPE_CHECKING:
    from reports.figures.frame import Figure
    from reports.figures.theme import Look

_TITLE, _SOURCE, _EDGE = 19, 13, 16
_LINE, _BELOW = 25, 34


def framed(figure: Figure, title: str, source: str, look: Look) -> Figure:
    """The figure on paper, with a margin all round and the words above and below. The plot and what
    is placed by it stay as they are."""
    layout = figure["layout"]
    margin = layout["margin"]
    lines = _wrapped(title, layout["width"])
    above = _LINE * len(lines) + 14
    words: list[dict[str, Any]] = [
        theme.text(
            line, at=(0, 1), axes=("paper", "paper"), color=look.palette.ink, size=_TITLE,
            weight=600, shift=(2 - margin["l"], margin["t"] + above - 18 - _LINE * n),
        )
        for n, line in enumerate(lines)
    ]  # fmt: skip
    words.append(
        theme.text(
            source, at=(0, 0), axes=("paper", "paper"), color=look.palette.muted, size=_SOURCE,
            shift=(2 - margin["l"], -margin["b"] - _BELOW / 2),
        )
    )  # fmt: skip
    sides = {"l": margin["l"] + _EDGE, "r": margin["r"] + _EDGE}
    more = {
        "width": layout["width"] + 2 * _EDGE,
        "height": layout["height"] + above + _BELOW,
        "margin": {**margin, **sides, "t": margin["t"] + above, "b": margin["b"] + _BELOW},
        "paper_bgcolor": look.palette.paper,
        "annotations": [*layout.get("annotations", ()), *words],
    }
    return {**figure, "layout": {**layout, **more}}


def _wrapped(words: str, width: float) -> list[str]:
    """The words in lines of so many pixels."""
    font = fonts.pillow_font(_TITLE, bold=True)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
