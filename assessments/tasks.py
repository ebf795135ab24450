"""When an analysis is made. What it is lies in `pipeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from assessments import pipeline
from jobs.registry import job

if TYPE_CHECKING:
    from jobs.context import JobContext
    from jobs.models import JobRun


@job("analysis", title=_("Scores, gaps and stage"))
def analyse(run: JobRun, context: JobContext) -> None:
    """Idempotent: the same answers under the same parameters find the first one's row."""
    assessment = pipeline.load_assessment(run.subject)
    context.step(str(_("Reading the answers and computing scores")), 10)
    analysis = pipeline.compute(assessment, context.at)
    context.step(str(_("Storing the result")), 90)
    with context.final():
        analysis = pipeline.store(analysis)
        context.result(subject=analysis.pk, input_version=analysis.input_digest)
