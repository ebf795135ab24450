"""When an analysis is made. What it is lies in `pipeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import calendar, comparison, mailing, pipeline
from engine.digest import digest
from jobs.registry import job

if TYPE_CHECKING:
    from jobs.context import JobContext
    from jobs.models import JobRun


@job("analysis", title=_("Scores, gaps and stage"))
def analyse(run: JobRun, context: JobContext) -> None:
    """Idempotent: the same answers under the same parameters find the first one's row. Nothing is
    stored of answers that were taken back meanwhile, nor what would tell on who has left."""
    assessment = pipeline.load_assessment(run.subject)
    if pipeline.is_held_back(assessment):
        with context.final():
            return
    context.step(str(_("Reading the answers and computing scores")), 10)
    analysis = pipeline.compute(assessment, context.at)
    context.step(str(_("Storing the result")), 90)
    with context.final():
        if not pipeline.lock_unless_overtaken(assessment):
            return
        analysis = pipeline.store(analysis)
        context.result(subject=analysis.pk, input_version=analysis.input_digest)


# Nobody waits for it: without it the pages say only how things stand.
@job("change", title=_("Change since the last round"), after="analysis", waited_for=False)
def compare(run: JobRun, context: JobContext) -> None:
    """Compare an analysis with the round before it, and the round after it with this one.

    Idempotent: the same two analyses find the first one's row.
    """
    analysis = comparison.load_analysis(run.subject)
    context.step(str(_("Comparing with the last round")), 20)
    pairs = [(comparison.before(analysis), analysis), (analysis, comparison.after(analysis))]
    found = [
        comparison.compare(earlier, later, context.at)
        for earlier, later in pairs
        if earlier is not None and later is not None
    ]
    with context.final():
        stored = [comparison.store(change) for change in found if change is not None]
        if stored:
            rows = digest([str(change.pk) for change in stored])
            context.result(subject=analysis.pk, input_version=rows)


@job("mail", title=_("Mail"), waited_for=False)
def mail(run: JobRun, context: JobContext) -> None:
    """Send one mail. A worker that dies between sending and saying so sends it once more."""
    message = mailing.load(run.subject)
    if message is None or not mailing.is_wanted(message):
        with context.final():
            return
    context.step(str(_("Sending")), 10)
    state, error = mailing.send(message, context.at)
    with context.final():
        mailing.store(message, state, error, context.at)


@shared_task(name="assessments.tasks.keep_calendar")
def keep_calendar() -> None:
    """Open, remind and conclude what is due. Missed or doubled turns do no harm."""
    calendar.keep(timezone.now())
