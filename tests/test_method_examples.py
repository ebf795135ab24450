"""The pages of the method: listed, and every worked example gives what it says it gives."""

from __future__ import annotations

import doctest
import re

import pytest

from tests.test_repository import ROOT

INDEX = ROOT / "docs" / "method.md"
PAGES = sorted((ROOT / "docs" / "method").glob("*.md"))
FENCE = re.compile(r"^```.*$", re.MULTILINE)


def listed() -> list[str]:
    return re.findall(r"\]\(method/([\w-]+\.md)\)", INDEX.read_text(encoding="utf-8"))


def examples(path) -> doctest.DocTest:
    """The examples of a page. A fence would count as output, so it is a blank line here."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    name = str(path.relative_to(ROOT))
    return doctest.DocTestParser().get_doctest(text, {}, name, str(path), 0)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_worked_examples_of_a_page_give_what_they_say(path):
    found = examples(path)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)

    runner.run(found, out=said.append)

    assert found.examples, "a page has at least one worked example"
    assert runner.failures == 0, "".join(said)


def test_the_index_lists_every_page_once():
    assert sorted(listed()) == [path.name for path in PAGES]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_states_its_formulas_its_limits_and_its_sources(path):
    text = path.read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert "```text\n" in text
    assert "\n## Limits\n" in text
    assert "\n## Sources\n" in text
