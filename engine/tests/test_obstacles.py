"""What keeps an initiative out of a period: V26 of the method."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from engine.instance import Plan, plan_value
from engine.ledger import Ledger
from engine.obstacles import Obstacle, earlier_starts, nearest, obstacles, users_of
from engine.plan_check import violations
from engine.planning import plan
from engine.tests import exhaustive
from engine.tests.plan_instances import worked_example

OPTIMUM = {"0": 0, "1": 1, "2": 3, "3": 2}


@pytest.mark.parametrize(
    ("key", "start", "found"),
    [
        (
            "1",
            0,
            (
                Obstacle("pool", "ops", 0, 5),
                Obstacle("team", "A", 0, 1),
                Obstacle("budget", period=1, amount=15),
            ),
        ),
        ("3", 1, (Obstacle("budget", period=1, amount=5),)),
        (
            "2",
            2,
            (
                Obstacle("prerequisite", "1", 2),
                Obstacle("pool", "it", 2, 20),
                Obstacle("team", "B", 2, 1),
                Obstacle("budget", period=2, amount=5),
            ),
        ),
    ],
)
def test_obstacles_of_the_worked_example(key, start, found):
    assert obstacles(Ledger(worked_example(), OPTIMUM), key, start) == found


def test_every_earlier_start_is_told_the_nearest_first():
    found = earlier_starts(Ledger(worked_example(), OPTIMUM), "2")

    assert list(found) == [2, 1, 0]
    assert all(Obstacle("prerequisite", "1", 2) in given for given in found.values())


def test_what_starts_with_the_plan_has_no_earlier_start():
    assert earlier_starts(Ledger(worked_example(), OPTIMUM), "0") == {}


def changed(key, **changes):
    """The worked example with one candidate changed."""
    instance = worked_example()
    items = [replace(i, **changes) if i.key == key else i for i in instance.candidates]
    return replace(instance, candidates=tuple(items))


def test_a_lock_keeps_it_where_it_is():
    assert obstacles(Ledger(changed("3", lock=4)), "3", 3) == (Obstacle("lock", period=4),)


def test_a_blackout_is_named_with_its_last_period():
    instance = changed("1", closed=frozenset({1, 2}))

    assert Obstacle("blackout", period=2) in obstacles(Ledger(instance), "1", 1)
    assert not any(item.kind == "blackout" for item in obstacles(Ledger(instance), "1", 3))


def test_one_of_an_exclusion_group_keeps_the_other_out():
    instance = replace(worked_example(), exclusive=(("0", "4"),))

    found = obstacles(Ledger(instance, {"0": 0}), "4", 3)

    assert Obstacle("exclusive", "0") in found


def test_the_users_of_a_short_pool_most_days_first():
    instance = replace(worked_example(), capacity={"ops": (99,) * 6, "it": (99,) * 6})
    ledger = Ledger(instance, {"0": 1, "1": 1, "2": 3, "3": 1})

    assert users_of(ledger, Obstacle("pool", "ops", 1)) == ["0", "3", "1"]
    assert users_of(ledger, Obstacle("team", "A", 1)) == ["0", "1"]
    assert users_of(ledger, Obstacle("pool", "it", 0)) == []


def test_asking_leaves_the_plan_as_it_was():
    ledger = Ledger(worked_example(), OPTIMUM)
    before = ({pool: list(line) for pool, line in ledger.free.items()}, list(ledger.spent))

    obstacles(ledger, "2", 2)

    assert (ledger.free, ledger.spent) == before
    assert ledger.starts == OPTIMUM


def test_a_possible_start_has_no_obstacle():
    assert obstacles(Ledger(worked_example(), OPTIMUM), "2", 4) == ()


def test_an_absent_prerequisite_is_an_obstacle():
    assert Obstacle("prerequisite", "1", absent=True) in obstacles(Ledger(worked_example()), "2", 0)


def test_not_before_its_date():
    assert Obstacle("earliest", period=1) in obstacles(Ledger(worked_example()), "4", 0)


def test_the_nearest_start_has_the_smallest_shortage():
    start, found = nearest(Ledger(worked_example(carry=False), {"0": 0, "3": 1}), "1")

    assert (start, [item.kind for item in found]) == (2, ["budget"])


def test_no_nearest_start_before_its_prerequisite():
    assert nearest(Ledger(worked_example()), "2") is None


@given(exhaustive.small_instances())
@settings(max_examples=60, deadline=None)
def test_a_start_without_obstacles_is_one_that_the_checker_accepts(instance):
    starts = plan(instance).starts
    ledger = Ledger(instance, starts)

    for key in starts:
        for start in instance.starts(instance.candidate[key]):
            moved = {**starts, key: start}
            waited_for = any(
                key in group for other in starts for group in instance.candidate[other].needs
            )
            if start > starts[key] and waited_for:
                continue  # Obstacles are its own; a later start may also be in the way of others.
            accepted = not violations(instance, Plan(moved, plan_value(instance, moved)))
            assert (obstacles(ledger, key, start) == ()) == accepted
