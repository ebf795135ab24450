"""From answers in hand to the whole result document, with no database anywhere near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import roadmap as planner
from engine.analysis import analyse
from engine.change import change
from reports.result_files import Document, result_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.types import AnalysisParameters, Answer, Framework, PlanParameters


def assess(
    framework: Framework,
    answers: Sequence[Answer],
    parameters: AnalysisParameters,
    limits: PlanParameters,
    step: Callable[[str], None],
) -> Document:
    """The document of docs/result.schema.json. step: told what is being done, before it is.

    Raises the engine's errors (ValueError) for parameters that it cannot work with.
    """
    step("scoring the answers")
    analysis = analyse(framework, answers, parameters)
    step("planning the roadmap")
    plan = planner.roadmap(framework, analysis, limits)
    return result_document(
        analysis, plan, planner.notes(framework, analysis, limits, plan["roadmap"])
    )


def compare(
    framework: Framework,
    earlier: Sequence[Answer],
    later: Sequence[Answer],
    parameters: AnalysisParameters,
) -> Document:
    """The document of docs/change.schema.json of two rounds with the same settings. A person who
    answered both has the same name in both. Raises the engine's errors (ValueError)."""
    return change((framework, earlier, parameters), (framework, later, parameters))
