"""One organisation's worth of everything that the API shows, as rows."""

from __future__ import annotations

import uuid
from datetime import timedelta

from jobs.models import JobRun
from roadmaps.models import PlanItem
from tests.factories import (
    AT,
    AnalysisFactory,
    AssessmentFactory,
    RespondentFactory,
    RoadmapFactory,
)


def make_analysis(assessment, n=0):
    return AnalysisFactory(
        assessment=assessment,
        input_digest=f"{n:064d}",
        parameters={"profile": "scaling"},
        result={"overall": {"index": 41.25, "stage": None}},
        summary={"index": 41.25},
        created_at=AT + timedelta(minutes=n),
    )


def make_roadmap(analysis, n=0):
    roadmap = RoadmapFactory(
        analysis=analysis,
        name=f"Plan {n}",
        parameters_digest=f"{n:064d}",
        parameters={"periods": 24},
        result={"roadmap": {"items": []}, "forecast": []},
        created_at=AT + timedelta(minutes=n),
    )
    initiatives = analysis.assessment.framework.initiatives.all()[:2]
    PlanItem.objects.bulk_create(
        PlanItem(
            roadmap=roadmap,
            initiative=initiative,
            position=position,
            start=position,
            finish=position + 2,
            start_date=AT.date(),
            finish_date=AT.date() + timedelta(days=60),
        )
        for position, initiative in enumerate(initiatives)
    )
    return roadmap


def make_job(organisation, n=0):
    return JobRun.objects.create(
        organisation=organisation,
        kind="analysis",
        subject=uuid.uuid4(),
        input_version=str(n),
        created_at=AT,
    )


def make_everything(organisation, framework, n=0):
    """Rows by the name of their list in the API."""
    assessment = AssessmentFactory(organisation=organisation, framework=framework)
    analysis = make_analysis(assessment, n)
    return {
        "organisations": organisation,
        "assessments": assessment,
        "respondents": RespondentFactory(assessment=assessment),
        "analyses": analysis,
        "roadmaps": make_roadmap(analysis, n),
        "jobs": make_job(organisation, n),
    }
