"""Files of an older round than the newest: chosen on the page and in the API, while it is kept."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from jobs import runner
from reports.deliverables import formats
from reports.deliverables.formats import Format
from reports.models import FileOrder, MadeFile
from reports.tests.rows import make_analysis, make_roadmap
from tests.api_client import ROOT, program
from tests.factories import AT, AssessmentFactory


def told(document, _options):
    """What a file says of its round and of the plan."""
    (plan,) = (part.message for part in document.sections if part.key == "roadmap")
    without = plan == "No roadmap has been made from these figures."
    return f"{document.assessment}, {'no plan' if without else 'a plan'}".encode()


@pytest.fixture(autouse=True)
def writers(monkeypatch):
    for key, of_plan in (("word", False), ("calendar", True)):
        cheap = Format(key, key.title(), "", key, "txt", "text/plain", told, of_plan=of_plan)
        monkeypatch.setitem(formats.FORMATS, key, cheap)


@pytest.fixture
def newest(scenario, assessment):
    """The newest round has a result and a plan."""
    type(assessment).objects.unscoped("a test").filter(pk=assessment.pk).update(name="Autumn")


@pytest.fixture
def older(newest, organisation, framework, example):
    """A round of the year before, without a plan."""
    round_ = AssessmentFactory(
        organisation=organisation,
        framework=framework,
        name="Spring",
        opened_at=AT - timedelta(days=365),
    )
    return make_analysis(round_, example[1], digest="b")


@pytest.fixture
def url(organisation):
    return reverse("files:page", args=[organisation.pk])


def written():
    runner.run_pending()
    file = MadeFile.objects.unscoped("a test").latest("made_at")
    return bytes(file.content.data).decode()


def test_the_newest_figures_are_taken_unless_an_older_round_is_chosen(client, editor, older, url):
    client.force_login(editor)
    page = client.get(url).content.decode()
    assert "Autumn, the newest" in page
    assert f'<option value="{older.pk}">Spring</option>' in page

    client.post(url, {"format": ["word"]})
    assert written() == "Autumn, a plan"
    client.post(url, {"format": ["word"], "analysis": str(older.pk)})
    assert written() == "Spring, no plan"

    listed = client.get(url).content.decode()
    assert listed.count("the newest figures") == listed.count("newer figures exist") == 1


def test_an_older_round_that_has_a_plan_brings_its_own(client, editor, older, example, url):
    plan = make_roadmap(older, example[2])
    client.force_login(editor)

    client.post(url, {"format": ["calendar"], "analysis": str(older.pk)})

    assert written() == "Spring, a plan"
    assert FileOrder.objects.unscoped("a test").get().roadmap == plan


def test_the_dates_of_a_plan_need_one_of_that_round(client, editor, older, url, organisation):
    client.force_login(editor)

    refused = client.post(url, {"format": ["calendar"], "analysis": str(older.pk)})
    assert refused.status_code == 400
    assert "Calendar: this file tells of a roadmap, and none was made from Spring." in (
        refused.content.decode()
    )
    body = {"organisation": str(organisation.pk), "format": "calendar", "analysis": str(older.pk)}
    api = program(editor)
    assert api.post(f"{ROOT}files/", json.dumps(body), "application/json").status_code == 409
    assert not FileOrder.objects.unscoped("a test").exists()


def test_with_one_round_there_is_nothing_to_choose(client, editor, newest, url):
    client.force_login(editor)

    assert "the newest</option>" not in client.get(url).content.decode()


def test_the_api_takes_any_result_that_is_kept(editor, older, organisation):
    body = {"organisation": str(organisation.pk), "format": "word", "analysis": str(older.pk)}

    asked = program(editor).post(f"{ROOT}files/", json.dumps(body), "application/json")

    assert asked.status_code == 201
    assert written() == "Spring, no plan"


@pytest.mark.parametrize("whose", ["nobody's", "another organisation's"])
def test_a_result_that_is_not_yours_does_not_exist(
    client, editor, newest, organisation, other_organisation, framework, example, url, whose
):
    key = str(uuid.uuid4())
    if whose != "nobody's":
        round_ = AssessmentFactory(organisation=other_organisation, framework=framework)
        key = str(make_analysis(round_, example[1], digest="c").pk)
    body = {"organisation": str(organisation.pk), "format": "word", "analysis": key}
    client.force_login(editor)

    refused = program(editor).post(f"{ROOT}files/", json.dumps(body), "application/json")

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "analysis"
    assert refused.json()["errors"][0]["message"] == "There is no such thing here."
    assert client.post(url, {"format": ["word"], "analysis": key}).status_code == 400
