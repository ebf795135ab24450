"""Attainment and the ladder of evidence: vector V39 and each rung."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evidence import Proof, Rung, attainment, proof, sentence, shown_attainment
from engine.signals import Good, SignalError
from engine.types import Status
from engine.verdicts import Verdict

# Mean 10, limits 6.96 .. 13.04.
BASELINE = [10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 9.0, 10.0]

values = st.integers(-100, 100).map(float)


def rung(after, baseline=BASELINE, target=20.0, good=Good.UP):
    return proof(baseline, [*map(float, after)], 10.0, target, good).rung


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "share"),
    [
        (40, 60, 52, 0.6),
        (20, 10, 12, 0.8),
        (20, 10, 25, -0.5),
        (50, 50, 60, None),
        (0.1 + 0.2, 0.3, 0.4, None),
    ],
)
def test_v39_attainment(baseline, target, actual, share):
    assert attainment(baseline, target, actual) == (
        None if share is None else pytest.approx(share, abs=1e-12)
    )


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.6, "60 %"),
        (1.5, "150 %"),
        (1.51, "150 %"),
        (-1.0, "-100 %"),
        (-7.0, "-100 %"),
        (0.0, "0 %"),
        (None, None),
    ],
)
def test_attainment_is_shown_within_bounds(share, text):
    assert shown_attainment(share) == text


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([10], Rung.NONE),
        ([9], Rung.NONE),
        ([10.5], Rung.MOVED),
        ([15, 10], Rung.NONE),  # it was beyond, and has fallen back
        ([15], Rung.SIGNAL),
        ([10.1] * 7, Rung.MOVED),
        ([10.1] * 8, Rung.SUSTAINED),
        ([15, 15, 15], Rung.SIGNAL),  # three readings are not four
        ([15, 11, 11, 11], Rung.SUSTAINED),
        ([15, 10, 11, 11], Rung.SIGNAL),  # one of the last four on the mean
        ([15, 9, 11, 11, 11, 11], Rung.SUSTAINED),
        ([9, 15, 11, 11], Rung.SIGNAL),
        ([12, 12, 12], Rung.MOVED),  # three of four beyond the midline is only a watch
        ([5, 11], Rung.MOVED),  # an alarm is no evidence of improvement
    ],
)
def test_the_ladder(after, expected):
    assert rung(after) == expected


def test_down_may_be_good():
    assert rung([5, 9, 9, 9], target=5.0, good=Good.DOWN) == Rung.SUSTAINED
    assert rung([5, 9, 9, 9], target=5.0, good=Good.UP) == Rung.MOVED


def test_a_short_baseline_proves_nothing():
    found = proof(BASELINE[:7], [15.0] * 9, 10.0, 20.0, Good.UP)

    assert (found.rung, found.proven) == (Rung.MOVED, False)
    assert found.verdict.code == "E701"


@pytest.mark.parametrize(
    ("rung", "proven"),
    [(Rung.NONE, False), (Rung.MOVED, False), (Rung.SIGNAL, True), (Rung.SUSTAINED, True)],
)
def test_only_the_upper_rungs_are_proof(rung, proven):
    assert Proof(rung, 0.5, Verdict(Status.OK)).proven is proven


def test_nothing_measured_is_said_as_such():
    unread = proof(BASELINE, [], 10.0, 20.0, Good.UP)
    aimless = proof(BASELINE, [15.0], 10.0, 10.0, Good.UP)

    assert (unread.rung, unread.attainment, unread.verdict.code) == ("none", None, "no_reading")
    assert (aimless.rung, aimless.attainment, aimless.verdict.code) == ("none", None, "same_target")
    assert unread.verdict.status == Status.INSUFFICIENT
    assert aimless.verdict.status == Status.UNDEFINED


def test_a_reading_is_a_number():
    with pytest.raises(SignalError):
        proof(BASELINE, [math.nan], 10.0, 20.0, Good.UP)


@given(values, values, values, values)
def test_attainment_has_no_unit_and_no_origin(baseline, target, actual, origin):
    share = attainment(baseline, target, actual)
    moved = attainment(4 * baseline + origin, 4 * target + origin, 4 * actual + origin)

    assert moved == (None if share is None else pytest.approx(share, abs=1e-9))


@given(st.lists(values, max_size=12), st.sampled_from(Good))
def test_proof_is_never_claimed_of_readings_that_did_not_move(after, good):
    found = proof(BASELINE, after, 10.0, 10.0 + 10 * good.sign, good)

    assert not found.proven or good.sign * (after[-1] - 10.0) > 0


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ([9], "After Lead routing, Response time has not moved towards its target."),
        (
            [12],
            (
                "After Lead routing, Response time stands at 20 % of the way to its target, which"
                " may be usual variation."
            ),
        ),
        (
            [15],
            (
                "After Lead routing, Response time stands at 50 % of the way to its target, beyond"
                " usual variation."
            ),
        ),
        (
            [15] * 4,
            (
                "After Lead routing, Response time stands at 50 % of the way to its target, beyond"
                " usual variation and holding."
            ),
        ),
        (
            [],
            (
                "Response time after Lead routing: no evidence. No reading since the initiative has"
                " ended."
            ),
        ),
    ],
)
def test_it_says_after_and_never_because(after, words):
    found = proof(BASELINE, [*map(float, after)], 10.0, 20.0, Good.UP)

    assert sentence(found, "Lead routing", "Response time") == words


def test_the_wrong_way_is_known_for_certain():
    found = proof(BASELINE, [5.0], 10.0, 20.0, Good.UP)

    assert (found.rung, found.attainment) == (Rung.NONE, -0.5)
    assert found.verdict == Verdict(Status.OK)


def test_the_last_bits_of_large_numbers_are_neither_a_way_nor_an_improvement():
    large = [1e9 + value for value in BASELINE]
    mean = 1e9 + 10.0

    assert attainment(1e9, 1e9 + 0.5, 1e9 + 0.5) is None
    found = proof(large, [mean + 100.0, *[mean + 0.5] * 4], mean, mean + 100.0, Good.UP)
    assert found.rung == Rung.SIGNAL
