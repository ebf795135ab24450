"""When charts are drawn: after every roadmap. How lies in `pipeline` and `figures`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments import comparison
from jobs.registry import job
from reports import pipeline
from reports.charts import KINDS
from reports.figures.theme import VARIANTS
from reports.files import tasks as file_tasks  # noqa: F401  # their jobs are found with these

if TYPE_CHECKING:
    from jobs.context import JobContext
    from jobs.models import JobRun


# Nobody waits for it: a page that comes first has its pictures drawn then.
@job("charts", title=gettext_noop("Charts"), after="improve", waited_for=False)
def draw(run: JobRun, context: JobContext) -> None:
    """Idempotent: each picture has one row, and the same results give the same picture."""
    roadmap = pipeline.load_roadmap(run.subject)
    read = pipeline.source(roadmap.analysis, roadmap, comparison.latest(roadmap.analysis))
    drawn: list[tuple[str, str, str]] = []
    keys = [
        key
        for key, kind in KINDS.items()
        if (read.change or not kind.of_change) and not kind.of_rounds
    ]
    for n, key in enumerate(keys):
        context.step(_("Drawing the charts"), 5 + 90 * n // len(keys))
        drawn += [(key, variant, pipeline.draw(read, key, variant)) for variant in VARIANTS]
    with context.final():
        for key, variant, svg in drawn:
            pipeline.store(
                analysis_id=roadmap.analysis_id,
                roadmap_id=roadmap.pk if KINDS[key].of_plan else None,
                key=key,
                variant=variant,
                svg=svg,
                at=context.at,
            )
        context.result(subject=roadmap.pk, input_version=run.input_version)


@job("change_charts", title=gettext_noop("Charts"), after="change", waited_for=False)
def draw_change(run: JobRun, context: JobContext) -> None:
    """The charts that show the last round, anew: they may have been drawn before it was compared.
    Idempotent as `draw` is."""
    analysis = pipeline.load_analysis(run.subject)
    read = pipeline.source(analysis, None, comparison.latest(analysis))
    context.step(_("Drawing the charts"), 10)
    keys = [
        key for key, kind in KINDS.items() if read.change and not (kind.of_plan or kind.of_rounds)
    ]
    drawn = [
        (key, variant, pipeline.draw(read, key, variant)) for key in keys for variant in VARIANTS
    ]
    with context.final():
        for key, variant, svg in drawn:
            pipeline.store(
                analysis_id=analysis.pk,
                roadmap_id=None,
                key=key,
                variant=variant,
                svg=svg,
                at=context.at,
            )
