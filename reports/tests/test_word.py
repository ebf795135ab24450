"""The brief in Word: real styles, captions that count, tables that repeat their head, pictures with
words, a client's template, and templates that are refused."""

import io
import uuid
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from lxml import etree

from reports.deliverables.document import Brand, Chart, Depth, Table
from reports.deliverables.office_file import TemplateError
from reports.deliverables.word import check_template, word
from reports.figures import theme
from reports.tests.deliverable_rows import sample, within
from reports.tests.office_files import FONT, parts_of, repacked, template


@pytest.fixture(scope="module")
def brief():
    return word(sample())


def opened(data):
    return docx.Document(io.BytesIO(data))


def text_of(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def blocks(kind):
    return [
        block
        for section in sample().up_to(Depth.BOARD)
        for block in section.up_to(Depth.BOARD)
        if isinstance(block, kind)
    ]


def test_messages_are_headings_and_lists_are_lists(brief):
    document = opened(brief)
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == [sample().organisation]
    messages = [section.message.removesuffix(".") for section in sample().up_to(Depth.BOARD)]
    assert by_style["Heading 1"] == messages
    assert {"Heading 2", "List Bullet", "Caption", "Source"} < set(by_style)
    assert "Synthetic data: none of these people or figures are real." in by_style["Notice"]
    assert document.core_properties.title == f"{sample().organisation}: {sample().assessment}"
    assert document.core_properties.language == "en"


def test_captions_count_themselves_and_figures_have_words(brief):
    document = opened(brief)
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    charts = blocks(Chart)
    figures = [text for text in captions if text.startswith("Figure")]
    assert figures == [
        f"Figure {n}. {chart.message.removesuffix('.')}" for n, chart in enumerate(charts, start=1)
    ]
    tables = [text for text in captions if text.startswith("Table")]
    assert len(tables) == len(blocks(Table))
    assert parts_of(brief)["word/document.xml"].count(b"SEQ Figure") == len(charts)
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [chart.alt for chart in charts]
    width = document.sections[0].page_width - 2 * document.sections[0].left_margin
    assert all(shape.width <= width + 1 for shape in document.inline_shapes)


def test_tables_are_native_repeat_their_head_and_are_described(brief):
    tables = [one for one in opened(brief).tables if one.style.name == "Report Table"]
    assert len(tables) == len(blocks(Table))
    for made, given in zip(tables, blocks(Table), strict=True):
        assert [cell.text for cell in made.rows[0].cells] == [c.heading for c in given.columns]
        assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert (
            made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")).startswith(given.message)
        )
        assert len(made.rows) == len(given.rows) + 1


def test_short_tables_stay_on_a_page_and_captions_with_what_they_name(brief):
    document = opened(brief)
    for made in (one for one in document.tables if one.style.name == "Report Table"):
        kept = [p.paragraph_format.keep_with_next for c in made.columns[0].cells
                for p in c.paragraphs]  # fmt: skip
        assert all(kept) if len(kept) <= 15 else kept[0] and not any(kept[1:])
    paragraphs = document.paragraphs
    captions = [n for n, one in enumerate(paragraphs) if one.style.name == "Caption"]
    for n in captions:
        assert paragraphs[n].paragraph_format.keep_with_next
        assert paragraphs[n + 1].style.name in ("Source", "Normal")


def test_the_marks_of_a_picture_are_explained_under_it(brief):
    sources = [one.text for one in opened(brief).paragraphs if one.style.name == "Source"]
    assert any(text.startswith("● now with its likely range, ○ target") for text in sources)


def test_the_font_travels_with_the_document_and_not_with_a_client_s_template(brief):
    parts = parts_of(brief)
    table = etree.fromstring(parts["word/fontTable.xml"])
    (entry,) = (one for one in table if one.get(qn("w:name")) == theme.FONT)
    files = [one for one in entry if one.get(qn("w:fontKey"))]
    assert [one.tag for one in files] == [qn("w:embedRegular"), qn("w:embedBold")]
    for file in files:
        name = file.tag.rpartition("}")[2]
        key = uuid.UUID(file.get(qn("w:fontKey"))).bytes[::-1]
        mixed = parts[f"word/fonts/{name}.odttf"]
        head = bytes(a ^ b for a, b in zip(mixed[:32], key * 2, strict=True))
        with TTFont(io.BytesIO(head + mixed[32:])) as font:
            assert font["name"].getDebugName(1) == theme.FONT
            assert {ord("W"), ord("ß"), ord("Ж")} <= set(font.getBestCmap())
    assert b"embedTrueTypeFonts" in parts["word/settings.xml"]
    assert not any("odttf" in name for name in parts_of(word(sample(), template=template())))


def test_header_footer_and_paper_follow_the_brand():
    brand = Brand(
        client_name="Ours & Co", confidentiality="Confidential", footer="Our footer",
        paper="letter", language="de",
    )  # fmt: skip
    data = word(replace(sample(), brand=brand))
    section = opened(data).sections[0]
    assert (
        "Ours & Co · Autumn 2026 · Confidential · Synthetic data"
        in section.header.paragraphs[0].text
    )
    assert section.footer.paragraphs[0].text == "Our footer · Page 1 of 1"
    footer = section.footer._element
    assert [one.text.strip() for one in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert round(section.page_width.inches, 1) == 8.5
    assert b'<w:lang w:val="de"/>' in parts_of(data)["word/styles.xml"]


def test_the_same_document_gives_the_same_bytes(brief):
    assert word(sample()) == brief


def test_a_client_s_template_keeps_its_styles_and_loses_its_text():
    data = word(sample(), template=template())
    document = opened(data)
    assert document.styles["Heading 1"].font.name == FONT
    assert document.sections[0].header.paragraphs[0].text == "THEIR HEADER"
    assert "OLD TEXT" not in text_of(document)
    assert not any(b"example.com" in part for part in parts_of(data).values())
    assert document.sections[0].footer.paragraphs[0].text == "Page 1 of 1"
    assert sample().sections[0].message.removesuffix(".") in text_of(document)


def test_a_dotx_without_our_styles_gets_them():
    parts = parts_of(template())
    types = parts["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"wordprocessingml.template.main"
    )
    styles = parts["word/styles.xml"].replace(b'w:val="List Bullet"', b'w:val="Theirs"')
    data = repacked(template(), {"[Content_Types].xml": types, "word/styles.xml": styles})
    check_template(data)
    names = {one.style.name for one in opened(word(sample(), template=data)).paragraphs}
    assert "List Bullet" in names


def settings(content):
    """The template with a relationship of its settings."""
    rels = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
        b'2006/relationships">' + content + b"</Relationships>"
    )
    return repacked(template(), {"word/_rels/settings.xml.rels": rels})


def header(content):
    name = next(name for name in parts_of(template()) if name.startswith("word/header"))
    xml = parts_of(template())[name].replace(b"THEIR HEADER", content)
    return repacked(template(), {name: xml})


REFUSED = {
    "a deck": (
        lambda: repacked(template(), {"[Content_Types].xml": b"presentationml"}),
        "not of Word",
    ),
    "macros": (lambda: repacked(template(), {"word/vbaProject.bin": b""}), "macros are refused"),
    "a template elsewhere": (
        lambda: settings(
            b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/attachedTemplate" Target="https://example.com/x.dotm"'
            b' TargetMode="External"/>'
        ),
        "https://example.com/x.dotm, in word/settings.xml",
    ),
    "a field that starts a program": (
        lambda: header(
            b"</w:t><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\x</w:instrText><w:t>"
        ),
        "starts or fetches",
    ),
    "broken": (lambda: template()[:-2000], "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_template_is_refused_with_what_to_do(name):
    make, sentence = REFUSED[name]
    with pytest.raises(TemplateError, match=sentence) as refused:
        check_template(make())
    assert str(refused.value).endswith(".")


def test_names_of_every_kind_stay_text():
    hostile = "=1+1 <b>&amp;</b> {{7*7}} \x0b\x1b\ufffe 中文 👩‍👩‍👧‍👦 " + "W" * 300
    hebrew = "שלום עולם"

    def change(section):
        return replace(section, message=hostile)

    document = replace(
        sample(), organisation=hebrew, sections=tuple(map(change, sample().sections))
    )
    made = opened(word(document))
    assert "=1+1 <b>&amp;</b> {{7*7}}" in text_of(made)
    title = next(one for one in made.paragraphs if one.style.name == "Title")
    assert title.text == hebrew
    assert title._p.pPr.find(qn("w:bidi")) is not None
    assert all(run.font.rtl for run in title.runs)
    assert list(within(document.sections, Chart))
