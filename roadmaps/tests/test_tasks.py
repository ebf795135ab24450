"""The roadmap job: follows the analysis, is idempotent, fails in words."""

import pytest

from capabilities import catalogue
from engine.plan_document import parameters_from
from engine.roadmap import roadmap as planned
from jobs import registry, runner, services
from jobs.models import JobRun
from roadmaps import inputs, tasks
from roadmaps.models import Roadmap, Scenario
from roadmaps.services import limits
from tests.factories import AT


def stored():
    return Roadmap.objects.unscoped("tests count rows")


@pytest.fixture
def job(analysis):
    return services.enqueue(
        kind="roadmap",
        subject=analysis.pk,
        input_version=analysis.input_digest,
        organisation_id=analysis.assessment.organisation_id,
        by=None,
        at=AT,
    )


def test_a_roadmap_follows_every_analysis():
    assert "roadmap" in [kind.name for kind in registry.followers("analysis")]
    assert registry.find("roadmap").handler is tasks.plan


def test_the_job_stores_the_roadmap_of_its_analysis(job, analysis):
    assert runner.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.percent) == (JobRun.State.DONE, 100)
    assert stored().get().analysis == analysis


def test_a_second_run_finds_the_first_ones_row(job, analysis):
    runner.run(job.pk)
    JobRun.objects.unscoped("the test lets the job run again").filter(pk=job.pk).update(
        state=JobRun.State.QUEUED, finished_at=None
    )

    runner.run(job.pk)

    assert stored().count() == 1


def test_limits_that_cannot_be_planned_with_fail_in_words(job, analysis):
    organisation = analysis.assessment.organisation
    organisation.size = "tiny"
    organisation.save()

    runner.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == (JobRun.State.FAILED, "unknown size 'tiny'")
    assert not stored().exists()


def improve():
    """Run what follows the first plan; the job and the organisation's plan then."""
    job = JobRun.objects.unscoped("a test looks at what is there").get(kind="improve")
    runner.run(job.pk)
    job.refresh_from_db()
    return job, Scenario.objects.unscoped("the only one").get()


def efforts():
    return [parameters_from(row.parameters).effort for row in stored().order_by("created_at")]


def test_a_better_plan_takes_the_place_of_the_one_that_was_made_at_once(job, settings):
    settings.PLAN_EFFORT = "interactive"
    runner.run(job.pk)
    first = stored().get()
    scenario = Scenario.objects.unscoped("the only one").get()
    assert (efforts(), scenario.plan) == (["instant"], first)

    search, scenario = improve()

    better = stored().exclude(pk=first.pk).get()
    assert efforts() == ["instant", "interactive"]
    assert (scenario.plan, scenario.version, search.result_subject) == (better, 1, better.pk)
    assert better.result["roadmap"]["value"] >= first.result["roadmap"]["value"]
    # It is what `assess --effort interactive` makes of the same answers and limits.
    framework = catalogue.engine_framework(better.analysis.assessment.framework_id)
    limits = parameters_from(better.parameters)
    assert planned(framework, better.analysis.result, limits) == better.result
    followers = JobRun.objects.unscoped("a test looks at what is there").filter(subject=better.pk)
    assert {"insight"} <= set(followers.values_list("kind", flat=True))


def test_what_somebody_has_touched_is_left_alone_and_planned_with_effort_later(job, settings):
    settings.PLAN_EFFORT = "interactive"
    runner.run(job.pk)
    first, scenario = stored().get(), Scenario.objects.unscoped("the only one").get()
    limits.set_budget(scenario=scenario, version=1, budget=40.0, by=None, at=AT)

    search, scenario = improve()

    assert (scenario.plan, search.result_subject, search.state) == (first, first.pk, "done")
    assert efforts() == ["instant"]
    assert inputs.limits_of(scenario).effort == "interactive"


def test_without_a_search_there_is_nothing_better_to_look_for(job):
    runner.run(job.pk)

    search, scenario = improve()

    assert (search.result_subject, stored().count()) == (scenario.plan_id, 1)
