"""What a file attached to an answer is, by its content and not by what it calls itself."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from assessments.errors import AssessmentError

if TYPE_CHECKING:
    from django.core.files.base import File

MAX_BYTES = 25 * 1024 * 1024
# What a picture or an office file would be unpacked.
MAX_PIXELS = 50_000_000
MAX_ENTRIES = 1_000
MAX_UNPACKED = 100 * 1024 * 1024

_PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
# Suffix to content type and the part by which such a container is known.
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
_OFFICE = {
    "docx": (_OFFICE_TYPE + "wordprocessingml.document", "word/document.xml"),
    "xlsx": (_OFFICE_TYPE + "spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": (_OFFICE_TYPE + "presentationml.presentation", "ppt/presentation.xml"),
}
_TEXT = {"csv": "text/csv", "txt": "text/plain"}
SUFFIXES = ("pdf", *_PICTURES, *_OFFICE, *_TEXT)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\"<>:|?*]")


class FileRefusedError(AssessmentError):
    """The file is not taken; the text says why. too_large: for its size alone."""

    def __init__(self, message: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be stored. name: for showing. content: pictures without what cameras write
    into them, such as the place."""

    name: str
    content_type: str
    content: File[bytes]
    size: int


def check(upload: File[bytes]) -> Checked:
    """Raises FileRefusedError."""
    size = upload.size or 0
    if size > MAX_BYTES:
        most = MAX_BYTES // 1024**2
        raise FileRefusedError(_("Use a file of at most %(n)d MB.") % {"n": most}, too_large=True)
    if not size:
        raise FileRefusedError(_("This file is empty."))
    name = shown_name(upload.name or "")
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    upload.seek(0)
    if suffix in _PICTURES:
        return _picture(name, upload, _PICTURES[suffix])
    if suffix in _OFFICE:
        _check_office(upload, suffix)
        content_type = _OFFICE[suffix][0]
    elif suffix in _TEXT:
        _check_text(upload)
        content_type = _TEXT[suffix]
    elif suffix == "pdf":
        _require(upload.read(5) == b"%PDF-", suffix)
        content_type = "application/pdf"
    else:
        kinds = ", ".join(SUFFIXES)
        raise FileRefusedError(_("Use a file of one of these kinds: %(kinds)s.") % {"kinds": kinds})
    upload.seek(0)
    return Checked(name, content_type, upload, size)


def shown_name(name: str) -> str:
    """Its last part, without what a file system or a reader could trip over."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    cleaned = _UNSAFE.sub("", last).strip(" .")
    stem, dot, suffix = cleaned.rpartition(".")
    if not dot:
        return cleaned[:200]
    return f"{stem[: 199 - len(suffix)]}.{suffix}" if len(suffix) < 20 else cleaned[:200]


def _require(kept: bool, suffix: str) -> None:
    if not kept:
        raise FileRefusedError(
            _("The name says %(kind)s, the content does not.") % {"kind": suffix.upper()}
        )


def _check_text(upload: File[bytes]) -> None:
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefusedError(_("Save the text as UTF-8 and attach it again.")) from error
    if "\x00" in text:
        raise FileRefusedError(_("Save the text as UTF-8 and attach it again."))


def _check_office(upload: File[bytes], suffix: str) -> None:
    """What the container declares; nothing of it is unpacked."""
    try:
        entries = zipfile.ZipFile(upload).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefusedError(
            _("This file cannot be opened. Encrypted files are not taken either.")
        ) from error
    names = {entry.filename for entry in entries}
    _require("[Content_Types].xml" in names and _OFFICE[suffix][1] in names, suffix)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefusedError(_("Files with macros are not taken. Save it without them."))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise FileRefusedError(_("This file unpacks to more than can be looked at."))


def _picture(name: str, upload: File[bytes], kind: str) -> Checked:
    """Drawn anew, so that only the picture is kept."""
    from PIL import Image, ImageOps  # noqa: PLC0415  # slow, and few files are pictures

    try:
        with Image.open(upload, formats=[kind]) as opened:
            if opened.width * opened.height > MAX_PIXELS or getattr(opened, "n_frames", 1) > 1:
                raise FileRefusedError(
                    _("Use one still picture of at most %(n)d million pixels.")
                    % {"n": MAX_PIXELS // 1_000_000}
                )
            picture = ImageOps.exif_transpose(opened)
            out = io.BytesIO()
            picture.info.clear()
            picture.save(out, kind, **({"quality": 90} if kind != "PNG" else {}))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefusedError(
            _("The name says %(kind)s, the content does not.") % {"kind": kind}
        ) from error
    content = out.getvalue()
    return Checked(name, f"image/{kind.lower()}", ContentFile(content), len(content))
