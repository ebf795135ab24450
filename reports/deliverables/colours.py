"""Colours that people choose: read, and legible on white or refused with the nearest that is."""

from __future__ import annotations

import colorsys
import re

from django.utils.translation import gettext as _

# WCAG 2.2, 1.4.3: text against its ground.
LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


class ColourError(ValueError):
    """No colour, or one that cannot be read on white. `nearest` is one that can, or empty."""

    def __init__(self, message: str, nearest: str = "") -> None:
        super().__init__(message)
        self.nearest = nearest


def checked(text: str) -> str:
    """The colour as #rrggbb. Raises ColourError."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        raise ColourError(_("Write the colour as # and six digits, such as #1d436f."))
    digits = found.group(1).lower()
    colour = "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)
    ratio = contrast(colour)
    if ratio < LEAST_CONTRAST:
        nearest = nearest_legible(colour)
        raise ColourError(
            _(
                "%(colour)s has a contrast of %(ratio)s : 1 on white; text needs 4.5 : 1. The"
                " nearest that passes is %(nearest)s."
            )
            # Cut, not rounded: 4.49 is not enough and must not be told as 4.5.
            % {"colour": colour, "ratio": f"{int(ratio * 10) / 10:.1f}", "nearest": nearest},
            nearest,
        )
    return colour


def contrast(colour: str) -> float:
    """Contrast ratio of #rrggbb on white, 1..21."""
    return 1.05 / (_luminance(colour) + 0.05)


def nearest_legible(colour: str) -> str:
    """The lightest colour of the same hue and saturation that is legible on white."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    low, high = 0.0, lightness
    for _step in range(20):
        middle = (low + high) / 2
        if contrast(_written(hue, middle, saturation)) >= LEAST_CONTRAST:
            low = middle
        else:
            high = middle
    return _written(hue, low, saturation)


def _written(hue: float, lightness: float, saturation: float) -> str:
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
