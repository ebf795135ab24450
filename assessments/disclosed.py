"""The one way from a stored result to a reader: what may be shown of it (method 1.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments import comparison, pipeline
from capabilities import catalogue
from engine.analysis import input_digest
from engine.disclosed import disclosed
from engine.question_spread import spreads

if TYPE_CHECKING:
    from assessments.models import Analysis
    from engine.disclosure import Rule
    from engine.question_spread import Spread


def result(analysis: Analysis) -> dict[str, Any]:
    """The result document without breakdowns of small groups, if its round protects single
    answers. Needs `analysis.assessment`."""
    return under(analysis, analysis.assessment.disclosure)


def under(analysis: Analysis, rule: Rule) -> dict[str, Any]:
    """The result document under a rule. Needs `analysis.assessment`."""
    return disclosed(
        analysis.result,
        catalogue.engine_framework(analysis.assessment.framework_id),
        rule,
        even=not analysis.parameters.get("alpha") and not analysis.parameters.get("omega"),
    )


def spread(analysis: Analysis) -> tuple[Spread, ...] | None:
    """How the answers to each question lie, as far as that may be shown; None where they are no
    longer those that the analysis was made from. Needs `analysis.assessment`."""
    framework = catalogue.engine_framework(analysis.assessment.framework_id)
    answers = pipeline.load_answers(analysis.assessment)
    parameters = comparison.stored_parameters(analysis)
    if input_digest(framework, answers, parameters) != analysis.input_digest:
        return None
    return spreads(framework, answers, analysis.assessment.disclosure)
