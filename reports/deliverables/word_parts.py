"""What python-docx has no word for: fields, alternative texts, rows that stay whole."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from reports.deliverables.xml_text import one_line


def has_words(edge: Any) -> bool:
    """Whether a header or footer holds anything: text, a field, a picture, a table."""
    element = edge._element
    return any(
        child.tag
        in (qn("w:t"), qn("w:drawing"), qn("w:pict"), qn("w:fldSimple"), qn("w:instrText"))
        for child in element.iter()
    )


def field(paragraph: Any, code: str, shown: str) -> None:
    """A field with its last result, so that it is right before anything is updated."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else None)
        if kind == "code":
            run._r.append(
                parse_xml(
                    f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>'
                )
            )
        elif kind != "shown":
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def keep_whole(row: Any, *, head: bool) -> None:
    """A row is not parted; the head is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if head:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def describe(shape: Any, name: str, alt: str) -> None:
    properties = shape._inline.docPr
    properties.set("name", one_line(name)[:120])
    properties.set("descr", one_line(alt))


def describe_table(table: Any, name: str, alt: str) -> None:
    properties = table._tbl.tblPr
    for tag, words in (("tblCaption", name), ("tblDescription", alt)):
        element = parse_xml(f"<w:{tag} {nsdecls('w')}/>")
        element.set(qn("w:val"), one_line(words)[:2000])
        properties.append(element)
