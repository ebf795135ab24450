"""Every figure on the pages of a result or a plan leads to how it was made."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from assessments import pipeline as assessments_pipeline
from assessments.comparison import stored_parameters
from assessments.models import Change
from capabilities import catalogue
from engine import change as engine_change
from engine import roadmap as engine_roadmap
from engine.types import ENGINE_VERSION
from reports.tests.rows import LIMITS, make_roadmap, make_scenario
from tests.confidential_rows import confidential_round
from tests.factories import AT

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)
# Without an end tag in HTML.
VOID = frozenset({"meta", "link", "img", "input", "br", "hr", "source", "wbr"})
# Where figures stand: cells of tables, values of a list of facts, large numbers with their notes.
FIGURES = ("td", "dd", ".stat__value", ".stat__note", ".change")
# Days are not figures, nor is the name of a size.
NO_FIGURE = re.compile(
    r"16 to 60 marketers|\b(?:\d{1,2} )?[A-Z][a-z]{2,8} 20\d\d\b|\bQ[1-4] 20\d\d\b|20\d\d Q[1-4]"
)
EXPLAINED = re.compile(r"/(?:analyses|plans)/[^/]+/how/|/change/$|/method/")


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children, self.words = [], []

    def every(self):
        yield self
        for child in self.children:
            yield from child.every()

    @property
    def text(self):
        return " ".join(" ".join(node.words) for node in self.every())

    @property
    def links(self):
        return [node.attributes.get("href") or "" for node in self.every() if node.tag == "a"]

    @property
    def classes(self):
        return (self.attributes.get("class") or "").split()

    def is_a(self, kind):
        return kind[1:] in self.classes if kind.startswith(".") else self.tag == kind


class Tree(HTMLParser):
    """The elements of a page."""

    def __init__(self, page):
        super().__init__()
        self.top = self.here = Node("", (), None)
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag):
        node = self.here
        while node.parent is not None and node.tag != tag:
            node = node.parent
        if node.parent is not None:
            self.here = node.parent

    def handle_data(self, data):
        if data.strip():
            self.here.words.append(data.strip())


def above(node):
    while node is not None:
        yield node
        node = node.parent


def figures(page):
    """(element, explanations in or beside it) of everything on a page that shows a number. Beside
    is the link around it, the chart it belongs to, and the name of a fact."""
    for node in Tree(page).top.every():
        if not any(node.is_a(kind) for kind in FIGURES):
            continue
        if not re.search(r"\d", NO_FIGURE.sub("", node.text)):
            continue
        links = [
            link for outer in above(node) if outer.tag in {"a", "figure"} for link in outer.links
        ]
        links += node.links
        if node.tag == "dd":
            around = node.parent.children
            before = [other for other in around[: around.index(node)] if other.tag == "dt"]
            links += before[-1].links
        yield node, [link for link in links if EXPLAINED.search(link)]


@pytest.fixture
def analysis(organisation, framework):
    """A round in which everybody was heard, after one with fewer people."""
    earlier, later = [
        assessments_pipeline.store(assessments_pipeline.compute(round_, at))
        for round_, at in (
            (
                _round(organisation, framework, AT - YEAR, {"cmo": 1, "sales": 3, "it": 2}),
                AT - YEAR,
            ),
            (_round(organisation, framework, AT, None), AT),
        )
    ]
    built = catalogue.engine_framework(framework.pk)
    waves = [
        (built, assessments_pipeline.load_answers(row.assessment), stored_parameters(row))
        for row in (earlier, later)
    ]
    Change.objects.create(
        earlier=earlier,
        later=later,
        engine_version=ENGINE_VERSION,
        result=engine_change.change(*waves),
        created_at=AT,
    )
    return later


def _round(organisation, framework, at, people):
    return confidential_round(
        organisation, framework, people, privacy="identified", opened_at=at, name=f"Round {at:%Y}"
    )


@pytest.fixture
def scenario(analysis):
    built = catalogue.engine_framework(analysis.assessment.framework_id)
    plan = engine_roadmap.roadmap(built, analysis.result, LIMITS, planner="greedy")
    return make_scenario(make_roadmap(analysis, plan))


@pytest.fixture
def pages(analysis, scenario):
    """(name, address, least number of figures on it)."""
    organisation = analysis.assessment.organisation_id
    first = scenario.plan.result["roadmap"]["items"][0]["initiative"]
    return [
        ("organisation", reverse("reports:organisation", args=[organisation]), 20),
        ("gaps", reverse("reports:gaps", args=[organisation]), 100),
        ("capability", reverse("reports:gap", args=[organisation, "data.quality"]), 8),
        ("change", reverse("reports:change", args=[organisation]), 20),
        ("roadmap", reverse("reports:roadmap", args=[organisation]), 20),
        ("list", reverse("reports:roadmap", args=[organisation]) + "?view=list", 40),
        ("initiative", reverse("reports:scenario-item", args=[scenario.pk, first]), 3),
    ]


def test_every_figure_leads_to_how_it_was_made(member, pages):
    missing, places = [], {}
    for name, address, least in pages:
        answer = member.get(address)
        assert answer.status_code == 200
        found = list(figures(answer.content.decode()))
        assert len(found) >= least, (name, len(found))
        missing += [(name, node.text) for node, links in found if not links]
        for _node, links in found:
            places |= dict.fromkeys(links, name)
    assert missing == []
    addresses = {}
    for link in places:
        address, _hash, anchor = link.partition("#")
        addresses.setdefault(address, set()).add(anchor)
    for address, anchors in addresses.items():
        answer = member.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        for anchor in anchors - {""}:
            assert f'id="{anchor}"' in page, (address, anchor, places[f"{address}#{anchor}"])


def test_pages_with_their_links_cost_no_more_queries(member, pages, django_assert_max_num_queries):
    for name, address, _least in pages:
        if name not in {"initiative"}:
            member.get(address)
            with django_assert_max_num_queries(12):
                member.get(address)


def test_coefficients_for_analysts_stand_on_the_gap_report_alone(member, pages):
    shown = {name for name, address, _n in pages if 'id="analysts"' in page_of(member, address)}

    assert shown == {"gaps"}


def test_a_coefficient_without_a_value_says_why(member, analysis):
    analysis.result["agreement"] |= {"alpha_ordinal": None, "icc2k": None}
    analysis.save(update_fields=["result"])

    page = page_of(member, reverse("reports:gaps", args=[analysis.assessment.organisation_id]))

    assert "it needs a question with two answers" in page
    assert "it needs 3 people who have all answered the same 5 questions" in page


def page_of(client, address):
    return client.get(address).content.decode()
