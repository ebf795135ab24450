"""What keeps an initiative out of a period: V26 of the method."""

import pytest

from engine.ledger import Ledger
from engine.obstacles import Obstacle, nearest, obstacles
from engine.tests.plan_instances import worked_example

OPTIMUM = {"0": 0, "1": 1, "2": 3, "3": 2}


@pytest.mark.parametrize(
    ("key", "start", "found"),
    [
        ("1", 0, {Obstacle("pool", "ops", 0, 5), Obstacle("team", "A", 0, 1)}),
        ("3", 1, {Obstacle("budget", period=1, amount=5)}),
        (
            "2",
            2,
            {
                Obstacle("prerequisite", "1", 2),
                Obstacle("pool", "it", 2, 20),
                Obstacle("team", "B", 2, 1),
            },
        ),
    ],
)
def test_obstacles_of_the_worked_example(key, start, found):
    given = obstacles(Ledger(worked_example(), OPTIMUM), key, start)

    assert found <= set(given)
    assert any(item.kind == "budget" for item in given)
    assert {item.kind for item in given} <= {item.kind for item in found} | {"budget"}


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
