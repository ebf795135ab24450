"""When a picture that is missing is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import pipeline
from reports.charts import KINDS

if TYPE_CHECKING:
    from datetime import datetime

    from assessments.models import Analysis
    from reports.models import ChartImage
    from roadmaps.models import Roadmap


def picture(
    *,
    analysis: Analysis,
    roadmap: Roadmap | None,
    key: str,
    variant: str,
    at: datetime,
    pace: int | None = None,
) -> ChartImage:
    """The picture of one chart, drawn now if the job has not done it (yet).

    Nothing anybody decided changes, so there is no entry in the audit log. A chart of the plan
    needs the roadmap; pace, in percent, is for one that shows it. Raises ExportError.
    """
    roadmap_id = roadmap.pk if roadmap and KINDS[key].of_plan else None
    name = pipeline.stored_as(variant, pace, analysis if KINDS[key].of_rounds else None)
    found = pipeline.find(analysis.pk, roadmap_id, key, name)
    if found is not None:
        return found
    svg = pipeline.draw(pipeline.drawn_from(analysis, roadmap, key, pace), key, variant)
    return pipeline.store(
        analysis_id=analysis.pk,
        roadmap_id=roadmap_id,
        key=key,
        variant=name,
        svg=svg,
        at=at,
    )
