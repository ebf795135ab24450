"""How a number was made: recomputed from nothing but what the page shows."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from assessments import pipeline as assessments_pipeline
from assessments.answer_file import read_answers
from capabilities import catalogue
from capabilities.engine_values import engine_framework
from capabilities.pack import bundled
from engine import roadmap as engine_roadmap
from engine.analysis import analyse, standings
from engine.delivery import stretched
from engine.disclosure import Privacy, Rule
from engine.forecast import forecast, scored_areas
from engine.plan_document import parameters_from
from engine.types import AnalysisParameters, PlanParameters
from reports import method_pages, pipeline
from reports.frames import Source
from reports.how.basis import basis
from reports.how.consensus import NAMES
from reports.how.pages import how_page, known, plan_how_page
from reports.pages.gap_table import LENSES
from reports.pages.plan import spent_before
from tests.confidential_rows import CANARY, confidential_round
from tests.factories import AT, RoadmapFactory

FUNCTIONS = {"sqrt": math.sqrt, "cbrt": math.cbrt, "min": min, "max": max, "__builtins__": {}}
# What a table cell of the API calls each number.
SHOWN = {"score": "score", "target": "target", "urgency": "urgency", "importance": "importance"}


def value(text):
    """The number that somebody with a pocket calculator finds."""
    plain = text.replace("−", "-").replace("×", "*").replace("^", "**").replace("\u202f", "")
    assert re.fullmatch(r"[\d.\s+*/()\-,a-z]+", plain), text
    return eval(plain, FUNCTIONS)  # numbers and four functions, checked above


@pytest.fixture(scope="module")
def answered():
    """The example company: its framework and answers."""
    content = bundled().content
    framework = engine_framework(content)
    path = Path(settings.BASE_DIR) / "docs" / "examples" / "answers-synthetic.csv"
    reasons = {item["key"]: False for item in content["framework"]["na_reasons"]}
    lines = read_answers(path.read_bytes(), name=path.name, framework=framework, reasons=reasons)
    return framework, [line.answer for line in lines]


@pytest.fixture(scope="module")
def company(answered):
    """Its result with the answers."""
    framework, answers = answered
    parameters = AnalysisParameters(
        profile="scaling",
        goals=("pipeline_efficiency", "profitability"),
        excluded={"people.enablement": "Bought in."},
    )
    read = Source(framework=framework, result=analyse(framework, answers, parameters))
    return basis(read, answers, parameters, Rule())


def explained(company):
    framework = company.read.framework
    subjects = ["overall", *(a.key for a in framework.areas), *framework.capability]
    for subject in subjects:
        for item in how_page(company, subject).explanations:
            yield subject, item


def test_every_step_gives_what_it_says_it_gives(company):
    steps = 0
    for subject, item in explained(company):
        for step in item.steps:
            steps += 1
            found = value(step.expression)
            assert found == pytest.approx(value(step.value), abs=2e-5, rel=1e-5), (subject, step)
    assert steps > 500


def raw(company, subject, anchor):
    """The unrounded number of the result that an explanation ends in."""
    result = company.read.result
    if subject == "overall":
        row = result["overall"]
        names = {"index": "index", "stage": "stage_level", "stability": "stability"}
        if anchor == "stage-share":
            return result["robustness"]["stage_share"]
    elif "." in subject:
        row = company.capabilities[subject]
        names = {
            **SHOWN,
            "agreement": "ad",
            "dont-know": "dont_know_rate",
            "priority": "priority",
            "rank": "rank",
        }
        if anchor == "variation":
            return result["robustness"]["first"][subject]
    else:
        row = next(area for area in result["areas"] if area["key"] == subject)
        names = {"score": "score", "target": "target", "stability": "stability"}
        if anchor == "stage-share":
            return result["robustness"]["area_stage_share"][subject]
    return row[names[anchor]] if anchor in names else None


def test_the_last_step_is_the_number_of_the_result(company):
    compared = set()
    for subject, item in explained(company):
        expected = raw(company, subject, item.anchor)
        if expected is None or not item.steps:
            continue
        compared.add(item.anchor)
        last = value(item.steps[-1].expression)
        assert last == pytest.approx(expected, abs=2e-4), (subject, item.anchor)
    assert compared >= {
        "index", "stage", "stability", "score", "target", "agreement", "dont-know",
        "importance", "urgency", "priority", "rank", "stage-share", "variation",
    }  # fmt: skip


def test_ranges_are_made_of_their_parts(company):
    ends = 0
    for subject, item in explained(company):
        if item.anchor not in {"range", "sides"} or not item.steps:
            continue
        by_name = {step.name: value(step.expression) for step in item.steps}
        row = (
            company.read.result["overall"]
            if subject == "overall"
            else (
                company.capabilities.get(subject)
                or next(a for a in company.read.result["areas"] if a["key"] == subject)
            )
        )
        row = row["perception_gap"] if item.anchor == "sides" else row
        for name, end in (("Lower end", "low"), ("Upper end", "high")):
            found = next(v for key, v in by_name.items() if key.startswith(name))
            assert found == pytest.approx(row[end], abs=1e-4), (subject, item.anchor)
            ends += 1
    assert ends > 40


def test_lens_scores_and_coefficients_for_analysts_are_made_of_their_parts(company):
    lenses, coefficients = 0, set()
    for subject, item in explained(company):
        by_name = {step.name: value(step.expression) for step in item.steps}
        if item.anchor == "lenses":
            area = next(a for a in company.read.result["areas"] if a["key"] == subject)
            for lens, score in area["lenses"].items():
                assert by_name[str(LENSES[lens])] == pytest.approx(score, abs=1e-5)
                lenses += 1
        for key, name in NAMES.get(item.anchor, {}).items():
            expected = company.read.result["agreement"][key]
            assert by_name[name] == pytest.approx(expected, abs=1e-4)
            coefficients.add(key)
    assert lenses == 20
    assert coefficients == set(company.read.result["agreement"])


def test_a_coefficient_without_a_value_says_why(company, answered):
    one = [answer for answer in answered[1] if answer.respondent == answered[1][0].respondent]
    result = analyse(company.read.framework, one, AnalysisParameters(profile="scaling"))
    alone = basis(replace(company.read, result=result), one, company.parameters, Rule())

    left = {i.anchor: " ".join(i.left_out) for i in how_page(alone, "overall").explanations}

    assert "No question has answers of two people." in left["alpha"]
    assert "people who have all answered" in left["icc"]


def table(item, title):
    return next(t for t in item.tables if t.title == title)


def test_levels_follow_from_the_table_of_shares(company):
    for subject, item in explained(company):
        if item.anchor != "level":
            continue
        rows = table(item, "The gate").rows
        held = [
            int(level) for level, _share, over, below in rows if (over, below) == ("yes", "yes")
        ]
        assert max([1, *held]) == int(item.shown), subject


def test_stages_follow_from_the_table_of_capabilities(company):
    checked = 0
    for subject, item in explained(company):
        if item.anchor != "stage" or subject == "overall":
            continue
        members = [
            (int(at), value(weight), int(level))
            for _name, at, weight, level in table(item, "Capabilities that count").rows
        ]
        reached = 1
        for stage in (2, 3, 4, 5):
            required = [(w, level) for at, w, level in members if at <= stage]
            held = sum(w for w, level in required if level >= stage)
            enough = held >= 0.8 * sum(w for w, _ in required) - 1e-9
            if enough and all(level >= stage - 1 for _w, level in required):
                reached = stage
        assert reached == int(item.shown), subject
        checked += 1
    assert checked == 5


def test_ranks_follow_from_the_table_of_priorities(company):
    for _subject, item in explained(company):
        if item.anchor != "rank":
            continue
        rows = item.tables[0].rows
        order = [tuple(-value(cell) for cell in row[2:]) for row in rows]
        assert order == sorted(order)
        assert [int(row[1]) for row in rows] == list(range(1, len(rows) + 1))


def test_every_formula_that_is_linked_exists(company):
    for subject, item in explained(company):
        name, _, anchor = item.method.partition("#")
        page = method_pages.page(name)
        assert page is not None, (subject, item.method)
        assert page.has(anchor), (subject, item.method)


def test_what_did_not_enter_is_said(company):
    said = " ".join(reason for _subject, item in explained(company) for reason in item.left_out)

    assert "don't know" in said


@pytest.fixture(scope="module")
def planned(company):
    read = company.read
    parameters = PlanParameters(start=date(2027, 1, 1))
    found = engine_roadmap.roadmap(read.framework, read.result, parameters, planner="greedy")
    limits = engine_roadmap.parameters_document(parameters)
    return replace(read, roadmap=found, parameters=limits)


def test_the_figures_of_a_plan_are_made_of_their_parts(planned):
    found = {item.anchor: item for item in plan_how_page(planned, "Plan").explanations}
    document = planned.roadmap["roadmap"]

    for item in found.values():
        for step in item.steps:
            assert value(step.expression) == pytest.approx(value(step.value), rel=1e-6, abs=2e-5)
        assert item.tables or item.anchor == "proof"
        name, _, anchor = item.method.partition("#")
        assert method_pages.page(name).has(anchor), item.method
    last = {key: value(item.steps[-1].expression) for key, item in found.items() if item.steps}
    assert last["value"] == document["value"]
    assert last["cost"] == pytest.approx(document["total_cost"])
    assert last["days"] == pytest.approx(document["total_days"], abs=1e-4)
    assert last["forecast"] == pytest.approx(planned.roadmap["forecast"][-1]["index"], abs=1e-4)
    assert last["spend"] == pytest.approx(sum(row["spent"] for row in document["spend"]))
    assert any(anchor.startswith("load-") for anchor in found)


def test_the_second_line_of_the_forecast_is_made_of_later_ends(planned):
    document = planned.roadmap["roadmap"]
    limits = parameters_from(planned.parameters)
    late = stretched({i["initiative"]: i["finish"] for i in document["items"]}, 0.5)
    entries = forecast(
        planned.framework, standings(planned.result), scored_areas(planned.result), late, limits
    )
    read = replace(planned, pace=50, late=entries)

    found = {item.anchor: item for item in plan_how_page(read, "Plan").explanations}

    made = found["pace"]
    assert value(made.steps[-1].expression) == pytest.approx(entries[-1]["index"], abs=1e-4)
    assert entries[-1]["index"] < planned.roadmap["forecast"][-1]["index"]
    name, _, anchor = made.method.partition("#")
    assert method_pages.page(name).has(anchor)
    for _initiative, planned_end, end in made.tables[0].rows:
        assert int(end) == 2 * int(planned_end)


def test_what_lies_before_the_plan_is_said_where_the_cost_is_more_than_the_spending(planned):
    document = planned.roadmap["roadmap"]
    assert spent_before(document) == ""
    line = next(row for row in document["spend"] if row["spent"] > 3)
    begun = {
        **document,
        "spend": [{**row, "spent": row["spent"] - 3 * (row is line)} for row in document["spend"]],
    }

    text = spent_before(begun)

    assert text.startswith("$3k and 0 person-days of it lie before this plan")
    read = replace(planned, roadmap={**planned.roadmap, "roadmap": begun})
    found = {item.anchor: item for item in plan_how_page(read, "Plan").explanations}
    assert found["cost"].left_out == (text,)


def test_what_an_initiative_closes_and_what_waiting_costs_is_what_its_page_says(planned):
    found = {item.anchor: item for item in plan_how_page(planned, "Plan").explanations}
    names = {key: planned.initiative(key) for key in planned.reading.ledger.starts}

    for anchor, part in (("gain", "gain"), ("waiting", "waiting")):
        steps = {step.name: value(step.expression) for step in found[anchor].steps}
        for key, name in names.items():
            assert steps[name] == pytest.approx(planned.reading.case(key)[part]["share"], abs=1e-9)


@pytest.fixture
def analysis(organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified")
    return assessments_pipeline.store(assessments_pipeline.compute(round_, AT))


@pytest.mark.parametrize("subject", ["overall", "data", "data.quality"])
def test_a_viewer_reads_how_a_number_was_made(client, analysis, viewer, subject):
    client.force_login(viewer)

    page = client.get(reverse("reports:how", args=[analysis.pk, subject]))

    assert page.status_code == 200
    assert "/method/" in page.content.decode()
    assert CANARY not in page.content.decode()


def test_strangers_and_unknown_subjects_find_nothing(client, analysis, viewer, outsider):
    url = reverse("reports:how", args=[analysis.pk, "overall"])
    client.force_login(outsider)
    assert client.get(url).status_code == 404

    client.force_login(viewer)
    for subject in ("nothing", "data.nothing", "areas"):
        assert client.get(reverse("reports:how", args=[analysis.pk, subject])).status_code == 404


def test_the_page_costs_the_same_for_every_subject(
    client, analysis, viewer, django_assert_num_queries
):
    client.force_login(viewer)
    client.get(reverse("reports:how", args=[analysis.pk, "overall"]))

    for subject in ("overall", "data", "data.quality"):
        with django_assert_num_queries(6):
            client.get(reverse("reports:how", args=[analysis.pk, subject]))


def test_a_result_whose_answers_have_changed_says_so(client, analysis, viewer):
    analysis.assessment.respondents.filter(role="it").first().answers.update(value=5)
    client.force_login(viewer)

    page = client.get(reverse("reports:how", args=[analysis.pk, "data.quality"]))

    assert page.status_code == 200
    assert "Answers or the method have changed" in page.content.decode()


def test_a_confidential_round_explains_without_small_roles(organisation, framework):
    round_ = confidential_round(organisation, framework)
    analysis = assessments_pipeline.store(assessments_pipeline.compute(round_, AT))
    of = pipeline.how_basis(analysis)

    page = how_page(of, "data.quality")

    assert of.rule == Rule(Privacy.CONFIDENTIAL)
    score = next(item for item in page.explanations if item.anchor == "score")
    assert value(score.steps[-1].expression) == pytest.approx(
        of.capabilities["data.quality"]["score"], abs=2e-5
    )
    for item in page.explanations:
        for part in item.tables:
            names = {row[0] for row in part.rows}
            assert not names & {"CMO or marketing head", "IT", "Sales and sales operations"}


def test_subjects_are_those_of_the_framework(company):
    framework = company.read.framework

    assert known(framework, "overall")
    assert not known(framework, "data.nothing")


@pytest.mark.parametrize("name", ["reports:organisation", "reports:gaps"])
def test_every_number_of_a_page_leads_to_how_it_was_made(client, analysis, viewer, name):
    client.force_login(viewer)
    page = client.get(reverse(name, args=[analysis.assessment.organisation_id])).content.decode()

    found = set(re.findall(rf'href="/analyses/{analysis.pk}/how/([\w.]+)/(?:#([\w-]+))?"', page))

    assert len(found) > 5
    of = pipeline.how_basis(analysis)
    for subject, anchor in found:
        anchors = {item.anchor for item in how_page(of, subject).explanations}
        assert not anchor or anchor in anchors, (subject, anchor)


def test_the_facts_of_a_capability_lead_to_how_they_were_made(client, analysis, viewer):
    client.force_login(viewer)
    url = reverse("reports:gap", args=[analysis.assessment.organisation_id, "data.quality"])
    page = client.get(url).content.decode()

    anchors = set(re.findall(r'/how/data\.quality/#([\w-]+)"', page))

    of = pipeline.how_basis(analysis)
    assert anchors <= {item.anchor for item in how_page(of, "data.quality").explanations}
    assert {"score", "level", "agreement", "target", "gap", "priority"} <= anchors


def test_a_viewer_reads_how_a_plan_was_made_and_a_stranger_does_not(
    client, analysis, viewer, outsider
):
    parameters = PlanParameters(start=date(2027, 1, 1))
    framework = catalogue.engine_framework(analysis.assessment.framework_id)
    roadmap = RoadmapFactory(
        analysis=analysis,
        parameters=engine_roadmap.parameters_document(parameters),
        result=engine_roadmap.roadmap(framework, analysis.result, parameters, planner="greedy"),
    )
    url = reverse("reports:plan-how", args=[roadmap.pk])

    client.force_login(outsider)
    assert client.get(url).status_code == 404
    client.force_login(viewer)
    page = client.get(url)
    assert page.status_code == 200
    assert 'id="cost"' in page.content.decode()
