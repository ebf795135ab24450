"""The business case of one initiative."""

from engine.analysis import standings as standings_of
from engine.business_case import business_case
from engine.ledger import Ledger
from engine.prepare import prepare
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings

RESULT = result_of(standings(), ("data", "people"))


def cases(library, given):
    """Of every candidate, by key, beside the plan that the roadmap has; with that."""
    made = roadmap(library, RESULT, given)
    question = prepare(library, standings_of(RESULT), given)
    starts = {item["initiative"]: item["start"] for item in made["roadmap"]["items"]}
    ledger = Ledger(question.instance, starts)
    keys = [item.key for item in question.instance.candidates]
    return {key: business_case(question, ledger, key) for key in keys}, made


def test_the_business_case_of_an_initiative():
    risky = initiative("risky", ("data.source", 1, 2), cost=(4, 10), effort={"admin": 2})

    found, made = cases(framework([risky]), limits())

    case = found["risky"]
    assert (case["cost_low"], case["cost_high"], case["days"]) == (4, 10, 10.0)
    assert case["planned"]
    # One of four capabilities of equal weight rises by one of the two levels that it lacks.
    assert case["gain"] == {
        "capabilities": [{"capability": "data.source", "levels": 1.0}],
        "weighted_gap": 0.25,
        "share": 0.125,
    }
    # Three months of 0.25 per mille times 10 tenths: D(0) + D(1) + D(2), and of it all of the plan.
    assert case["waiting"]["weighted_gap"] == 0.25
    assert case["waiting"]["value"] == 250 * 10 * (1000 + 990 + 980)
    assert case["waiting"]["share"] == case["waiting"]["value"] / made["roadmap"]["value"]


def test_what_is_left_out_has_a_case_without_a_cost_of_waiting():
    found, _made = cases(framework(), limits(periods=1))

    out = next(case for case in found.values() if not case["planned"])
    assert out["waiting"]["value"] is None
