"""Early warning by XmR charts: vectors V36 and V37, the rules, and what chance does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.signals import (
    FALSE_SIGNAL,
    Good,
    Limits,
    Meaning,
    Rule,
    SignalError,
    chart,
    false_signal_note,
    false_signals,
    limits,
    signals,
)
from engine.types import Status

NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
V37_BASELINE = [10, 11, 10, 9, 10, 11, 9, 10]
V37_LATER = [10, 11, 12, 11, 11, 12, 11, 11, 11, 15]
# Mean 10, limits 10 -/+ 2.66, midlines 10 -/+ 1.33.
USUAL = Limits(points=12, mean=10.0, moving_range=1.0)

readings = st.lists(st.integers(-50, 50).map(float), max_size=24)


def fired(later, good=Good.UP, usual=USUAL):
    return {
        signal.place: "+".join(signal.rules)
        for signal in signals(usual, [*map(float, later)], good)
    }


def test_v36_limits_of_the_nist_handbook():
    found = limits(NIST)

    assert found.mean == pytest.approx(50.81, abs=1e-9)
    assert found.moving_range == pytest.approx(1.877778, abs=1e-6)
    assert found.low == pytest.approx(45.815111, abs=1e-6)
    assert found.high == pytest.approx(55.804889, abs=1e-6)
    assert found.range_high == pytest.approx(6.136578, abs=1e-6)


def test_v37_signals():
    found = chart(V37_BASELINE, V37_LATER, Good.UP)

    assert found.limits is not None
    assert (found.limits.low, found.limits.high) == pytest.approx((6.96, 13.04))
    # Points 9 and 10, counted from 1.
    strong = {s.place + 1: [r for r in s.rules if r != Rule.R3] for s in found.signals}
    assert {point: rules for point, rules in strong.items() if rules} == {
        9: [Rule.R2],
        10: [Rule.R1, Rule.R2],
    }


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([12.66], {}),  # on the limit is not outside it
        ([12.67], {0: "R1"}),
        ([7.34], {}),
        ([7.33], {0: "R1"}),
        ([11] * 7, {}),
        ([11] * 8, {7: "R2"}),
        ([9] * 9, {7: "R2", 8: "R2"}),
        ([11] * 4 + [10] + [11] * 4, {}),  # a reading on the mean breaks the run
        ([11] * 4 + [9] + [11] * 4, {}),
        ([12, 12, 12], {2: "R3"}),
        ([12, 12, 10, 12], {3: "R3"}),
        ([12, 12, 10, 10, 12], {}),  # three of five
        ([12, 8, 12, 12], {3: "R3"}),  # one on the other side does not matter
        ([12, 8, 12, 8], {}),
        ([11.33] * 4, {}),  # on the midline is not beyond it
        ([12, 12, 12, 10], {2: "R3"}),  # the reading itself has to be beyond
        ([12] * 8, {2: "R3", 3: "R3", 4: "R3", 5: "R3", 6: "R3", 7: "R2+R3"}),
        ([12, 12, 13], {2: "R1+R3"}),
    ],
)
def test_rules(later, expected):
    assert fired(later) == expected


@pytest.mark.parametrize(
    ("value", "good", "meaning", "favourable"),
    [
        (13, Good.UP, Meaning.IMPROVEMENT, True),
        (13, Good.DOWN, Meaning.ALARM, False),
        (7, Good.UP, Meaning.ALARM, False),
        (7, Good.DOWN, Meaning.IMPROVEMENT, True),
    ],
)
def test_the_direction_of_good_tells_alarm_from_improvement(value, good, meaning, favourable):
    (signal,) = signals(USUAL, [value], good)

    assert (signal.meaning, signal.favourable) == (meaning, favourable)
    assert signal.side == (1 if value > 10 else -1)


@pytest.mark.parametrize("good", Good)
def test_three_of_four_is_a_watch_in_either_direction(good):
    assert [s.meaning for s in signals(USUAL, [12, 12, 12], good)] == [Meaning.WATCH]


@pytest.mark.parametrize(
    ("points", "status", "code", "meanings"),
    [
        (0, Status.INSUFFICIENT, "E701", []),
        (7, Status.INSUFFICIENT, "E701", []),
        (8, Status.PROVISIONAL, "short_baseline", [Meaning.WATCH, Meaning.IMPROVEMENT]),
        (11, Status.PROVISIONAL, "short_baseline", [Meaning.WATCH, Meaning.IMPROVEMENT]),
        (12, Status.OK, None, [Meaning.ALARM, Meaning.IMPROVEMENT]),
    ],
)
def test_the_baseline_decides_what_may_be_said(points, status, code, meanings):
    baseline = [10.0 + (place % 2) for place in range(points)]
    found = chart(baseline, [30.0, -30.0], Good.DOWN)

    assert (found.verdict.status, found.verdict.code) == (status, code)
    assert [signal.meaning for signal in found.signals] == meanings
    assert (found.limits is None) == (points < 8)


def test_too_few_readings_are_named():
    assert chart([1.0] * 3, [], Good.UP).verdict.reason == "3 readings so far; a baseline needs 8."
    assert chart([1.0], [], Good.UP).verdict.reason == "1 reading so far; a baseline needs 8."
    assert chart([1.0] * 9, [], Good.UP).verdict.reason == (
        "A baseline of 9 readings: watch only, alarms need 12."
    )


def test_a_baseline_without_variation_makes_any_change_a_signal():
    found = chart([1.0] * 12, [1.0, 0.9], Good.UP)

    assert [(s.place, s.rules, s.meaning) for s in found.signals] == [(1, (Rule.R1,), "alarm")]


def test_the_last_bits_of_large_numbers_are_no_difference():
    baseline = [0.1 + 0.2 + 1e9] * 12

    assert chart(baseline, [1e9 + 0.3] * 12, Good.UP).signals == ()


def test_limits_are_to_be_renewed_after_twenty_quiet_readings():
    baseline = [*V37_BASELINE, 10, 11, 9, 10]

    assert not chart(baseline, [10.0] * 19, Good.UP).renew
    assert chart(baseline, [10.0] * 20, Good.UP).renew
    assert not chart(baseline, [30.0] + [10.0] * 19, Good.UP).renew
    assert chart(baseline, [30.0] + [10.0] * 20, Good.UP).renew


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_reading_is_a_number(bad):
    with pytest.raises(SignalError, match="finite"):
        chart([1.0] * 12, [bad], Good.UP)
    with pytest.raises(SignalError, match="finite"):
        chart([bad], [], Good.UP)
    with pytest.raises(SignalError, match="finite"):
        limits([1.0, bad])


def test_limits_need_two_readings():
    with pytest.raises(SignalError) as caught:
        limits([1.0])

    assert caught.value.code == "E701"
    assert limits([1.0, 3.0]) == Limits(2, 2.0, 2.0)


@given(readings)
def test_looking_at_it_upside_down_changes_sides_only(later):
    here = signals(USUAL, later, Good.UP)
    there = signals(USUAL, [20 - value for value in later], Good.DOWN)

    assert [(s.place, s.rules, s.meaning) for s in here] == [
        (s.place, s.rules, s.meaning) for s in there
    ]
    assert [s.side for s in here] == [-s.side for s in there]


@given(readings, st.integers(0, 24))
def test_what_is_said_of_a_reading_does_not_change_afterwards(later, known):
    then = signals(USUAL, later[:known], Good.UP)

    assert then == signals(USUAL, later, Good.UP)[: len(then)]


@given(readings, st.sampled_from([0.25, 4.0, 1024.0]), st.integers(-100, 100))
def test_neither_unit_nor_origin_matters(later, factor, origin):
    scaled = Limits(12, 10 * factor + origin, factor)

    assert signals(USUAL, later, Good.UP) == signals(
        scaled, [value * factor + origin for value in later], Good.UP
    )


def _runs(seed, baseline, draws=3000):
    """Share of series of pure chance with R1 or R2 within twelve readings."""
    data = np.random.default_rng(seed).normal(size=(draws, baseline + 12))
    hits = 0
    for row in data.tolist():
        found = signals(limits(row[:baseline]), row[baseline:], Good.UP)
        hits += any(set(signal.rules) != {Rule.R3} for signal in found)
    return hits / draws


@pytest.mark.parametrize("baseline", FALSE_SIGNAL)
def test_the_stated_chance_of_a_false_signal_is_what_a_simulation_gives(baseline):
    share = FALSE_SIGNAL[baseline]
    # Stated with two decimals; four standard errors of the simulation.
    assert _runs(7, baseline) == pytest.approx(share, abs=0.005 + 4 * math.sqrt(share / 3000))


def test_how_many_false_signals_to_expect():
    assert false_signals([12] * 10) == pytest.approx(2.1)
    assert false_signals([10]) == pytest.approx(0.23)
    assert false_signals([16]) == pytest.approx(0.18)
    assert false_signals([20, 40]) == pytest.approx(0.30)
    assert false_signals([8, 7, 3]) == pytest.approx(0.25)


def test_the_sentence_on_false_signals():
    assert false_signal_note([12] * 10 + [5]) == (
        "By chance alone, about 2 of the 10 KPIs judged here will show a signal within twelve"
        " readings although nothing has changed: ask what happened before you act on one."
    )
    assert "fewer than one of the 1 KPI judged" in (false_signal_note([12]) or "")
    assert false_signal_note([7]) is None
