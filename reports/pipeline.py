"""From stored results to stored pictures: loads values, draws, stores."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from assessments import comparison, disclosed
from assessments.models import Analysis
from assessments.pipeline import load_answers
from capabilities import catalogue
from engine.analysis import input_digest
from engine.types import ENGINE_VERSION
from reports import rounds
from reports.charts import KINDS
from reports.figures import export
from reports.figures.framed import framed
from reports.figures.theme import LOOKS
from reports.frames import Source
from reports.how.basis import Basis, basis
from reports.models import DRAWING, ChartImage
from roadmaps.models import Roadmap
from roadmaps.tracking import delivered_forecast

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from assessments.models import Change
    from reports.figures.frame import Figure


# The variant of a picture that is taken away as a file.
FILE = "file"


def load_roadmap(roadmap_id: uuid.UUID) -> Roadmap:
    return (
        Roadmap.objects.unscoped("the job carries only an id")
        .select_related("analysis__assessment__organisation")
        .get(pk=roadmap_id)
    )


def load_analysis(analysis_id: uuid.UUID) -> Analysis:
    return (
        Analysis.objects.unscoped("the job carries only an id")
        .select_related("assessment__organisation")
        .get(pk=analysis_id)
    )


def source(analysis: Analysis, roadmap: Roadmap | None, change: Change | None = None) -> Source:
    """The documents of an analysis, one of its roadmaps and its change since the round before,
    with the names they lack."""
    return Source(
        framework=catalogue.engine_framework(analysis.assessment.framework_id),
        result=disclosed.result(analysis),
        roadmap=roadmap.result if roadmap else None,
        parameters=roadmap.parameters if roadmap else None,
        change=change.result if change else None,
        since=change.earlier.assessment.name if change else "",
        planned_from=analysis.result if roadmap else None,
    )


def at_pace(read: Source, roadmap: Roadmap, pace: int | None) -> Source:
    """The same with the forecast if work goes on at this pace, in percent; as it is without."""
    if pace is None:
        return read
    return replace(read, pace=pace, late=delivered_forecast(roadmap, pace / 100))


def drawn_from(
    analysis: Analysis, roadmap: Roadmap | None, key: str, pace: int | None = None
) -> Source:
    """What one chart is drawn from. pace: in percent, for a chart of the plan that shows it."""
    change = None if KINDS[key].of_plan else comparison.latest(analysis)
    read = source(analysis, roadmap, change)
    if KINDS[key].of_rounds:
        read = replace(read, rounds=rounds.marks(analysis))
    return read if roadmap is None else at_pace(read, roadmap, pace)


def stored_as(variant: str, pace: int | None, analysis: Analysis | None = None) -> str:
    """The name under which a picture is kept: every pace, in percent, has its own, and so has
    every state of the rounds for a chart of several (analysis: the newest of them)."""
    if analysis is not None:
        return f"{variant}@{rounds.state(analysis)}"
    return variant if pace is None else f"{variant}@{pace}"


def figure(read: Source, key: str, variant: str) -> Figure:
    """One chart as a plain Plotly figure. key: of KINDS; variant: of LOOKS."""
    return KINDS[key].figure(read, variant)


def draw(read: Source, key: str, variant: str) -> str:
    """One chart as SVG. Raises ExportError."""
    return export.to_svg(figure(read, key, variant))


def draw_file(read: Source, key: str, source_line: str) -> str:
    """One chart as SVG to be taken away: on paper, with its message and what it rests on. Raises
    ExportError."""
    kind = KINDS[key]
    title = kind.builder.title(kind.frame(read))
    return export.to_svg(framed(figure(read, key, "print"), title, source_line, LOOKS["print"]))


def as_pixels(image: ChartImage) -> bytes:
    """A stored picture as PNG, made on the first call and kept. Raises ExportError."""
    if image.png is None:
        image.png = export.to_png(image.svg)
        rows = ChartImage.objects.unscoped("of a picture in hand")
        rows.filter(pk=image.pk, digest=image.digest).update(png=image.png)
    return bytes(image.png)


def find(
    analysis_id: uuid.UUID, roadmap_id: uuid.UUID | None, key: str, variant: str
) -> ChartImage | None:
    """The picture as today's code draws it, if there is one. A chart of the analysis alone has
    `roadmap_id` None."""
    return (
        ChartImage.objects.unscoped("of an analysis that the caller has in hand")
        .filter(
            analysis_id=analysis_id,
            roadmap_id=roadmap_id,  # type: ignore[misc]  # None is NULL here
            key=key,
            variant=variant,
            drawing=DRAWING,
        )
        .defer("png")
        .first()
    )


def store(
    *,
    analysis_id: uuid.UUID,
    roadmap_id: uuid.UUID | None,
    key: str,
    variant: str,
    svg: str,
    at: datetime,
) -> ChartImage:
    """Keep a picture, in place of an older drawing of the same."""
    rows = ChartImage.objects.unscoped("of an analysis that the caller has in hand")
    stored, _created = rows.update_or_create(
        analysis_id=analysis_id,
        roadmap_id=roadmap_id,  # type: ignore[misc]  # None is NULL here
        key=key,
        variant=variant,
        defaults={
            "svg": svg,
            "png": None,
            "digest": hashlib.sha256(svg.encode()).hexdigest(),
            "drawing": DRAWING,
            "created_at": at,
        },
    )
    return stored


def how_basis(analysis: Analysis, change: Change | None = None) -> Basis:
    """What the numbers of an analysis were made from. The answers count only if they are still
    those of the analysis and it was made by the present engine. change: since the round before."""
    read = source(analysis, None, change)
    parameters = comparison.stored_parameters(analysis)
    rule = analysis.assessment.disclosure
    if analysis.engine_version != ENGINE_VERSION:
        return basis(read, None, parameters, rule)
    answers = load_answers(analysis.assessment)
    same = input_digest(read.framework, answers, parameters) == analysis.input_digest
    return basis(read, answers if same else None, parameters, rule)
