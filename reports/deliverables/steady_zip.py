"""The same content gives the same bytes: the clock is taken out of Office files."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

# 1 January 1980, midnight, as zip archives write it: time, then date.
_FIXED = struct.pack("<HH", 0, 0x21)
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb'(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)')


def steady(archive: bytes) -> bytes:
    """A zip archive without the times at which its entries were written."""
    data = bytearray(archive)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        entries, at = opened.infolist(), opened.start_dir
    for entry in entries:
        data[entry.header_offset + 10 : entry.header_offset + 14] = _FIXED
        data[at + 12 : at + 16] = _FIXED
        names, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        at += 46 + names + extra + comment
    return bytes(data)


def steady_charts(deck: Any, on: date) -> None:
    """The workbooks behind the charts of a deck as if all were made at the start of that day."""
    stamp = rb"\g<1>" + on.isoformat().encode() + rb"T00:00:00Z\g<2>"
    for part in deck.part.package.iter_parts():
        if part.partname.endswith(".xlsx"):
            part._blob = _restamped(part.blob, stamp)


def _restamped(workbook: bytes, stamp: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(stamp, content)
            made = zipfile.ZipInfo(entry.filename, _FIXED_DATE)
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, content)
    return out.getvalue()
