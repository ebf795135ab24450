"""When a trend reaches a target: vector V38 and what always holds (method 7.3b)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from engine.trend import TrendError, line, trend
from engine.types import Status

TIMES = [0, 1, 2, 3, 4]
V38 = [2.0, 2.2, 2.3, 2.5, 2.6]

series = st.lists(st.integers(10, 50).map(lambda tenths: tenths / 10), min_size=4, max_size=9)
rising = st.lists(st.integers(1, 4), min_size=4, max_size=9).map(
    lambda steps: [1 + sum(steps[: place + 1]) / 10 for place in range(len(steps))]
)


def test_v38_forecast():
    found = trend(TIMES, V38, 3.5)

    assert found.line is not None
    assert (found.line.slope, found.line.intercept) == pytest.approx((0.15, 2.02), abs=1e-9)
    assert found.line.spread == pytest.approx(0.031623, abs=1e-6)
    assert found.at == pytest.approx(9.866667, abs=1e-6)
    assert found.g == pytest.approx(0.011921, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((9.078537, 10.844614), abs=1e-6)
    assert (found.verdict.status, found.verdict.code) == (Status.PROVISIONAL, "beyond_span")


@pytest.mark.parametrize(
    ("target", "status"), [(3.2, Status.OK), (3.22, Status.OK), (3.23, Status.PROVISIONAL)]
)
def test_nothing_is_dated_beyond_twice_the_span(target, status):
    # 2.02 + 0.15 * 8 = 3.22
    assert trend(TIMES, V38, target).verdict.status == status


def test_the_span_is_counted_from_the_first_round():
    found = trend([10, 11, 12, 13, 14], V38, 3.2)

    assert found.verdict.status == Status.OK
    assert found.at == pytest.approx(10 + trend(TIMES, V38, 3.2).at)
    assert trend([10, 11, 12, 13, 14], V38, 3.23).verdict.code == "beyond_span"


@pytest.mark.parametrize("rounds", [0, 1, 2, 3])
def test_a_trend_needs_four_rounds(rounds):
    found = trend(TIMES[:rounds], V38[:rounds], 3.5)

    assert (found.verdict.status, found.verdict.code) == (Status.INSUFFICIENT, "E702")
    assert found.at is None
    assert found.verdict.reason == (
        f"No reliable date: {rounds} round{'' if rounds == 1 else 's'} so far, a trend needs 4."
    )


@pytest.mark.parametrize("scores", [[3.0] * 5, [3.0, 2.9, 2.8, 2.7, 2.6]])
def test_what_does_not_rise_has_no_date(scores):
    found = trend(TIMES, scores, 3.5)

    assert (found.verdict.code, found.at, found.low, found.high) == ("E702", None, None, None)
    assert "does not rise" in (found.verdict.reason or "")
    assert found.line == line(TIMES, scores)


def test_what_goes_up_and_down_has_no_date():
    found = trend(TIMES, [2.0, 3.0, 2.0, 3.0, 2.2], 3.5)

    assert (found.verdict.code, found.at) == ("E702", None)
    assert found.g is not None
    assert found.g >= 1
    assert "straight line" in (found.verdict.reason or "")
    assert found.line == line(TIMES, [2.0, 3.0, 2.0, 3.0, 2.2])


def test_rounds_on_a_line_leave_no_doubt():
    found = trend([0, 1, 2, 4], [2.0, 2.5, 3.0, 4.0], 4.5)

    assert (found.at, found.low, found.high) == pytest.approx((5.0, 5.0, 5.0), abs=1e-6)


ORDER = "E702: a line needs three rounds or more, in the order of time"
FINITE = "E702: every time and score must be a finite number"


@pytest.mark.parametrize(
    ("times", "scores", "message"),
    [
        ([0, 1, 1, 2], [1, 2, 3, 4], ORDER),
        ([0, 2, 1, 3], [1, 2, 3, 4], ORDER),
        ([0, 1, 2, 3], [1, 2, 3], ORDER),
        ([0, 1, 2, 3], [1, 2, 3, math.nan], FINITE),
        ([0, 1, 2, math.inf], [1, 2, 3, 4], FINITE),
    ],
)
def test_rounds_that_make_no_line(times, scores, message):
    with pytest.raises(TrendError) as caught:
        trend(times, scores, 3.5)

    assert str(caught.value) == message


def test_a_line_needs_three_points():
    with pytest.raises(TrendError):
        line([0, 1], [1, 2])

    assert line([0, 1, 2], [1, 2, 3]).slope == pytest.approx(1)


@given(series)
def test_the_line_is_that_of_least_squares(scores):
    times = list(range(len(scores)))
    found = line(times, scores)
    (slope, intercept), squares, *_ = np.polyfit(times, scores, 1, full=True)

    assert (found.slope, found.intercept) == pytest.approx((slope, intercept), abs=1e-9)
    assert found.spread**2 * (len(times) - 2) == pytest.approx(float(squares[0]), abs=1e-9)


@given(rising, st.floats(1, 5))
def test_the_interval_ends_where_the_confidence_band_meets_the_target(scores, target):
    times = list(range(len(scores)))
    found = trend(times, scores, target)
    assume(found.g is not None and found.g < 0.9)

    n, quantile = len(times), stats.t(len(times) - 2).ppf(0.90)
    for end in (found.low, found.high):
        band = found.line.spread * math.sqrt(
            1 / n + (end - np.mean(times)) ** 2 / (n * np.var(times))
        )
        distance = abs(target - found.line.intercept - found.line.slope * end)
        assert distance == pytest.approx(quantile * band, abs=1e-6)
    assert found.low - 1e-9 <= found.at <= found.high + 1e-9


@given(series, st.floats(1, 5), st.sampled_from([0.25, 4.0, 91.0]))
def test_the_unit_of_time_does_not_matter(scores, target, unit):
    times = list(range(len(scores)))
    found = trend(times, scores, target)
    scaled = trend([unit * t for t in times], scores, target)
    assume(found.g is None or found.g < 0.99)

    assert scaled.verdict == found.verdict
    if found.at is not None:
        assert scaled.at == pytest.approx(unit * found.at, rel=1e-6, abs=1e-6)


@given(series, st.floats(1, 5), st.floats(1, 5))
def test_a_higher_target_is_reached_later(scores, first, second):
    low, high = sorted([first, second])
    times = list(range(len(scores)))
    near, far = trend(times, scores, low), trend(times, scores, high)

    if near.at is not None:
        assert near.at <= far.at + 1e-9
