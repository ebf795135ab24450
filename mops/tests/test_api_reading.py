"""Reading by the API: what is shown, how lists are cut and ordered, and what each costs."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from accounts import access
from accounts.actor import Actor
from assessments import saving
from assessments.content import Content
from tests.api_client import ROOT, fields, program
from tests.api_rows import make_analysis, make_everything, make_roadmap
from tests.factories import (
    AT,
    AssessmentFactory,
    MembershipFactory,
    RespondentFactory,
)


@pytest.fixture
def rows(organisation, framework):
    return make_everything(organisation, framework)


@pytest.fixture
def own(viewer):
    return program(viewer)


def get(client, name, **parameters):
    return client.get(f"{ROOT}{name}/", parameters)


def test_a_framework_comes_with_everything_in_catalogue_order(own, framework):
    listed = get(own, "frameworks").json()["results"]
    whole = get(own, f"frameworks/{framework.pk}").json()

    assert [(row["key"], row["version"]) for row in listed] == [(framework.key, framework.version)]
    assert "areas" not in listed[0]
    assert len(whole["areas"]) == 5
    assert [row["key"] for row in whole["capabilities"]] == list(
        framework.capabilities.values_list("key", flat=True)
    )
    question = whole["questions"][0]
    assert len(question["options"]) == 5
    assert question["capability"] in {row["key"] for row in whole["capabilities"]}
    assert len(whole["initiatives"]) == framework.initiatives.count()
    assert isinstance(whole["initiatives"][0]["cost_low"], float)


def test_a_draft_is_not_there(own, framework):
    framework.status, framework.published_at = framework.Status.DRAFT, None
    framework.save()

    assert get(own, "frameworks").json()["count"] == 0
    assert get(own, f"frameworks/{framework.pk}").status_code == 404


def test_an_assessment_names_its_framework(own, rows, framework):
    shown = get(own, f"assessments/{rows['assessments'].pk}").json()

    assert shown["framework"] == {
        "id": str(framework.pk),
        "key": framework.key,
        "version": framework.version,
        "name": framework.name,
    }
    assert shown["status"] == "open"


def test_an_analysis_is_listed_by_its_summary_and_shown_whole(own, rows):
    listed = get(own, "analyses").json()["results"][0]
    whole = get(own, f"analyses/{rows['analyses'].pk}").json()

    assert listed["summary"] == {"index": 41.25}
    assert "result" not in listed
    assert whole["result"] == {"overall": {"index": 41.25, "stage": None}}


def test_a_roadmap_is_shown_with_its_items(own, rows):
    listed = get(own, "roadmaps", analysis=str(rows["analyses"].pk)).json()["results"][0]
    whole = get(own, f"roadmaps/{rows['roadmaps'].pk}").json()

    assert "result" not in listed
    assert "items" not in listed
    assert whole["result"]["forecast"] == []
    assert [(row["start"], row["finish"]) for row in whole["items"]] == [(0, 2), (1, 3)]
    assert whole["organisation"] == str(rows["organisations"].pk)


def test_respondents_are_shown_as_on_the_page_and_mine_is_marked(own, viewer, assessment):
    mine = RespondentFactory(assessment=assessment, user=viewer, name="Ada")
    RespondentFactory(assessment=assessment, name="Ben", role="it")
    saving.save_answer(
        actor=Actor(viewer.pk),
        respondent_id=mine.pk,
        question_key="data.quality.measure",
        content=Content.from_choice("3"),
        key=saving.SaveKey("tab", 1, 0),
        at=AT,
    )

    listed = get(own, "respondents", assessment=str(assessment.pk)).json()["results"]

    assert [(row["name"], row["own"], row["answered"]) for row in listed] == [
        ("Ada", True, 1),
        ("Ben", False, 0),
    ]
    assert set(listed[0]) == {
        "id", "assessment", "name", "role", "state", "submitted_at", "own", "answered"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"ordering": "name"}, ["A", "B", "C"]),
        ({"ordering": "-name"}, ["C", "B", "A"]),
        ({"ordering": "name", "page_size": "2"}, ["A", "B"]),
        ({"ordering": "name", "page_size": "2", "page": "2"}, ["C"]),
        ({"ordering": "name", "page_size": "999999999"}, ["A", "B", "C"]),
        ({"status": "closed"}, []),
    ],
)
def test_lists_are_ordered_filtered_and_cut_as_asked(
    own, organisation, framework, parameters, names
):
    for name in "BCA":
        AssessmentFactory(organisation=organisation, framework=framework, name=name)

    listed = get(own, "assessments", **parameters).json()["results"]

    assert [row["name"] for row in listed] == names


def test_a_page_holds_at_most_a_hundred(own, assessment):
    for _ in range(101):
        RespondentFactory(assessment=assessment)

    listed = get(own, "respondents", page_size="101").json()

    assert (listed["count"], len(listed["results"])) == (101, 100)
    assert "page=2" in listed["next"]
    assert len(get(own, "respondents").json()["results"]) == 50


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=1e9", "page"),
        ("page=1.0", "page"),
        ("page=abc", "page"),
        ("page=last", "page"),
        ("page=٣", "page"),
        ("page=100001", "page"),
        ("page=" + "9" * 30, "page"),
        ("page=" + "9" * 5000, "page"),
        ("page=", "page"),
        ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=x", "page_size"),
        ("ordering=password", "ordering"),
        ("ordering=-x__y", "ordering"),
        ("ordering=id;drop", "ordering"),
        ("ordering=?", "ordering"),
        ("ordering=organisation__memberships__user__password", "ordering"),
        ("ordering=" + ",".join(["name"] * 50), "ordering"),
        ("ordering=name&ordering=-name", "ordering"),
        ("organisation=2", "organisation"),
        ("organisation=", "organisation"),
        ("organisation=%ff", "organisation"),
        ("organisation=%ed%a0%80", "organisation"),
        ("organisation__id=2", "organisation__id"),
        ("organisation__memberships__user__email__startswith=a", None),
        ("_connector=OR+1=1", "_connector"),
        ("pk__in=1", "pk__in"),
        ("q=x", "q"),
        ("format=json", "format"),
        ("format=xyz", "format"),
        ("a[]=1", "a[]"),
        ("status=open;closed", "status"),
        ("page=1&page=1", "page"),
        ("&".join(f"a{n}=1" for n in range(999)), "a0"),
        ("&".join(f"a{n}=1" for n in range(2000)), ""),
    ],
)
def test_query_parameters_are_known_and_sound_or_refused(own, query, field):
    response = own.get(f"{ROOT}assessments/?{query}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    if field is not None:
        assert field in {name for name, _ in fields(response)}


def test_single_things_take_no_query_parameters(own, rows):
    address = f"analyses/{rows['analyses'].pk}"

    assert fields(get(own, address, page="1")) == {("page", "unknown")}


def test_a_page_beyond_the_last_does_not_exist(own):
    assert get(own, "assessments", page="2").status_code == 404


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("a/b;q=NaN", 406),
        ("text/html", 406),
        ("application/json;q=NaN", 200),
        (",;=," * 2000, 406),
        ("x" * 9000, 406),
    ],
)
def test_only_json_is_served(own, accept, status):
    response = own.get(f"{ROOT}assessments/", headers={"Accept": accept})

    assert response.status_code == status


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-," * 1000},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "x"},
        {"Accept-Language": "x" * 10_000},
        {"Cookie": "sessionid=" + "x" * 8000},
        {"Cookie": "sessionid=a; sessionid=b; \x01"},
        {"X-Forwarded-For": "1.2.3.4"},
    ],
)
def test_odd_headers_change_nothing(own, headers):
    assert own.get(f"{ROOT}assessments/", headers=headers).status_code == 200


def test_what_was_read_is_kept_by_no_cache(own, rows):
    assert get(own, "assessments").headers["Cache-Control"] == "no-store"


def test_a_database_that_is_away_is_said_with_when_to_come_back(own, monkeypatch, client):
    def away(actor):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(access, "organisations", away)
    own.raise_request_exception = False

    response = get(own, "organisations")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "closed the connection" not in response.content.decode()


def test_a_fault_of_ours_says_nothing_of_itself(own, monkeypatch):
    def broken(actor):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(access, "organisations", broken)
    own.raise_request_exception = False

    response = get(own, "organisations")

    assert response.status_code == 500
    assert response.json()["type"].endswith(":server-error")
    assert response.json()["request_id"] == response.headers["X-Request-Id"]
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize(
    "name", ["organisations", "frameworks", "assessments", "respondents", "analyses", "roadmaps"]
)
def test_a_list_costs_the_same_with_one_row_as_with_twenty(
    own, viewer, rows, framework, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8) as one:
        assert get(own, name).json()["count"] == 1
    _twenty_more(viewer, rows)
    with django_assert_max_num_queries(len(one)):
        count = get(own, name).json()["count"]
    assert count >= 20 or name == "frameworks"


def _twenty_more(viewer, rows):
    for n in range(1, 21):
        MembershipFactory(user=viewer)
        AssessmentFactory(
            organisation=rows["organisations"], framework=rows["assessments"].framework
        )
        RespondentFactory(assessment=rows["assessments"])
        make_roadmap(make_analysis(rows["assessments"], n), n)


def test_single_things_cost_few_queries(own, rows, framework, django_assert_max_num_queries):
    for name in ("organisations", "assessments", "respondents", "analyses", "roadmaps", "jobs"):
        with django_assert_max_num_queries(4):
            assert get(own, f"{name}/{rows[name].pk}").status_code == 200
    with django_assert_max_num_queries(6):
        assert get(own, f"frameworks/{framework.pk}").status_code == 200
