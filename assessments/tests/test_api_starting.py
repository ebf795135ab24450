"""Starting a round through the API: as the page does it, and by the same rules."""

import pytest

from assessments.models import Assessment
from tests.api_client import ROOT, program

pytestmark = pytest.mark.django_db
URL = f"{ROOT}assessments/"


def start(user, organisation, *, read_only=False, **fields):
    body = {"organisation": str(organisation.pk), "name": "Spring", "profile": "scaling"}
    client = program(user, read_only=read_only)
    return client.post(URL, body | fields, content_type="application/json")


def test_an_editor_starts_one_with_all_that_the_page_offers(editor, organisation, assessment):
    goals = [goal["key"] for goal in assessment.framework.content["profiles"]["goals"][:2]]

    made = start(
        editor, organisation, goals=goals, quick=True, privacy="anonymous", minimum_group=4,
        due_on="2999-02-01", opens_on="2999-01-01", time_zone="Europe/Berlin",
        previous=str(assessment.pk),
    )  # fmt: skip

    assert made.status_code == 201
    shown = made.json()
    assert {name: shown[name] for name in ("goals", "quick", "privacy", "minimum_group")} == {
        "goals": goals, "quick": True, "privacy": "anonymous", "minimum_group": 4,
    }  # fmt: skip
    assert (shown["status"], shown["due_on"]) == ("planned", "2999-02-01")
    stored = Assessment.objects.unscoped("looking").get(pk=shown["id"])
    assert (stored.previous, stored.created_by) == (assessment, editor.pk)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"profile": "huge"}, "profile"),
        ({"industry": "mars"}, "industry"),
        ({"goals": ["nonsense"]}, "goals"),
        ({"goals": ["retention_cx", "retention_cx"]}, "goals"),
        ({"privacy": "secret"}, "privacy"),
        ({"minimum_group": 2}, "minimum_group"),
        ({"opens_on": "2027-02-02", "due_on": "2027-02-01"}, "due_on"),
        ({"due_on": "1.2.2027"}, "due_on"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"previous": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, "previous"),
        ({"quick": "yes"}, "quick"),
        ({"status": "closed"}, "status"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_started(
    editor, organisation, framework, fields, named
):
    refused = start(editor, organisation, **fields)

    assert refused.status_code == 400
    assert {error["field"].split(".")[0] for error in refused.json()["errors"]} == {named}
    assert not Assessment.objects.unscoped("looking").exists()


def test_only_those_who_run_rounds_may(viewer, editor, organisation, other_organisation, framework):
    assert start(viewer, organisation).status_code == 403
    assert start(editor, organisation, read_only=True).status_code == 403
    assert start(editor, other_organisation).status_code == 404
    assert not Assessment.objects.unscoped("looking").exists()
