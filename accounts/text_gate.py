"""The one gate for text that is stored: the same characters on every database and in every file.

Text is normalised to NFC. Refused: NUL and other control characters, lone surrogates and
non-characters, which a database, a spreadsheet or a slide would later choke on. Removed: characters
that only steer the direction of neighbouring text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORT, COMMENT, LONG = 200, 4_000, 10_000

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")


def clean_text(value: str, *, limit: int, multiline: bool = False) -> str:
    """The text as it is stored: NFC, trimmed, at most `limit` characters.

    Raises ValidationError on a forbidden character, on a line break where one line is asked for,
    and on text over the limit.
    """
    if len(value) > 4 * limit:
        raise ValidationError(_("Use at most %(limit)d characters.") % {"limit": limit})
    text = _STEERING.sub("", _LINE_BREAKS.sub("\n", value))
    if found := _FORBIDDEN.search(text):
        raise ValidationError(
            _("Character U+%(code)04X is not allowed here.") % {"code": ord(found.group())}
        )
    text = unicodedata.normalize("NFC", text).strip()
    if not _INVISIBLE.sub("", text).strip():
        return ""
    if "\n" in text and not multiline:
        raise ValidationError(_("Use one line only."))
    if len(text) > limit:
        raise ValidationError(_("Use at most %(limit)d characters.") % {"limit": limit})
    return text


class TextField(forms.CharField):
    """A form field whose text has passed the gate."""

    def __init__(self, *, limit: int = SHORT, multiline: bool = False, **kwargs: Any) -> None:
        self.limit, self.multiline = limit, multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(strip=False, **kwargs)
        # The gate measures after normalising; Django's own validator measures before.
        self.widget.attrs.setdefault("maxlength", str(limit))

    def to_python(self, value: Any) -> str:
        return clean_text(
            super().to_python(value) or "", limit=self.limit, multiline=self.multiline
        )
