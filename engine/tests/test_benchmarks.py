"""A score among others: vectors V30 to V32, how finely it is shown, and what always holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from engine.benchmarks import (
    BenchmarkError,
    Figures,
    basis,
    blended,
    figures,
    figures_verdict,
    percentile,
    place,
    wider_share,
    wilson,
)
from engine.types import Status

TEN = [2.1, 2.4, 2.4, 2.7, 3.0, 3.0, 3.0, 3.3, 3.6, 4.0]

scores = st.integers(10, 50).map(lambda tenths: tenths / 10)
groups = st.lists(scores, min_size=1, max_size=60)
shares = st.integers(0, 100).map(lambda percent: percent / 100)


@pytest.mark.parametrize(
    ("score", "others", "expected"),
    [
        (3, [1, 2, 3, 4], 62.5),
        (3.0, TEN, 55.0),
        (2.5, TEN, 30.0),
        (1.0, TEN, 0.0),
        (5.0, TEN, 100.0),
        (0.1 + 0.2, [0.3], 50.0),
    ],
)
def test_v30_percentile(score, others, expected):
    assert percentile(score, others) == pytest.approx(expected, abs=1e-9)


@given(scores, groups)
def test_percentile_is_that_of_scipy_by_mean_rank(score, others):
    found = percentile(score, others)

    assert found == pytest.approx(stats.percentileofscore(others, score, kind="mean"), abs=1e-9)
    assert 0 <= found <= 100


@given(scores, scores, groups)
def test_a_higher_score_never_stands_lower(first, second, others):
    low, high = sorted([first, second])

    assert percentile(low, others) <= percentile(high, others)


def test_nobody_to_compare_with():
    with pytest.raises(BenchmarkError) as caught:
        percentile(3.0, [])

    assert str(caught.value) == "E601: there is nobody to compare with"


def test_v31_interval():
    low, high = wilson(0.55, 10)

    assert (100 * low, 100 * high) == pytest.approx((27.367, 79.858), abs=1e-3)


@given(shares, st.integers(1, 500))
def test_interval_is_that_of_statsmodels_and_holds_the_share(share, number):
    low, high = wilson(share, number)
    expected = proportion_confint(share * number, number, method="wilson")

    assert (low, high) == pytest.approx(expected, abs=1e-9)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(shares, st.integers(1, 200))
def test_more_others_never_make_an_interval_wider(share, number):
    few, many = wilson(share, number), wilson(share, 2 * number)

    assert many[1] - many[0] <= few[1] - few[0] + 1e-12


def test_v32_blending():
    assert blended([(9, 80.0), (84, 60.0)]) == pytest.approx(69.473684, abs=1e-6)


def test_blending_goes_up_to_the_top():
    # The widest but one counts 20 of 30, and that counts 10 of 19.
    industry = (20 * 60 + 10 * 30) / 30

    assert blended([(9, 80.0), (20, 60.0), (84, 30.0)]) == pytest.approx(
        (9 * 80 + 10 * industry) / 19
    )


def test_a_cohort_that_is_not_small_stands_by_itself():
    assert blended([(40, 80.0), (400, 60.0)]) == 80.0
    assert blended([(39, 80.0), (400, 60.0)]) == pytest.approx((39 * 80 + 600) / 49)
    assert blended([(9, 80.0)]) == 80.0


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 100)), min_size=1, max_size=4))
def test_a_blend_lies_between_what_is_blended(chain):
    values = [value for _, value in chain]

    assert min(values) - 1e-9 <= blended(chain) <= max(values) + 1e-9


@pytest.mark.parametrize(
    ("number", "whom", "wider", "expected"),
    [
        (9, "like you", 84, "9 companies like you, blended with 84 in all industries (53 %)"),
        (40, "like you", 84, "40 companies like you"),
        (9, "like you", None, "9 companies like you"),
        (1, "like you", None, "1 company like you"),
    ],
)
def test_what_a_percentile_rests_on_is_said(number, whom, wider, expected):
    assert basis(number, whom, wider, "in all industries") == expected


def test_the_share_of_the_wider_cohort():
    assert wider_share(9) == pytest.approx(10 / 19)
    assert wider_share(40) == 0


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        (5, []),
        (6, ["median"]),
        (8, ["median"]),
        (9, ["median", "lower_quartile", "upper_quartile"]),
        (30, ["median", "lower_quartile", "upper_quartile"]),
        (31, ["median", "lower_quartile", "upper_quartile", "tenth", "ninetieth"]),
    ],
)
def test_what_a_cohort_shows_depends_on_its_size(members, shown):
    found = figures([3.0 + number / 100 for number in range(members)])

    names = ("median", "lower_quartile", "upper_quartile", "tenth", "ninetieth")
    assert [name for name in names if getattr(found, name) is not None] == shown
    assert found.members == members


def test_figures_are_rounded_half_up_to_a_tenth():
    found = figures([2.25] * 9)

    assert found == Figures(9, 2.3, 2.3, 2.3)


@given(st.lists(scores, min_size=31, max_size=60))
def test_quantiles_are_in_order_and_near_those_of_numpy(values):
    found = figures(values)
    shown = [found.tenth, found.lower_quartile, found.median, found.upper_quartile, found.ninetieth]

    assert shown == sorted(shown)
    assert shown == pytest.approx(np.quantile(values, [0.1, 0.25, 0.5, 0.75, 0.9]), abs=0.0500001)


def test_too_few_companies_are_counted():
    assert figures_verdict(6).status == Status.OK
    found = figures_verdict(3)
    assert (found.status, found.code) == (Status.INSUFFICIENT, "E601")
    assert found.reason == "No comparison available: 3 companies like yours so far, we need 6."
    assert "1 company like yours" in (figures_verdict(1).reason or "")
    assert "we need 16." in (figures_verdict(15, 16).reason or "")


@pytest.mark.parametrize(
    ("value", "others", "text", "bounds"),
    [
        (0.0, 8, "first quarter", (0, 25)),
        (24.9, 19, "first quarter", (0, 25)),
        (25.0, 8, "second quarter", (25, 50)),
        (62.5, 8, "third quarter", (50, 75)),
        (75.0, 8, "fourth quarter", (75, 100)),
        (100.0, 8, "fourth quarter", (75, 100)),
        (52.4, 20, "50 %", (50, 50)),
        (52.5, 20, "55 %", (55, 55)),
        (57.4, 99, "55 %", (55, 55)),
        (57.4, 100, "57 %", (57, 57)),
        (57.5, 100, "58 %", (58, 58)),
        (100.0, 20, "100 %", (100, 100)),
        (0.0, 200, "0 %", (0, 0)),
    ],
)
def test_a_percentile_is_shown_as_finely_as_others_bear(value, others, text, bounds):
    found = place(value, others)

    assert (found.text, (found.least, found.most)) == (text, bounds)
    assert found.others == others


@given(st.floats(0, 100), st.integers(1, 300))
def test_a_place_holds_its_percentile_and_the_interval_holds_the_place(value, others):
    found = place(value, others)
    slack = 0.5 if others >= 100 else 2.5

    assert found.least - slack - 1e-6 <= value <= found.most + slack + 1e-6
    assert 0 <= found.low <= found.least + 1e-9
    assert found.most - 1e-9 <= found.high <= 100


@given(st.floats(0, 100), st.floats(0, 100), st.integers(8, 19))
def test_within_a_quarter_nothing_tells_one_percentile_from_another(first, second, others):
    one, two = place(first, others), place(second, others)

    assert one == two or one.least != two.least


def test_the_interval_of_a_quarter_spans_both_its_ends():
    found = place(30.0, 10)

    assert found.low == pytest.approx(100 * wilson(0.25, 10)[0])
    assert found.high == pytest.approx(100 * wilson(0.50, 10)[1])
