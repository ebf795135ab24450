"""The product's own master: made by code, an ordinary one that its user can restyle.

Every colour and font stands in the theme and nowhere else: the areas are accents 1 to 5, the
brand's colours are the dark text colour and accent 6.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from reports.deliverables.xml_text import one_line
from reports.figures.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pptx.presentation import Presentation as Deck

    from reports.deliverables.document import Brand

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _WIDE = Inches(0.6), Inches(12.133)
# left, top, width, height of the master's placeholders, by type.
_PLACES = {
    "title": (_LEFT, Inches(0.3), _WIDE, Inches(0.86)),
    "body": (_LEFT, Inches(1.3), _WIDE, Inches(5.5)),
    "dt": (Inches(8.9), Inches(7.02), Inches(2.6), Inches(0.3)),
    "ftr": (_LEFT, Inches(7.02), Inches(8.2), Inches(0.3)),
    "sldNum": (Inches(11.733), Inches(7.02), Inches(1.0), Inches(0.3)),
}
_COVER = {
    "ctrTitle": (_LEFT, Inches(1.5), _WIDE, Inches(2.3)),
    "subTitle": (_LEFT, Inches(4.45), _WIDE, Inches(2.2)),
}
# Where the cover's ground in the brand's colour begins.
_GROUND = Inches(4.1)
_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NOWHERE: Mapping[str, tuple[int, int, int, int]] = {}
# Layouts of python-pptx's default that are kept, with what they are called here.
_KEPT = {"title": "Cover", "obj": "Message and text", "titleOnly": "Message"}
# A deck carries no font. This one is everywhere, or one of its widths stands in.
_FONT = "Arial"
_SANS = {"panose": "020B0604020202020204", "pitchFamily": "34", "charset": "0"}
_TITLE, _BODY, _SMALL = 24, 16, 10
_LOGO_WIDE, _LOGO_HIGH = Inches(1.7), Inches(0.46)


def own_master(brand: Brand) -> Deck:
    """A deck without slides in the brand's colours, its logo in the upper right corner."""
    deck = Presentation(io.BytesIO(_plain()))
    theme = deck.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(theme.blob)
    for name, colour in (
        ("dk2", brand.primary),
        ("accent6", brand.accent),
        ("hlink", brand.primary),
    ):
        _colour(root, name, colour)
    theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if brand.logo:
        _add_logo(deck, brand)
    return deck


@lru_cache(maxsize=1)
def _plain() -> bytes:
    """The master without a brand, made once."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDTH), Emu(HEIGHT)
    _drop_extras(deck)
    _theme(deck)
    master = deck.slide_master
    for layout in list(deck.slide_layouts):
        kind = layout._element.get("type")
        if kind in _KEPT:
            layout._element.cSld.set("name", _KEPT[kind])
            _place_all(layout, _COVER if kind == "title" else _NOWHERE)
        else:
            deck.slide_layouts.remove(layout)
    _place_all(master, _PLACES)
    _styles(master._element)
    _line(master, (0, 0, WIDTH, Inches(0.09)), "tx2", "Band")
    cover = next(one for one in deck.slide_layouts if one.name == _KEPT["title"])
    _line(cover, (0, _GROUND, WIDTH, Inches(0.07)), "accent6", "Rule")
    _line(cover, (0, _GROUND, WIDTH, HEIGHT - _GROUND), "tx2", "Ground")
    shapes: Any = cover.placeholders
    for shape in shapes:
        _cover_style(shape)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _drop_extras(deck: Deck) -> None:
    """The default's thumbnail and printer settings are of somebody else's."""
    for owner in (deck.part, deck.part.package):
        rels = owner.rels if hasattr(owner, "rels") else owner._rels
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(("/thumbnail", "/printerSettings")):
                rels.pop(key)


def _theme(deck: Deck) -> None:
    part = deck.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "mops")
    colours = {
        "dk1": LIGHT.ink, "lt1": "#ffffff", "lt2": LIGHT.sunken, "folHlink": LIGHT.muted,
        **{f"accent{n}": hue for n, hue in enumerate(LIGHT.areas.values(), start=1)},
    }  # fmt: skip
    for name, colour in colours.items():
        _colour(root, name, colour)
    for latin in root.iter(qn("a:latin")):
        latin.set("typeface", _FONT)
        for key, value in _SANS.items():
            latin.set(key, value)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _colour(root: Any, name: str, colour: str) -> None:
    holder = next(root.iter(qn(f"a:{name}")))
    for child in list(holder):
        holder.remove(child)
    etree.SubElement(holder, qn("a:srgbClr")).set("val", colour.lstrip("#").upper())


def _place_all(owner: Any, places: Mapping[str, tuple[int, int, int, int]]) -> None:
    for shape in owner.placeholders:
        kind = shape._element.ph.get("type", "obj")
        if kind in places:
            shape.left, shape.top, shape.width, shape.height = (Emu(n) for n in places[kind])


def _styles(master: Any) -> None:
    """Titles to the left and semibold, body text smaller than a default deck's, quiet footers."""
    styles = master.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(_TITLE * 100))
    title.find(qn("a:defRPr")).set("b", "1")
    for level, style in enumerate(styles.find(qn("p:bodyStyle"))):
        if style.find(qn("a:defRPr")) is None:
            continue
        style.find(qn("a:defRPr")).set("sz", str(100 * max(12, _BODY - 2 * level)))
        if level == 0:
            style.set("marL", str(Pt(13)))
            style.set("indent", str(-Pt(13)))
    for shape in master.iter(qn("p:sp")):
        kind = (
            shape.find(".//" + qn("p:ph")).get("type")
            if shape.find(".//" + qn("p:ph")) is not None
            else ""
        )
        body = shape.find(qn("p:txBody"))
        if kind == "title":
            body.find(qn("a:bodyPr")).set("anchor", "t")
        if kind in ("title", "body", "ftr", "sldNum", "dt"):
            body.find(qn("a:bodyPr")).set("lIns", "0")
            body.find(qn("a:bodyPr")).set("rIns", "0")
        if kind in ("ftr", "dt", "sldNum"):
            style = body.find(qn("a:lstStyle")).find(qn("a:lvl1pPr"))
            style.set("algn", "l" if kind == "ftr" else "r")
            style.find(qn("a:defRPr")).set("sz", str(_SMALL * 100))


def _cover_style(shape: Any) -> None:
    kind = shape._element.ph.get("type")
    size = {"ctrTitle": 40, "subTitle": 20}.get(kind, _SMALL)
    style = shape._element.txBody.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    colour = "tx2" if kind == "ctrTitle" else "bg1"
    anchors = {"ctrTitle": "b", "subTitle": "t"}
    shape._element.txBody.find(qn("a:bodyPr")).set("anchor", anchors.get(kind, "ctr"))
    align = "r" if kind in ("sldNum", "dt") else "l"
    style.append(
        parse_xml(
            '<a:lvl1pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" marL="0"'
            f' indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{size}00"><a:solidFill>'
            f'<a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        )
    )


def _line(owner: Any, place: tuple[int, int, int, int], colour: str, name: str) -> None:
    """A plain filled bar behind everything else."""
    left, top, width, height = (int(n) for n in place)
    shape = parse_xml(
        '<p:sp xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        f'<p:nvSpPr><p:cNvPr id="99" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>'
        "</p:sp>"
    )
    owner._element.cSld.spTree.insert(2, shape)


def _add_logo(deck: Deck, brand: Brand) -> None:
    """On the master, so that it stands on every slide and is changed in one place."""
    master = deck.slide_master
    image, relation = master.part.get_or_add_image_part(io.BytesIO(brand.logo))
    wide, high = image.image.size
    scale = min(_LOGO_WIDE / wide, _LOGO_HIGH / high)
    width, height = int(wide * scale), int(high * scale)
    left = int(_LEFT + _WIDE - width)
    name = one_line(brand.client_name or brand.made_by) or "Logo"
    picture = parse_xml(
        f"<p:pic {_NS}>"
        '<p:nvPicPr><p:cNvPr id="98" name="Logo" descr=""/><p:cNvPicPr/>'
        '<p:nvPr userDrawn="1"/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</p:blipFill><p:spPr><a:xfrm><a:off x="{left}" y="{int(Inches(0.32))}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    picture.find(".//" + qn("p:cNvPr")).set("descr", name)
    master._element.cSld.spTree.append(picture)
    room = Emu(_WIDE - width - Inches(0.3))
    for shape in master.placeholders:
        if shape._element.ph.get("type") == "title":
            shape.width = room
