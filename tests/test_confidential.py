"""A confidential round, walked through every address: no single answer comes out anywhere."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from datetime import date

import pytest
from django.urls import reverse

from assessments import comparison, pipeline
from engine.types import PlanParameters
from roadmaps import pipeline as roadmaps_pipeline
from tests.confidential_rows import CANARY, PEOPLE, confidential_round
from tests.factories import AT
from tests.test_every_address import addresses, arguments

SMALL = {"cmo", "it", "sales"}
# The smaller of the two large roles of marketing is hidden with its head.
SHOWN = {"demand_channel"}


@pytest.fixture
def round_(organisation, framework):
    return confidential_round(organisation, framework)


@pytest.fixture
def rows(round_):
    analysis = pipeline.store(pipeline.compute(round_, AT))
    plan = roadmaps_pipeline.compute(analysis, PlanParameters(start=date(2027, 1, 1)), AT)
    roadmap = roadmaps_pipeline.store(plan)
    somebody = round_.respondents.filter(role="cmo").get()
    found = {
        "organisation": round_.organisation_id,
        "assessment": round_.pk,
        "respondent": somebody.pk,
        "analysis": analysis.pk,
        "roadmap": roadmap.pk,
        "job": "00000000-0000-4000-8000-000000000000",
        "user": somebody.user_id,
    }
    # What a round of answers has nothing of, such as KPIs, is walked with an id of nothing.
    return defaultdict(uuid.uuid4, found)


@pytest.mark.parametrize("who", ["viewer", "owner"])
def test_nobody_finds_a_single_answer_at_any_address(client, rows, request, who):
    client.force_login(request.getfixturevalue(who))
    walked = 0

    for name, (_route, parameters) in sorted(addresses().items()):
        response = client.get(reverse(name, kwargs=arguments(name, parameters, rows)))
        if response.status_code != 200:
            continue
        walked += 1
        assert CANARY.encode() not in response.content, name
    for name in ("api:assessment-list", "api:analysis-list", "api:respondent-list"):
        assert CANARY not in client.get(reverse(name)).content.decode(), name
    assert walked >= 10


def test_the_answers_of_somebody_else_are_refused_even_to_the_owner(client, rows, owner):
    client.force_login(owner)

    for name in ("assessments:review", "assessments:respond"):
        assert client.get(reverse(name, args=[rows["respondent"]])).status_code == 403
    url = reverse("api:respondent-answers", args=[rows["respondent"]])
    assert client.get(url).status_code == 403


def test_the_api_gives_no_small_group(client, rows, viewer):
    client.force_login(viewer)

    body = client.get(reverse("api:analysis-detail", args=[rows["analysis"]])).json()
    capabilities = body["result"]["capabilities"]

    assert any(item["score"] for item in capabilities)
    for item in capabilities:
        assert not SMALL & set(item["by_role"]), item["key"]
        assert item["n"] is None or item["n"] >= 5
    by_key = {item["key"]: item for item in capabilities}
    assert set(by_key["data.quality"]["by_role"]) <= {*SHOWN, "marketing_ops"}
    assert body["result"]["robustness"]["pivotal"] is None
    assert any("Single answers are protected" in note for note in body["result"]["notes"])


def test_the_pages_name_no_small_role(client, rows, viewer):
    client.force_login(viewer)
    url = reverse("reports:gap", args=[rows["organisation"], "data.quality"])

    page = client.get(url)

    assert page.status_code == 200
    text = json.dumps([str(name) for name, _n in page.context["row"]["roles"]])
    assert "CMO" not in text
    assert "Sales" not in text


def test_a_result_waits_for_a_whole_group(organisation, framework):
    few = confidential_round(organisation, framework, people={"cmo": 1, "it": 2})

    assert pipeline.load_answers(few) == []


def test_an_open_round_counts_whole_groups_and_a_closed_one_everybody(organisation, framework):
    round_ = confidential_round(organisation, framework, status="open", closed_at=None)
    people = sum(PEOPLE.values())

    counted = {answer.respondent for answer in pipeline.load_answers(round_)}
    assert len(counted) == people // 5 * 5
    round_.status = "closed"
    assert len({answer.respondent for answer in pipeline.load_answers(round_)}) == people


def test_an_identified_round_shows_roles_of_one(client, organisation, framework, viewer):
    round_ = confidential_round(organisation, framework, privacy="identified")
    analysis = pipeline.store(pipeline.compute(round_, AT))
    client.force_login(viewer)

    body = client.get(reverse("api:analysis-detail", args=[analysis.pk])).json()

    heard = [set(item["by_role"]) for item in body["result"]["capabilities"]]
    assert any("cmo" in roles for roles in heard)


def test_rounds_of_which_one_is_confidential_are_not_compared(organisation, framework):
    """Like for like is a comparison of some of the people, which tells on the others."""
    before = confidential_round(organisation, framework, privacy="identified")
    after = confidential_round(organisation, framework)
    earlier, later = (pipeline.store(pipeline.compute(round_, AT)) for round_ in (before, after))

    assert comparison.compare(earlier, later, AT) is None
    assert comparison.compare(earlier, earlier, AT) is not None
