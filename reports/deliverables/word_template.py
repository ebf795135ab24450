"""What a Word document is built upon: the product's own styles, or the template of a client.

Of an uploaded one the text goes, its styles, headers, footers and page stay. A style that it lacks
is added without a font or a colour of its own.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Inches, Pt, RGBColor
from lxml import etree

from reports.deliverables import word_fonts
from reports.deliverables.office_file import WORD, check_parts, checked, damaged
from reports.figures.theme import FONT, LIGHT

if TYPE_CHECKING:
    from docx.document import Document

    from reports.deliverables.document import Brand

# Kinds of parts that belong to styles and page; what else the old text referred to goes with it.
_KEPT = (
    "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering",
    "header", "footer", "footnotes", "endnotes",
)  # fmt: skip
TABLE, CELL, SMALL, KEY, NOTICE = "Report Table", "Table Text", "Source", "Key Figure", "Notice"
# Points of the text in tables.
CELL_SIZE = 9.0
_PAPER = {"a4": (Cm(21.0), Cm(29.7)), "letter": (Inches(8.5), Inches(11))}


@dataclass(frozen=True, slots=True)
class Base:
    """own: the product's. table: name of the style of tables."""

    document: Document
    own: bool
    table: str


def opened(template: bytes | None, brand: Brand) -> Base:
    """A document without text. Raises TemplateError."""
    if template is None:
        return _own(brand)
    document = _uploaded(template)
    _add_missing(document)
    return Base(document, own=False, table=_table_style(document))


def _uploaded(data: bytes) -> Document:
    clean = checked(data, WORD)
    try:
        document = docx.Document(io.BytesIO(clean))
        _empty(document)
        list(document.styles)
        for section in document.sections:
            _ = section.header.paragraphs, section.footer.paragraphs
    # Whatever python-docx and lxml raise on a forged file, it is a file that we cannot use.
    except Exception as error:
        raise damaged(WORD) from error
    check_parts(document.part.package, WORD)
    return document


def _empty(document: Document) -> None:
    """Take out the text and all that only the text referred to; the last section's page stays."""
    body = document.element.body
    last = body.sectPr
    for child in list(body):
        if child is not last:
            body.remove(child)
    if last is None:
        document.add_section()
    for key, rel in list(document.part.rels.items()):
        if rel.reltype.rsplit("/", 1)[-1] not in _KEPT:
            document.part.rels.pop(key)
    for key, rel in list(document.part.package.rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            document.part.package.rels.pop(key)


def _own(brand: Brand) -> Base:
    document = docx.Document()
    _empty(document)
    _theme(document, brand)
    word_fonts.embed(document)
    _of_today(document)
    _page(document, brand)
    _styles(document, brand)
    _add_missing(document)
    _own_table(document)
    return Base(document, own=True, table=TABLE)


def _of_today(document: Document) -> None:
    """Laid out as Word does now, and not as the Word of 2010 that the library writes for."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _theme(document: Document, brand: Brand) -> None:
    """Fonts and colours stand in the theme, so that they are changed in one place."""
    part = document.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    for latin in root.iter(qn("a:latin")):
        latin.set("typeface", FONT)
        latin.set("panose", "020B0503030403020204")
    colours = {"dk2": brand.primary, "accent1": brand.primary, "accent2": brand.accent}
    for name, colour in colours.items():
        holder = next(root.iter(qn(f"a:{name}")))
        for child in list(holder):
            holder.remove(child)
        etree.SubElement(holder, qn("a:srgbClr")).set("val", colour.lstrip("#").upper())
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _page(document: Document, brand: Brand) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _PAPER.get(brand.paper, _PAPER["a4"])
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.1), Cm(1.9)
    section.header_distance = section.footer_distance = Cm(1.0)


def _styles(document: Document, brand: Brand) -> None:
    styles = document.styles
    ink = RGBColor.from_string(LIGHT.ink.lstrip("#").upper())
    normal = styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10.5), ink
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.08
    sizes = {"Title": 26.0, "Subtitle": 13.0, "Heading 1": 16.0, "Heading 2": 12.5}
    for name, size in sizes.items():
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), name != "Subtitle", False
        if name in ("Title", "Heading 1"):
            _theme_colour(style, "text2", brand.primary)
        else:
            _theme_colour(style, "text1", LIGHT.ink)
        for spacing in style.element.iter(qn("w:spacing")):
            if spacing.getparent().tag == qn("w:rPr"):
                spacing.getparent().remove(spacing)
        for border in list(style.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(18 if name == "Heading 1" else 10)
        style.paragraph_format.space_after = Pt(4)
    styles["Title"].paragraph_format.space_before = Pt(0)
    caption = styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(9.5), True, ink
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(9)
        styles[name].font.color.rgb = RGBColor.from_string(LIGHT.muted.lstrip("#").upper())


def _theme_colour(style: Any, name: str, colour: str) -> None:
    """A colour of the theme, and which one it is for programs that do not look there."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    value = colour.lstrip("#").upper()
    properties._insert_color(
        parse_xml(f'<w:color {nsdecls("w")} w:val="{value}" w:themeColor="{name}"/>')
    )


def _add_missing(document: Document) -> None:
    """Styles of ours, and whatever a template lacks of the common ones."""
    common = {
        "Title": 26.0, "Subtitle": 13.0, "Heading 1": 16.0, "Heading 2": 12.5, "Caption": 9.5,
        "List Bullet": None, SMALL: 9.0, CELL: CELL_SIZE, KEY: 16.0, NOTICE: None,
    }  # fmt: skip
    known = {style.name for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    for name, size in common.items():
        if name not in known:
            _shape(_new_style(document, name, size), name)


def _new_style(document: Document, name: str, size: float | None) -> Any:
    taken = {style.style_id for style in document.styles}
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if style.style_id in taken:
        # Theirs of another name has it.
        style.element.styleId = f"{style.style_id}Report"
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    if size is not None:
        style.font.size = Pt(size)
    return style


def _shape(style: Any, name: str) -> None:
    """What a style of this name is for, said without a font or a colour."""
    style.font.bold = True if name not in (SMALL, CELL, "Subtitle", "List Bullet") else None
    if name.startswith("Heading"):
        style.paragraph_format.keep_with_next = True
        level = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{int(name[-1]) - 1}"/>')
        style.element.get_or_add_pPr().append(level)
    if name == "List Bullet":
        style.paragraph_format.left_indent = Pt(14)
        style.paragraph_format.first_line_indent = -Pt(14)
    if name in (KEY, CELL):
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
    if name == NOTICE:
        _boxed(style)


def _boxed(style: Any) -> None:
    """A line at the left, in the colour of the text."""
    style.paragraph_format.left_indent = Pt(8)
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="6"'
            ' w:color="auto"/></w:pBdr>'
        ),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _own_table(document: Document) -> None:
    """Ruled like a newspaper's: a line under the head, thin ones under the rows."""
    line = LIGHT.line.lstrip("#").upper()
    ink = LIGHT.ink.lstrip("#").upper()
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">'
            f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
            '<w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
            "<w:tblPr><w:tblBorders>"
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/></w:tblBorders>'
            '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
            '</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/></w:tcBorders>'
            "</w:tcPr></w:tblStylePr></w:style>"
        )
    )


def _table_style(document: Document) -> str:
    """The plainest table style that a template has; its own default last."""
    known = [style.name for style in document.styles if style.type == WD_STYLE_TYPE.TABLE]
    for name in ("Plain Table 2", "Grid Table 1 Light", "Table Grid Light", "Table Grid"):
        if name in known:
            return name
    default = document.styles.default(WD_STYLE_TYPE.TABLE)
    return str(default.name) if default is not None else ""


def right_to_left(paragraph: Any) -> None:
    """A paragraph whose text runs to the left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(f"<w:bidi {nsdecls('w')}/>"),
        *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
          "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr", "w:pPrChange"),
    )  # fmt: skip
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # the leading side, which is the right one
    for run in paragraph.runs:
        run.font.rtl = True
