"""Decks, documents and the templates of clients, honest and hostile, for tests."""

import io
import re
import zipfile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

FONT = "Georgia"
COLOURS = ("E4572E", "17BEBB", "FFC914", "76B041", "9A6DD7", "2E282A")


def opened(data):
    return Presentation(io.BytesIO(data))


def shapes_of(slide):
    """Every shape, those in groups too."""

    def inside(shapes):
        for shape in shapes:
            yield shape
            if hasattr(shape, "shapes"):
                yield from inside(shape.shapes)

    return list(inside(slide.shapes))


def charts_of(slide):
    return [shape.chart for shape in shapes_of(slide) if getattr(shape, "has_chart", False)]


def said_on(slide):
    """All text of a slide: in shapes, in cells, in charts and their numbers, in alternatives."""
    parts = []
    for shape in shapes_of(slide):
        parts.append(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "")
        if shape.has_text_frame:
            parts.append(shape.text_frame.text)
        if getattr(shape, "has_table", False):
            parts += [cell.text for row in shape.table.rows for cell in row.cells]
        if getattr(shape, "has_chart", False):
            parts += shape.chart._chartSpace.xpath(".//a:t/text()")
    return "\n".join(parts)


def notes_of(slide):
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(data, changes):
    """A package with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts_of(data), **changes}.items():
            archive.writestr(name, content)
    return out.getvalue()


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def master(keep=None, slides=2):
    """A client's: 4:3, a font and colours of its own, light letters on a dark ground, two old
    slides with charts. keep: names of its layouts, all of them unless given."""
    deck = Presentation()
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = theme.blob.decode().replace('typeface="Calibri"', f'typeface="{FONT}"')
    for n, colour in enumerate(COLOURS, start=1):
        xml = re.sub(rf'(<a:accent{n}><a:srgbClr val=")[0-9A-F]+', rf"\g<1>{colour}", xml)
    xml = re.sub("<a:dk1>.*?</a:dk1>", '<a:dk1><a:srgbClr val="F4F1E8"/></a:dk1>', xml)
    xml = re.sub("<a:lt1>.*?</a:lt1>", '<a:lt1><a:srgbClr val="15233B"/></a:lt1>', xml)
    theme._blob = xml.encode()
    for layout in list(deck.slide_layouts):
        if keep is not None and layout.name not in keep:
            deck.slide_layouts.remove(layout)
    for _n in range(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        slide.name = "OLD SLIDE"
        data = CategoryChartData()
        data.categories = ["OLD SLIDE", "b"]
        data.add_series("x", [1, 2])
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    return saved(deck)


def linked_master(on_slide):
    """A link to the web, on an old slide or on a layout."""
    deck = opened(master())
    holder = deck.slides[0] if on_slide else deck.slide_layouts[0]
    holder.part.relate_to("https://example.com/x", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return saved(deck)


def template():
    """A client's: a style of its own, a header, text and a link in the text."""
    document = docx.Document()
    document.styles["Heading 1"].font.name = FONT
    document.sections[0].header.paragraphs[0].text = "THEIR HEADER"
    document.add_paragraph("OLD TEXT")
    document.part.relate_to("https://example.com/x", RT.HYPERLINK, is_external=True)
    return saved(document)
