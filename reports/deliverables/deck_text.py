"""Text of a deck: paragraphs, how large they may be, and what a master would make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import PP_PLACEHOLDER as TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from reports.deliverables import fitting
from reports.deliverables.deck_master import BODIES
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.deliverables.deck_master import Rect

_NS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TEXT_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
SMALL = 11.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """bullet: one of a list; bold: a heading of what follows; quiet: said beneath; lead: letters of
    the label that it begins with."""

    text: str
    bullet: bool = False
    bold: bool = False
    quiet: bool = False
    lead: int = 0


def text_size(paragraphs: Sequence[Paragraph], place: Rect) -> float:
    """The largest size at which the paragraphs fit."""
    width, high = place.points
    return next(
        (size for size in TEXT_SIZES if needs(paragraphs, width, size) <= high), TEXT_SIZES[-1]
    )


def needs(paragraphs: Sequence[Paragraph], width: float, size: float) -> float:
    """Points of height."""
    total = 0.0
    for paragraph in paragraphs:
        points = SMALL if paragraph.quiet and size > SMALL else size
        room = width - (points if paragraph.bullet else 0) - 2
        lines = fitting.line_count(paragraph.text, room, points, bold=paragraph.bold)
        total += lines * points * fitting.LINE + 0.4 * size
    return total


def shrink(shape: Any, scale: float) -> None:
    """Text smaller than the master has it, by the master's own means, so that it stays its text."""
    if scale >= 1.0:
        return
    body = shape.text_frame._txBody.find(qn("a:bodyPr"))
    for child in list(body):
        body.remove(child)
    percent = int(scale * 100) * 1000
    body.append(parse_xml(f'<a:normAutofit {_NS} fontScale="{percent}" lnSpcReduction="10000"/>'))


def inherited_size(shape: Any, *, title: bool = False, default: float = 18.0) -> float:
    """Points of a layout placeholder's first level: its own, its master's, or its style."""
    holders = [shape._element]
    layout = shape.part.slide_layout if hasattr(shape.part, "slide_layout") else None
    if layout is not None:
        kinds = {shape._element.ph.get("type", "obj")}
        kinds |= (
            {"title"} if title else {"body"} if shape.placeholder_format.type in BODIES else set()
        )
        holders += [
            one._element
            for one in layout.slide_master.placeholders
            if one._element.ph.get("type", "obj") in kinds
        ]
    for holder in holders:
        found = holder.find(".//" + qn("a:lvl1pPr") + "/" + qn("a:defRPr"))
        if found is not None and found.get("sz"):
            return int(found.get("sz")) / 100
    if layout is None or (
        not title and shape.placeholder_format.type not in {*BODIES, TYPE.SUBTITLE}
    ):
        return default
    style = "p:titleStyle" if title else "p:bodyStyle"
    found = layout.slide_master._element.find(f".//{qn(style)}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    return int(found.get("sz")) / 100 if found is not None and found.get("sz") else default


def describe(shape: Any, name: str, alt: str) -> None:
    """Name and alternative text of a figure."""
    element = shape._element.xpath(".//p:cNvPr")[0]
    element.set("name", one_line(name)[:120])
    element.set("descr", one_line(alt))
