"""When stages and targets are reached, as planned and at the pace so far (method 7.3a)."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.forecast import forecast
from engine.milestones import milestones
from engine.tests.catalogue import INITIATIVES, framework, limits, standings

BOTH = frozenset({"data", "people"})
PLAN = {"register": 1, "clean": 2, "coaching": 3, "rules": 4}

finishes = st.dictionaries(st.sampled_from([item.key for item in INITIATIVES]), st.integers(1, 6))


def found(plan=PLAN, late=None, scored=BOTH, periods=6, **changes):
    return milestones(
        framework(), standings(**changes), scored, plan, limits(periods=periods), late
    )


def periods(items):
    return {item.key: item.period for item in items}


def test_each_stage_has_the_first_period_it_stands_in():
    stages = found().stages

    assert periods(stages) == {
        "reactive": 0,
        "foundational": 3,
        "defined": None,
        "integrated": None,
        "adaptive": None,
    }
    assert [item.on for item in stages[:3]] == [date(2026, 12, 1), date(2027, 3, 1), None]
    assert [item.reached for item in stages[:3]] == [True, True, False]


def test_each_target_has_the_first_period_it_stands_in():
    assert periods(found(source={"target": 2}, skill={"target": 2}).targets) == {
        "data.source": 1,
        "data.quality": 4,
        "people.skill": 3,
        "people.cover": None,
    }


def test_a_target_that_stands_already_is_reached_today():
    (source, *_) = found(source={"target": 1}).targets

    assert (source.period, source.on, source.slip) == (0, date(2026, 12, 1), 0)


def test_at_the_pace_so_far_everything_comes_later():
    late = {key: 2 * finish for key, finish in PLAN.items()}
    _, foundational, defined, *_ = found(late=late).stages

    assert (foundational.period, foundational.late, foundational.slip) == (3, 6, 3)
    assert foundational.late_on == date(2027, 6, 1)
    assert (defined.late, defined.late_on, defined.slip) == (None, None, None)


def test_twice_the_horizon_is_as_far_as_it_looks():
    last = {"register": 12, "clean": 13, "coaching": 13}
    found_late = found(plan={}, late=last, source={"target": 2}, quality={"target": 2})

    source, quality, *_ = found_late.targets
    assert (source.period, source.late) == (None, 12)
    assert (quality.period, quality.late) == (None, None)


def test_without_a_known_pace_there_is_no_slip():
    for item in (*found().stages, *found().targets):
        assert (item.late, item.late_on) == (item.period, item.on)


def test_what_has_no_score_or_does_not_apply_has_no_target_to_reach():
    keys = [item.key for item in found(source={"score": None}, cover={"applicable": False}).targets]

    assert keys == ["data.quality", "people.skill"]


def test_without_scored_areas_no_stage_is_claimed():
    assert {item.period for item in found(scored=frozenset()).stages} == {None}


@given(finishes, st.integers(1, 3))
def test_later_finishes_reach_nothing_earlier(plan, factor):
    seen = found(plan=plan, late={key: factor * finish for key, finish in plan.items()})

    for item in (*seen.stages, *seen.targets):
        if item.late is not None and item.period is not None:
            assert item.late >= item.period
        assert item.slip is None or item.slip >= 0


@given(finishes)
def test_stages_are_those_of_the_forecast(plan):
    entries = forecast(framework(), standings(), BOTH, plan, limits(periods=6))
    first = {}
    for entry in entries:
        first.setdefault(entry["stage"], entry["period"])

    seen = periods(found(plan=plan).stages)
    assert all(seen[key] == period for key, period in first.items())
