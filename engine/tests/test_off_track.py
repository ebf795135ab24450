"""Which KPIs need a look."""

from datetime import date

import pytest

from engine.off_track import OffTrack, off_track
from engine.signals import Good, chart

BEGUN, DUE = date(2026, 1, 1), date(2026, 12, 31)
MIDDLE, AFTER = date(2026, 7, 2), date(2027, 1, 1)
BASELINE = [10, 11] * 6
QUIET = chart([], [], Good.UP)


def verdict(attained, *, seen=QUIET, readings=0, read=MIDDLE, due=DUE, today=MIDDLE):
    return off_track(seen, readings, attained, begun=BEGUN, read=read, due=due, today=today)


@pytest.mark.parametrize(
    ("attained", "day", "found"),
    [
        (0.3, MIDDLE, None),
        (0.2, MIDDLE, OffTrack.BEHIND),
        (-0.1, MIDDLE, OffTrack.BEHIND),
        (0.0, BEGUN, None),
        (0.9, DUE, None),
        (0.9, AFTER, OffTrack.MISSED),
        (1.0, AFTER, None),
    ],
)
def test_what_is_far_behind_a_straight_line_or_past_its_day_needs_a_look(attained, day, found):
    assert verdict(attained, read=min(day, DUE), today=day) == found


def test_without_a_day_or_a_way_nobody_can_know():
    assert verdict(0.0, due=None) is None
    assert verdict(None, today=AFTER) is None


def test_an_alarm_counts_while_it_is_the_latest_reading():
    falling = chart(BASELINE, [10, 2], Good.UP)
    over = chart(BASELINE, [2, 10], Good.UP)

    assert verdict(2.0, seen=falling, readings=2, due=None) == OffTrack.ALARM
    assert verdict(2.0, seen=over, readings=2, due=None) is None
