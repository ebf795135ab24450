"""Periods: V41 of the method, dates, lengths."""

from datetime import date

import pytest

from engine.calendar import discounts, period_end, period_name, period_start, periods_for


def test_discounts_of_eight_quarters():
    assert discounts("quarter", 8) == (1000, 970, 941, 913, 885, 859, 833, 3805)


def test_months_discount_like_the_quarters_they_make_up():
    months = discounts("month", 24)

    assert months[0:22:3] == (*discounts("quarter", 8)[:7], 808)
    assert months[-1] > 12 * months[-2] * 0.85


def test_one_period_has_its_tail_too():
    assert discounts("quarter", 1) == (1000 + 970 + 941 + 913 + 885,)


@pytest.mark.parametrize(
    ("start", "period", "number", "first", "last"),
    [
        (date(2026, 12, 1), "month", 0, date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 12, 1), "month", 1, date(2027, 1, 1), date(2027, 1, 31)),
        (date(2026, 12, 1), "quarter", 5, date(2028, 3, 1), date(2028, 5, 31)),
        (date(2026, 12, 31), "month", 2, date(2027, 2, 28), date(2027, 3, 30)),
    ],
)
def test_dates_of_a_period(start, period, number, first, last):
    assert period_start(start, period, number) == first
    assert period_end(start, period, number) == last


@pytest.mark.parametrize(
    ("weeks", "period", "periods"),
    [
        (1, "month", 1),
        (4, "month", 1),
        (13, "month", 3),
        (14, "month", 4),
        (52, "month", 12),
        (0.5, "quarter", 1),
        (26, "quarter", 2),
        (27, "quarter", 3),
    ],
)
def test_weeks_take_whole_periods(weeks, period, periods):
    assert periods_for(weeks, period) == periods


@pytest.mark.parametrize(
    ("start", "period", "name"),
    [
        (date(2026, 12, 1), "month", "February 2027"),
        (date(2026, 12, 1), "quarter", "the quarter from June 2027"),
        (date(2026, 12, 15), "month", "the month from 15 February 2027"),
    ],
)
def test_a_period_has_a_name_for_sentences(start, period, name):
    assert period_name(start, period, 2) == name
