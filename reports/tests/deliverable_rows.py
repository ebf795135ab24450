"""Deliverables for tests, made without a database from the example answers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from assessments.answer_file import read_answers
from capabilities.engine_values import engine_framework
from capabilities.pack import bundled
from engine import roadmap as planner
from engine.analysis import analyse
from engine.change import change
from engine.disclosed import disclosed
from engine.disclosure import Privacy, Rule
from engine.question_spread import spreads
from engine.types import AnalysisParameters, PlanParameters
from reports.deliverables.assemble import About, assemble
from reports.deliverables.contents import contents
from reports.deliverables.document import Number
from reports.frames import RoundMark, Source, WorkMark

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "answers-synthetic.csv"
ABOUT = About(
    organisation="Example Industries",
    assessment="Autumn 2026",
    analysed_on=date(2026, 11, 22),
    made_on=date(2026, 11, 23),
    planned_on=date(2026, 11, 22),
    synthetic=True,
)
ASKED = AnalysisParameters(profile="scaling", goals=("pipeline_efficiency", "profitability"))
LIMITS = PlanParameters(start=date(2027, 1, 1), effort="instant", budget=60.0)
CONFIDENTIAL = Rule(Privacy.CONFIDENTIAL, 5)


@cache
def example_framework():
    return engine_framework(bundled().content)


@cache
def example_answers():
    """Of fourteen people in nine roles."""
    content = bundled().content
    reasons = {item["key"]: False for item in content["framework"]["na_reasons"]}
    lines = read_answers(
        EXAMPLE.read_bytes(), name=EXAMPLE.name, framework=example_framework(), reasons=reasons
    )
    return tuple(line.answer for line in lines)


@cache
def example_source():
    """The result of the example company, its plan, and the change since a year ago."""
    framework, answers = example_framework(), example_answers()
    result = analyse(framework, answers, ASKED)
    plan = planner.roadmap(framework, result, LIMITS)
    first = plan["roadmap"]["items"][0]["initiative"]
    return Source(
        framework,
        result,
        plan,
        planner.parameters_document(LIMITS),
        change=change((framework, a_year_ago(), ASKED), (framework, list(answers), ASKED)),
        since="Autumn 2025",
        rounds=rounds_of(result),
        work={first: WorkMark("started", "started", "Ada Example")},
    )


def rounds_of(result):
    """Three of them; what was said two years ago and one year ago was the same."""
    earlier = analyse(example_framework(), a_year_ago(), ASKED)
    return (
        RoundMark("2024", "Autumn 2024", "2024-10-05", earlier),
        RoundMark("2025", "Autumn 2025", "2025-10-04", earlier),
        RoundMark("2026", "Autumn 2026", "2026-10-03", result),
    )


def a_year_ago():
    """Finance was not heard yet, and whoever was said one level less of data."""
    return [
        replace(item, value=max(1, item.value - 1))
        if item.value and item.question.startswith("data.")
        else item
        for item in example_answers()
        if item.role != "finance"
    ]


def made(source, rule=None, answers=None, **parts):
    """The deliverable of a source, of the example company. rule: what was promised about single
    answers; answers: what is counted question by question."""
    shown = spreads(source.framework, answers or example_answers(), rule or Rule())
    given = {"contents": contents(bundled().content), "spread": shown, **parts}
    return assemble(source, given.pop("about", ABOUT), **given)


@cache
def sample():
    """Everything a deliverable may hold."""
    return made(example_source())


@cache
def sample_without_roadmap():
    """The first round, before anything is planned."""
    return made(Source(example_framework(), example_source().result))


@cache
def sample_of_confidential_round():
    """As its readers may see it: nothing of a group of fewer than five."""
    framework, answers = example_framework(), example_answers()
    asked = replace(ASKED, smallest_group=CONFIDENTIAL.smallest)
    result = analyse(framework, answers, asked)
    plan = planner.roadmap(framework, result, LIMITS)
    seen = disclosed(result, framework, CONFIDENTIAL)
    limits = planner.parameters_document(LIMITS)
    source = Source(framework, seen, plan, limits, planned_from=result)
    return made(source, CONFIDENTIAL, about=replace(ABOUT, protected=True))


@cache
def sample_of_one_voice():
    """One person, who knows nothing of data: an area without a score, and no ranges."""
    framework = example_framework()
    one = example_answers()[0].respondent
    answers = [
        item
        for item in example_answers()
        if item.respondent == one and not item.question.startswith("data.")
    ]
    result = analyse(framework, answers, ASKED)
    plan = planner.roadmap(framework, result, LIMITS)
    return made(
        Source(framework, result, plan, planner.parameters_document(LIMITS)), answers=answers
    )


SAMPLES = {
    "everything": sample,
    "without a roadmap": sample_without_roadmap,
    "confidential": sample_of_confidential_round,
    "one voice": sample_of_one_voice,
}


def within(value, kind):
    """Everything of a kind in a document, its sections or blocks, whatever it stands in."""
    if isinstance(value, kind):
        yield value
    if is_dataclass(value):
        for field in fields(value):
            if field.name not in {"facts", "frame"}:
                yield from within(getattr(value, field.name), kind)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from within(item, kind)


def numbers_in(value):
    """Every number that is written in a document or a part of one."""
    return list(within(value, Number))
