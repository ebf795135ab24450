"""Who may reach which roadmap."""

from datetime import timedelta

import pytest

from accounts.actor import Actor
from roadmaps import access, pipeline
from roadmaps.tests.conftest import make_analysis
from tests.factories import AT, AssessmentFactory


@pytest.fixture
def actor(viewer):
    return Actor(viewer.pk)


def test_members_see_their_roadmaps(actor, roadmap, analysis):
    assert list(access.roadmaps(actor)) == [roadmap]
    assert list(access.roadmaps_of(actor, analysis)) == [roadmap]
    assert access.plan_items(actor).count() == roadmap.items.count()
    assert access.roadmaps(actor).get().actor_role == "viewer"


def test_for_others_they_do_not_exist(outsider, roadmap, analysis, organisation):
    actor = Actor(outsider.pk)

    assert not access.roadmaps(actor).exists()
    assert not access.roadmaps_of(actor, analysis).exists()
    assert not access.plan_items(actor).exists()
    assert access.latest_roadmap(actor, organisation) is None


def test_the_latest_roadmap_is_that_of_the_latest_assessment(
    actor, roadmap, assessment, organisation
):
    assert access.latest_roadmap(actor, organisation) == roadmap
    later = AssessmentFactory(
        organisation=organisation,
        framework=assessment.framework,
        opened_at=AT + timedelta(days=90),
    )
    assert access.latest_roadmap(actor, organisation) == roadmap

    analysis = make_analysis(later, at=AT + timedelta(days=91))
    newer = pipeline.record_roadmap(analysis, pipeline.default_parameters(analysis), at=AT)

    assert access.latest_roadmap(actor, organisation) == newer


def test_reading_the_latest_takes_one_query(
    actor, roadmap, organisation, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = access.latest_roadmap(actor, organisation)
        assert found.analysis.assessment.organisation == organisation
