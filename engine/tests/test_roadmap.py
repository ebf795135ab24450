"""The roadmap document: keys, order, sums."""

import json
from dataclasses import replace

import pytest

from engine.plan_check import PlanError
from engine.planning import plan
from engine.pools import CapacityError
from engine.roadmap import (
    notes,
    parameters_digest,
    parameters_document,
    parameters_from,
    roadmap,
)
from engine.tests.catalogue import framework, limits, result_of, standings


def small(limits_=None, **changes):
    result = result_of(standings(**changes), ["data", "people"])
    return roadmap(framework(), result, limits_ or limits())


def test_the_keys_and_their_order_are_those_of_the_schema():
    found = small()

    assert list(found) == ["roadmap", "forecast"]
    assert list(found["roadmap"]) == [
        *("period", "start", "periods", "status", "value", "bound", "reproducible"),
        *("total_cost", "total_days", "items", "left_out", "load", "spend"),
    ]
    assert list(found["roadmap"]["items"][0]) == [
        *("initiative", "start", "finish", "start_date", "finish_date", "cost_low", "cost_high"),
        *("effort", "raises", "why_here"),
    ]
    assert list(found["roadmap"]["load"][0]) == ["pool", "period", "used", "capacity"]
    assert list(found["roadmap"]["spend"][0]) == ["period", "spent", "budget"]
    assert list(found["forecast"][0]) == ["period", "date", "index", "stage"]


def test_an_item_has_dates_cost_effort_and_what_it_raises():
    item = next(i for i in small()["roadmap"]["items"] if i["initiative"] == "clean")

    assert item == {
        "initiative": "clean",
        "start": 1,
        "finish": 2,
        "start_date": "2027-01-01",
        "finish_date": "2027-01-31",
        "cost_low": 0,
        "cost_high": 10,
        "effort": {"admin": 5.0},
        "raises": [{"capability": "data.quality", "from": 1, "to": 2}],
        "why_here": ["Waits for “Register”, which ends in December 2026."],
    }


def test_sums_and_lines_agree_with_the_items():
    found = small(limits(budget=8))["roadmap"]

    assert found["total_cost"] == 5
    assert sum(line["spent"] for line in found["spend"]) == 5
    assert {line["budget"] for line in found["spend"]} == {8}
    assert found["total_days"] == sum(sum(item["effort"].values()) for item in found["items"])
    assert sum(line["used"] for line in found["load"]) == pytest.approx(found["total_days"])
    assert all(0 <= line["used"] <= line["capacity"] for line in found["load"])


def test_two_runs_give_the_same_document():
    assert json.dumps(small()) == json.dumps(small())


def test_without_scores_nothing_is_planned_and_everything_explained():
    unknown = {key: {"score": None} for key in ("source", "quality", "skill", "cover")}
    result = result_of(standings(**unknown), [], overall=None)

    found = roadmap(framework(), result, limits())

    assert found["roadmap"]["items"] == []
    assert len(found["roadmap"]["left_out"]) == 6
    assert {entry["index"] for entry in found["forecast"]} == {None}


def test_notes_say_what_the_plan_rests_on():
    result = result_of(
        standings(source={"score": None}, cover={"applicable": False}), ["data", "people"]
    )

    made = roadmap(framework(), result, limits())["roadmap"]
    found = " ".join(notes(framework(), result, limits(capacity={"team": 12.5}), made))

    assert "plan, not a forecast" in found
    assert "proved best" in found
    assert "“Sourcing”" in found
    assert "do not apply hold nothing up: “Coverage”" in found
    assert "team 12.5" in found


@pytest.mark.parametrize("limits_", [limits(), limits(budget=3, capacity={"team": 4, "data": 1})])
def test_limits_survive_being_stored(limits_):
    document = json.loads(json.dumps(parameters_document(limits_)))

    assert parameters_from(document) == limits_
    assert parameters_digest(parameters_from(document)) == parameters_digest(limits_)


def test_other_limits_have_another_digest():
    assert parameters_digest(limits()) != parameters_digest(limits(periods=13))
    assert parameters_digest(limits(capacity={"a": 1, "b": 2})) == parameters_digest(
        limits(capacity={"b": 2.0, "a": 1.0})
    )


def test_an_unknown_pool_is_refused():
    with pytest.raises(CapacityError, match="nobody"):
        small(limits(capacity={"nobody": 1}))


def test_a_plan_that_breaks_a_limit_never_becomes_a_document(monkeypatch):
    def broken(instance, effort):
        found = plan(instance)
        return replace(found, starts={**found.starts, "rules": 0})

    monkeypatch.setattr("engine.roadmap.optimise", broken)

    with pytest.raises(PlanError):
        small()
