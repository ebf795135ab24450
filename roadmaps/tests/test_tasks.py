"""The roadmap job: follows the analysis, is idempotent, fails in words."""

import pytest

from jobs import registry, runner, services
from jobs.models import JobRun
from roadmaps import tasks
from roadmaps.models import Roadmap
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
