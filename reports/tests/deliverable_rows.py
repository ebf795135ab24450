"""Deliverables for tests, made without a database from the example answers."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from assessments.answer_file import read_answers
from capabilities.engine_values import engine_framework
from capabilities.pack import bundled
from engine import roadmap as planner
from engine.analysis import analyse
from engine.types import AnalysisParameters, PlanParameters
from reports.deliverables.assemble import About, assemble
from reports.deliverables.contents import contents
from reports.frames import Source

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "answers-synthetic.csv"
ABOUT = About(
    organisation="Example Industries",
    assessment="Autumn 2026",
    analysed_on=date(2026, 11, 22),
    made_on=date(2026, 11, 23),
    planned_on=date(2026, 11, 22),
    synthetic=True,
)
LIMITS = PlanParameters(start=date(2027, 1, 1), effort="instant")


@cache
def example_source():
    """The result of the example company and its plan, as `reports` reads them."""
    content = bundled().content
    framework = engine_framework(content)
    reasons = {item["key"]: False for item in content["framework"]["na_reasons"]}
    lines = read_answers(
        EXAMPLE.read_bytes(), name=EXAMPLE.name, framework=framework, reasons=reasons
    )
    answers = [line.answer for line in lines]
    asked = AnalysisParameters(profile="scaling", goals=("pipeline_efficiency", "profitability"))
    result = analyse(framework, answers, asked)
    plan = planner.roadmap(framework, result, LIMITS)
    return Source(framework, result, plan, planner.parameters_document(LIMITS))


@cache
def sample():
    """Everything a deliverable may hold."""
    return assemble(example_source(), ABOUT, contents=contents(bundled().content))
