"""How sure a gap is and what comes first (vectors V18 to V20)."""

from __future__ import annotations

import pytest

from engine.gaps import GapClass, classify, gap, probability_below, progress
from engine.priorities import (
    Candidate,
    Quadrant,
    beyond_horizon,
    not_now,
    prioritise,
    priority_index,
    quadrant,
    time_pressure,
    waiting,
    why_not_now,
)
from engine.steps import steps
from engine.tests.frameworks import framework, initiative
from engine.weighing import Range

# I, Gp, Q, B, R, then U and PI.
V19 = [
    (0.8, 1, 4, 0.1, 0, 0.5, 46.415888),
    (0.5, 2, 16, 0.35, 0, 0.35, 44.395200),
    (0.9, 0.5, 8, 0.1, 0.5, 0.5, 38.315472),
    (1, 0, 1, 0, 1, 1, 0),
]
NO_STEPS = steps(framework({"data.a": 2}))


def candidate(key, **facts):
    values = {"importance": 0.5, "gap": 1.0, "level": 2, "target": 3}
    return Candidate(key=key, name=key.upper(), **{**values, **facts})


@pytest.mark.parametrize(
    ("score", "probability", "confidence"),
    [
        (2.3, 0.965672, GapClass.CONFIRMED),
        (2.9, 0.610016, GapClass.UNCLEAR),
        (3.0, 0.5, GapClass.UNCLEAR),
    ],
)
def test_v18_confidence_of_a_gap(score, probability, confidence):
    found = gap(3, score, 2, Range(1, 5, se=0.35, nu=12))

    assert found.probability == pytest.approx(probability, abs=1e-6)
    assert found.confidence == confidence
    assert found.distance == pytest.approx(3 - score)


@pytest.mark.parametrize(
    ("probability", "confidence"),
    [
        (0.95, GapClass.CONFIRMED),
        (0.949, GapClass.LIKELY),
        (0.80, GapClass.LIKELY),
        (0.79, GapClass.UNCLEAR),
        (0.21, GapClass.UNCLEAR),
        (0.20, GapClass.MET),
        (0.0, GapClass.MET),
    ],
)
def test_classes_at_their_edges(probability, confidence):
    assert classify(probability) == confidence


def test_where_everybody_says_the_same_there_is_no_doubt():
    assert [probability_below(distance, 0.0, 9) for distance in (0.1, 0, -0.1)] == [1, 0.5, 0]


def test_an_own_view_is_not_rated():
    found = gap(3, 2.0, 2, None)

    assert (found.probability, found.confidence) == (None, GapClass.NOT_RATED)


def test_a_level_above_target_is_a_surplus_and_no_gap():
    found = gap(2, 3.4, 4, None)

    assert (found.surplus, found.open) == (2, 0)
    assert found.distance == pytest.approx(-1.4)


def test_progress_is_the_share_of_the_way_done():
    assert progress([3, 5], [1, 0], [0.5, 0.25]) == pytest.approx(1 - 0.5 / 2)
    assert progress([3], [2], [1]) == 0
    assert progress([1, 1], [0, 0], [1, 1]) is None
    assert progress([3], [1], [0]) is None
    assert progress([], [], []) is None


@pytest.mark.parametrize(("weight", "left", "quarters", "blocking", "risk", "urgent", "index"), V19)
def test_v19_urgency_and_priority(weight, left, quarters, blocking, risk, urgent, index):
    urgency = max(time_pressure(left, quarters), blocking, risk)

    assert urgency == pytest.approx(urgent)
    assert priority_index(weight, urgency, left) == pytest.approx(index, abs=1e-6)


def test_v20_quadrants():
    assert [quadrant(row[0], row[5]) for row in V19] == [
        Quadrant.DO_NOW,
        Quadrant.PLAN,
        Quadrant.DO_NOW,
        Quadrant.DO_NOW,
    ]
    assert quadrant(0.49, 0.5) == Quadrant.CONTAIN
    assert quadrant(0.49, 0.49) == Quadrant.LEAVE


def test_v20_a_met_target_comes_last_whatever_its_risk():
    first = candidate("a", importance=0.8, gap=1.0, quarters=4)
    met = candidate("b", importance=1.0, gap=0.0, risk=1.0, risk_reason="A contract ends.")

    found = prioritise([met, first], NO_STEPS)

    assert (found["a"].rank, found["b"].rank) == (1, 2)
    assert (found["b"].index, found["b"].quadrant) == (0, Quadrant.DO_NOW)
    assert found["b"].reason == "A contract ends."


def test_ties_go_to_importance_then_gap_then_catalogue_order():
    # Time presses in proportion to the gap, so index is the cube root of I * gap squared.
    heavy = candidate("heavy", importance=0.8, gap=0.5)
    light = candidate("light", importance=0.2, gap=1.0)
    twin = candidate("twin", importance=0.2, gap=1.0)

    found = prioritise([light, twin, heavy], NO_STEPS)

    assert found["heavy"].index == pytest.approx(found["light"].index)
    assert [found[key].rank for key in ("heavy", "light", "twin")] == [1, 2, 3]


def test_what_others_wait_for_is_urgent():
    built = framework(
        {"data.a": 2, "data.b": 2, "data.c": 2},
        initiatives=[
            initiative("a", [("data.a", 1)]),
            initiative("b", [("data.b", 1)], needs=[("data.a", 2)]),
            initiative("c", [("data.c", 1)], requires=["b"]),
        ],
    )
    low = {"level": 1, "target": 2}
    items = [
        candidate("data.a", gap=0.2, **low),
        candidate("data.b", gap=1.0, **low),
        candidate("data.c", gap=0.8, **low),
    ]

    found = prioritise(items, steps(built))

    assert found["data.a"].urgency == pytest.approx(1.8 / 2.0)
    assert found["data.a"].reason == ("90 % of the weighted gap waits for it: DATA.B and DATA.C.")
    assert waiting(items, steps(built)) == {
        "data.a": ("data.b", "data.c"),
        "data.b": ("data.c",),
        "data.c": (),
    }


def test_a_reason_names_three_and_counts_the_rest():
    keys = [f"data.c{number}" for number in range(6)]
    built = framework(
        dict.fromkeys(keys, 2),
        initiatives=[
            initiative(key, [(key, 1)], needs=[] if key == keys[0] else [(keys[0], 2)])
            for key in keys
        ],
    )
    items = [candidate(key, level=1, target=2, gap=0.5) for key in keys]

    assert prioritise(items, steps(built))[keys[0]].reason == (
        "83 % of the weighted gap waits for it: DATA.C1, DATA.C2, DATA.C3 and 2 more."
    )


def test_nothing_waits_for_a_level_that_is_held():
    built = framework(
        {"data.a": 2, "data.b": 2},
        initiatives=[
            initiative("a", [("data.a", 1)]),
            initiative("b", [("data.b", 1)], needs=[("data.a", 2)]),
        ],
    )
    rising = candidate("data.b", level=1, target=2)

    assert waiting([candidate("data.a", level=2), rising], steps(built))["data.a"] == ()
    # Nor for one whose level nobody knows.
    assert waiting([rising], steps(built)) == {"data.b": ()}


def test_the_reason_names_the_pace_or_says_that_nothing_presses():
    found = prioritise(
        [candidate("a", gap=1.25), candidate("b", gap=0.0), candidate("c", risk=0.5)], NO_STEPS
    )

    assert found["a"].reason == (
        "Closing 1.3 levels in 8 quarters takes 0.6 times the normal pace."
    )
    assert found["b"].reason == "The target is met and nothing waits for it."
    assert found["c"].reason == "A risk is declared."


def test_two_levels_are_what_the_horizon_allows_at_the_normal_pace():
    assert [beyond_horizon(open_) for open_ in (2.0, 2.1)] == [False, True]


def test_the_lowest_quarter_can_wait():
    assert not_now(["a", "b", "c", "d", "e"]) == ("e",)
    assert not_now(["a", "b", "c"]) == ()
    assert why_not_now(0.1, 0.6, 2.0) == "It matters little for the goals."
    assert why_not_now(0.9, 0.1, 2.0) == "Nothing presses."
    assert why_not_now(0.9, 0.6, 0.2) == "The gap is small."


def test_progress_does_not_depend_on_the_size_of_the_weights():
    assert progress([3], [1.0], [0.001]) == pytest.approx(0.5)


@pytest.mark.parametrize("given", [([3], [1.0, 1.0], [1, 1]), ([3, 3], [1.0], [1, 1])])
def test_progress_takes_a_gap_and_a_weight_for_every_target(given):
    with pytest.raises(ValueError, match=r"zip\(\)"):
        progress(*given)


def test_time_cannot_press_more_than_fully():
    assert time_pressure(4, 1) == 1.0


def chain_of(*keys):
    """Each one needs level 2 of the one before it."""
    return steps(
        framework(
            dict.fromkeys(keys, 2),
            initiatives=[
                initiative(key, [(key, 1)], needs=[(keys[place - 1], 2)] if place else [])
                for place, key in enumerate(keys)
            ],
        )
    )


def test_what_stands_at_its_target_waits_for_nothing_and_ends_no_list():
    graph = chain_of("data.a", "data.b")
    first = candidate("data.a", level=1, target=2)
    standing = candidate("data.z", level=2, target=2)
    graph_of_three = chain_of("data.a", "data.b", "data.z")

    assert waiting([first, candidate("data.b", level=1, target=1)], graph)["data.a"] == ()
    found = waiting([first, standing, candidate("data.b", level=1, target=2)], graph_of_three)
    assert found["data.a"] == ("data.b",)


def test_nothing_waits_through_a_capability_whose_level_nobody_knows():
    items = [
        candidate("data.a", level=1, target=2),
        candidate("data.c", level=1, target=2),
    ]

    assert waiting(items, chain_of("data.a", "data.b", "data.c"))["data.a"] == ()


def test_only_what_has_a_gap_is_named_as_waiting():
    items = [
        candidate("data.a", level=1, target=2, gap=0.1),
        candidate("data.b", level=1, target=2, gap=0.0),
        candidate("data.c", level=1, target=2, gap=0.9),
    ]

    assert prioritise(items, chain_of("data.a", "data.b", "data.c"))["data.a"].reason == (
        "90 % of the weighted gap waits for it: DATA.C."
    )


def test_three_that_wait_are_named_without_a_rest():
    keys = ["data.a", "data.b", "data.c", "data.d"]
    items = [candidate(key, level=1, target=2) for key in keys]

    assert prioritise(items, chain_of(*keys))["data.a"].reason == (
        "75 % of the weighted gap waits for it: DATA.B, DATA.C and DATA.D."
    )


def test_where_all_is_met_nothing_is_urgent():
    found = prioritise([candidate("a", gap=0.0), candidate("b", gap=0.0)], NO_STEPS)

    assert [found[key].urgency for key in "ab"] == [0, 0]
    assert found["a"].reason == "The target is met and nothing waits for it."


def test_a_small_difference_in_priority_is_one():
    # Indices of 23.1 and 22.9 to one decimal: the less important one goes first.
    first = candidate("first", importance=0.2, gap=0.99)
    second = candidate("second", importance=0.8, gap=0.49)

    found = prioritise([second, first], NO_STEPS)

    assert 0 < found["first"].index - found["second"].index < 0.5
    assert (found["first"].rank, found["second"].rank) == (1, 2)


def test_of_equal_priority_and_importance_the_larger_gap_goes_first():
    small = candidate("small", gap=1.0, risk=0.5)
    large = candidate("large", gap=2.0, quarters=16)

    found = prioritise([small, large], NO_STEPS)

    assert found["small"].index == pytest.approx(found["large"].index)
    assert (found["large"].rank, found["small"].rank) == (1, 2)


def test_of_equal_reasons_the_pace_is_told():
    (risky,) = prioritise([candidate("a", gap=2.0, risk=0.5)], NO_STEPS).values()
    assert risky.reason == "Closing 2.0 levels in 8 quarters takes 1.0 times the normal pace."

    items = [
        candidate("data.a", level=1, target=2),
        candidate("data.b", level=1, target=2),
        candidate("data.c", level=2, target=2, gap=2.0),
    ]
    blocking = prioritise(items, chain_of("data.a", "data.b"))["data.a"]
    assert blocking.urgency == 0.25
    assert blocking.reason == "Closing 1.0 levels in 8 quarters takes 0.5 times the normal pace."


def test_the_smallest_factor_tells_why_not_now():
    assert why_not_now(0.22, 0.9, 0.9) == "It matters little for the goals."
    assert why_not_now(0.9, 0.9, 0.9) == "The gap is small."
    assert why_not_now(0.9, 0.1, 0.9) == "Nothing presses."
