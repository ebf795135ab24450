"""Stored results for the tests of pages."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

from engine import analysis as engine_analysis
from engine import roadmap as engine_roadmap
from engine.types import PlanParameters
from roadmaps.models import Scenario
from tests.factories import AT, AnalysisFactory, RoadmapFactory

LIMITS = PlanParameters(
    start=date(2026, 12, 1), size="mid", period="month", periods=24, effort="instant"
)


def make_analysis(assessment, result, at=AT, digest="a"):
    return AnalysisFactory(
        assessment=assessment,
        input_digest=digest * 64,
        parameters={"profile": "scaling", "goals": []},
        result=deepcopy(result),
        summary=engine_analysis.summary(result),
        created_at=at,
    )


def make_roadmap(analysis, document, at=AT):
    return RoadmapFactory(
        analysis=analysis,
        parameters_digest=engine_roadmap.parameters_digest(LIMITS),
        parameters=engine_roadmap.parameters_document(LIMITS),
        result=deepcopy(document),
        created_at=at,
    )


def make_scenario(roadmap, name="Plan", current=True):
    return Scenario.objects.create(
        organisation=roadmap.analysis.assessment.organisation,
        analysis=roadmap.analysis,
        name=name,
        limits=roadmap.parameters,
        current=current,
        plan=roadmap,
        created_at=AT,
        changed_at=AT,
    )
