"""Decks: what stands on how many slides for whom, natively, in whose look, and what changed."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PP_PLACEHOLDER

from reports.deliverables.deck import Audience, check_master, deck
from reports.deliverables.document import Brand, Card, Chart, Depth, Facts, Number, Table, Text
from reports.deliverables.office_file import MAX_BYTES, TemplateError
from reports.deliverables.plain_words import cell_text
from reports.tests.deliverable_rows import SAMPLES, sample, within
from reports.tests.office_files import (
    COLOURS,
    FONT,
    charts_of,
    linked_master,
    master,
    notes_of,
    opened,
    parts_of,
    repacked,
    said_on,
    saved,
    shapes_of,
)

HOSTILE = "=1+1 <b>&amp;</b> {{7*7}} %s \x0b\x1b\ufffe שלום 中文 👩‍👩‍👧‍👦 " + "W" * 200


@pytest.fixture(scope="module")
def decks():
    """The file of every audience, of the example company."""
    return {audience: deck(sample(), audience=audience) for audience in Audience}


@pytest.fixture(scope="module")
def working(decks):
    return opened(decks[Audience.WORKING])


@pytest.fixture(scope="module")
def in_their_look():
    return deck(sample(), audience=Audience.WORKING, master=master())


def chart_of(kind):
    return next(chart for chart in within(sample().sections, Chart) if chart.kind == kind)


def series_of(presentation, name):
    """All series of that name, with the kind of their chart."""
    return [
        (chart.chart_type, series)
        for slide in presentation.slides
        for chart in charts_of(slide)
        for plot in chart.plots
        for series in plot.series
        if series.name == name
    ]


def title_of(slide):
    return slide.shapes.title.text_frame.text


def changed(document, section, change):
    """The document with one section changed."""
    return replace(
        document,
        sections=tuple(change(one) if one.key == section else one for one in document.sections),
        provenance=replace(document.provenance, made_on=date(2027, 5, 1)),
    )


def test_a_board_sees_five_slides_and_a_working_session_up_to_twenty(decks):
    assert len(opened(decks[Audience.BOARD]).slides) == 5
    assert 15 <= len(opened(decks[Audience.WORKING]).slides) <= 20
    full = opened(decks[Audience.FULL])
    assert len(full.slides) > 40
    listed = said_on(full.slides[1])
    for section in sample().sections:
        assert f"{section.title}, slide " in listed


def test_a_board_without_five_messages_sees_a_cover_before_them():
    document = SAMPLES["without a roadmap"]()
    first, second, *_others = opened(deck(document, audience=Audience.BOARD)).slides
    assert title_of(first) == document.organisation
    assert title_of(second) == document.sections[0].message.removesuffix(".")


@pytest.mark.parametrize("font", [FONT, "Verdana"])
def test_a_working_session_keeps_to_twenty_slides_on_any_master(font):
    theme = "ppt/theme/theme1.xml"
    changed_font = parts_of(master())[theme].replace(FONT.encode(), font.encode())
    data = deck(
        sample(), audience=Audience.WORKING, master=repacked(master(), {theme: changed_font})
    )
    slides = opened(data).slides
    assert 15 <= len(slides) <= 20
    # What has no slide is in the notes.
    said = "\n".join(said_on(slide) + notes_of(slide) for slide in slides)
    for section in sample().up_to(Depth.WORKING):
        for block in section.up_to(Depth.WORKING):
            if isinstance(block, Table):
                assert all(cell_text(cell) in said for row in block.rows for cell in row), block.key


def test_no_two_slides_have_one_title(decks):
    for data in decks.values():
        titles = [title_of(slide) for slide in opened(data).slides]
        assert len(set(titles)) == len(titles)
    assert any(title.endswith(" (2 of 4)") for title in titles)


def test_the_cards_of_the_initiatives_are_whole(decks):
    """With the words of a card: nothing is left for a slide without its name."""
    slides = opened(decks[Audience.FULL]).slides
    for card in within(sample().section("initiatives"), Card):
        (slide,) = (
            slide
            for slide in slides
            if title_of(slide).startswith("24 initiatives are planned")
            and any(shape.name == card.name for shape in slide.shapes)
        )
        for block in card.blocks:
            if isinstance(block, Text):
                assert block.text in said_on(slide), block.key
            if isinstance(block, Table):
                assert all(cell_text(row[0]) in said_on(slide) for row in block.rows)


def test_letters_can_be_read_from_a_chair(decks):
    for audience in (Audience.BOARD, Audience.WORKING):
        for slide in opened(decks[audience]).slides:
            sizes = {int(size) for size in slide._element.xpath(".//a:rPr/@sz")}
            assert min(sizes, default=1000) >= 900
            for chart in charts_of(slide):
                found = {int(size) for size in chart._chartSpace.xpath(".//a:rPr/@sz")}
                assert min(found, default=1000) >= 1000


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_told_whole_whatever_is_missing_in_it(name):
    document = SAMPLES[name]()
    slides = opened(deck(document, audience=Audience.BOARD)).slides
    assert len(slides) <= 5
    for section in document.sections:
        if section.depth == 1:
            told = [said_on(slide) + notes_of(slide) for slide in slides]
            assert any(section.message.removesuffix(".") in text for text in told), section.key


def test_each_slide_has_its_message_as_title_a_number_and_notes(working):
    for number, slide in enumerate(working.slides, start=1):
        assert title_of(slide)
        kinds = {one.placeholder_format.type: one for one in slide.placeholders}
        assert kinds[PP_PLACEHOLDER.SLIDE_NUMBER].text_frame.text == str(number)
        assert "Synthetic data" in kinds[PP_PLACEHOLDER.FOOTER].text_frame.text
        assert sample().provenance.input_digest[:16] in notes_of(slide)
    standing = working.slides[1]
    assert title_of(standing) == sample().sections[0].message.removesuffix(".")
    # A number of the notes leads to the result.
    index = next(
        fact.value
        for fact in next(within(sample().sections, Facts)).items
        if isinstance(fact.value, Number) and fact.label == "Index"
    )
    assert f"Index {index.text}: {index.value:.6g} before rounding; {index.paths[0]}" in notes_of(
        standing
    )


def test_every_figure_can_be_heard_and_the_title_is_read_first(working):
    for slide in working.slides:
        assert slide.shapes[0] == slide.shapes.title
        numbers = slide._element.xpath(".//p:cNvPr/@id")
        assert len(set(numbers)) == len(numbers)
        for shape in shapes_of(slide):
            is_figure = shape.shape_type is None or hasattr(shape, "shapes")
            if (
                is_figure
                or getattr(shape, "has_chart", False)
                or getattr(shape, "has_table", False)
            ):
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), shape.name


def test_nothing_leaves_the_slide(decks, in_their_look):
    for data in (*decks.values(), in_their_look):
        presentation = opened(data)
        for slide in presentation.slides:
            for shape in slide.shapes:
                assert min(shape.left, shape.top) >= 0, shape.name
                assert shape.left + shape.width <= presentation.slide_width + 1, shape.name
                assert shape.top + shape.height <= presentation.slide_height + 1, shape.name


def test_charts_are_native_and_hold_the_unrounded_numbers(working):
    areas = sorted(chart_of("areas").frame, key=lambda row: row["score"])
    kind, now = series_of(working, "Now")[0]
    assert kind == XL_CHART_TYPE.XY_SCATTER
    assert list(now.iter_values()) == list(range(len(areas), 0, -1))
    xs = [float(x) for x in now._element.xpath("c:xVal//c:v/text()")]
    assert xs == [row["score"] for row in areas]
    # The range is one line a row, parted by a point that is nowhere.
    _kind, ranges = series_of(working, "Likely range")[0]
    ends = [float(x) for x in ranges._element.xpath("c:xVal//c:v/text()")]
    assert ends == [row[side] for row in areas for side in ("low", "high")]
    assert ranges._element.xpath("c:xVal//c:ptCount/@val") == [str(3 * len(areas) - 1)]

    kinds = {kind for kind, _series in series_of(working, "Now")}
    assert {XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.RADAR_MARKERS} < kinds
    spent = series_of(working, "Spent, thousand dollars")[0][1]
    assert list(spent.values) == [row["spent"] for row in chart_of("spend").frame]
    index = series_of(working, "Index")
    assert [row["index"] for row in chart_of("forecast").frame] in [
        list(series.values) for _kind, series in index
    ]
    used = {row["name"] for row in chart_of("load").frame if row["used"]}
    load = next(slide for slide in working.slides if "tightest pool" in title_of(slide))
    assert len(charts_of(load)) == len(series_of(working, "Used, person-days")) == 8
    # The slackest are told in words.
    assert len(used) > 8
    assert all(name in said_on(load) for name in used)


def test_steps_of_the_waterfall_stand_on_each_other(working):
    rows = chart_of("movement").frame
    found = {
        series.name: list(series.values)
        for kind, series in series_of(working, "Base")
        + series_of(working, "Rise")
        + series_of(working, "Fall")
        if kind == XL_CHART_TYPE.COLUMN_STACKED
    }
    at = rows[0]["value"]
    for n, row in enumerate(rows[1:-1], start=1):
        moved = found["Rise"][n] - found["Fall"][n]
        assert moved == pytest.approx(row["value"])
        assert found["Base"][n] == pytest.approx(min(at, at + moved))
        at += moved
    assert at == pytest.approx(rows[-1]["value"])


def test_behind_each_chart_is_a_workbook_in_which_names_are_no_formulas():
    frame = [{**row, "name": "=1+1"} for row in chart_of("areas").frame]
    document = changed(
        sample(),
        "standing",
        lambda one: replace(
            one,
            blocks=tuple(
                replace(block, frame=frame) if isinstance(block, Chart) else block
                for block in one.blocks
            ),
        ),
    )
    presentation = opened(deck(document, audience=Audience.WORKING))
    found = 0
    for slide in presentation.slides:
        for chart in charts_of(slide):
            blob = chart.part.chart_workbook.xlsx_part.blob
            for row in openpyxl.load_workbook(io.BytesIO(blob)).active.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    found += cell.value == "=1+1"
    assert found > 10


def test_the_roadmap_is_a_shape_an_initiative_in_a_group_an_area(working):
    rows = chart_of("roadmap").frame
    groups = {
        shape.name: shape
        for slide in working.slides
        for shape in slide.shapes
        if hasattr(shape, "shapes")
    }
    assert set(groups) == {row["area_name"] for row in rows}
    for row in rows:
        bar = next(one for one in groups[row["area_name"]].shapes if one.name == row["name"])
        described = bar._element.xpath(".//p:cNvPr")[0].get("descr")
        assert f"{row['starts']} to {row['ends']}" in described
    by_start = sorted(
        (
            row["start_date"],
            next(b for b in groups[row["area_name"]].shapes if b.name == row["name"]).left,
        )
        for row in rows
    )
    lefts = [left for _start, left in by_start]
    assert lefts == sorted(lefts)


def test_the_same_document_gives_the_same_bytes(decks):
    assert deck(sample(), audience=Audience.BOARD) == decks[Audience.BOARD]


def test_slides_that_changed_are_marked_and_listed():
    document = changed(
        sample(), "asks", lambda one: replace(one, message="We ask for nothing at all.")
    )
    slides = opened(deck(document, audience=Audience.BOARD, since=sample())).slides

    assert len(slides) == 6
    made_on = "23 Nov 2026"
    assert title_of(slides[0]) == f"Since the deck of {made_on}, 1 slide says something else"
    marked = [slide for slide in slides if any(shape.name == "Mark" for shape in slide.shapes)]
    assert [title_of(slide) for slide in marked] == ["We ask for nothing at all"]
    old = sample().section("asks").message.removesuffix(".")
    assert f"was: {old}" in said_on(slides[0])
    assert f"Changed since the deck of {made_on}:\n- was: {old}" in notes_of(marked[0])


def test_a_changed_number_is_told_with_what_it_was():
    def lower(section):
        facts = next(block for block in section.blocks if isinstance(block, Facts))
        index = next(fact for fact in facts.items if fact.label == "Index")
        told = replace(index, value=replace(index.value, text="7"), note="")
        items = tuple(told if fact is index else fact for fact in facts.items)
        blocks = tuple(replace(b, items=items) if b is facts else b for b in section.blocks)
        return replace(section, blocks=blocks)

    before = changed(sample(), "standing", lower)
    slides = opened(deck(sample(), audience=Audience.BOARD, since=before)).slides
    assert "Index: 7 → " in said_on(slides[0])
    assert "Index: 7 → " in notes_of(slides[1])


def test_without_a_change_that_is_what_the_slide_says():
    slides = opened(deck(sample(), audience=Audience.BOARD, since=sample())).slides
    assert title_of(slides[0]) == "Nothing changed since the deck of 23 Nov 2026"
    assert not [s for slide in slides for s in slide.shapes if s.name == "Mark"]


def test_a_brand_stands_in_the_theme_and_on_the_master(png):
    brand = Brand(
        client_name="Ours & Co",
        made_by="Consultants",
        primary="#123456",
        accent="#654321",
        logo=png,
        footer="Our footer",
        confidentiality="Strictly confidential",
    )
    data = deck(replace(sample(), brand=brand), audience=Audience.WORKING)
    presentation = opened(data)
    theme = next(part for name, part in parts_of(data).items() if "theme1" in name).decode()
    assert '<a:dk2><a:srgbClr val="123456"/>' in theme
    assert '<a:accent6><a:srgbClr val="654321"/>' in theme
    logo = next(one for one in presentation.slide_master.shapes if one.name == "Logo")
    assert logo._element.xpath(".//p:cNvPr")[0].get("descr") == "Ours & Co"
    for slide in presentation.slides:
        text = said_on(slide)
        assert "Strictly confidential · Ours & Co" in text
        assert "Our footer" in text
    assert presentation.core_properties.author == "Consultants"


@pytest.fixture
def png():
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (400, 100), "#2255aa").save(out, "PNG")
    return out.getvalue()


def test_a_client_s_master_keeps_its_look_and_loses_its_slides(in_their_look):
    presentation = opened(in_their_look)
    assert (presentation.slide_width, presentation.slide_height) == (9144000, 6858000)
    parts = parts_of(in_their_look)
    theme = next(part for name, part in parts.items() if "theme/theme1" in name).decode()
    assert FONT in theme
    assert all(colour in theme for colour in COLOURS)
    assert not any(b"OLD SLIDE" in part for part in parts.values())
    slides = [name for name in parts if name.startswith("ppt/slides/slide")]
    assert len(slides) == len(presentation.slides)
    # No colour and no font of ours: only those of the theme.
    for name, part in parts.items():
        if name.startswith(("ppt/slides/slide", "ppt/charts/chart")):
            assert b"srgbClr" not in part, name
            assert b"<a:latin" not in part, name
    layouts = {slide.slide_layout.name for slide in presentation.slides}
    assert layouts == {"Title Slide", "Title Only", "Title and Content"}


@pytest.mark.parametrize("layouts", [["Title Only"], ["Section Header", "Content with Caption"]])
def test_a_master_that_lacks_places_gets_boxes(layouts):
    slides = opened(deck(sample(), audience=Audience.BOARD, master=master(keep=layouts))).slides
    assert len(slides) == 5
    for slide in slides:
        assert title_of(slide)
        assert not [one for one in slide.placeholders if not one.text_frame.text]


def test_a_template_and_a_link_on_an_old_slide_are_no_matter():
    types = parts_of(master())["[Content_Types].xml"].replace(
        b"presentationml.presentation.main", b"presentationml.template.main"
    )
    check_master(repacked(master(), {"[Content_Types].xml": types}))
    data = deck(sample(), audience=Audience.BOARD, master=linked_master(on_slide=True))
    assert not any(b"example.com" in part for part in parts_of(data).values())


def with_types(old, new):
    types = parts_of(master())["[Content_Types].xml"].replace(old, new)
    return repacked(master(), {"[Content_Types].xml": types})


def with_layout(old, new):
    name = "ppt/slideLayouts/slideLayout1.xml"
    return repacked(master(), {name: parts_of(master())[name].replace(old, new, 1)})


def with_object():
    deck_of_client = opened(master())
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    part = Part(
        PackURI("/ppt/embeddings/oleObject1.bin"),
        "application/vnd.openxmlformats-officedocument.oleObject",
        deck_of_client.part.package,
        b"x",
    )
    deck_of_client.slide_layouts[0].part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"
    )
    return saved(deck_of_client)


def bomb():
    return repacked(master(), {"ppt/media/image.bin": b"0" * 30_000_000})


REFUSED = {
    "empty": (lambda: b"", "The file is empty"),
    "no archive": (lambda: b"%PDF-1.7", "This is no PowerPoint file"),
    "old or locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "password"),
    "too large": (lambda: b"PK\x03\x04" + b"0" * MAX_BYTES, "larger than 20 MB"),
    "another archive": (
        lambda: repacked(master(), {"[Content_Types].xml": b"<Types/>"}),
        "not of PowerPoint",
    ),
    "broken off": (lambda: master()[:-4000], "damaged"),
    "broken inside": (lambda: with_layout(b"<p:cSld", b"<p:broken"), "damaged"),
    "macros": (
        lambda: repacked(master(), {"ppt/vbaProject.bin": b"x"}),
        "macros are refused",
    ),
    "macros by type": (
        lambda: with_types(
            b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
        ),
        "macros are refused",
    ),
    "a link on a layout": (lambda: linked_master(on_slide=False), "https://example.com/x"),
    "an object": (with_object, "embedded object or control"),
    "a program behind a button": (
        lambda: with_layout(
            b'name="Title 1"/>',
            b'name="Title 1"><a:hlinkClick xmlns:r="http://schemas.openxmlformats.org/'
            b'officeDocument/2006/relationships" r:id="" action="ppaction://program"/></p:cNvPr>',
        ),
        "starts or fetches",
    ),
    "a bomb": (bomb, "packed in a way"),
    "too many parts": (
        lambda: repacked(master(), {f"x/{n}.xml": b"" for n in range(2001)}),
        "Unpacked, this file is too large",
    ),
    "a way out": (lambda: repacked(master(), {"../x.xml": b""}), "unsafe names"),
    "declarations": (
        lambda: with_layout(b"<p:sldLayout", b'<!DOCTYPE x [<!ENTITY a "b">]><p:sldLayout'),
        "XML declarations",
    ),
    "no title anywhere": (lambda: master(keep=["Blank"], slides=0), "None of its layouts"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_master_is_refused_with_what_to_do(name):
    make, sentence = REFUSED[name]
    with pytest.raises(TemplateError, match=sentence) as refused:
        check_master(make())
    assert str(refused.value).endswith(".")


def test_names_of_every_kind_are_text_and_keep_their_places():
    rows = [{**row, "name": HOSTILE, "area_name": HOSTILE} for row in chart_of("roadmap").frame]

    def change(section):
        blocks = tuple(
            replace(block, frame=rows, message=HOSTILE)
            if isinstance(block, Chart) and block.kind == "roadmap"
            else block
            for block in section.blocks
        )
        return replace(section, message=HOSTILE, title=HOSTILE, blocks=blocks)

    document = replace(
        changed(sample(), "roadmap", change), organisation=HOSTILE, brand=Brand(client_name=HOSTILE)
    )
    presentation = opened(deck(document, audience=Audience.WORKING))
    text = "\n".join(said_on(slide) + notes_of(slide) for slide in presentation.slides)
    assert "=1+1 <b>&amp;</b> {{7*7}} %s" in text
    assert "שלום 中文 👩‍👩‍👧‍👦" in text
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left + shape.width <= presentation.slide_width + 1
            assert shape.top + shape.height <= presentation.slide_height + 1


def test_the_library_of_slides_is_not_opened_before_a_deck_is_made():
    code = (
        "import sys, reports.deliverables.deck, reports.deliverables.word;"
        "sys.exit('pptx' in sys.modules or 'docx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
