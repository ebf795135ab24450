"""When a picture that is missing is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports import pipeline
from reports.charts import KINDS
from reports.pages import sentences

if TYPE_CHECKING:
    from datetime import datetime

    from assessments.models import Analysis
    from reports.frames import Source
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
    read = pipeline.drawn_from(analysis, roadmap, key, pace)
    if variant == pipeline.FILE:
        svg = pipeline.draw_file(read, key, source_line(read, analysis, roadmap))
    else:
        svg = pipeline.draw(read, key, variant)
    return pipeline.store(
        analysis_id=analysis.pk,
        roadmap_id=roadmap_id,
        key=key,
        variant=name,
        svg=svg,
        at=at,
    )


def source_line(read: Source, analysis: Analysis, roadmap: Roadmap | None) -> str:
    """What a picture that is taken away rests on, and whose it is."""
    organisation = analysis.assessment.organisation
    if roadmap is not None:
        made = date_format(roadmap.created_at, "j F Y")
        rests = _("Plan of %(date)s") % {"date": made}
    else:
        made = date_format(analysis.created_at, "j F Y")
        rests = sentences.answers(read, made)
    parts = [organisation.name, analysis.assessment.name, rests]
    if organisation.synthetic:
        parts.append(_("synthetic data"))
    return " · ".join(parts)
