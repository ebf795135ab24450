"""Who may reach which roadmap."""

import pytest

from accounts.actor import Actor
from roadmaps import access


@pytest.fixture
def actor(viewer):
    return Actor(viewer.pk)


def test_members_see_their_roadmaps(actor, roadmap):
    assert list(access.roadmaps(actor)) == [roadmap]
    assert access.plan_items(actor).count() == roadmap.items.count()
    assert access.roadmaps(actor).get().actor_role == "viewer"


def test_for_others_they_do_not_exist(outsider, roadmap):
    actor = Actor(outsider.pk)

    assert not access.roadmaps(actor).exists()
    assert not access.plan_items(actor).exists()
