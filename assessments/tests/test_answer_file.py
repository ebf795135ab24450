"""A file of answers is read whole, or every fault in it is told with its place."""

import contextlib
import csv
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from assessments.answer_file import COLUMNS, read_answers
from assessments.spreadsheet_text import original_text, spreadsheet_text
from assessments.table_file import MAX_BYTES, MAX_ROWS, TableFileError
from engine.types import Area, Capability, Framework, Question, Role

REASONS = {"out_of_scope": False, "other": True}
HEADER = "respondent,role,question,answer,reason,note,evidence\n"


def role(key, *, peer=False):
    return Role(key, key.title(), peer)


FRAMEWORK = Framework(
    key="small",
    version=1,
    areas=(Area("data", "Data"),),
    capabilities=(Capability("data.quality", "data", "Quality", 2),),
    questions=(
        Question("data.quality.measure", "data.quality", "have", ("ops", "it")),
        Question("data.quality.repair", "data.quality", "effective", ("ops", "sales")),
    ),
    roles=(role("ops"), role("it", peer=True), role("sales", peer=True)),
    stages=(),
    goals=(),
    profiles=(),
    industries=(),
    initiatives=(),
    staff_roles=(),
    sizes=(),
)


def read(data, name="answers.csv"):
    data = data.encode() if isinstance(data, str) else data
    return read_answers(data, name=name, framework=FRAMEWORK, reasons=REASONS)


def faults(data, name="answers.csv"):
    with pytest.raises(TableFileError) as caught:
        read(data, name)
    return [(fault.row, fault.column, fault.message) for fault in caught.value.faults]


def only_fault(data, name="answers.csv"):
    (fault,) = faults(data, name)
    return fault


def workbook(rows, *, sheet="answers"):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return book


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


GOOD = [
    list(COLUMNS),
    ["Ana", "ops", "data.quality.measure", 3, None, "seen in May", "profile.xlsx"],
    ["Ben", "it", "data.quality.measure", "dk", None, None, None],
    ["Cleo", "sales", "data.quality.repair", "na", "other", "our partner does it", None],
]


def test_a_csv_file_becomes_answers():
    lines = read(
        HEADER
        + "Ana,ops,data.quality.measure,3,,seen in May,profile.xlsx\n"
        + "Ben,it,data.quality.measure,dk,,,\n"
        + "Cleo,sales,data.quality.repair,na,other,our partner does it,\n"
    )

    assert [(line.row, line.respondent, line.content.choice) for line in lines] == [
        (2, "Ana", "3"),
        (3, "Ben", "dk"),
        (4, "Cleo", "na"),
    ]
    assert [line.answer.evidence for line in lines] == [True, False, False]
    assert lines[2].answer.reason == "other"


def test_a_workbook_says_the_same_as_a_csv_file():
    text = io.StringIO()
    csv.writer(text).writerows([cell if cell is not None else "" for cell in r] for r in GOOD)

    assert read(saved(workbook(GOOD)), "answers.xlsx") == read(text.getvalue())


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separator_line_end_and_unicode_encoding_are_found(separator, end, encoding):
    rows = ["respondent,role,question,answer", "Zoë,ops,data.quality.measure,4"]
    data = end.join(rows).replace(",", separator).encode(encoding)

    (line,) = read(data)

    assert (line.respondent, line.content.choice) == ("Zoë", "4")


def test_the_separator_line_of_excel_is_understood():
    (line,) = read("sep=;\nrespondent;role;question;answer\nAna;ops;data.quality.measure;4\n")

    assert line.row == 3


def test_case_and_spaces_of_header_and_keys_do_not_matter():
    (line,) = read(" Answer , RESPONDENT,Role ,question\n5, Ana , OPS,Data.Quality.Measure \n")

    assert (line.role, line.question, line.content.choice) == ("ops", "data.quality.measure", "5")


def test_a_name_in_another_case_or_unicode_form_is_the_same_person():
    lines = read(
        HEADER
        + "Zo\u00eb,ops,data.quality.measure,3,,,\n"
        + "ZOE\u0308,ops,data.quality.repair,3,,,\n"
    )

    assert {line.respondent for line in lines} == {"Zo\u00eb"}


def test_empty_rows_and_empty_unnamed_columns_are_passed_over():
    (line,) = read("respondent,role,question,answer,,\n,,,,,\n\nAna,ops,data.quality.measure,4,,\n")

    assert line.row == 4


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        (",ops,data.quality.measure,3,,,", "respondent", "empty"),
        ("Ana,opps,data.quality.measure,3,,,", "role", "Did you mean ops?"),
        ("Ana,finance,data.quality.measure,3,,,", "role", "Roles: ops, it, sales"),
        ("Ana,,data.quality.measure,3,,,", "role", "empty"),
        ("Ana,ops,data.quality.measures,3,,,", "question", "Did you mean data.quality.measure"),
        ("Ana,ops,,3,,,", "question", "empty"),
        ("Ana,it,data.quality.repair,3,,,", "question", "not asked of it, but of ops, sales"),
        ("Ana,ops,data.quality.measure,,,,", "answer", "1 to 5, na or dk"),
        ("Ana,ops,data.quality.measure,0,,,", "answer", "“0” is no answer"),
        ("Ana,ops,data.quality.measure,6,,,", "answer", "“6” is no answer"),
        ("Ana,ops,data.quality.measure,-1,,,", "answer", "“-1” is no answer"),
        ("Ana,ops,data.quality.measure,2.5,,,", "answer", "“2.5” is no answer"),
        ("Ana,ops,data.quality.measure,３,,,", "answer", "“３” is no answer"),
        ("Ana,ops,data.quality.measure,NaN,,,", "answer", "“NaN” is no answer"),
        ("Ana,ops,data.quality.measure,#DIV/0!,,,", "answer", "is no answer"),
        ("Ana,ops,data.quality.measure,na,,,", "reason", "out_of_scope, other"),
        ("Ana,ops,data.quality.measure,na,because,,", "reason", "out_of_scope, other"),
        ("Ana,ops,data.quality.measure,na,other,,", "note", "Explain"),
        ("Ana,ops,data.quality.measure,3,other,,", "reason", "belongs to na only"),
        ("A\x1bna,ops,data.quality.measure,3,,,", "respondent", "U+001B"),
        ("Ana,ops,data.quality.measure,3,,a\x0bb,", "note", "U+000B"),
        ("Ana,ops,data.quality.measure,3,,\ufffe,", "note", "U+FFFE"),
        ("Ana,ops,data.quality.measure,3,,,,what is this", "#8", "no named column"),
        (f"{'x' * 201},ops,data.quality.measure,3,,,", "respondent", "200 characters"),
        (f"Ana,ops,data.quality.measure,3,,{'x' * 4001},", "note", "4000 characters"),
        (f"Ana,ops,data.quality.measure,3,,{'x' * 32768},", "#6", "32,767 characters"),
    ],
)
def test_a_bad_cell_is_told_with_row_column_and_remedy(cells, column, words):
    row, where, message = only_fault(HEADER + "\n" + cells + "\n")

    assert (row, where) == (3, column)
    assert words in message


def test_every_fault_is_told_at_once():
    found = faults(
        HEADER
        + "Ana,ops,data.quality.measure,9,,,\n"
        + "Ana,it,data.quality.measure,3,,,\n"
        + "Ben,sales,data.quality.repair,3,,,\n"
        + "BEN,sales,data.quality.repair,4,,,\n"
        + "Cleo,boss,nothing,yes,,,\n"
    )

    assert [(row, column) for row, column, _ in found] == [
        (2, "answer"),
        (3, "role"),
        (3, "question"),
        (5, "question"),
        (6, "role"),
        (6, "question"),
        (6, "answer"),
    ]
    assert "answers as ops in row 2" in found[1][2]
    assert "in row 4 already" in found[3][2]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "holds nothing"),
        (b"\n\n , \n", "holds nothing"),
        (HEADER.encode(), "no answers below"),
        (b"Ana,ops,data.quality.measure,3\n", "no header"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"respondent,role\x00", "binary"),
        (HEADER.encode() + "Zoë".encode("cp1252"), "not UTF-8"),
        (HEADER.encode() + "名前".encode("shift-jis"), "not UTF-8"),
        (HEADER.encode("utf-16-le"), "binary"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (HEADER.encode() + b'"Ana,ops,data.quality.measure,3\n', "quotation marks"),
        (b"sep=x\n" + HEADER.encode(), "comma, a semicolon or a tab"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
        (b"\xd0\xcf\x11\xe0 old", "old or password-protected"),
        (b"PK\x03\x04 zip", "zip archive"),
        (HEADER.encode() + b"a," * 17_000, "200 columns"),
        (b"respondent" * 20_000, "far too long"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, words):
    assert words in only_fault(data)[2]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("respondent,role,question", ["“answer” is missing"]),
        ("respondent,role,role,question,answer", ["there twice"]),
        ("respondent,role,question,answer,mood", ["not known"]),
        ("respondent,rolle,question,answer,=cmd()", ["“role” is missing", "known", "known"]),
    ],
)
def test_every_wrong_column_is_named(header, expected):
    found = faults(header + "\nAna,ops,data.quality.measure,3\n")

    assert len(found) == len(expected)
    for (_, _, message), words in zip(found, expected, strict=True):
        assert words in message


@pytest.mark.parametrize(("extra", "read_whole"), [(-1, True), (0, True), (1, False)])
def test_a_file_may_have_20000_rows(extra, read_whole):
    body = "".join(f"p{n},ops,data.quality.measure,3\n" for n in range(MAX_ROWS + extra))
    data = "respondent,role,question,answer\n" + body

    if read_whole:
        assert len(read(data)) == MAX_ROWS + extra
    else:
        assert only_fault(data)[0] == MAX_ROWS + 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("answers.csv", "zip archive"),
        ("answers.xlsm", "macros"),
        ("answers.docx", "Only .csv and .xlsx"),
        ("answers.zip", "Only .csv and .xlsx"),
        ("answers.xls", "Only .csv and .xlsx"),
        ("answers", "Only .csv and .xlsx"),
    ],
)
def test_a_workbook_under_another_name_is_refused(name, words):
    assert words in only_fault(saved(workbook(GOOD)), name)[2]


def test_the_first_visible_sheet_is_read():
    book = workbook(GOOD)
    hidden = book.create_sheet("secret", 0)
    hidden.append(["nothing", "of", "this"])
    hidden.sheet_state = "veryHidden"
    for n in range(50):
        book.create_sheet(f"more {n}")

    assert len(read(saved(book), "a.xlsx")) == 3


def test_merged_cells_and_formats_do_not_matter_but_dates_and_formulas_do():
    book = workbook([*GOOD[:2], ["Ben", "it", "data.quality.measure", "=1+2", None, None, None]])
    sheet = book.active
    sheet["D2"].number_format = "0 %"
    sheet.merge_cells("I1:J1")

    found = faults(saved(book), "a.xlsx")

    assert [(row, column) for row, column, _ in found] == [(3, "answer")]


def archive(*entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries:
            target.writestr(name, content)
    return stream.getvalue()


def rewritten(data, changes):
    """The workbook with parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return archive(*(parts | changes).items())


def encrypted(data):
    """The archive with every entry marked as encrypted."""
    marked = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            struct.pack_into("<H", marked, at + offset, 1)
            at = marked.find(signature, at + 4)
    return bytes(marked)


SHEET = "xl/worksheets/sheet1.xml"
SHEET_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
DOCX_TYPES = b"<Types>application/vnd.openxmlformats-officedocument.wordprocessingml</Types>"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda book: book[: len(book) // 2], "damaged"),
        (lambda book: book[:-200] + b"\0" * 178 + book[-22:], "damaged"),
        (lambda book: b"PK\x03\x04", "damaged"),
        (encrypted, "password"),
        (lambda book: rewritten(book, {"xl/vbaProject.bin": b"x"}), "macros"),
        (lambda book: rewritten(book, {"../evil": b"x"}), "unsafe names"),
        (lambda book: rewritten(book, {"/etc/passwd": b"x"}), "unsafe names"),
        (lambda book: rewritten(book, {"[Content_Types].xml": DOCX_TYPES}), "no XLSX"),
        (lambda book: archive(("inner.zip", book)), "no XLSX"),
        (lambda book: archive(*((f"e{n}", b"") for n in range(1001))), "too large"),
        (lambda book: rewritten(book, {SHEET: b"\0" * 105_000_000}), "too large"),
        (lambda book: rewritten(book, {SHEET: b"\0" * 20_000_000}), "packed in a way"),
        (lambda book: rewritten(book, {SHEET: b"<not xml"}), "damaged"),
        (
            lambda book: rewritten(
                book,
                {
                    SHEET: SHEET_HEAD + b'<dimension ref="A1:XFD1048576"/><sheetData>'
                    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
                },
            ),
            "reaches beyond",
        ),
        (
            lambda book: rewritten(
                book,
                {
                    SHEET: SHEET_HEAD + b'<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c>'
                    b"</row></sheetData></worksheet>"
                },
            ),
            "20,000 rows",
        ),
        (
            lambda book: rewritten(
                book,
                {
                    SHEET: SHEET_HEAD + b'<sheetData><row r="1"><c r="A1" t="s"><v>999999</v></c>'
                    b"</row></sheetData></worksheet>"
                },
            ),
            "damaged",
        ),
        (
            lambda book: rewritten(
                book,
                {
                    SHEET: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                    + SHEET_HEAD
                    + b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c>'
                    b"</row></sheetData></worksheet>"
                },
            ),
            "damaged",
        ),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_before_it_is_unpacked(make, words):
    assert words in only_fault(make(saved(workbook(GOOD))), "a.xlsx")[2]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "@SUM(1)", " =1+1", "\t=1", "\n=1", "＝1+1", ";=1", '"=1', "'=1", "-5"],
)
def test_text_that_looks_like_a_formula_is_inert_in_a_file_and_comes_back_whole(text):
    cell = spreadsheet_text(text)

    assert cell.startswith("'")
    assert original_text(cell) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_cell_begins_as_a_command(text):
    assert not spreadsheet_text(text).lstrip().startswith(("=", "+", "-", "@"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(data, name):
    with contextlib.suppress(TableFileError):
        read(data, name)
