"""One organisation's worth of everything that the API shows, as rows."""

from __future__ import annotations

import uuid
from datetime import timedelta

from jobs.models import JobRun
from reports.models import FileContent, FileTemplate, MadeFile, SharedLink
from roadmaps.models import KpiTarget, OwnInitiative, PlanItem, Proposal, Scenario, WorkItem
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


def make_scenario(analysis, plan, n=0, **fields):
    return Scenario.objects.create(
        organisation=analysis.assessment.organisation,
        analysis=analysis,
        name=f"Scenario {n}",
        limits={"start": "2027-01-01", "size": "mid", "period": "month", "periods": 24},
        plan=plan,
        created_at=AT,
        changed_at=AT,
        **fields,
    )


def make_proposal(scenario, n=0):
    return Proposal.objects.create(
        scenario=scenario,
        scenario_version=1,
        input_digest=f"{n:064d}",
        roadmap=scenario.plan,
        created_at=AT,
    )


def make_own_initiative(organisation, n=0):
    return OwnInitiative.objects.create(
        organisation=organisation,
        key=f"own-{n}",
        name=f"Own {n}",
        area="data",
        raises=[{"capability": "data.quality", "from": 1, "to": 2}],
        effort={"ops_manager": 1.0},
        duration_weeks=4,
        cost_low=0,
        cost_high=1,
        created_at=AT,
        changed_at=AT,
    )


def make_work_item(organisation, n=0):
    return WorkItem.objects.create(
        organisation=organisation,
        initiative=f"own-{n}",
        checks=[{"text": "Ten records traced", "done": False}],
        changed_at=AT,
    )


def make_kpi_target(organisation, n=0):
    target = KpiTarget.objects.create(
        organisation=organisation,
        initiative="quality-baseline",
        kpi="duplicate_rate",
        name="Duplicate rate",
        unit="%",
        rises=False,
        baseline=0.2,
        target=0.1,
        created_at=AT,
        changed_at=AT,
    )
    target.readings.create(on=AT.date(), value=0.2, at=AT)
    return target


def make_file(analysis, n=0):
    file = MadeFile.objects.create(
        organisation=analysis.assessment.organisation,
        analysis=analysis,
        format="deck",
        key=f"{uuid.uuid4().int:064x}",
        document_digest="d" * 64,
        name=f"file-{n}.pptx",
        size=4,
        digest="e" * 64,
        made_at=AT,
    )
    FileContent.objects.create(file=file, data=b"text")
    return file


def make_file_template(organisation):
    return FileTemplate.objects.create(
        organisation=organisation,
        kind="pptx",
        name="Theirs",
        data=b"master",
        digest="f" * 64,
        size=6,
        uploaded_at=AT,
    )


def make_link(analysis):
    return SharedLink.objects.create(
        organisation=analysis.assessment.organisation,
        analysis=analysis,
        name="Board",
        digest=f"{uuid.uuid4().int:064x}",
        document="{}",
        expires_at=AT + timedelta(days=30),
        created_at=AT,
    )


def make_everything(organisation, framework, n=0):
    """Rows by the name of their list in the API."""
    assessment = AssessmentFactory(organisation=organisation, framework=framework)
    analysis = make_analysis(assessment, n)
    plan = make_roadmap(analysis, n)
    scenario = make_scenario(analysis, plan, n)
    return {
        "organisations": organisation,
        "assessments": assessment,
        "respondents": RespondentFactory(assessment=assessment),
        "analyses": analysis,
        "roadmaps": plan,
        "scenarios": scenario,
        "proposals": make_proposal(scenario, n),
        "own-initiatives": make_own_initiative(organisation, n),
        "work-items": make_work_item(organisation, n),
        "kpi-targets": make_kpi_target(organisation, n),
        "files": make_file(analysis, n),
        "links": make_link(analysis),
        "jobs": make_job(organisation, n),
    }


def make_plan_rows(roadmap):
    """A current scenario of the roadmap, a proposal for it, an own initiative, a KPI target."""
    analysis, organisation = roadmap.analysis, roadmap.analysis.assessment.organisation
    scenario = make_scenario(analysis, roadmap, current=True)
    return (
        scenario,
        make_proposal(scenario),
        make_own_initiative(organisation),
        make_kpi_target(organisation),
    )
