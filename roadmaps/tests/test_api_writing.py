"""Scenarios, work and KPIs through the API: who may, what is refused, and what comes of it."""

from __future__ import annotations

import json
import uuid

import pytest

from accounts.models import AuditEntry
from jobs.models import JobRun
from roadmaps import inputs
from roadmaps.models import KpiReadingEvent, KpiTarget, OwnInitiative, Scenario, WorkItem
from roadmaps.services import limits as limits_of
from roadmaps.tests.conftest import make_analysis
from tests.api_client import ROOT, fields, program
from tests.factories import AT, AssessmentFactory

WHY = "tests look at rows"


@pytest.fixture
def send(editor):
    client = program(editor)

    def send(method, path, body=None, by=client):
        return by.generic(
            method.upper(), f"{ROOT}{path}", json.dumps(body or {}), content_type="application/json"
        )

    return send


WORK = {"status": "started", "started_on": "2026-11-01", "version": 0}
KPI = {"kpi": "duplicate_rate", "initiative": "", "baseline": 0.2, "target": 0.05, "version": 0}
OWN = {
    "name": "Retire the old webinar tool",
    "area": "technology",
    "raises": [{"capability": "technology.portfolio", "from": 1, "to": 2}],
    "effort": {"ops_manager": 1.5},
    "duration_weeks": 4,
    "version": 0,
}


def work_of(organisation, key, **more):
    return {"organisation": str(organisation.pk), "initiative": key, **WORK, **more}


def kpi_of(organisation, key, **more):
    return {"organisation": str(organisation.pk), **KPI, "initiative": key, **more}


def own_of(organisation, **more):
    return {"organisation": str(organisation.pk), **OWN, **more}


def changing(scenario, organisation, key):
    """Every changing address of a scenario or an organisation, with a body that is right."""
    at = f"scenarios/{scenario.pk}/"
    limits = scenario.limits
    return [
        ("post", f"{at}copy/", {"name": "Other"}),
        ("put", f"{at}name/", {"version": 1, "name": "Other"}),
        ("put", f"{at}limits/", {"version": 1, "limits": limits}),
        ("put", f"{at}wish/", {"version": 1, "kind": "must", "initiative": key}),
        ("post", f"{at}withdraw/", {"version": 1, "initiative": key}),
        ("put", f"{at}analysis/", {"version": 1, "analysis": str(scenario.analysis_id)}),
        ("post", f"{at}roll-forward/", {"version": 1}),
        ("post", f"{at}replan/", {}),
        ("post", f"{at}what-if/", {"edits": [{"kind": "people", "amount": 1, "subject": "team"}]}),
        ("post", f"{at}make-current/", {}),
        ("delete", at, None),
        ("post", "work-items/", work_of(organisation, key)),
        ("post", "kpi-targets/", kpi_of(organisation, key)),
        ("post", "own-initiatives/", own_of(organisation)),
    ]


def everything():
    models = (Scenario, WorkItem, KpiTarget, OwnInitiative, JobRun)
    return [model.objects.unscoped(WHY).count() for model in models]


def test_who_only_reads_changes_nothing(send, viewer, editor, scenario, organisation, planned):
    before = everything()
    readers = [program(viewer), program(editor, read_only=True)]

    for method, path, body in changing(scenario, organisation, planned[0]):
        for reader in readers:
            assert send(method, path, body, by=reader).status_code == 403, path
            assert send(method, path, {"nonsense": 1}, by=reader).status_code == 403, path
    assert everything() == before


def test_another_organisations_rows_do_not_exist(send, outsider, scenario, organisation, planned):
    before, client = everything(), program(outsider)

    for method, path, body in changing(scenario, organisation, planned[0]):
        assert send(method, path, body, by=client).status_code == 404, path
    assert everything() == before


def test_unknown_fields_are_refused_by_name(send, scenario, organisation, planned):
    before = everything()

    for method, path, body in changing(scenario, organisation, planned[0]):
        if method == "delete":
            continue
        reply = send(method, path, {**body, "current": True})
        assert (reply.status_code, fields(reply)) == (400, {("current", "unknown")}), path
    assert everything() == before


def test_a_change_says_on_top_of_which_version(send, scenario, planned, editor):
    address = f"scenarios/{scenario.pk}/wish/"
    body = {"kind": "must", "initiative": planned[0]}

    assert send("put", address, body).status_code == 428
    first = send("put", address, {**body, "version": 1})
    assert (first.status_code, first.json()["version"]) == (200, 2)
    second = send("put", address, {"kind": "forbid", "initiative": planned[1], "version": 1})

    assert second.status_code == 409
    refusal = second.json()
    assert refusal["type"].endswith("conflict")
    assert refusal["current"]["version"] == 2
    assert [(c["action"], c["by"]) for c in refusal["changes"]] == [("wish_set", str(editor.pk))]
    scenario.refresh_from_db()
    assert len(scenario.limits["wishes"]) == 1


def test_all_limits_at_once_read_back_as_they_were_sent(send, scenario, planned):
    sent = {
        "start": "2027-01-01",
        "size": "mid",
        "period": "month",
        "periods": 18,
        "capacity": {"team": 40},
        "capacity_changes": [{"pool": "team", "first": 2, "last": 3, "days": 10}],
        "budget": 20,
        "budget_changes": [{"first": 0, "last": 1, "amount": 5}],
        "carry": False,
        "savings": [{"period": 6, "amount": 2, "initiative": None}],
        "wishes": [{"kind": "earliest", "initiative": planned[0], "period": 1}],
        "exclusive": [planned[:2]],
        "blackouts": [{"first": 11, "last": 11, "area": None}],
        "team_limits": {"data": 2},
        "confidence": {planned[2]: 0.8},
    }
    reply = send("put", f"scenarios/{scenario.pk}/limits/", {"version": 1, "limits": sent})

    assert reply.status_code == 200, reply.json()
    shown = reply.json()["limits"]
    assert {key: shown[key] for key in sent} == {**sent, "exclusive": [sorted(planned[:2])]}


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"periods": "24"}, "limits.periods"),
        ({"periods": 0}, ""),
        ({"budget": -1}, ""),
        ({"budget": True}, "limits.budget"),
        ({"start": "2027-02-29"}, "limits.start"),
        ({"start": "01/02/2027"}, "limits.start"),
        ({"carry": 1}, "limits.carry"),
        ({"capacity": {"team": "many"}}, "limits.capacity.team"),
        ({"size": "tiny"}, "limits.size"),
        ({"own": []}, "limits.own"),
        ({"wishes": [{"kind": "hope", "initiative": "x"}]}, "limits.wishes.0.kind"),
        ({"wishes": [{"kind": "must", "initiative": "no-such"}]}, ""),
        ({"budget": 1e300}, None),
        ({"team_limits": {"nobody": 2}}, ""),
    ],
)
def test_limits_that_are_not_right_name_their_field(send, scenario, limits, field):
    body = {"version": 1, "limits": {**scenario.limits, **limits}}

    reply = send("put", f"scenarios/{scenario.pk}/limits/", body)

    if field is None:
        assert reply.status_code in {200, 400}
    else:
        assert reply.status_code == 400
        assert field in {name for name, _code in fields(reply)}
        scenario.refresh_from_db()
        assert scenario.version == 1


def test_a_replan_is_asked_for_once_and_can_be_stopped(send, scenario):
    first = send("post", f"scenarios/{scenario.pk}/replan/").json()
    second = send("post", f"scenarios/{scenario.pk}/replan/").json()

    assert (first["id"], first["kind"], first["state"]) == (second["id"], "replan", "queued")
    assert send("post", f"jobs/{first['id']}/cancel/").json()["state"] == "cancelled"


def test_one_more_person_is_one_call(send, scenario):
    body = {"edits": [{"kind": "people", "amount": 1, "subject": "team"}]}

    found = send("post", f"scenarios/{scenario.pk}/what-if/", body).json()
    again = send("post", f"scenarios/{scenario.pk}/what-if/", body).json()

    assert found == again
    assert found["scenario"]["name"] == "1 more person in Operations team"
    assert found["scenario"]["copied_from"] == str(scenario.pk)
    assert found["job"]["subject"] == found["scenario"]["id"]


def test_the_current_scenario_cannot_be_deleted(send, scenario):
    refused = send("delete", f"scenarios/{scenario.pk}/")

    assert (refused.status_code, refused.json()["type"][-5:]) == (409, "state")
    copy = send("post", f"scenarios/{scenario.pk}/copy/", {"name": "Lean"}).json()
    assert send("delete", f"scenarios/{copy['id']}/").status_code == 204
    assert send("delete", f"scenarios/{copy['id']}/").status_code == 404


def test_another_organisations_analysis_does_not_exist(send, scenario, other_organisation):
    theirs = make_analysis(
        AssessmentFactory(
            organisation=other_organisation, framework=scenario.analysis.assessment.framework
        )
    )
    for unknown in (theirs.pk, uuid.uuid4()):
        body = {"version": 1, "analysis": str(unknown)}
        assert send("put", f"scenarios/{scenario.pk}/analysis/", body).status_code == 404


def test_work_is_noted_once_and_then_changed(send, scenario, organisation, planned):
    body = work_of(organisation, planned[0])
    made = send("post", "work-items/", body)
    assert made.status_code == 201
    assert send("post", "work-items/", body).status_code == 409
    address = f"work-items/{made.json()['id']}/"

    done = {
        "status": "done",
        "started_on": "2026-11-01",
        "finished_on": "2026-11-02",
        "effort_days": 12.5,
        "checks": [{"text": "Ten records traced", "done": True}],
        "version": 1,
    }
    assert send("put", address, done).json()["status"] == "done"
    stale = send("put", address, {**done, "status": "started", "finished_on": None})
    assert stale.status_code == 409
    assert stale.json()["current"]["status"] == "done"
    assert len(inputs.parameters_of(scenario).started) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"started_on": None}, "started_on"),
        ({"started_on": "2999-01-01"}, "started_on"),
        ({"started_on": "1900-01-01"}, "started_on"),
        ({"finished_on": "2026-11-02"}, "finished_on"),
        ({"status": "done", "finished_on": "2026-10-02"}, "finished_on"),
        ({"effort_days": -1}, "effort_days"),
        ({"effort_days": "3"}, "effort_days"),
        ({"status": "paused"}, "status"),
        ({"initiative": "no-such"}, "initiative"),
        ({"owner": str(uuid.uuid4())}, "owner"),
        ({"checks": [{"text": "x", "done": 1}]}, "checks.0.done"),
    ],
)
def test_work_that_cannot_be_names_its_field(send, scenario, organisation, planned, more, field):
    reply = send("post", "work-items/", work_of(organisation, planned[0], **more))

    assert reply.status_code == 400
    assert field in {name for name, _code in fields(reply)}
    assert not WorkItem.objects.unscoped(WHY).exists()


def test_readings_are_one_a_day_and_correctable_with_history(send, scenario, organisation, planned):
    made = send("post", "kpi-targets/", kpi_of(organisation, planned[0])).json()
    assert (made["name"], made["unit"], made["rises"]) == ("Duplicate rate", "%", False)
    day = f"kpi-targets/{made['id']}/readings/2026-11-02/"

    assert send("put", day, {"value": 0.21, "version": 0}).json()["version"] == 1
    assert send("put", day, {"value": 0.21, "version": 0}).status_code == 200
    assert send("put", day, {"value": 0.19, "version": 0}).status_code == 409
    corrected = send("put", day, {"value": 0.19, "version": 1, "reason": "typing error"}).json()
    assert (corrected["value"], corrected["version"]) == (0.19, 2)
    events = KpiReadingEvent.objects.unscoped(WHY).values_list("value", "version", "reason")
    assert list(events) == [(0.21, 1, ""), (0.19, 2, "typing error")]

    assert send("post", f"{day}withdraw/", {"version": 2, "reason": "wrong KPI"}).status_code == 204
    assert send("put", day, {"value": 0.3, "version": 0}).json()["version"] == 1
    assert KpiReadingEvent.objects.unscoped(WHY).count() == 4
    for nothing in ("2026-02-30", "20261102", "2026-W01-1", "yesterday", "2026-1-2"):
        address = f"kpi-targets/{made['id']}/readings/{nothing}/"
        assert send("put", address, {"value": 0.3, "version": 0}).status_code == 404
    future = f"kpi-targets/{made['id']}/readings/2999-01-01/"
    assert fields(send("put", future, {"value": 0.3, "version": 0})) == {("on", "invalid")}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"target": 0.2}, "target"),
        ({"target": 0.3}, "target"),
        ({"kpi": "no_such"}, "kpi"),
        ({"kpi": "own-thing"}, "kpi"),
        ({"initiative": ""}, "initiative"),
        ({"initiative": "no-such"}, "initiative"),
        ({"capability": "no.such"}, "capability"),
        ({"baseline": 1e13}, "baseline"),
    ],
)
def test_a_target_that_cannot_be_names_its_field(
    send, scenario, organisation, planned, more, field
):
    reply = send("post", "kpi-targets/", {**kpi_of(organisation, planned[0]), **more})

    assert reply.status_code == 400
    assert field in {name for name, _code in fields(reply)}
    assert not KpiTarget.objects.unscoped(WHY).exists()


def test_a_target_is_set_once(send, scenario, organisation, planned):
    body = kpi_of(organisation, planned[0])

    assert send("post", "kpi-targets/", body).status_code == 201
    assert fields(send("post", "kpi-targets/", body)) == {("kpi", "invalid")}
    assert AuditEntry.objects.filter(action="kpi_target.added").count() == 1


def test_an_own_initiative_is_planned_beside_the_catalogues(send, scenario, organisation):
    made = send("post", "own-initiatives/", own_of(organisation))
    assert made.status_code == 201, made.json()
    assert made.json()["key"] == "own-retire-the-old-webinar-tool"
    assert send("post", "own-initiatives/", own_of(organisation)).status_code == 409

    assert [item.name for item in inputs.parameters_of(scenario).own] == [OWN["name"]]
    address = f"own-initiatives/{made.json()['id']}/"
    limits_of.set_wish(
        scenario=scenario,
        version=1,
        kind="must",
        initiative=made.json()["key"],
        by=None,
        at=AT,
    )
    assert "still speaks of it" in send("delete", address).json()["errors"][0]["message"]
    changed = send("put", address, {**OWN, "version": 1, "duration_weeks": 8})
    assert (changed.json()["duration_weeks"], changed.json()["version"]) == (8, 2)
    assert send("put", address, {**OWN, "version": 1}).status_code == 409


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"area": "finance"}, "there is no area 'finance'"),
        ({"raises": [{"capability": "no.such", "from": 1, "to": 2}]}, "no capability"),
        ({"raises": [{"capability": "data.quality", "from": 3, "to": 2}]}, "higher one"),
        ({"effort": {"wizard": 1}}, "no role 'wizard'"),
        ({"cost_low": 5}, "a range from 0 on"),
        ({"requires": ["no-such"]}, "cannot wait"),
        ({"requires": [{"capability": "data.quality"}]}, "required"),
        ({"duration_weeks": 0}, "greater than or equal to 1"),
        ({"raises": []}, "at least 1"),
    ],
)
def test_an_own_initiative_that_cannot_be_planned_is_refused_in_words(
    send, scenario, organisation, more, said
):
    reply = send("post", "own-initiatives/", own_of(organisation, **more))

    assert reply.status_code == 400
    assert said in " ".join(fault["message"] for fault in reply.json()["errors"])
    assert not OwnInitiative.objects.unscoped(WHY).exists()


@pytest.mark.parametrize("count", [1, 6])
def test_lists_cost_the_same_however_long_they_are(
    send, viewer, scenario, organisation, planned, count, django_assert_max_num_queries
):
    for number in range(count):
        organisation.work_items.create(initiative=planned[number], changed_at=AT)
        target = organisation.kpi_targets.create(
            initiative=planned[number],
            kpi="duplicate_rate",
            name="Duplicate rate",
            unit="%",
            rises=False,
            baseline=0.2,
            target=0.1,
            created_at=AT,
            changed_at=AT,
        )
        target.readings.create(on=AT.date(), value=0.2, at=AT)
    reader = program(viewer)
    for name in ("scenarios", "proposals", "work-items", "kpi-targets", "own-initiatives"):
        # Token, count, page, and the readings of KPI targets.
        with django_assert_max_num_queries(5):
            assert send("get", f"{name}/", by=reader).status_code == 200
