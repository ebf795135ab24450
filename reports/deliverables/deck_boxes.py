"""Text boxes and bars as the XML that they are.

A slide has dozens of them. Put together through the objects of python-pptx, attribute by attribute,
they take as long as all the rest of a deck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.util import Pt

from reports.deliverables.deck_text import SMALL
from reports.deliverables.xml_text import one_line, runs_right_to_left, xml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_master import Rect
    from reports.deliverables.deck_text import Paragraph

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_GREY = (
    '<a:solidFill><a:schemeClr val="tx1"><a:lumMod val="70000"/><a:lumOff val="30000"/>'
    "</a:schemeClr></a:solidFill>"
)
_NO_MARGINS = 'lIns="0" tIns="0" rIns="0" bIns="0"'


def text_box(
    number: int,
    name: str,
    place: Rect,
    paragraphs: Sequence[Paragraph],
    *,
    size: float,
    language: str,
    grey: bool,
    anchor: str = "t",
) -> Any:
    """number: of the shape on its slide. grey: what is said quietly is. anchor: t, ctr or b."""
    words = "".join(
        _paragraph(one, size, language, spaced=anchor == "t", grey=grey) for one in paragraphs
    )
    return parse_xml(
        f"<p:sp {_NS}><p:nvSpPr><p:cNvPr id={quoteattr(str(number))} name={_attribute(name)}/>"
        f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{_place(place)}<a:noFill/></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" {_NO_MARGINS} anchor="{anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{words}</p:txBody></p:sp>"
    )


def bar(number: int, name: str, alt: str, place: Rect, colour: str) -> Any:
    """A plain bar. colour: of the theme, as its XML has it."""
    return parse_xml(
        f'<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name={_attribute(name)}'
        f" descr={_attribute(alt)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{_place(place)}"
        f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln>'
        '</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p>'
        "</p:txBody></p:sp>"
    )


def _place(place: Rect) -> str:
    return (
        f'<a:xfrm><a:off x="{int(place.left)}" y="{int(place.top)}"/><a:ext cx="{int(place.width)}"'
        f' cy="{max(0, int(place.height))}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom>"
    )


def _attribute(text: str) -> str:
    return quoteattr(one_line(text))


def _paragraph(
    paragraph: Paragraph, size: float, language: str, *, spaced: bool, grey: bool
) -> str:
    points = SMALL if paragraph.quiet and size > SMALL else size
    bold = ' b="1"' if paragraph.bold else ""
    tint = _GREY if paragraph.quiet and grey else ""
    style = f'lang={quoteattr(language)} sz="{int(points * 100)}"{bold}'
    text = xml_text(paragraph.text)
    lead = f'<a:r><a:rPr {style} b="1"/><a:t>{escape(text[: paragraph.lead])}</a:t></a:r>'
    lines = [
        f"<a:r><a:rPr {style}>{tint}</a:rPr><a:t>{escape(line)}</a:t></a:r>"
        for line in text[paragraph.lead :].split("\n")
    ]
    direction = ' rtl="1" algn="r"' if runs_right_to_left(paragraph.text) else ""
    indent, bullet = "", ""
    if paragraph.bullet:
        indent, bullet = f' marL="{Pt(size)}" indent="{-Pt(size)}"', '<a:buChar char="•"/>'
    after = int(size * 40) if spaced else 0
    return (
        f'<a:p><a:pPr{indent}{direction}><a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft>'
        f'<a:spcPts val="{after}"/></a:spcAft>{bullet}</a:pPr>'
        f"{lead * bool(paragraph.lead)}{'<a:br/>'.join(lines)}</a:p>"
    )
