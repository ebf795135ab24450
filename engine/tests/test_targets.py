"""Importance, targets and the prerequisites that raise them (vectors V21 and V23)."""

from __future__ import annotations

import pytest

from engine.steps import steps
from engine.targets import (
    TargetError,
    derive,
    goal_weights,
    importance,
    prerequisites,
    weighted_goals,
    with_floor,
)
from engine.tests.frameworks import framework, initiative
from engine.types import Goal, Industry, Profile

CAPABILITY = "data.quality"


def marked(*marks):
    """A framework whose goals mark one capability in turn."""
    goals = [Goal(f"g{n}", f"Goal {n}", {CAPABILITY: mark}) for n, mark in enumerate(marks, 1)]
    return goals, [goal.key for goal in goals]


@pytest.mark.parametrize(
    ("number", "weights"),
    [
        (1, [1]),
        (2, [0.75, 0.25]),
        (3, [0.611111, 0.277778, 0.111111]),
        (4, [0.520833, 0.270833, 0.145833, 0.0625]),
        (5, [0.456667, 0.256667, 0.156667, 0.09, 0.04]),
    ],
)
def test_v21_rank_order_centroid(number, weights):
    assert goal_weights(range(1, number + 1)) == pytest.approx(weights, abs=1e-6)


def test_ties_share_the_mean_of_their_ranks():
    assert goal_weights((1, 1, 3)) == pytest.approx((4 / 9, 4 / 9, 1 / 9))
    assert goal_weights((2, 1, 2)) == pytest.approx((0.194444, 0.611111, 0.194444), abs=1e-6)


@pytest.mark.parametrize("ranks", [(0, 1), (2,), (1, 1, 2), (1, 3), (1, 2, 3, 4, 5, 6)])
def test_e402_ranks_that_are_not_1_to_n(ranks):
    with pytest.raises(TargetError, match="E402"):
        goal_weights(ranks)


@pytest.mark.parametrize(
    ("base", "marks", "weight", "target"),
    [
        (3, (2, 0, 1), 0.666667, 4),
        (3, (1, 1, 0), 0.444444, 3),
        (4, (2, 2, 2), 1, 5),
        (5, (2, 0, 0), 0.611111, 5),
    ],
)
def test_v23_targets_from_three_ranked_goals(base, marks, weight, target):
    goals, keys = marked(*marks)
    built = framework({CAPABILITY: 2}, targets=base, goals=goals)
    ranked = weighted_goals(built, keys)

    assert importance(ranked, CAPABILITY) == pytest.approx(weight, abs=1e-6)
    found = derive(built, "scaling", "general", ranked, steps(built))[CAPABILITY]
    assert found.level == target


def test_a_target_says_where_it_comes_from():
    goals, keys = marked(2, 1)
    built = framework(
        {CAPABILITY: 2},
        targets=3,
        goals=goals,
        industries=[Industry("healthcare", "Healthcare", {CAPABILITY: 1})],
    )

    found = derive(built, "scaling", "healthcare", weighted_goals(built, keys), steps(built))

    assert found[CAPABILITY].level == 5
    assert found[CAPABILITY].reason == (
        "3 (growth profile Scaling) + 1 (industry Healthcare)"
        " + 1 (critical for 'Goal 1', rank 1; 1 more goal)"
    )


def test_without_goals_the_profile_stands_as_it_is():
    built = framework({CAPABILITY: 2}, targets=3)

    found = derive(built, "scaling", "general", (), steps(built))[CAPABILITY]

    assert (found.level, found.importance) == (3, 0.5)
    assert found.reason == "3 (growth profile Scaling)"


def test_an_unimportant_capability_that_the_next_stage_requires_has_a_floor():
    assert with_floor(0, True) == 0.1
    assert with_floor(0, False) == 0
    assert with_floor(0.05, True) == 0.05


LADDER = [
    initiative("sell-3", [("process.leads", 2)], needs=[("data.quality", 2)]),
    initiative("sell-2", [("process.leads", 1)]),
    initiative("clean-2", [("data.quality", 1)], requires=["register"]),
    initiative("register", [("data.sourcing", 1)]),
]


def laddered(targets, extra=()):
    return framework(
        {"process.leads": 2, "data.quality": 2, "data.sourcing": 2},
        targets=targets,
        initiatives=[*LADDER, *extra],
    )


def test_targets_rise_to_what_other_targets_need():
    built = laddered({"process.leads": 3, "data.quality": 1, "data.sourcing": 1})

    found = derive(built, "scaling", "general", (), prerequisites(built))

    assert {key: target.level for key, target in found.items()} == {
        "process.leads": 3,
        "data.quality": 2,
        "data.sourcing": 2,
    }
    assert found["data.quality"].reason == (
        "1 (growth profile Scaling); raised to 2, which Leads needs for its own target"
    )


def test_what_only_one_of_two_ways_needs_is_not_needed():
    other_way = initiative("sell-3-by-hand", [("process.leads", 2)])
    built = laddered({"process.leads": 3, "data.quality": 1, "data.sourcing": 1}, [other_way])

    found = derive(built, "scaling", "general", (), prerequisites(built))

    assert [target.level for target in found.values()] == [3, 1, 1]


def test_what_does_not_apply_neither_has_a_target_nor_passes_needs_on():
    built = laddered({"process.leads": 3, "data.quality": 1, "data.sourcing": 1})
    ignored = {"data.quality": "Not ours."}

    found = derive(built, "scaling", "general", (), prerequisites(built, ignored), ignored)

    assert {key: target.level for key, target in found.items()} == {
        "process.leads": 3,
        "data.sourcing": 1,
    }


def test_only_what_is_not_held_yet_is_still_needed():
    graph = prerequisites(laddered(3))

    assert graph.needed({})["process.leads", 3] == {
        "data.quality": 2,
        "data.sourcing": 2,
        "process.leads": 2,
    }
    assert graph.needed({"data.quality": 2})["process.leads", 3] == {"process.leads": 2}
    assert graph.needed({"process.leads": 4})["process.leads", 3] == {}


@pytest.mark.parametrize(
    "circle",
    [
        [initiative("register", [("data.sourcing", 1)], needs=[("process.leads", 3)])],
        [
            initiative("one", [("data.sourcing", 1)], requires=["two"]),
            initiative("two", [("data.sourcing", 2)], requires=["one"]),
        ],
    ],
)
def test_e501_prerequisites_that_run_in_a_circle(circle):
    kept = [item for item in LADDER if item.key not in {entry.key for entry in circle}]
    if len(circle) > 1:
        kept = []
    built = framework(
        {"process.leads": 2, "data.quality": 2, "data.sourcing": 2}, initiatives=[*kept, *circle]
    )

    with pytest.raises(TargetError, match=r"E501.*circle"):
        prerequisites(built)


def test_bad_targets_marks_and_names_are_refused():
    goals, keys = marked(3)
    bad_mark = framework({CAPABILITY: 2}, goals=goals)
    bad_target = framework({CAPABILITY: 2}, targets=6)
    no_target = framework({CAPABILITY: 2}, targets={})
    sinking = framework(
        {CAPABILITY: 2}, targets=1, industries=[Industry("x", "X", {CAPABILITY: -1})]
    )
    assert isinstance(bad_target.profiles[0], Profile)

    cases = {
        "E401": lambda: weighted_goals(bad_mark, keys),
        "E402": lambda: weighted_goals(bad_mark, [*keys, *keys]),
        "E103": lambda: weighted_goals(bad_mark, ["unknown"]),
        "E301": lambda: derive(bad_target, "scaling", "general", (), steps(bad_target)),
    }
    for code, act in cases.items():
        with pytest.raises(TargetError, match=code):
            act()
    for built, industry in ((no_target, "general"), (sinking, "x")):
        with pytest.raises(TargetError, match="E301"):
            derive(built, "scaling", industry, (), steps(built))
    for profile, industry in (("unknown", "general"), ("scaling", "unknown")):
        with pytest.raises(TargetError, match="E103"):
            derive(bad_target, profile, industry, (), steps(bad_target))


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda built: goal_weights(range(1, 7)), "E402: 6 goals are ranked; 5 are the most"),
        (lambda built: goal_weights((2,)), "E402: ranks (2,) are not 1 to 1"),
        (lambda built: weighted_goals(built, ["g1", "g1"]), "E402: a goal is ranked twice"),
        (lambda built: weighted_goals(built, ["g9"]), "E103: unknown goal 'g9'"),
        (
            lambda built: weighted_goals(built, ["g2"]),
            "E401: goal 'g2' marks 'data.quality' with 3",
        ),
        (
            lambda built: derive(built, "huge", "general", (), steps(built)),
            "E103: unknown growth profile 'huge'",
        ),
        (
            lambda built: derive(built, "scaling", "space", (), steps(built)),
            "E103: unknown industry 'space'",
        ),
        (
            lambda built: derive(built, "scaling", "sinking", (), steps(built)),
            "E301: target -1 of 'data.quality' is not 1 to 5",
        ),
        (
            lambda built: derive(
                framework({CAPABILITY: 2}, targets=6), "scaling", "general", (), steps(built)
            ),
            "E301: target 6 of 'data.quality' is not 1 to 5",
        ),
    ],
)
def test_a_refusal_names_what_is_wrong(act, message):
    goals, _ = marked(1, 3)
    built = framework(
        {CAPABILITY: 2},
        targets=1,
        goals=goals,
        industries=[Industry("sinking", "Sinking", {CAPABILITY: -2})],
    )

    with pytest.raises(TargetError) as caught:
        act(built)

    assert str(caught.value) == message


def test_a_circle_is_told_by_code_and_path():
    built = framework(
        {"data.a": 2},
        initiatives=[
            initiative("one", [("data.a", 1)], requires=["two"]),
            initiative("two", [("data.a", 2)], requires=["one"]),
        ],
    )

    with pytest.raises(TargetError) as caught:
        prerequisites(built)

    assert caught.value.code == "E501"
    assert " -> " in caught.value.message


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        # One goal that supports weighs one half: just important.
        ((1,), "3 (growth profile Scaling) + 1 (supports 'Goal 1', rank 1)"),
        ((2,), "3 (growth profile Scaling) + 1 (critical for 'Goal 1', rank 1)"),
        ((2, 0), "3 (growth profile Scaling) + 1 (critical for 'Goal 1', rank 1)"),
        # .4567 for rank 1 that it supports, 2 x .2567 for rank 2 that it is critical for.
        (
            (1, 2, 2, 0, 0),
            ("3 (growth profile Scaling) + 1 (critical for 'Goal 2', rank 2; 2 more goals)"),
        ),
    ],
)
def test_the_goal_that_counts_most_gives_the_reason(marks, reason):
    goals, keys = marked(*marks)
    built = framework({CAPABILITY: 2}, targets=3, goals=goals)

    found = derive(built, "scaling", "general", weighted_goals(built, keys), steps(built))

    assert found[CAPABILITY].reason == reason


def test_goals_that_do_not_speak_of_a_capability_are_not_counted():
    goals = [Goal("g1", "Goal 1", {CAPABILITY: 2}), Goal("g2", "Goal 2", {"data.other": 2})]
    built = framework({CAPABILITY: 2, "data.other": 2}, targets=3, goals=goals)

    found = derive(built, "scaling", "general", weighted_goals(built, ["g1", "g2"]), steps(built))

    assert found[CAPABILITY].reason.endswith("(critical for 'Goal 1', rank 1)")
    assert found["data.other"].reason == "3 (growth profile Scaling)"


def test_an_industry_may_ask_for_less():
    built = framework(
        {CAPABILITY: 2}, targets=3, industries=[Industry("trade", "Trade", {CAPABILITY: -1})]
    )

    found = derive(built, "scaling", "trade", (), steps(built))[CAPABILITY]

    assert (found.level, found.reason) == (
        2,
        "3 (growth profile Scaling) - 1 (industry Trade)",
    )


def test_a_target_that_is_high_enough_is_not_said_to_be_raised():
    built = laddered({"process.leads": 3, "data.quality": 2, "data.sourcing": 1})

    found = derive(built, "scaling", "general", (), prerequisites(built))

    assert found["data.quality"].reason == "2 (growth profile Scaling)"
    assert (found["data.sourcing"].level, found["data.sourcing"].importance) == (2, 0.5)


def test_importance_ends_at_one():
    goals, keys = marked(2, 2)
    built = framework({CAPABILITY: 2}, goals=goals)
    doubled = [*weighted_goals(built, keys), *weighted_goals(built, keys)]

    assert importance(doubled, CAPABILITY) == 1.0
