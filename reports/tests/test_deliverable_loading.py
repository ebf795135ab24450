"""A deliverable from rows: what its readers may see, in the words of people where they have edited
it, at the same cost however much there is."""

from __future__ import annotations

import html
import json
import re
from dataclasses import asdict, replace
from datetime import date

import pytest
from django.urls import reverse

from assessments import pipeline as analysing
from assessments.models import Answer
from engine.types import PlanParameters
from reports.deliverables.document import Brand, Chart, Text, at
from reports.deliverables.loading import load
from reports.deliverables.narrative import passages
from reports.models import EditedPassage
from reports.tests.deliverable_rows import numbers_in, within
from roadmaps import pipeline as planning
from roadmaps.models import WorkItem
from tests.confidential_rows import CANARY, confidential_round
from tests.factories import AT

pytestmark = pytest.mark.django_db
BRAND = Brand(client_name="Acme")
SMALL = {"cmo", "it", "sales"}


@pytest.fixture
def analysis(organisation, framework):
    return analysing.store(analysing.compute(confidential_round(organisation, framework), AT))


@pytest.fixture
def roadmap(analysis):
    limits = PlanParameters(start=date(2027, 1, 1), effort="instant")
    return planning.store(planning.compute(analysis, limits, AT))


def told(document, key):
    """The paragraph of a key."""
    return next(text for text in within(document.sections, Text) if text.key == key)


def everything(document):
    return json.dumps(asdict(replace(document, brand=Brand())), default=str)


def test_nothing_of_a_small_group_and_nobodys_name_is_in_it(analysis, roadmap):
    people = list(analysis.assessment.respondents.select_related("user"))
    whole = load(analysis, roadmap, brand=BRAND, at=AT)

    text = everything(whole)

    assert CANARY not in text
    assert not any(person.user.email in text for person in people)
    assert not any(str(person.pk) in text for person in people)
    heard = [set(item["by_role"]) for item in whole.facts["result"]["capabilities"]]
    assert heard
    assert not any(roles & SMALL for roles in heard)
    assert whole.facts["counts"]["questions_hidden"] > 0
    shown = [item for item in whole.facts["answers"].values() if item["people"] is not None]
    assert all(item["people"] >= 5 and item["dont_know"] is None for item in shown)
    for number in numbers_in(whole):
        assert number.value is None or number.value == pytest.approx(
            sum(at(whole.facts, path) for path in number.paths)
        )


def test_answers_that_have_changed_since_are_not_counted_beside_the_older_result(analysis):
    Answer.objects.unscoped("of a test").filter(respondent__assessment=analysis.assessment).update(
        value=5
    )

    document = load(analysis, None, brand=BRAND, at=AT)

    assert "answers" not in document.facts
    assert document.section("answers").blocks[0].key == "answers.gone"


def test_a_passage_that_was_edited_stays_and_says_when_its_figures_have_changed(analysis, roadmap):
    written = {item.key: item for item in passages(load(analysis, roadmap, brand=BRAND, at=AT))}
    for key in ("roadmap.takes", "standing.message"):
        EditedPassage.objects.create(
            analysis=analysis, key=key, text=f"Ours: {key}", basis=written[key].basis, edited_at=AT
        )

    document = load(analysis, roadmap, brand=BRAND, at=AT)

    takes = told(document, "roadmap.takes")
    assert (takes.text, takes.by_hand, takes.outdated) == ("Ours: roadmap.takes", True, False)
    assert document.section("standing").message == "Ours: standing.message"

    roadmap.result["roadmap"]["total_days"] += 100
    document = load(analysis, roadmap, brand=BRAND, at=AT)

    takes = told(document, "roadmap.takes")
    assert (takes.text, takes.outdated) == ("Ours: roadmap.takes", True)
    assert not document.section("standing").said.outdated
    by_rules = passages(load(analysis, roadmap, brand=BRAND, at=AT, reworded=False))
    assert not any("Ours" in item.written for item in by_rules)


def test_it_costs_the_same_however_much_there_is(analysis, roadmap, django_assert_max_num_queries):
    load(analysis, roadmap, brand=BRAND, at=AT)
    with django_assert_max_num_queries(14) as once:
        document = load(analysis, roadmap, brand=BRAND, at=AT)
    for number, item in enumerate(document.facts["plan"]["roadmap"]["items"]):
        WorkItem.objects.create(
            organisation=analysis.assessment.organisation,
            initiative=item["initiative"],
            owner_name=f"Somebody {number}",
            changed_at=AT,
        )
    with django_assert_max_num_queries(14) as much:
        load(analysis, roadmap, brand=BRAND, at=AT)
    assert len(once) == len(much)


def test_its_messages_and_scores_are_those_of_the_pages(analysis, roadmap, client, viewer):
    document = load(analysis, roadmap, brand=BRAND, at=AT)
    client.force_login(viewer)

    def page(name):
        answer = client.get(reverse(f"reports:{name}", args=[analysis.assessment.organisation_id]))
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())

    overview, gaps = page("organisation"), page("gaps")

    assert document.section("standing").message.removesuffix(".") in overview
    assert document.section("gaps").message.removesuffix(".") in gaps
    charts = {chart.kind: chart for chart in within(document.sections, Chart)}
    for kind, text, shown in (
        ("areas", overview, {"score", "target"}),
        ("capabilities", gaps, {"rank", "score", "target", "gap", "importance", "urgency"}),
    ):
        assert charts[kind].message in text
        table = charts[kind].table
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                assert column.key not in shown or cell.text in text, (kind, row)
