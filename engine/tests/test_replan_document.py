"""New plans side by side: what moves from where to where, and why."""

import json
from datetime import date

from engine.plan_values import CapacityChange, Progress
from engine.replan_document import replanned
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings

RESULT = result_of(standings(), ("data", "people"))
TWO = framework(
    [
        initiative("one", ("data.source", 1, 2), effort={"admin": 3}),
        initiative("two", ("people.cover", 1, 2), effort={"admin": 3}),
    ]
)


def test_a_plan_under_the_same_limits_stays_in_every_option():
    before = roadmap(TWO, RESULT, limits())

    options = replanned(TWO, RESULT, limits(), before)

    assert [item["tolerance"] for item in options] == [0.0, 0.02, 0.05]
    for option in options:
        assert (option["change"], option["moves"], option["kept"]) == (0, [], 1.0)
        assert option["document"]["roadmap"]["items"] == before["roadmap"]["items"]
        assert option["comparison"]["sentences"] == ["Nothing differs."]


def test_what_has_to_move_says_from_where_to_where_and_why():
    before = roadmap(TWO, RESULT, limits())
    second = before["roadmap"]["items"][1]["initiative"]
    fewer = limits(capacity_changes=(CapacityChange("team", 1, 1, 0),))

    option = replanned(TWO, RESULT, fewer, before, tolerances=(0.0,))[0]

    assert option["moves"] == [
        {
            "initiative": second,
            "from": "2027-01-01",
            "to": "2027-02-01",
            "reasons": ["Operations team is short by 15 days in January 2027."],
        }
    ]
    # A month, and the two quarters that any move counts.
    assert option["change"] == 2 + 1 / 3
    assert option["proved"]
    assert json.loads(json.dumps(option)) == option


def test_what_is_done_is_gone_and_says_so():
    before = roadmap(TWO, RESULT, limits())
    first = before["roadmap"]["items"][0]["initiative"]
    later = limits(start=date(2027, 1, 1), started=(Progress(first, -1, True),))

    option = replanned(TWO, RESULT, later, before, tolerances=(0.0,))[0]

    assert option["moves"] == [
        {
            "initiative": first,
            "from": "2026-12-01",
            "to": None,
            "reasons": ["Is done: its levels stand."],
        }
    ]
    assert option["comparison"]["value"] is None


def test_work_that_has_begun_stays():
    before = roadmap(TWO, RESULT, limits())
    first = before["roadmap"]["items"][0]["initiative"]
    fewer = limits(
        started=(Progress(first, 0),), capacity_changes=(CapacityChange("team", 1, 2, 0),)
    )

    option = replanned(TWO, RESULT, fewer, before, tolerances=(0.0,))[0]

    (item,) = [i for i in option["document"]["roadmap"]["items"] if i["initiative"] == first]
    assert item["start"] == 0
    assert item["why_here"] == ["Has begun: it stays where it is."]
