"""When a roadmap is made: after every analysis. What it is lies in `pipeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from engine.pools import CapacityError
from engine.prepare import PlanInputError
from jobs.context import JobError
from jobs.registry import job
from roadmaps import pipeline

if TYPE_CHECKING:
    from jobs.context import JobContext
    from jobs.models import JobRun


@job("roadmap", title=gettext_noop("Roadmap"), after="analysis")
def plan(run: JobRun, context: JobContext) -> None:
    """Idempotent: the same analysis under the same limits finds the first one's row."""
    analysis = pipeline.load_analysis(run.subject)
    context.step(gettext_noop("Planning initiatives under people and budget"), 20)
    parameters = pipeline.default_parameters(analysis)
    try:
        roadmap = pipeline.compute(analysis, parameters, context.at)
    except (PlanInputError, CapacityError) as error:
        raise JobError(error.message) from error
    context.step(gettext_noop("Storing the roadmap"), 90)
    with context.final():
        roadmap = pipeline.store(roadmap)
        context.result(subject=roadmap.pk, input_version=roadmap.parameters_digest)
