"""Every number of a deliverable stands in every file that is made of it, as it is written in the
one document, and none is left out without a word."""

import csv
import io
import itertools
import json
import re
import string
from dataclasses import fields, is_dataclass, replace
from functools import cache

import docx
import openpyxl
import pptx
import pytest
from pypdf import PdfReader

from reports.deliverables import deck, pdf, tables, word, workbook
from reports.deliverables.document import Chart, Depth, Fact, Number, Section, Table, Text, at
from reports.result_files import json_files, result_document
from reports.tests.deliverable_rows import numbers_in, sample, within

# What a chart looks like is tested elsewhere.
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200"></svg>'


def marks():
    """Short words that stand nowhere else."""
    letters = [letter for letter in string.ascii_letters if letter not in "fijlFIJLqQwW"]
    for trio in itertools.product(letters, repeat=3):
        yield "q" + "".join(trio)


class Marked:
    """The sample with a word of its own in place of each number that is written somewhere, so that
    each can be found again in a file. Pictures are drawn from their frames and stay as they are."""

    def __init__(self):
        self.found = {}
        self.next = marks()
        self.document = self.rebuilt(sample())

    def number(self, number):
        mark = next(self.next)
        self.found[mark] = number
        return replace(number, text=mark)

    def rebuilt(self, value):
        if isinstance(value, Number):
            return self.number(value)
        if isinstance(value, Text):
            return self.said(value, "text")
        if isinstance(value, tuple):
            return tuple(self.rebuilt(item) for item in value)
        if isinstance(value, Chart) or not is_dataclass(value) or isinstance(value, type):
            return value
        if isinstance(value, Fact):
            value = self.said(value, "note")
            return replace(value, value=self.rebuilt(value.value))
        parts = {item.name: self.rebuilt(getattr(value, item.name)) for item in fields(value)}
        if isinstance(value, Section):
            parts["message"] = parts["said"].text
        return replace(value, **parts)

    def said(self, value, field):
        """A sentence with marks for its numbers, the longest first."""
        text, marked = getattr(value, field), []
        for number in sorted(value.numbers, key=lambda item: -len(item.text)):
            new = self.number(number)
            place = rf"(?<![\w.,]){re.escape(number.text)}(?!\w)"
            text, times = re.subn(place, new.text, text, count=1)
            # Two numbers that read the same may be one word of the sentence.
            marked += [new] * times
        return replace(value, **{field: text}, numbers=tuple(marked))


@cache
def marked():
    return Marked()


def due(depth):
    """The marks that a reader of a depth gets, but for those of the tables behind charts."""
    found = set()
    for section in marked().document.up_to(depth):
        if section.said is not None:
            found |= {number.text for number in section.said.numbers}
        for block in section.up_to(depth):
            if not isinstance(block, Chart):
                found |= {number.text for number in numbers_in(block)}
    return found


def text_of_pdf(data):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def text_of_deck(data):
    """Slides, tables and notes."""
    found = []
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                found += [cell.text for row in shape.table.rows for cell in row.cells]
        if slide.has_notes_slide:
            found.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(found)


def text_of_word(data):
    whole = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in whole.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in whole.paragraphs), *cells])


def slides(audience):
    return lambda document: text_of_deck(deck.deck(document, audience=audience))


FILES = {
    "brief": (lambda it: text_of_pdf(pdf.brief(it, pictures=lambda _: PICTURE)), Depth.BOARD),
    "report": (lambda it: text_of_pdf(pdf.report(it, pictures=lambda _: PICTURE)), Depth.FULL),
    "board slides": (slides(deck.Audience.BOARD), Depth.BOARD),
    "working slides": (slides(deck.Audience.WORKING), Depth.WORKING),
    "all slides": (slides(deck.Audience.FULL), Depth.FULL),
    "word": (lambda it: text_of_word(word.word(it)), Depth.BOARD),
}


@pytest.mark.parametrize("name", FILES)
def test_every_number_of_its_depth_stands_in_the_file(name):
    text_of, depth = FILES[name]
    wanted = due(depth)
    assert len(wanted) > 70

    text = text_of(marked().document)

    lost = {mark: marked().found[mark] for mark in wanted if mark not in text}
    assert not lost


def test_every_number_of_a_table_is_a_number_in_the_workbook():
    data = workbook.workbook(sample())
    whole = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    cells = {
        round(float(cell.value), 9)
        for sheet in whole
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    for table in within(sample().sections, Table):
        for number in numbers_in(table.rows):
            assert number.value is None or round(float(number.value), 9) in cells, (
                table.key,
                number,
            )


def test_scores_in_the_tables_are_those_of_the_document():
    files = tables.files(sample())
    compared = 0
    for part in ("areas", "capabilities"):
        text = files[f"{part}.csv"].decode("utf-8-sig")
        rows = {row["key"]: row for row in csv.DictReader(io.StringIO(text))}
        for number in numbers_in(sample()):
            path = number.paths[0].split("/")
            if len(number.paths) > 1 or path[:2] != ["result", part] or len(path) != 4:
                continue
            value = rows[path[2]].get(path[3])
            if value is not None:
                assert (float(value) if value else None) == number.value, number
                compared += 1
    assert compared > 300


def test_numbers_lead_into_the_json_file():
    facts = sample().facts
    data = json_files(result_document(facts["result"], facts["plan"]))["result.json"]
    whole = json.loads(data)
    stored = {"result": whole, "plan": whole}
    compared = 0
    for number in numbers_in(sample()):
        if all(path.split("/")[0] in stored for path in number.paths):
            values = [at(stored, path) for path in number.paths]
            assert number.value == (None if None in values else sum(values)), number
            compared += 1
    assert compared > 1000
