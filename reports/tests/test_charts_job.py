"""The charts of a roadmap are drawn by a job."""

import pytest

from jobs import registry, runner
from jobs.models import JobRun
from jobs.services import enqueue
from reports import tasks
from reports.charts import KINDS
from reports.figures.theme import VARIANTS
from reports.models import ChartImage
from tests.factories import AT

pytestmark = pytest.mark.django_db(transaction=True)


def _ask(roadmap, organisation):
    return enqueue(
        kind="charts",
        subject=roadmap.pk,
        input_version=roadmap.parameters_digest,
        organisation_id=organisation.pk,
        by=None,
        at=AT,
    )


def test_comes_after_the_best_plan():
    assert registry.find("charts").after == "improve"


def test_draws_every_chart_in_every_variant(roadmap, organisation):
    job = _ask(roadmap, organisation)

    runner.run_pending()

    job.refresh_from_db()
    images = ChartImage.objects.unscoped("a test looks at what is there")
    assert job.state == JobRun.State.DONE
    # There is no earlier round, so nothing has moved; what shows all rounds waits until it is asked
    # for.
    assert not images.filter(key__in=["movement", "trend"]).exists()
    assert images.count() == (len(KINDS) - 2) * len(VARIANTS)
    assert images.filter(roadmap=None).count() == 2 * len(VARIANTS)


def test_a_second_run_changes_nothing(roadmap, organisation, monkeypatch):
    # That every chart is the same picture every time is a test of the figures.
    monkeypatch.setattr(tasks, "VARIANTS", ["wide-light"])
    images = ChartImage.objects.unscoped("a test looks at what is there")
    job = _ask(roadmap, organisation)
    runner.run_pending()
    before = set(images.values_list("key", "variant", "digest"))

    JobRun.objects.unscoped("as if its worker had died").filter(pk=job.pk).update(
        state=JobRun.State.QUEUED
    )
    runner.run_pending()

    assert set(images.values_list("key", "variant", "digest")) == before
