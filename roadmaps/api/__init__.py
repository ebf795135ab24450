"""Plans, scenarios, work and KPIs in the API."""

from roadmaps.api.kpis import KpiTargetViewSet
from roadmaps.api.plans import RoadmapViewSet
from roadmaps.api.proposals import ProposalViewSet
from roadmaps.api.scenarios import ScenarioViewSet
from roadmaps.api.work import OwnInitiativeViewSet, WorkItemViewSet

__all__ = [
    "KpiTargetViewSet",
    "OwnInitiativeViewSet",
    "ProposalViewSet",
    "RoadmapViewSet",
    "ScenarioViewSet",
    "WorkItemViewSet",
]
