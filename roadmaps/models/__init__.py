"""Rows of plans: what was computed, what people ask for, and how the work goes."""

from roadmaps.models.kpis import KpiReading, KpiReadingEvent, KpiTarget
from roadmaps.models.plans import Insight, PlanItem, Roadmap
from roadmaps.models.scenarios import OwnInitiative, Proposal, Scenario, ScenarioChange
from roadmaps.models.work import WorkItem

__all__ = [
    "Insight",
    "KpiReading",
    "KpiReadingEvent",
    "KpiTarget",
    "OwnInitiative",
    "PlanItem",
    "Proposal",
    "Roadmap",
    "Scenario",
    "ScenarioChange",
    "WorkItem",
]
