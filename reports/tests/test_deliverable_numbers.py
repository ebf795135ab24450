"""Every number of a deliverable leads back to the result that it came from, and no sentence says a
figure that is not such a number."""

import re
from dataclasses import replace

import pytest

from reports.deliverables.document import Card, Chart, Fact, Notice, Table, Text, at
from reports.deliverables.writing import WRITTEN
from reports.tests.deliverable_rows import (
    ABOUT,
    SAMPLES,
    bundled,
    example_source,
    made,
    numbers_in,
    within,
)

DATED = re.compile(
    r"(?:\b\d{1,2} )?\b(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) \d{4}\b|\bQ[1-4] \d{4}\b"
)
DIGIT = re.compile(r"\d")


@pytest.fixture(scope="module", params=SAMPLES)
def document(request):
    return SAMPLES[request.param]()


def strings(value):
    """Every text in the facts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)


@pytest.fixture(scope="module")
def known(document):
    """Texts that no rule has written: of the facts, and of the framework."""
    source = example_source()
    parts = (*source.framework.areas, *source.framework.capabilities, *source.framework.sizes)
    names = {item.name for item in (*parts, *source.framework.initiatives)}
    return {*strings(document.facts), *strings(bundled().content), *names, source.since}


def left(text, said, facts):
    """What is left of a sentence without its names, dates, quoted sentences and numbers."""
    for path in getattr(said, "quotes", ()):
        quoted = str(at(facts, path))
        assert quoted in text
        text = text.replace(quoted, " ")
    for word in sorted(getattr(said, "words", ()), key=len, reverse=True):
        text = text.replace(word, " ")
    text = DATED.sub(" ", text)
    for number in sorted(said.numbers, key=lambda number: -len(number.text)):
        text = re.sub(rf"(?<![\d.,]){re.escape(number.text)}(?!\d)", " ", text)
    return text


def test_every_number_is_what_stands_where_it_comes_from(document):
    found = numbers_in(document)
    assert len(found) > 500
    for number in found:
        values = [at(document.facts, path) for path in number.paths]
        assert values, number
        if None in values:
            assert number.value is None, number
        else:
            assert number.value == pytest.approx(sum(values), rel=1e-12), number


def test_every_number_is_rounded_once(document):
    for number in numbers_in(document):
        assert number.text == WRITTEN[number.unit](number.value), number


def test_no_sentence_has_a_figure_that_is_not_a_number(document):
    for text in within(document.sections, (Text, Notice)):
        rest = left(text.text, text, document.facts)
        assert not DIGIT.search(rest), (text.key, text.text, rest)
    for chart in within(document.sections, Chart):
        for text in (chart.message, chart.alt, chart.source):
            rest = left(text, chart, document.facts)
            assert not DIGIT.search(rest), (chart.kind, text, rest)


def test_every_number_of_a_sentence_stands_in_it(document):
    for text in within(document.sections, (Text, Notice)):
        assert all(number.text in text.text for number in text.numbers), text


def test_names_in_sentences_are_of_the_result_or_the_framework(document, known):
    """So that no figure is passed off as a word."""
    everything = "\n".join(known)
    for text in within(document.sections, Text):
        for word in text.words:
            parts = [word] if word in everything else re.split(r"; |, | and ", word)
            for part in parts:
                assert not DIGIT.search(DATED.sub(" ", part)) or part in everything, (text, part)


def test_cells_and_facts_hold_figures_only_as_numbers(document, known):
    everything = "\n".join(known)

    def is_a_word(text):
        return text in everything or not DIGIT.search(DATED.sub(" ", text))

    for table in within(document.sections, Table):
        cells = [cell for row in table.rows for cell in row if isinstance(cell, str)]
        assert all(is_a_word(cell) for cell in (*cells, table.message, table.order)), table.key
    for fact in within(document.sections, Fact):
        if isinstance(fact.value, str):
            assert is_a_word(fact.value), fact
        assert not DIGIT.search(left(fact.note, fact, document.facts)), fact


def test_keys_are_unique_and_sections_come_in_order(document):
    keys = [text.key for text in within(document.sections, Text)]
    assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]
    sections = [section.key for section in document.sections]
    assert len(sections) == len(set(sections))
    depths = {section.key: section.depth for section in document.sections}
    for table in within(document.sections, Table):
        assert len(table.rows) == len(table.keys) == len(set(table.keys)), table.key
        assert all(len(row) == len(table.columns) for row in table.rows), table.key
    assert depths["standing"] == 1
    assert all(card.name for card in within(document.sections, Card))


def test_what_is_counted_is_what_there_is(document):
    """Counts are made for sentences, so that nothing but this holds them to the result."""
    counts, result = document.facts["counts"], document.facts["result"]
    below = [
        item
        for item in result["capabilities"]
        if item["score"] is not None and item["target"] - item["score"] > 1e-9 and item["rank"]
    ]
    assert counts["gaps"] == len(below)
    assert sum(area["gaps"] for area in counts["areas_of"].values()) == len(below)
    assert sum(counts["quadrants"].values()) == len(below)
    assert sum(counts["grades"].values()) == counts["spread"]
    assert counts["roles"] == len(result["inputs"]["roles"])
    table = next((item for item in within(document.sections, Table) if item.key == "roadmap"), None)
    assert counts.get("initiatives", 0) == (len(table.rows) if table else 0)
    if table:
        derived = document.facts["derived"]
        assert sum(derived["by_area"].values()) == counts["initiatives"]
        assert sum(derived["days"].values()) == pytest.approx(
            sum(item["used"] for item in document.facts["plan"]["roadmap"]["load"])
        )
        assert counts["targets_met"] <= counts["targets_open"]


def test_names_that_look_like_something_else_stand_as_they_are():
    evil = "100 %s of <b>Q3</b> %(n)s =1+1 \u202eelcitra"
    about = replace(ABOUT, organisation=evil, assessment=evil)

    document = made(replace(example_source(), since=evil), about=about)

    assert document.organisation == evil
    assert evil in document.section("change").message
    labels = [fact.label for fact in within(document.section("standing"), Fact)]
    assert f"Points since {evil}" in labels


def test_without_anything_planned_nothing_is_asked():
    source = example_source()
    plan = {**source.roadmap["roadmap"], "items": [], "load": [], "spend": [], "total_days": 0.0}
    empty = {"roadmap": plan, "forecast": source.roadmap["forecast"][:1]}

    document = made(replace(source, roadmap=empty, work={}))

    assert document.section("roadmap").message == "Nothing has to be planned."
    assert document.section("asks") is None
    assert document.section("load") is None
    assert document.section("initiatives") is None
