"""Who sees what in the API: one table for every list and every single thing."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import Role
from tests.api_client import ROOT, program, without_request_id
from tests.api_rows import make_everything
from tests.factories import AT, MembershipFactory, OrganisationFactory, UserFactory

READ_ONLY = ["organisations", "respondents", "analyses", "roadmaps"]
PLANNING = ["scenarios", "proposals", "own-initiatives", "work-items", "kpi-targets"]
LISTS = ["assessments", *READ_ONLY, *PLANNING, "files"]
ITEMS = [*LISTS, "jobs"]
# What else than reading the things of a list take at their own address.
CHANGED_BY = {
    "scenarios": "delete",
    "own-initiatives": "put delete",
    "work-items": "put",
    "kpi-targets": "put delete",
}
MALFORMED = [
    "0",
    "-1",
    "1.0",
    "1e3",
    "abc",
    str(2**63),
    str(2**64),
    "9" * 5000,
    "٣",
    "%31",
    "%2e%2e",
    "6BA7B810-9DAD-11D1-80B4-00C04FD430C8",
    "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
    "6ba7b8109dad11d180b400c04fd430c8",
]


@pytest.fixture
def rows(organisation, framework):
    return make_everything(organisation, framework)


@pytest.fixture
def theirs(other_organisation, framework):
    """The same elsewhere, of which nobody here may learn."""
    return make_everything(other_organisation, framework)


def detail(name, pk):
    return f"{ROOT}{name}/{pk}/"


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("read_only", [True, False])
def test_members_read_their_own_and_nothing_else(organisation, rows, theirs, role, read_only):
    client = program(
        MembershipFactory(organisation=organisation, role=role).user, read_only=read_only
    )
    hidden = {"files"} if role != Role.OWNER else set()

    for name in hidden:
        assert client.get(f"{ROOT}{name}/").json()["count"] == 0, name
        assert client.get(detail(name, rows[name].pk)).status_code == 404
    for name in set(LISTS) - hidden:
        listed = client.get(f"{ROOT}{name}/").json()
        assert listed["count"] == 1, name
        assert [row["id"] for row in listed["results"]] == [str(rows[name].pk)]
    for name in set(ITEMS) - hidden:
        assert client.get(detail(name, rows[name].pk)).json()["id"] == str(rows[name].pk)


@pytest.mark.parametrize("method", ["get", "head", "put", "post", "patch", "delete", "options"])
def test_what_is_elsewhere_answers_like_what_does_not_exist(editor, theirs, method):
    client = program(editor)

    for name in ITEMS:
        foreign = client.generic(method.upper(), detail(name, theirs[name].pk))
        random = client.generic(method.upper(), detail(name, uuid.uuid4()))
        there = CHANGED_BY.get(name, "")
        expected = 404 if method in f"get head {there}".split() else 405
        assert foreign.status_code == random.status_code == expected, name
        assert foreign.headers["Content-Type"] == random.headers["Content-Type"]
        if method != "head":
            assert without_request_id(foreign) == without_request_id(random)


def test_a_filter_by_something_elsewhere_finds_as_little_as_by_nothing(editor, rows, theirs):
    client = program(editor)
    filters = {
        "assessments": ["organisation"],
        "respondents": ["organisation", "assessment"],
        "analyses": ["organisation", "assessment"],
        "roadmaps": ["organisation", "assessment"],
    }
    targets = {"organisation": theirs["organisations"].pk, "assessment": theirs["assessments"].pk}

    for name, parameters in filters.items():
        for parameter in parameters:
            for value in (targets[parameter], uuid.uuid4()):
                listed = client.get(f"{ROOT}{name}/", {parameter: str(value)}).json()
                assert listed == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "FOO"])
def test_strangers_are_told_to_sign_in_everywhere(db, method):
    pk = uuid.uuid4()
    addresses = [f"{ROOT}{name}/" for name in [*LISTS, "frameworks"]]
    addresses += [detail(name, pk) for name in [*ITEMS, "frameworks"]]
    addresses += [ROOT, f"{ROOT}nothing/", f"{ROOT}respondents/{pk}/answers/"]

    for address in addresses:
        response = Client().generic(method, address)
        assert response.status_code == 401, address
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer mops_nonsense",
        "Bearer mops_a b",
        "Bearer \xff\xfe",
        "Bearer " + "x" * 5000,
        "Basic YTpi",
        "Token mops_x",
        "\x00",
        ",",
    ],
)
def test_a_token_that_does_not_count_is_answered_like_none(db, header):
    response = Client(headers={"Authorization": header}).get(f"{ROOT}frameworks/")

    assert response.status_code == 401


def test_expired_tokens_and_people_who_left_do_not_count(editor):
    expired = program(editor, expiry=AT - AT)
    left = UserFactory()
    gone = program(left)
    left.is_active = False
    left.save()

    assert expired.get(f"{ROOT}frameworks/").status_code == 401
    assert gone.get(f"{ROOT}frameworks/").status_code == 401
    assert editor.auth_token_set.count() == 1


@pytest.mark.parametrize("pk", MALFORMED)
def test_a_malformed_id_is_an_id_that_does_not_exist(editor, pk):
    client = program(editor)

    for name in [*ITEMS, "frameworks"]:
        malformed = client.get(detail(name, pk))
        assert malformed.status_code == 404
        assert without_request_id(malformed) == without_request_id(
            client.get(detail(name, uuid.uuid4()))
        )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"])
def test_lists_and_things_are_read_only(editor, rows, framework, method):
    client = program(editor)

    for name in [*READ_ONLY, "proposals", "jobs"]:
        if name != "jobs":
            assert client.generic(method, f"{ROOT}{name}/").status_code == 405
        response = client.generic(method, detail(name, rows[name].pk))
        assert response.status_code == 405
        assert response.headers["Content-Type"] == "application/problem+json"
    overridden = client.get(ROOT + "frameworks/", headers={"X-HTTP-Method-Override": "DELETE"})
    assert overridden.status_code == 200


def test_the_session_of_the_browser_reads_too(client, editor, rows):
    client.force_login(editor)

    assert client.get(f"{ROOT}assessments/").json()["count"] == 1


def test_every_address_of_the_api_is_in_this_table():
    api = next(part for part in get_resolver().url_patterns if str(part.pattern) == "api/v1/")
    names = {pattern.name for part in api.url_patterns for pattern in _flat(part)}

    assert names == {
        "schema",
        "docs",
        "api-root",
        None,
        *(f"{name}-{kind}" for name in (
            "organisation", "framework", "assessment", "respondent", "analysis", "roadmap",
            "scenario", "proposal", "own-initiative", "work-item", "kpi-target",
        ) for kind in ("list", "detail")),
        "job-detail",
        "job-cancel",
        *(f"scenario-{name}" for name in (
            "copy", "rename", "limits", "wish", "withdraw", "analysis", "roll-forward", "replan",
            "what-if", "make-current", "changes",
        )),
        "proposal-accept",
        "proposal-dismiss",
        "kpi-target-evidence",
        "kpi-target-reading",
        "kpi-target-withdraw",
        "respondent-answers",
        "respondent-answer",
        "respondent-submit",
        "analysis-change",
        "assessment-privacy",
        *(f"file-{name}" for name in ("list", "detail", "content")),
        *(f"link-{name}" for name in ("list", "detail", "revoke")),
    }  # fmt: skip


def _flat(part):
    inner = getattr(part, "url_patterns", None)
    return [part] if inner is None else [leaf for each in inner for leaf in _flat(each)]


def test_a_person_in_two_organisations_reads_both_and_can_tell_them_apart(
    editor, rows, theirs, other_organisation
):
    MembershipFactory(user=editor, organisation=other_organisation, role=Role.VIEWER)
    client = program(editor)

    roles = {
        row["id"]: row["role"] for row in client.get(f"{ROOT}organisations/").json()["results"]
    }
    assert roles == {
        str(rows["organisations"].pk): "editor",
        str(other_organisation.pk): "viewer",
    }
    only = client.get(f"{ROOT}analyses/", {"organisation": str(other_organisation.pk)}).json()
    assert [row["id"] for row in only["results"]] == [str(theirs["analyses"].pk)]


def test_nobody_else_appears_by_being_a_member_too(editor, organisation, rows):
    """Each row once, however many people belong to its organisation."""
    for _ in range(3):
        MembershipFactory(organisation=organisation)
    MembershipFactory(organisation=OrganisationFactory(), user=editor)

    listed = program(editor).get(f"{ROOT}respondents/").json()

    assert listed["count"] == 1
