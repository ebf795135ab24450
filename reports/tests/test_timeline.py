"""The drawing of a plan: bars in time, arrows from what comes first, today."""

from datetime import date

import pytest

from reports.figures.timeline import NARROW, WIDE, timeline


def row(key, start, finish, area="data", after=(), critical=False, chained=None):
    return {
        "initiative": key, "name": key, "area": area, "area_name": area.title(),
        "start_date": start, "finish_date": finish, "starts": start, "ends": finish, "days": 9.0,
        "after": after, "critical": critical, "chained": chained,
    }  # fmt: skip


ROWS = [
    row("first", "2027-01-01", "2027-03-31", critical=True),
    row("second", "2027-04-01", "2027-06-30", after=("first",), critical=True, chained="first"),
    row("third", "2027-07-01", "2027-09-30", "people", critical=True, chained="second"),
    row("other", "2027-07-01", "2027-09-30", "people", after=("first", "absent")),
]
BOTH = pytest.mark.parametrize("canvas", [WIDE, NARROW], ids=["wide", "narrow"])


@BOTH
def test_bars_stand_in_time_and_inside_the_canvas(canvas):
    drawn = timeline(ROWS, date(2027, 2, 1), canvas)

    first, second, third, _other = drawn.bars
    assert first.end == pytest.approx(second.x, abs=0.2)
    assert second.end == pytest.approx(third.x, abs=0.2)
    assert canvas.left <= first.x < third.end <= canvas.width - canvas.right + 0.2
    assert [head.key for head in drawn.heads] == ["data", "people"]
    assert drawn.bars[-1].row_y + drawn.bars[-1].row_height <= drawn.height


def test_an_arrow_leads_from_everything_planned_that_comes_first():
    drawn = timeline(ROWS, date(2027, 2, 1), WIDE)

    kinds = sorted((arrow.critical, arrow.people) for arrow in drawn.arrows)
    assert kinds == [(False, False), (True, False), (True, True)]


def test_critical_arrows_lie_on_top():
    drawn = timeline(ROWS, date(2027, 2, 1), WIDE)

    assert [arrow.critical for arrow in drawn.arrows] == [False, True, True]


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2027, 2, 1), True),
        (date(2026, 11, 22), True),
        (date(2026, 1, 1), False),
        (date(2028, 5, 1), False),
    ],
)
def test_today_is_drawn_where_the_plan_is_near(today, shown):
    assert (timeline(ROWS, today, WIDE).today is not None) is shown


def test_a_phone_names_only_the_quarters_it_has_room_for():
    drawn = timeline(
        [*ROWS, row("last", "2029-01-01", "2029-03-31", "people")], date(2027, 2, 1), NARROW
    )

    assert 0 < sum(bool(tick.name) for tick in drawn.ticks) < len(drawn.ticks)


def test_nothing_to_draw_is_nothing():
    assert timeline([], date(2027, 2, 1), WIDE) is None
