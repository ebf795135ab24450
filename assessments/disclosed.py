"""The one way from a stored result to a reader: what may be shown of it (method 1.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from capabilities import catalogue
from engine.disclosed import disclosed

if TYPE_CHECKING:
    from assessments.models import Analysis
    from engine.disclosure import Rule


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
