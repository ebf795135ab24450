"""When plans are made: after every analysis, and when somebody asks. What they are lies below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from engine.conflict_document import conflict_document
from engine.planning import InfeasiblePlanError
from engine.pools import CapacityError
from engine.prepare import PlanInputError
from jobs.context import JobError
from jobs.registry import job
from roadmaps import inputs, pipeline, proposing

if TYPE_CHECKING:
    from jobs.context import JobContext
    from jobs.models import JobRun


@job("roadmap", title=gettext_noop("Roadmap"), after="analysis")
def plan(run: JobRun, context: JobContext) -> None:
    """A plan at once, without a search: `improve` looks for a better one. Idempotent: the same
    analysis under the same limits finds the first one's row."""
    analysis = pipeline.load_analysis(run.subject)
    context.step(gettext_noop("Planning initiatives under people and budget"), 20)
    parameters = pipeline.first_parameters(analysis)
    try:
        roadmap = pipeline.compute(analysis, parameters, context.at)
    except (PlanInputError, CapacityError) as error:
        raise JobError(error.message) from error
    context.step(gettext_noop("Storing the roadmap"), 90)
    with context.final():
        roadmap = pipeline.store(roadmap)
        pipeline.adopt(roadmap, by=run.requested_by, at=context.at)
        context.result(subject=roadmap.pk, input_version=roadmap.parameters_digest)


@job("improve", title=gettext_noop("Better plan"), after="roadmap", waited_for=False)
def improve(run: JobRun, context: JobContext) -> None:
    """The best plan that PLAN_EFFORT finds under the limits that nobody has set, in place of the
    first one as long as nobody has touched that. Idempotent, as `plan` is."""
    roadmap = pipeline.load_roadmap(run.subject)
    parameters = pipeline.default_parameters(roadmap.analysis)
    if not pipeline.may_improve(roadmap, parameters):
        with context.final():
            context.result(subject=roadmap.pk, input_version=roadmap.parameters_digest)
        return
    context.step(gettext_noop("Looking for a better plan"), 20)
    better = pipeline.compute(roadmap.analysis, parameters, context.at)
    with context.final():
        better = pipeline.store(better)
        taken = pipeline.adopt(better, by=run.requested_by, at=context.at)
        final = better if taken else roadmap
        context.result(subject=final.pk, input_version=final.parameters_digest)


@job("replan", title=gettext_noop("New plan"))
def replan(run: JobRun, context: JobContext) -> None:
    """Plans the scenario as it is now, whatever it was when it was asked for.

    Wishes that cannot be met together end the job with a proposal that says so: the accepted plan
    stays. Idempotent: the same question has the same proposals.
    """
    scenario = pipeline.load_scenario(run.subject)
    context.step(gettext_noop("Planning initiatives under people and budget"), 10)
    by = run.requested_by
    try:
        drafts = proposing.draft(scenario, by=by, at=context.at)
    except (PlanInputError, CapacityError) as error:
        raise JobError(error.message) from error
    except InfeasiblePlanError:
        context.step(gettext_noop("Looking for the wishes that contradict each other"), 50)
        document = conflict_document(
            inputs.framework_of(scenario),
            scenario.analysis.result,
            inputs.parameters_of(scenario),
        )
        drafts = proposing.refuse(scenario, document, by=by, at=context.at)
    context.step(gettext_noop("Storing the roadmap"), 90)
    with context.final():
        proposing.store(drafts)


@job("insight", title=gettext_noop("Explanations of the plan"), after="improve", waited_for=False)
def explain(run: JobRun, context: JobContext) -> None:
    """Idempotent: one row for each roadmap. A plan that no scenario has any more, as when answers
    came in quick succession, needs no explanation."""
    roadmap = pipeline.load_roadmap(run.subject)
    if not roadmap.scenarios.exists():
        return
    context.step(gettext_noop("Asking what each limit and wish costs"), 10)
    document = pipeline.insight_of(roadmap)
    with context.final():
        pipeline.store_insight(roadmap, document, at=context.at)
