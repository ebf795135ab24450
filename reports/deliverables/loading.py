"""From the rows of an analysis and a roadmap to a deliverable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation

from assessments import comparison, disclosed
from assessments.models import Analysis
from capabilities.models import Framework
from engine.delivery import LEAST_FINISHED
from reports import pipeline, rounds
from reports.deliverables.assemble import About, assemble
from reports.deliverables.contents import InitiativeWords, contents
from reports.deliverables.document import Brand
from reports.deliverables.narrative import Passage
from reports.frames import WorkMark
from reports.models import EditedPassage
from reports.pages.item_work import owner_words
from reports.pages.plan_insight import percent_of
from roadmaps.models import Insight, OwnInitiative, WorkItem
from roadmaps.tracking import delivery_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from reports.deliverables.contents import Contents
    from reports.deliverables.document import Deliverable
    from reports.frames import Source
    from roadmaps.models import Roadmap


def load(
    analysis: Analysis,
    roadmap: Roadmap | None,
    *,
    brand: Brand,
    at: datetime,
    reworded: bool = True,
) -> Deliverable:
    """The document of an analysis and one of its roadmaps, in the language of the brand, as readers
    of the organisation may see it. Needs `analysis.assessment.organisation`.

    reworded: with the passages that people have edited; without, as rules write it. Ever the same
    number of queries, whatever there is of answers, initiatives and passages.
    """
    with translation.override(brand.language):
        return assemble(
            source(analysis, roadmap),
            _about(analysis, roadmap, at),
            contents=_contents(analysis),
            spread=disclosed.spread(analysis),
            insight=_insight(roadmap),
            brand=brand,
            passages=_passages(analysis.assessment_id) if reworded else (),
        )


def source(analysis: Analysis, roadmap: Roadmap | None) -> Source:
    """What the pages show of the two: with the change since the round before, how the work goes,
    and the pace so far where that is known."""
    read = pipeline.source(analysis, roadmap, comparison.latest(analysis))
    read = replace(read, rounds=rounds.marks(analysis))
    if roadmap is None:
        return read
    work = list(_work(analysis))
    marks = {
        row.initiative: WorkMark(row.status, row.get_status_display(), owner_words(row))
        for row in work
    }
    if roadmap.analysis_id == analysis.pk:
        roadmap.analysis = analysis  # in hand, so that nobody reads it again
    return pipeline.at_pace(replace(read, work=marks), roadmap, _pace(analysis, read, work))


def _work(analysis: Analysis) -> list[WorkItem]:
    rows = WorkItem.objects.unscoped("of the organisation of an analysis in hand")
    own = rows.filter(organisation=analysis.assessment.organisation_id)
    return list(own.select_related("owner"))


def _pace(analysis: Analysis, read: Source, work: list[WorkItem]) -> int | None:
    """How much of what was planned gets delivered, in percent; no analysis is read before
    enough is finished."""
    done = [item for item in work if item.status == WorkItem.Status.DONE]
    if len(done) < LEAST_FINISHED:
        return None
    own = analysis.assessment
    rows = Analysis.objects.unscoped("of the organisation of an analysis in hand")
    analyses = rows.filter(
        assessment__organisation=own.organisation_id, assessment__framework=own.framework_id
    )
    catalogued = read.framework.initiative
    own_ones = [item for key, item in read.initiatives.items() if key not in catalogued]
    framework = read.framework.with_initiatives(tuple(own_ones))
    return percent_of(delivery_of(framework, done, list(analyses)))


def _insight(roadmap: Roadmap | None) -> dict[str, Any] | None:
    """What lies behind the roadmap, once it is worked out."""
    if roadmap is None:
        return None
    rows = Insight.objects.unscoped("of a roadmap in hand").filter(roadmap=roadmap.pk)
    return rows.values_list("document", flat=True).first()


def _about(analysis: Analysis, roadmap: Roadmap | None, at: datetime) -> About:
    own = analysis.assessment
    return About(
        organisation=own.organisation.name,
        assessment=own.name,
        analysed_on=timezone.localdate(analysis.created_at),
        made_on=timezone.localdate(at),
        planned_on=timezone.localdate(roadmap.created_at) if roadmap else None,
        synthetic=own.organisation.synthetic,
        protected=own.disclosure.gated,
    )


def _contents(analysis: Analysis) -> Contents:
    """The words of the framework, and of the organisation's own initiatives."""
    own = analysis.assessment
    content = Framework.objects.values_list("content", flat=True).get(pk=own.framework_id)
    found = contents(content)
    kpis = {item["key"]: item["name"] for item in content["kpis"]["kpis"]}
    return replace(
        found, initiatives={**found.initiatives, **_own_words(own.organisation_id, kpis)}
    )


def _own_words(organisation_id: uuid.UUID, kpis: Mapping[str, str]) -> dict[str, InitiativeWords]:
    rows = OwnInitiative.objects.unscoped("of the organisation of an analysis in hand")
    return {
        row.key: InitiativeWords(
            description=row.description,
            benefit=row.benefit,
            done_when=row.done_when,
            kpis=tuple(kpis[key] for key in row.kpis if key in kpis),
        )
        for row in rows.filter(organisation=organisation_id)
    }


def _passages(assessment_id: uuid.UUID) -> list[Passage]:
    """The newest wording of each passage of a round, whichever analysis it was written for."""
    rows = EditedPassage.objects.unscoped("of a round in hand")
    found = rows.filter(analysis__assessment=assessment_id).order_by("edited_at", "pk")
    return [Passage(row.key, row.text, row.basis) for row in found]
