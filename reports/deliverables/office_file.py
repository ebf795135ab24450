"""An uploaded PowerPoint or Word file: refused with the reason, or safe to be built upon.

It is a zip archive made by anybody. What it declares is checked before anything is unpacked; what
would stay in our file afterwards is checked by its relationships, part by part.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import error as ZlibError  # noqa: N812

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 20 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
# Below this an entry is harmless however well it was packed: empty and repetitive XML packs well.
_SMALL = 1024 * 1024
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_MACROS = re.compile(rb"macroenabled|vbaproject|vbadata", re.IGNORECASE)
_ACTIVE = re.compile(r"activex|oleobject|/control$|attachedtoolbars|externallink", re.IGNORECASE)
_EXECUTABLE = (".bin", ".exe", ".dll", ".scr", ".js", ".vbs", ".xlsm", ".docm", ".pptm", ".xlsb")


# Actions and fields that run or fetch something without a relationship that says so.
_ACTING = re.compile(rb"ppaction://(?:program|macro|ole)", re.IGNORECASE)
_FIELD = re.compile(
    rb"<w:instrText[^>]*>([^<]*)|<w:fldSimple[^>]*w:instr=\"([^\"]*)", re.IGNORECASE
)
_FETCHING = re.compile(
    rb"\b(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON)\b"
)


class TemplateError(ValueError):
    """A master or template was refused. Its text says why and what to do, to who uploaded it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of Office file. main: the content type of its first part; alike: types of the same
    content that is only opened differently (a template, a slide show). name, save_as: in words."""

    name: str
    save_as: str
    main: str
    alike: tuple[str, ...]


_FORMATS = "application/vnd.openxmlformats-officedocument"
POWERPOINT = Kind(
    name="PowerPoint",
    save_as=".pptx",
    main=f"{_FORMATS}.presentationml.presentation.main+xml",
    alike=(
        f"{_FORMATS}.presentationml.template.main+xml",
        f"{_FORMATS}.presentationml.slideshow.main+xml",
    ),
)
WORD = Kind(
    name="Word",
    save_as=".docx",
    main=f"{_FORMATS}.wordprocessingml.document.main+xml",
    alike=(f"{_FORMATS}.wordprocessingml.template.main+xml",),
)


def checked(data: bytes, kind: Kind) -> bytes:
    """The file as one of exactly this kind: a template (.potx, .dotx) becomes a document.

    Raises TemplateError. What its parts refer to is checked by `check_parts`, after those parts
    have gone that will not stay.
    """
    words = {"kind": kind.name, "save_as": kind.save_as}
    if not data:
        raise TemplateError(_("The file is empty. Choose a %(save_as)s file.") % words)
    if len(data) > MAX_BYTES:
        raise TemplateError(
            _("The file is larger than 20 MB. Delete its slides or pages and large pictures.")
        )
    if data.startswith(_OLD_OFFICE):
        raise TemplateError(
            _(
                "This is an old or password-protected Office file. Open it in %(kind)s and save it"
                " without a password as %(save_as)s."
            )
            % words
        )
    if not data.startswith(_ZIP):
        raise TemplateError(
            _("This is no %(kind)s file. Save it as %(save_as)s in %(kind)s.") % words
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_declared(archive, words)
            types = _content_types(archive, kind, words)
            _check_read(archive, words)
            given = next((other for other in kind.alike if other.encode() in types), None)
            if given is None:
                return data
            return _with_types(archive, types.replace(given.encode(), kind.main.encode()))
    except (zipfile.BadZipFile, ZlibError, OSError, EOFError, NotImplementedError) as error:
        raise damaged(kind) from error


def damaged(kind: Kind) -> TemplateError:
    return TemplateError(
        _("The file is damaged and cannot be read. Open it in %(kind)s and save it anew.")
        % {"kind": kind.name}
    )


def check_parts(package: Any, kind: Kind) -> None:
    """Refuse what would stay in our file and leads out of it or can act. package: an opened
    package of python-pptx or python-docx. Raises TemplateError."""
    for part in _reached(package):
        place = str(getattr(part, "partname", "")).lstrip("/")
        _check_acting(part, place, kind)
        for relation in _relations(part):
            if relation.is_external:
                raise TemplateError(
                    _(
                        "It links to something outside the file (%(target)s, in %(place)s). Remove"
                        " the link in %(kind)s and upload the file again."
                    )
                    % {"target": relation.target_ref[:80], "place": place, "kind": kind.name}
                )
            _check_inert(relation, kind)


def _check_inert(relation: Any, kind: Kind) -> None:
    """Refuse objects and controls."""
    part = relation.target_part
    named = str(part.partname).casefold()
    is_program = "/embeddings/" in named and named.endswith(_EXECUTABLE)
    if is_program or _ACTIVE.search(f"{relation.reltype} {part.content_type}"):
        raise TemplateError(
            _(
                "It contains an embedded object or control (%(part)s). Replace it by a picture in"
                " %(kind)s and upload the file again."
            )
            % {"part": named.lstrip("/"), "kind": kind.name}
        )


def _check_acting(part: Any, place: str, kind: Kind) -> None:
    """Refuse a button that starts a program and a field that fetches."""
    content = part.blob if hasattr(part, "blob") else b""
    fields = b"".join(b"".join(found) for found in _FIELD.findall(content)).upper()
    if _ACTING.search(content) or _FETCHING.search(fields):
        raise TemplateError(
            _(
                "It contains a button or a field that starts or fetches something (%(part)s)."
                " Delete it in %(kind)s and upload the file again."
            )
            % {"part": place, "kind": kind.name}
        )


def _reached(package: Any) -> Iterator[Any]:
    """The package and every part that will be written, because something refers to it."""
    waiting, seen = [package], {id(package)}
    while waiting:
        part = waiting.pop()
        yield part
        for relation in _relations(part):
            if not relation.is_external and id(relation.target_part) not in seen:
                seen.add(id(relation.target_part))
                waiting.append(relation.target_part)


def _relations(part: Any) -> Iterator[Any]:
    # The package of python-pptx has them under the second name alone.
    rels = part.rels if hasattr(part, "rels") else part._rels
    yield from rels.values()


def _check_declared(archive: zipfile.ZipFile, words: dict[str, str]) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise TemplateError(
            _("Unpacked, this file is too large. Delete its slides or pages and large pictures.")
        )
    if any(entry.file_size > max(_SMALL, MAX_RATIO * entry.compress_size) for entry in entries):
        raise TemplateError(
            _("This file is packed in a way that is refused. Save it anew in %(kind)s.") % words
        )
    if len({name.casefold() for name in names}) != len(names) or any(map(_escapes, names)):
        raise TemplateError(_("This archive holds unsafe names. Save it anew in %(kind)s.") % words)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise TemplateError(
            _("The file is protected by a password. Save it without one as %(save_as)s.") % words
        )


def _content_types(archive: zipfile.ZipFile, kind: Kind, words: dict[str, str]) -> bytes:
    try:
        types = archive.read(_TYPES)
    except KeyError as error:
        text = _("This is a zip archive, but no %(kind)s file. Save it as %(save_as)s in %(kind)s.")
        raise TemplateError(text % words) from error
    names = " ".join(archive.namelist()).encode(errors="replace")
    if _MACROS.search(types) or _MACROS.search(names):
        raise TemplateError(
            _("Files with macros are refused. Save it in %(kind)s as %(save_as)s, without macros.")
            % words
        )
    if not any(one.encode() in types for one in (kind.main, *kind.alike)):
        raise TemplateError(
            _("This is an Office file or archive, but not of %(kind)s. Choose a %(save_as)s file.")
            % words
        )
    return types


def _check_read(archive: zipfile.ZipFile, words: dict[str, str]) -> None:
    """Every part unpacks to what it declares, and no XML brings declarations of its own."""
    for entry in archive.infolist():
        content = archive.read(entry)
        is_xml = entry.filename.casefold().endswith((".xml", ".rels", ".vml"))
        if is_xml and any(mark in content for mark in _DOCTYPE):
            raise TemplateError(
                _("The file holds XML declarations that no %(kind)s writes. Save it anew.") % words
            )


def _with_types(archive: zipfile.ZipFile, types: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            copy.writestr(entry, types if entry.filename == _TYPES else archive.read(entry))
    return out.getvalue()


def _escapes(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.split("/") or ":" in name or "\\" in name
