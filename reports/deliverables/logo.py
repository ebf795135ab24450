"""An uploaded logo: refused with the reason, or drawn anew as a small PNG that holds pixels only.

Whatever came with the picture (where and when it was taken, a profile, other frames, bytes behind
its end) is not in what is kept.
"""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext as _

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 16_000_000
# As large as it is kept: 10 cm at 300 dots an inch.
MAX_WIDTH, MAX_HEIGHT = 1_200, 600
MIN_SIDE = 16
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


class LogoError(ValueError):
    """A logo was refused. Its text says why and what to do, to who uploaded it."""


def as_png(data: bytes) -> bytes:
    """The picture as PNG. Raises LogoError. The same bytes give the same PNG."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if not data:
        raise LogoError(_("The file is empty. Choose a PNG or JPEG."))
    if len(data) > MAX_BYTES:
        raise LogoError(_("The file is larger than 2 MB. Save the logo smaller."))
    if b"<svg" in data[:4096].lower():
        raise LogoError(_("SVG is not taken, because it can carry scripts. Save the logo as PNG."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                _check_size(picture.width, picture.height)
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except LogoError:
        raise
    except Image.DecompressionBombError as error:
        raise LogoError(_("The picture unpacks to too many pixels. Save it smaller.")) from error
    except UnidentifiedImageError as error:
        raise LogoError(_("This is no picture that can be read. Choose a PNG or JPEG.")) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        raise LogoError(_("The picture is damaged. Save it anew as PNG.")) from error
    upright.thumbnail((MAX_WIDTH, MAX_HEIGHT), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def _check_size(width: int, height: int) -> None:
    """From what the file declares, before any of it is unpacked."""
    if width * height > MAX_PIXELS:
        raise LogoError(
            _("The picture has %(width)d × %(height)d pixels. At most 16 million are taken.")
            % {"width": width, "height": height}
        )
    if min(width, height) < MIN_SIDE:
        raise LogoError(_("The picture is smaller than 16 pixels. Choose a larger one."))
