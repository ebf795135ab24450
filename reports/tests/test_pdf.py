"""The brief and the report as PDF: what they say, how they are built, and what they withstand."""

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache

import pypdf
import pytest
from django.conf import settings
from PIL import Image

from reports import dates
from reports.deliverables import pdf, printed_words, typesetting
from reports.deliverables.document import (
    Brand,
    Card,
    Chart,
    Column,
    Depth,
    Fact,
    Facts,
    Number,
    Points,
    Section,
    Table,
    Text,
)
from reports.tests.deliverable_rows import sample, sample_without_roadmap

A4, LETTER = (595, 842), (612, 792)
BRAND = Brand(
    client_name="Acme Industries", made_by="Nordlicht Consulting",
    confidentiality="Confidential: for the board only", footer="nordlicht.example",
)  # fmt: skip
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="300"><style>x</style>'
    '<text x="9" y="30" font-family="Source Sans Pro">{}</text></svg>'
)
HOSTILE = (
    '#read("/etc/passwd") *bold* _it_ $x^2$ <b>&amp; // no /* comment */ @ref [x](javascript:1) '
    ")>> /AA << /S /JavaScript /JS (app.alert(1)) >> endstream endobj {{7*7}}"
)


def picture(key):
    return PICTURE.format(key)


def document(**brand):
    return replace(sample(), brand=replace(BRAND, **brand))


@cache
def made(kind, paper="a4"):
    write = pdf.brief if kind == "brief" else pdf.report
    return write(document(paper=paper), pictures=picture)


def read(data):
    return pypdf.PdfReader(io.BytesIO(data))


def squeezed(text):
    """Without what typesetting adds or takes: spaces, breaks, hyphens at the ends of lines."""
    return re.sub(r"[\s\u200b\u00ad\u2010\u2067\u2069-]+", "", text)


# What stands in the margins of a page, between the halves of a paragraph that goes on there.
MARGINS = re.compile(
    "AcmeIndustriesSyntheticdata:norealorganisation(Boardbrief|Marketingoperationscapabilityreport)"
    r"|Confidential:fortheboardonlynordlicht.examplePage\d+of\d+"
)


@cache
def text_of(data):
    return "".join(MARGINS.sub("", squeezed(page.extract_text())) for page in read(data).pages)


def places(page):
    """Where each piece of text begins, in points from the lower left corner."""
    found = []
    page.extract_text(
        visitor_text=lambda text, page_matrix, matrix, _font, _size: (
            found.append(
                (
                    matrix[4] * page_matrix[0] + page_matrix[4],
                    matrix[5] * page_matrix[3] + page_matrix[5],
                )
            )
            if text.strip()
            else None
        )
    )
    return found


def told(block):  # noqa: PLR0911  # one line a kind
    """The texts of a block in the order in which they are read, with their numbers."""
    match block:
        case Text():
            return [block.text]
        case Points():
            return [item.text for item in block.items]
        case Facts():
            return [_value(item.value) + item.label + item.note for item in block.items]
        case Table():
            return ["".join(_value(cell) for cell in row) for row in block.rows]
        case Card():
            inside = [words for inner in block.blocks for words in told(inner)]
            return [block.name, *(_value(item.value) for item in block.facts), *inside]
        case Chart():
            return [block.message.removesuffix("."), block.source]
        case _:
            return [block.text]


def _value(cell):
    if isinstance(cell, Number):
        return cell.text
    if isinstance(cell, date):
        return dates.day(cell.isoformat())
    return "–" if cell is None else cell


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
def test_the_brief_has_four_pages_and_the_report_twenty_to_forty(paper, size):
    brief, report = read(made("brief", paper)), read(made("report", paper))

    assert len(brief.pages) == 4
    assert 20 <= len(report.pages) <= 40
    for page in (*brief.pages, *report.pages):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize(("kind", "depth"), [("brief", Depth.BOARD), ("report", Depth.FULL)])
def test_every_text_and_every_row_of_numbers_is_in_the_file(kind, depth):
    shown = text_of(made(kind))
    expected = [
        words
        for section in sample().up_to(depth)
        for block in section.up_to(depth)
        for words in told(block)
    ]

    assert [words for words in expected if squeezed(words) not in shown] == []
    assert len(expected) > (25 if kind == "brief" else 400)


def test_deeper_parts_are_not_in_the_brief():
    shown = text_of(made("brief"))
    deeper = [found for found in sample().sections if found.depth > Depth.BOARD]

    assert deeper
    assert not any(squeezed(found.message).removesuffix(".") in shown for found in deeper)


def test_what_comes_next_stands_beside_what_is_asked_for_it():
    pages = [squeezed(page.extract_text()) for page in read(made("brief")).pages]
    table = next(
        block
        for block in sample().section("roadmap").blocks
        if isinstance(block, Table) and block.key == "next"
    )

    assert squeezed(table.message) in pages[3]
    assert squeezed(table.message) not in pages[2]


def test_a_page_with_room_names_the_gaps_that_come_next():
    page = squeezed(read(made("brief")).pages[1].extract_text())
    chart = next(
        block for block in sample().section("priorities").blocks if isinstance(block, Chart)
    )
    told = [block for block in sample().section("gaps").blocks if isinstance(block, Card)]
    following = [row[1] for row in chart.table.rows[len(told) :]]

    assert squeezed("The gaps that come next") in page
    assert squeezed(following[0]) in page
    assert squeezed(following[-1]) not in page


def test_a_full_page_takes_in_nothing_more():
    full = tuple(Text(f"p{n}", f"Point number {n} of very many.") for n in range(60))
    sections = tuple(
        replace(found, blocks=(*found.blocks, Points("p", full))) if found.key == "gaps" else found
        for found in sample().sections
    )

    shown = text_of(pdf.brief(replace(document(), sections=sections), pictures=picture))

    assert squeezed("Point number 59 of") in shown
    assert squeezed("The gaps that come next") not in shown


def test_a_chart_does_not_repeat_the_message_above_it():
    roadmap = sample().section("roadmap")
    chart = next(
        block for block in roadmap.blocks if isinstance(block, Chart) and block.kind == "forecast"
    )
    page = squeezed(read(made("brief")).pages[2].extract_text())

    assert chart.message == roadmap.message.removesuffix(".")
    assert page.count(squeezed(chart.message)) == 1


def test_marks_of_levels_are_named_where_they_are_shown():
    page = squeezed(read(made("brief")).pages[0].extract_text())

    assert "nowlikelyrangetarget" in page


def test_cards_name_their_area_where_the_chapter_does_not():
    card = next(block for block in sample().section("gaps").blocks if isinstance(block, Card))
    area = next(one for one in sample().facts["result"]["areas"] if one["key"] == card.area)
    page = squeezed(read(made("brief")).pages[1].extract_text())

    assert squeezed(area["name"] + card.name) in page


def test_a_sentence_that_names_what_runs_from_the_right_runs_from_the_left():
    named = printed_words.words("شركة الأفق 5")
    sentence = printed_words.words("شركة الأفق, חברה and three others lead")

    assert (named[0], named[-1]) == ("\u2067", "\u2069")
    assert sentence.count("\u2067") == 2
    assert sentence.endswith("and three others lead")
    assert printed_words.words("Plan (2): שלום וברכה") == "Plan (2): \u2067שלום וברכה\u2069"


def test_the_last_rows_of_a_long_table_are_not_parted():
    for count in range(36, 46):
        rows = tuple((f"row{n}.", f"value {n}") for n in range(count))
        table = Table("t", "Rows", (Column("a", "First"), Column("b", "Second")), rows, ())
        section = Section("answers", "Answers", "Many", (table,), Depth.FULL)
        data = pdf.report(replace(document(), sections=(section,)), pictures=picture)
        pages = [squeezed(page.extract_text()) for page in read(data).pages]
        last = next(page for page in pages if f"row{count - 1}." in page)

        assert all(f"row{count - n}." in last for n in (1, 2, 3))


@pytest.mark.parametrize("kind", ["brief", "report"])
def test_the_file_is_tagged_and_says_that_it_is_for_everybody(kind):
    file = read(made(kind))
    root = file.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert file.metadata.title.endswith(": Acme Industries")
    assert file.metadata.author == "Nordlicht Consulting"
    assert file.metadata.creation_date.date() == sample().provenance.made_on
    assert file.outline


def _alternatives(element):
    here = element.get_object()
    if isinstance(here, pypdf.generic.DictionaryObject):
        if here.get("/S") == "/Figure":
            yield here.get("/Alt")
        below = here.get("/K", [])
        for child in below if isinstance(below, list) else [below]:
            if not isinstance(child, int):
                yield from _alternatives(child)


def test_every_chart_and_the_logo_are_described():
    logo = io.BytesIO()
    Image.new("RGB", (60, 20), "#1d436f").save(logo, "PNG")
    file = read(pdf.brief(document(logo=logo.getvalue()), pictures=picture))

    alternatives = list(_alternatives(file.trailer["/Root"]["/StructTreeRoot"]))

    charts = [
        block
        for section in sample().up_to(Depth.BOARD)
        for block in section.up_to(Depth.BOARD)
        if isinstance(block, Chart)
    ]
    assert [chart.alt for chart in charts] == alternatives[1:]
    assert alternatives[0] == "Logo of Acme Industries"


def test_fonts_are_inside_the_file():
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()["/DescendantFonts"][0].get_object()
        for page in read(made("report")).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert any("SourceSansPro-Semibold" in name for name in fonts)
    for font in fonts.values():
        assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])


def test_margins_say_whose_it_is_and_that_the_data_are_made_up():
    for page in read(made("report")).pages[1:]:
        shown = squeezed(page.extract_text())
        for words in ("Acme Industries", BRAND.confidentiality, BRAND.footer, "Synthetic data"):
            assert squeezed(words) in shown
    for page in read(made("brief")).pages:
        assert "Syntheticdata" in squeezed(page.extract_text())


def test_real_data_are_not_called_synthetic():
    real = replace(document(), provenance=replace(sample().provenance, synthetic=False))

    assert "Syntheticdata" not in text_of(pdf.brief(real, pictures=picture))


def test_the_same_document_gives_the_same_bytes():
    assert pdf.brief(document(), pictures=picture) == made("brief")


def test_pictures_that_are_already_drawn_are_used_and_no_other_is_asked_for():
    asked = []

    def drawn(key):
        asked.append(key)
        return picture(f"picture of {key}")

    data = pdf.brief(document(), pictures=drawn)

    assert sorted(asked) == sorted(set(asked))
    assert all(squeezed(f"picture of {key}") in text_of(data) for key in asked)


def test_without_pictures_charts_are_drawn_as_text_and_lines():
    small = replace(document(), sections=sample().sections[:1])
    chart = next(block for block in small.sections[0].blocks if isinstance(block, Chart))

    file = read(pdf.brief(small))

    assert not file.pages[0].images
    assert squeezed(chart.frame[0]["name"]) in squeezed(file.pages[0].extract_text())


def _saying(words, **brand):
    """A document in which these words stand everywhere where people write."""
    table = Table("t", words, (Column("w", words), Column("n", "n")), ((words, "1"),), ("a",))
    blocks = (
        Text("x", words), Points("p", (Text("y", words),)), table,
        Facts("f", (Fact(words, words, words),)), Card("c", words, "data", (), (Text("z", words),)),
    )  # fmt: skip
    section = Section("gaps", words, words, tuple(replace(b, depth=Depth.BOARD) for b in blocks))
    found = document(**{"client_name": words, "made_by": words, "footer": words, **brand})
    return replace(found, organisation=words, assessment=words, sections=(section,))


def test_user_text_is_never_markup_and_brings_nothing_that_acts():
    data = pdf.report(_saying(HOSTILE), pictures=picture)

    assert text_of(data).count(squeezed(HOSTILE)) >= 8
    file = read(data)
    assert not {"/AA", "/OpenAction", "/AcroForm", "/Names"} & set(file.trailer["/Root"])
    for page in file.pages:
        for note in page.get("/Annots", []):
            assert "/A" not in note.get_object() or note.get_object()["/A"]["/S"] == "/GoTo"


def test_control_characters_are_left_out():
    data = pdf.brief(_saying("one\x00two\x07 three\u202e four\x85five\ud800"), pictures=picture)

    assert "onetwothreefourfive" in text_of(data)


@pytest.mark.parametrize(
    "words",
    ["A" * 10_000, "long words " * 900, "x\n" * 500, ""],
    ids=["word", "words", "lines", "none"],
)
def test_whatever_is_said_the_brief_has_four_pages_and_nothing_leaves_them(words):
    assert len(read(pdf.brief(_saying(words), pictures=picture)).pages) == 4
    # Only as much as can be read back in a moment.
    some = _saying(words[:400])
    brief, report = pdf.brief(some, pictures=picture), pdf.report(some, pictures=picture)

    assert text_of(report).count(squeezed(words[:400])) >= 5
    for page in read(brief).pages:
        assert all(0 <= x <= page.mediabox.width - 30 and y >= 0 for x, y in places(page))


@pytest.mark.parametrize(
    "words",
    [
        "شركة الأفق للتسويق", "חברת הדוגמה", "Завод имени Ленина", "株式会社例", "👩‍👩‍👧‍👦 💥 Ünï",
        "กรุงเทพ", "\U000e0fff",
    ],
)  # fmt: skip
def test_any_script_makes_a_file_and_what_no_font_has_becomes_a_box_with_a_note(words):
    data = pdf.brief(_saying(words), pictures=picture)
    shown = text_of(data)

    assert len(read(data).pages) == 4
    assert "<pdfuaid:part>1" in read(data).trailer["/Root"]["/Metadata"].get_data().decode()
    letters = {letter for letter in squeezed(words) if letter.isalpha()}
    missing = letters - set(shown)
    assert not missing or ("□" in shown and squeezed("stands for a letter") in shown)
    if words.startswith("Завод"):
        assert not missing


def test_names_that_are_cut_stand_whole_at_the_end():
    name = "Harmonised Holdings of Everything " * 20
    data = pdf.report(document(client_name=name), pictures=picture)

    pages = read(data).pages
    first, *last = (squeezed(pages[n].extract_text()) for n in (0, -2, -1))
    assert squeezed(name) not in first
    assert "…" in first
    assert squeezed(name) in "".join(last)


def test_a_page_without_anything_to_say_says_so():
    bare = replace(document(), sections=())

    pages = [page.extract_text() for page in read(pdf.brief(bare, pictures=picture)).pages]

    assert len(pages) == 4
    assert "No roadmap has been made yet" in " ".join(pages[2].split())
    assert "Say what a roadmap may take" in " ".join(pages[3].split())


def test_without_a_roadmap_the_brief_asks_for_what_one_needs():
    data = pdf.brief(sample_without_roadmap(), pictures=picture)
    pages = [squeezed(page.extract_text()) for page in read(data).pages]

    assert squeezed("A roadmap puts initiatives in order") in pages[2]
    assert squeezed("Say who can give time to change") in pages[3]
    assert squeezed(sample_without_roadmap().section("uncertain").message)[:-1] in pages[3]


def test_where_a_plan_asks_for_nothing_the_brief_says_so():
    sections = tuple(found for found in sample().sections if found.key != "asks")
    data = pdf.brief(replace(document(), sections=sections), pictures=picture)
    last = " ".join(read(data).pages[3].extract_text().split())

    assert "There is nothing to decide" in last
    assert "may take" not in last


def test_more_than_a_page_holds_is_set_smaller_and_not_left_out():
    many = tuple(Text(f"p{n}", f"Point number {n} of very many.") for n in range(150))
    section = Section("asks", "Asks", "Much is asked", (Points("p", many),))
    data = pdf.brief(replace(document(), sections=(section,)), pictures=picture)

    pages = [squeezed(page.extract_text()) for page in read(data).pages]
    assert len(pages) == 4
    assert all(f"Pointnumber{n}of" in pages[3] for n in range(150))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_an_ordinary_brief_fits_at_once(monkeypatch, paper):
    measured, typeset = [], typesetting.typeset

    def counted(files, **more):
        measured.append(json.loads(files["data.json"])["measured"])
        return typeset(files, **more)

    monkeypatch.setattr(typesetting, "typeset", counted)
    pdf.brief(document(paper=paper), pictures=picture)

    assert measured == [False]


def test_a_paragraph_whose_figures_have_changed_is_marked():
    text = Text("t", "We stand well.", by_hand=True, outdated=True)
    section = Section("standing", "Where you stand", "Well", (text,))

    shown = text_of(pdf.brief(replace(document(), sections=(section,)), pictures=picture))

    assert squeezed("the figures beneath have changed since") in shown


def test_a_table_across_pages_repeats_its_heading():
    rows = tuple((f"row {n}", f"value {n}") for n in range(120))
    table = Table("t", "Rows", (Column("a", "First thing"), Column("b", "Second")), rows, ())
    section = Section("answers", "Answers", "Many", (table,), Depth.FULL)
    data = pdf.report(replace(document(), sections=(section,)), pictures=picture)

    pages = [squeezed(page.extract_text()) for page in read(data).pages]
    holding = [page for page in pages if "row1" in page or "row9" in page]
    assert len(holding) > 1
    assert all("FirstthingSecond" in page for page in holding)


def test_what_typst_refuses_is_an_error():
    with pytest.raises(typesetting.TypesettingError, match="unknown variable"):
        typesetting.typeset({typesetting.MAIN: b"#nothing"}, timestamp=0)


FORK = """
import os, sys
from reports.deliverables import typesetting
files = {typesetting.MAIN: b'#set document(title: "x")\\n= Title'}
first = typesetting.typeset(files, timestamp=0)
reader, writer = os.pipe()
child = os.fork()
if child == 0:
    os.write(writer, typesetting.typeset(files, timestamp=0)[-2000:])
    os._exit(0)
os.close(writer)
said = b""
while part := os.read(reader, 65536):
    said += part
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert said == first[-2000:], "the child made another file"
"""


def test_a_child_of_a_process_that_has_used_typst_does_not_hang():
    ended = subprocess.run(
        [sys.executable, "-c", FORK],
        cwd=settings.BASE_DIR, timeout=90, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
