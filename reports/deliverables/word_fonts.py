"""The product's font inside a Word document, so that it looks the same wherever it is opened.

A document may carry its fonts; each file is mixed with a key that stands beside it (ECMA-376, part
4, 2.8.1). Of every face only the letters of European scripts go along: for those a reader types.
"""

from __future__ import annotations

import uuid
from functools import cache
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from reports.figures import fonts
from reports.figures.theme import FONT

if TYPE_CHECKING:
    from docx.document import Document

# What stands in where fonts of documents are not read: as wide as ours, and in every office.
STAND_IN = "Calibri"
_FACES = {"embedRegular": fonts.REGULAR, "embedBold": "SourceSansPro-Bold.ttf"}
_LETTERS = (
    *range(0x20, 0x250), *range(0x2B0, 0x530), *range(0x1E00, 0x2000),
    *range(0x2000, 0x2300), 0x25A1, 0x25CF, 0x25CB,
)  # fmt: skip
_FEATURES = ("kern", "mark", "tnum", "locl")
_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_KEYS = uuid.UUID("c2f1f3c5-1f0e-4f6b-9a41-5f6a2b8f0d11")
_MIXED = 32


def embed(document: Document) -> None:
    """Puts the faces into the document and says so in its settings."""
    table = document.part.part_related_by(RT.FONT_TABLE)
    known = etree.fromstring(table.blob)
    entry = parse_xml(
        f'<w:font {nsdecls("w")} w:name="{FONT}"><w:altName w:val="{STAND_IN}"/>'
        '<w:panose1 w:val="020B0503030403020204"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    for tag, face in _FACES.items():
        key = f"{{{str(uuid.uuid5(_KEYS, face)).upper()}}}"
        name = PackURI(f"/word/fonts/{tag}.odttf")
        part = Part(name, _TYPE, _mixed(_face(face), key), document.part.package)
        file = parse_xml(f"<w:{tag} {nsdecls('w', 'r')}/>")
        file.set(qn("r:id"), table.relate_to(part, RT.FONT))
        file.set(qn("w:fontKey"), key)
        entry.append(file)
    known.append(entry)
    table._blob = etree.tostring(known, xml_declaration=True, encoding="UTF-8", standalone=True)
    settings = document.settings.element
    after = settings.find(qn("w:zoom"))
    place = 0 if after is None else settings.index(after) + 1
    settings.insert(place, parse_xml(f"<w:embedTrueTypeFonts {nsdecls('w')}/>"))


@cache
def _face(face: str) -> bytes:
    return fonts.cut(face, _LETTERS, _FEATURES, named=True)


def _mixed(data: bytes, key: str) -> bytes:
    """The first bytes mixed with the key, which is read from its end."""
    turn = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    head = bytes(byte ^ turn[place % len(turn)] for place, byte in enumerate(data[:_MIXED]))
    return head + data[_MIXED:]
