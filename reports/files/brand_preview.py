"""A small picture of what a title page and a chart look like in two colours."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.translation import gettext as _

from reports.deliverables import colours
from reports.deliverables.document import Brand

_WIDTH, _HEIGHT = 480, 270
_BARS = ((150, True), (120, False), (92, False), (60, False))


def colour_or(text: str, otherwise: str) -> str:
    """The colour if it is one that may be used."""
    try:
        return colours.checked(text)
    except colours.ColourError:
        return otherwise


def picture(primary: str, accent: str) -> str:
    """SVG. Colours that may not be used are shown as the product's own."""
    plain = Brand()
    primary, accent = colour_or(primary, plain.primary), colour_or(accent, plain.accent)
    bars = "".join(
        f'<rect x="32" y="{132 + 26 * n}" width="{width * 2}" height="16"'
        f' fill="{accent if out else primary}"/>'
        for n, (width, out) in enumerate(_BARS)
    )
    title, line = escape(_("Process holds you at stage 2")), escape(_("What stands out"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f' width="{_WIDTH}" height="{_HEIGHT}" font-family="Source Sans Pro, sans-serif">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>'
        f'<rect width="{_WIDTH}" height="10" fill="{primary}"/>'
        f'<text x="32" y="60" font-size="26" font-weight="700" fill="{primary}">{title}</text>'
        f'<text x="32" y="92" font-size="16" fill="{accent}">{line}</text>'
        f'<rect x="32" y="108" width="416" height="1" fill="#dedad2"/>{bars}'
        f'<rect y="{_HEIGHT - 18}" width="{_WIDTH}" height="18" fill="{primary}"/></svg>'
    )
