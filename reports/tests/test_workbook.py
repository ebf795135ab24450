"""The workbook: what is on its sheets, which cells are live, and that text stays text."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from engine.priorities import priority_index
from reports.deliverables.document import Brand, Column, Depth, Number, Section, Table, Unit
from reports.deliverables.sheets import number_format, shown_in_chart, told_apart
from reports.deliverables.workbook import workbook
from reports.tests.deliverable_rows import SAMPLES, sample

HOSTILE = ("=1+1", " =1+1", "@SUM(1)", "+1", "-5", "a\x00b\x0bc\ud800", "1E5", "TRUE", "\t=1+1")


def opened(document):
    return load_workbook(io.BytesIO(workbook(document)))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def below_the_header(sheet):
    """Header and rows of the table that stands on a sheet."""
    head, *body = rows(sheet)[3:]
    return head, [row for row in body if row[0] is not None]


def nearest(value, stored):
    return min((other for other in stored if other is not None), key=lambda one: abs(one - value))


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_number_of_its_tables_is_there_unrounded(kind):
    document = SAMPLES[kind]()
    book = opened(document)
    stored = {
        cell
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, (int, float))
    }
    # Cells with a formula show it here; their values are compared below.
    items = document.facts["result"]["capabilities"]
    stored |= {item[part] for item in items for part in ("priority", "gap", "rank")}
    for section in document.up_to(Depth.FULL):
        for block in section.blocks:
            table = block if isinstance(block, Table) else getattr(block, "table", None)
            for row in table.rows if table else ():
                for cell in row:
                    if isinstance(cell, Number) and cell.value is not None:
                        assert cell.value == pytest.approx(nearest(cell.value, stored)), cell


def test_a_changed_weight_or_target_moves_the_priority():
    sheet = opened(sample())["Priorities"]
    head, body = below_the_header(sheet)
    place = {name: n for n, name in enumerate(head)}
    ranked = [row for row in body if isinstance(row[0], int)]
    assert [row[0] for row in ranked] == list(range(1, len(ranked) + 1))
    row, first = 5, ranked[0]
    assert first[place["Gap"]] == f"=H{row}-D{row}"
    assert first[place["Priority"]] == f"=100*(J{row}*K{row}*MAX(0,I{row})/4)^(1/3)"
    # The formula, with the values beside it, says what the engine says.
    for line in ranked:
        gap = max(0, line[place["Target"]] - line[place["Now"]])
        again = priority_index(line[place["Weight"]], line[place["Urgency"]], gap)
        assert again == pytest.approx(line[place["As analysed"]])
    letters = {name: sheet.cell(row, place[name] + 1).column_letter for name in place}
    assert [
        letters[name] for name in ("Now", "Target", "Gap", "Weight", "Urgency", "Priority")
    ] == list("DHIJKL")


def test_what_comes_first_follows_the_cells_and_ties_keep_their_order():
    document = sample()
    sheet = opened(document)["Priorities"]
    head, body = below_the_header(sheet)
    place = {name: n for n, name in enumerate(head)}
    ranked = [row for row in body if isinstance(row[0], int)]
    assert ranked[0][place["Rank now"]] == (
        f"=RANK(L5,$L$5:$L${4 + len(body)})"
        f"+SUMPRODUCT(($L$5:$L${4 + len(body)}=L5)*($A$5:$A${4 + len(body)}<A5))"
    )
    for n, row in enumerate(ranked[:10], start=5):
        assert row[place["Place now"]] == n - 4
        found = f"MATCH($P{n},$M$5:$M${4 + len(body)},0)"
        assert row[place["Comes first now"]] == f"=INDEX($B$5:$B${4 + len(body)},{found})"
    shown = load_workbook(io.BytesIO(workbook(document)), data_only=True)["Priorities"]
    _head, values = below_the_header(shown)
    assert [row[place["Comes first now"]] for row in values[:10]] == [row[1] for row in ranked[:10]]
    # A level beyond the scale is refused where it is typed.
    checks = {str(check.sqref)[0]: check for check in sheet.data_validations.dataValidation}
    assert (checks["H"].type, checks["H"].formula1, checks["H"].formula2) == ("whole", "1", "5")
    assert checks["J"].formula2 == checks["K"].formula2 == "1"


def test_its_formulas_carry_what_the_engine_says():
    book = load_workbook(io.BytesIO(workbook(sample())), data_only=True)
    head, body = below_the_header(book["Priorities"])
    place = {name: n for n, name in enumerate(head)}
    for row in body:
        if row[0] != "–":
            assert row[place["Priority"]] == pytest.approx(row[place["As analysed"]])
            assert row[place["Rank now"]] == row[0]


def test_charts_are_native_and_say_what_they_show():
    book = opened(sample())
    drawn = {sheet.title: len(sheet._charts) for sheet in book}
    assert drawn["Areas"] == 2
    assert drawn["Roadmap"] == drawn["Forecast"] == drawn["Spend"] == 1
    assert drawn["Load"] > 1


def test_nothing_is_drawn_of_an_index_that_nobody_knows():
    book = opened(SAMPLES["one voice"]())
    assert "Forecast" not in book.sheetnames
    assert "Roadmap" in book.sheetnames


def test_the_load_of_each_pool_is_drawn_from_rows_that_filter():
    document = sample()
    book = opened(document)
    _head, body = below_the_header(book["Load by period"])
    plan = document.facts["plan"]["roadmap"]["load"]
    used = {item["pool"] for item in plan if item["used"]}
    assert len(book["Load"]._charts) == len(used)
    assert sorted(row[2] for row in body) == sorted(
        item["used"] for item in plan if item["pool"] in used
    )


def test_money_is_added_up_to_what_is_left():
    document = sample()
    head, body = below_the_header(opened(document)["Spend"])
    last = dict(zip(head, body[-1], strict=False))
    assert last["Spent so far"] == pytest.approx(document.facts["derived"]["spent"])
    left = [row[head.index("Budget so far")] - row[head.index("Spent so far")] for row in body]
    assert min(left) == pytest.approx(document.facts["derived"]["least_left"])


def test_sheets_are_printed_across_their_paper_and_say_whose_they_are():
    brand = Brand(paper="letter", confidentiality="Confidential")
    document = replace(sample(), organisation="Pebble & Pine", brand=brand)
    book = opened(document)
    for sheet in book:
        assert sheet.page_setup.paperSize == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "Pebble && Pine · Autumn 2026 · Confidential" in sheet.oddFooter.left.text
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes is not None
    assert book["Initiatives"].page_setup.fitToWidth == 2
    # One page high is what is not written; 0 is as many as it takes.
    assert book["Areas"].page_setup.fitToHeight is None
    assert book["Load by period"].page_setup.orientation == "portrait"


def test_the_first_sheet_leads_to_every_other():
    book = opened(sample())
    cells = [row[0] for row in book["About"].iter_rows()]
    links = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames if name != "About"}


def test_small_changes_and_long_text_look_as_on_pages():
    assert number_format(Number(-0.04, "0.0", Unit.CHANGE, ())) == "0.0;0.0"
    assert number_format(Number(-0.3, "\u22120.3", Unit.LEVEL, ())).split(";")[1] == "\u22120.0"
    assert shown_in_chart("=1+1 days") == " =1+1 days"


@pytest.mark.parametrize(
    ("value", "unit", "text", "form"),
    [
        (2.75, Unit.LEVEL, "2.8", "0.0;\u22120.0;0.0"),
        (2.7499999999999996, Unit.LEVEL, "2.7", '"2.7"'),
        (121.49999999999999, Unit.DAYS, "121", '"121"'),
        (0.12499999999999999, Unit.SHARE, "12 %", '"12 %"'),
        (0.125, Unit.SHARE, "13 %", "0 %"),
        (2.3, Unit.LEVEL, "2.3", "0.0;\u22120.0;0.0"),
    ],
)
def test_halves_are_rounded_as_on_pages(value, unit, text, form):
    assert told_apart(Number(value, text, unit, ())) == form


def test_every_column_is_explained():
    book = opened(sample())
    _head, body = below_the_header(book["Columns"])
    assert all(meaning for _sheet, _column, meaning in body)
    told = {(sheet, column) for sheet, column, _meaning in body}
    assert ("Priorities", "Weight") in told
    for name in {sheet for sheet, _column in told}:
        head, _rows = below_the_header(book[name])
        assert {column for sheet, column in told if sheet == name} <= set(head)


def test_synthetic_data_says_so():
    assert "Synthetic" in rows(opened(sample())["About"])[1][0]


def test_text_of_users_is_text_and_names_of_sheets_are_fit():
    columns = (Column("name", "=HYPERLINK(1)"), Column("other", "b"))
    title = "a/b:c*[History]" + "x" * 40
    table = Table("t", "=cmd", columns, tuple((text, "y" * 40_000) for text in HOSTILE), ())
    sections = tuple(Section(f"s{n}", title, "m", (table,)) for n in range(3))
    document = replace(
        sample(),
        sections=sections,
        organisation="=1+1",
        facts={**sample().facts, "result": {**sample().facts["result"], "areas": []}},
    )
    book = opened(document)
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 for name in names)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    written = {cell.value for cell in cells}
    assert {"=1+1", "@SUM(1)", "-5", "ab\nc", "TRUE"} <= {str(value).strip() for value in written}
    # What was cut says so.
    assert any(str(value).endswith("[…]") for value in written)


def test_the_same_deliverable_gives_the_same_bytes():
    assert workbook(sample()) == workbook(sample())
