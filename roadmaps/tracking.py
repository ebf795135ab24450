"""What became of planned work: whether KPIs moved, and how much gets delivered. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capabilities import catalogue
from engine.analysis import standings
from engine.area_weights import with_area_weights
from engine.delivery import Delivery, delivered, delivery, stretched
from engine.evidence import Proof, attainment, proof
from engine.forecast import forecast, scored_areas
from engine.off_track import OffTrack
from engine.off_track import off_track as off_its_way
from engine.plan_document import parameters_from
from engine.signals import Chart, Good, chart
from roadmaps.models import WorkItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from assessments.models import Analysis
    from engine.types import Framework
    from roadmaps.models import KpiReading, KpiTarget, Roadmap

# A target without begun work is judged by its first readings, as many as limits with alarms need.
BASELINE_POINTS = 12


@dataclass(frozen=True, slots=True)
class Tracked:
    """A KPI target with what its readings say.

    baseline: readings before the work began, by which the others are judged; later: the rest.
    proof: how far up the ladder of evidence it is since the work has ended; None before that.
    """

    target: KpiTarget
    baseline: tuple[KpiReading, ...]
    later: tuple[KpiReading, ...]
    chart: Chart
    proof: Proof | None

    @property
    def good(self) -> Good:
        return Good.UP if self.target.rises else Good.DOWN

    @property
    def latest(self) -> KpiReading | None:
        readings = (*self.baseline, *self.later)
        return readings[-1] if readings else None


def track(targets: Iterable[KpiTarget], work: Iterable[WorkItem]) -> list[Tracked]:
    """targets: with readings prefetched, as `access.kpi_targets` gives them. work: of the same
    organisation."""
    by_key = {item.initiative: item for item in work}
    return [_tracked(target, by_key.get(target.initiative)) for target in targets]


def _tracked(target: KpiTarget, work: WorkItem | None) -> Tracked:
    readings = tuple(target.readings.all())
    good = Good.UP if target.rises else Good.DOWN
    begun = work.started_on if work else None
    if begun is None:
        baseline, later = readings[:BASELINE_POINTS], readings[BASELINE_POINTS:]
    else:
        baseline = tuple(item for item in readings if item.on < begun)
        later = readings[len(baseline) :]
    seen = chart(_values(baseline), _values(later), good)
    return Tracked(target, baseline, later, seen, _proof(target, work, baseline, later, good))


def _proof(
    target: KpiTarget,
    work: WorkItem | None,
    baseline: Sequence[KpiReading],
    later: Sequence[KpiReading],
    good: Good,
) -> Proof | None:
    """Work that is done is not proved: only what was measured after its end counts."""
    if work is None or work.status != WorkItem.Status.DONE or work.finished_on is None:
        return None
    end: date = work.finished_on
    after = [item.value for item in later if item.on >= end]
    return proof(_values(baseline), after, target.baseline, target.target, good)


def off_track(found: Tracked, today: date) -> OffTrack | None:
    """Why a KPI needs a look; None if it is on its way or was never read."""
    latest, target = found.latest, found.target
    if latest is None:
        return None
    return off_its_way(
        found.chart,
        len(found.later),
        attainment(target.baseline, target.target, latest.value),
        begun=target.created_at.date(),
        read=latest.on,
        due=target.due_on,
        today=today,
    )


def _values(readings: Sequence[KpiReading]) -> list[float]:
    return [item.value for item in readings]


def delivery_of(
    framework: Framework, work: Iterable[WorkItem], analyses: Sequence[Analysis]
) -> Delivery:
    """How much of finished work was delivered, as assessed since. framework: with own initiatives.

    Each initiative is measured from the last analysis before it began (or the first one there is)
    to the newest one after its end. analyses: of one organisation and framework, with results; of
    each round the newest counts, so that a round analysed again while answers came in is one round.
    """
    newest = {item.assessment_id: item for item in sorted(analyses, key=_made)}
    dated = sorted(newest.values(), key=_made)
    found = []
    for item in work:
        if item.status != WorkItem.Status.DONE or item.initiative not in framework.initiative:
            continue
        if item.started_on is None or item.finished_on is None:
            continue
        before = [a for a in dated if a.created_at.date() <= item.started_on] or dated[:1]
        after = [a for a in dated if a.created_at.date() > item.finished_on]
        if not before or not after or before[-1] is after[-1]:
            continue
        one = delivered(
            framework.initiative[item.initiative],
            standings(before[-1].result),
            standings(after[-1].result),
        )
        if one is not None:
            found.append(one)
    return delivery(found)


def _made(analysis: Analysis) -> datetime:
    return analysis.created_at


def delivered_forecast(plan: Roadmap, ratio: float) -> list[dict[str, Any]]:
    """`forecast` of a stored plan if work goes on at this delivery ratio, 0..1. Reads its
    analysis and that one's assessment."""
    limits = parameters_from(plan.parameters)
    result = plan.analysis.result
    framework = catalogue.engine_framework(plan.analysis.assessment.framework_id)
    finishes = dict.fromkeys((item.initiative for item in limits.started if item.done), 0)
    finishes |= {item["initiative"]: item["finish"] for item in plan.result["roadmap"]["items"]}
    return forecast(
        with_area_weights(
            framework.with_initiatives(limits.own), result["inputs"].get("area_weights")
        ),
        standings(result),
        scored_areas(result),
        stretched(finishes, ratio),
        limits,
    )
