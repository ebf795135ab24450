"""Two organisations side by side: what parts them, and what cannot be compared."""

from dataclasses import replace

import pytest

from engine.tests.frameworks import framework
from engine.two_organisations import (
    NOT_APPLICABLE,
    NOT_ASKED,
    NOT_SCORED,
    OTHER_FRAMEWORK,
    OTHER_QUESTIONS,
    two_organisations,
)


def item(key, score, low=None, high=None, status="ok"):
    return {"key": key, "score": score, "low": low, "high": high, "status": status}


def result(capabilities, areas=(), overall=(3.0, 2.6, 3.4)):
    score, low, high = overall
    return {
        "overall": {"score": score, "low": low, "high": high, "status": "ok"},
        "areas": list(areas),
        "capabilities": list(capabilities),
    }


@pytest.fixture
def asked():
    return framework({"data.quality": 2, "data.sourcing": 2, "people.skills": 2}, questions=4)


def test_the_range_of_a_difference_follows_from_both_ranges(asked):
    found = two_organisations(
        (asked, result([item("data.quality", 3.5, 3.2, 3.9)])),
        (asked, result([item("data.quality", 2.0, 1.6, 2.3)])),
    )

    pair = found.capabilities[0]
    assert pair.difference == 1.5
    # 0.3 down and 0.3 up; 0.4 up and 0.4 down.
    assert pair.low == pytest.approx(1.5 - 0.18**0.5)
    assert pair.high == pytest.approx(1.5 + 0.32**0.5)
    assert pair.apart
    assert found.overall.difference == 0.0
    assert not found.overall.apart


def test_turning_the_two_round_turns_the_difference_round(asked):
    one = (asked, result([item("data.quality", 3.5, 3.2, 3.9)]))
    two = (asked, result([item("data.quality", 2.0, 1.6, 2.3)]))

    there = two_organisations(one, two).capabilities[0]
    back = two_organisations(two, one).capabilities[0]

    assert (back.low, back.difference, back.high) == (-there.high, -there.difference, -there.low)


def test_without_a_range_a_difference_is_described_and_not_told_apart(asked):
    pair = two_organisations(
        (asked, result([item("data.quality", 3.5)])),
        (asked, result([item("data.quality", 2.0, 1.6, 2.3)])),
    ).capabilities[0]

    assert pair.difference == 1.5
    assert not pair.apart


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ([item("data.quality", None, status="insufficient")], NOT_SCORED),
        ([item("data.quality", None, status="not_applicable")], NOT_APPLICABLE),
        ([item("data.sourcing", 2.0)], NOT_ASKED),
    ],
)
def test_what_cannot_be_compared_says_why(asked, other, reason):
    found = two_organisations((asked, result([item("data.quality", 3.0)])), (asked, result(other)))

    assert found.capabilities[0].reason == reason
    assert found.capabilities[0].difference is None


def test_another_framework_compares_nothing_and_another_version_what_is_the_same(asked):
    both = result([item("data.quality", 3.0), item("people.skills", 2.0)])
    kept = ("data.quality.q1", "data.quality.q2", "people.skills.q1")
    newer = replace(asked, version=2, questions=tuple(q for q in asked.questions if q.key in kept))

    same, gone = two_organisations((asked, both), (newer, both)).capabilities
    assert same.difference == 0.0
    assert gone.reason == OTHER_QUESTIONS
    foreign = two_organisations((asked, both), (replace(asked, key="other"), both))
    assert {pair.reason for pair in foreign.capabilities} == {OTHER_FRAMEWORK}
    assert foreign.overall.reason == OTHER_FRAMEWORK
