"""How much of ranks and stages the data decide: vector V40 and what holds for any assessment."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis import analyse
from engine.findings import find
from engine.priorities import prioritise
from engine.ranking import open_gaps, priority_indices, ranks
from engine.robustness import DRAWS, interchangeable, pairwise, rank_intervals, tiers
from engine.stages import of_levels
from engine.tests.frameworks import answer, everybody_says, framework, initiative, votes, whole
from engine.types import AnalysisParameters, Goal, Status
from engine.variation import dirichlet, generator, levels, vary

TEAM = {"cmo": 1, "ops": 4, "channel": 2, "it": 2, "sales": 2, "care": 1}
ROLES = ("cmo", "ops", "it", "sales")
CAPABILITIES = {"data.a": 2, "data.b": 3, "data.c": 2, "people.d": 2, "people.e": 3, "people.f": 2}
FRAMEWORK = framework(
    CAPABILITIES,
    roles=ROLES,
    goals=[
        Goal("growth", "Growth", {"data.a": 2, "people.d": 1}),
        Goal("cost", "Cost", {"data.b": 2, "people.e": 1, "people.f": 1}),
    ],
    initiatives=[
        initiative("a", [("data.a", 1)]),
        initiative("b", [("data.b", 1)], needs=[("data.a", 2)]),
        initiative("d", [("people.d", 2)], needs=[("data.b", 2)]),
    ],
)
some_rows = st.lists(
    st.lists(st.sampled_from([1, 2, 3, 3, 4, "dk", None]), min_size=6, max_size=6),
    min_size=1,
    max_size=9,
)
some_goals = st.sampled_from([(), ("growth",), ("growth", "cost"), ("cost", "growth")])
quick = settings(max_examples=25, deadline=None)


def sheet(rows):
    return [
        answer(f"p{number}", ROLES[number % 4], f"{key}.q1", given_)
        for number, row in enumerate(rows)
        for key, given_ in zip(CAPABILITIES, row, strict=True)
        if given_ is not None
    ]


def found_of(rows, goals=(), seed=1):
    return find(FRAMEWORK, sheet(rows), AnalysisParameters("scaling", goals=goals, seed=seed))


def near(share, draws):
    """Within four standard errors of a share that so many draws give."""
    return pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / draws))


@pytest.mark.parametrize(("concentration", "wins"), [(2.0, 4 / 7), (30.0, 0.782300)])
def test_v40_who_wins_depends_on_how_far_weights_may_move(concentration, wins):
    draws = 40_000
    weights = dirichlet(generator(20240601), concentration * np.array([0.5, 0.5]), draws)
    values = weights @ np.array([[0.8, 0.4], [0.2, 0.5]])

    share = pairwise(values)

    assert share[0, 1] == near(wins, draws)
    assert share[1, 0] == pytest.approx(1 - share[0, 1])
    assert np.diag(share).tolist() == [0, 0]


def test_drawn_weights_have_the_mean_and_the_spread_of_the_method():
    draws = 40_000
    weights = dirichlet(generator(3), 30.0 * np.array([0.5, 0.3, 0.2, 0.0]), draws)

    assert weights.sum(axis=1) == pytest.approx(np.ones(draws))
    assert weights.mean(axis=0) == pytest.approx([0.5, 0.3, 0.2, 0.0], abs=0.002)
    assert weights[:, 0].std() == pytest.approx(math.sqrt(0.25 / 31), rel=0.02)
    assert (weights[:, 3] == 0).all()


@quick
@given(some_rows, some_goals)
def test_shares_add_up_and_tiers_partition_the_list(rows, goals):
    found = found_of(rows, goals)
    robust = found.robustness
    if not robust.verdict.scored:
        assert (robust.draws, robust.top, robust.tiers, robust.stage) == (0, {}, (), None)
        assert robust.verdict.reason
        return

    ranked = sorted(found.priorities, key=lambda key: found.priorities[key].rank)
    assert [key for tier in robust.tiers for key in tier] == ranked
    assert list(robust.top) == [key for key in CAPABILITIES if key in found.priorities]
    assert math.fsum(robust.top.values()) == pytest.approx(min(5, len(ranked)))
    assert math.fsum(robust.first.values()) == pytest.approx(1)
    for key in ranked:
        low, high = robust.interval[key]
        assert 1 <= low <= high <= len(ranked)
        assert robust.first[key] <= robust.top[key]
        assert high > 5 or robust.top[key] >= 0.9
    for area in found.staging.areas:
        share = robust.areas[area.area]
        assert (share is None) == (area.level is None)
        assert share is None or 0 <= share <= 1
    assert (robust.stage is None) == (found.staging.level is None)


@quick
@given(some_rows, some_goals, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_whatever_the_order_of_answers(rows, goals, chance):
    answers = sheet(rows)
    shuffled = chance.sample(answers, len(answers))
    parameters = AnalysisParameters("scaling", goals=goals, seed=7)

    first = find(FRAMEWORK, answers, parameters)
    second = find(FRAMEWORK, shuffled, parameters)

    assert first.robustness == second.robustness
    assert first.pivotal == second.pivotal


@quick
@given(some_rows, some_goals)
def test_ranks_of_arrays_are_the_ranks_of_the_list(rows, goals):
    found = found_of(rows, goals)
    contest = found.contest
    items = contest.candidates
    if not items:
        return
    score = np.array([found.scores.ballot.weighed.score[place(item.key)] for item in items])
    gap = open_gaps(contest.target, score[None])
    weight = contest.importance[None]

    index = priority_indices(items, contest.behind, weight, gap)

    assert index[0] == pytest.approx([found.priorities[item.key].index for item in items])
    ranked = {item.key: n for item, n in zip(items, ranks(index, weight, gap)[0], strict=True)}
    assert ranked == {key: item.rank for key, item in found.priorities.items()}
    assert prioritise(items, contest.graph) == found.priorities


def place(key):
    return list(CAPABILITIES).index(key)


@quick
@given(some_rows, st.integers(2, 4), st.sampled_from(list(CAPABILITIES)))
def test_a_higher_target_never_makes_a_place_among_the_first_less_likely(rows, target, key):
    # Nothing waits for anything here: what waits for others takes part of its urgency from them.
    shares = []
    for raised in (target, target + 1):
        targets = {**dict.fromkeys(CAPABILITIES, 3), key: raised}
        built = framework(CAPABILITIES, roles=ROLES, targets=targets)
        found = find(built, sheet(rows), AnalysisParameters("scaling"))
        shares.append((found.robustness.top.get(key, 0), found.robustness.first.get(key, 0)))

    assert shares[1][0] >= shares[0][0]
    assert shares[1][1] >= shares[0][1]


def test_without_doubt_nothing_varies():
    # All say the same in every role, so neither weights nor people can move a score; what is left
    # is the doubt that the method keeps about anybody's answer.
    built = whole()
    levels_ = {item.key: 1 if item.key.startswith("data") else 5 for item in built.capabilities}
    found = find(built, everybody_says(built, TEAM, levels_), AnalysisParameters("scaling"))

    assert found.robustness.stage == 1.0
    assert set(found.robustness.areas.values()) == {1.0}


def test_one_role_against_another_decides_the_stage_in_half_of_the_weights():
    draws = 4_000
    built = framework({"data.a": 2, "people.b": 2})
    split = votes({"ops": [3, 3], "it": [2, 2]}, "data.a.q1")
    agreed = votes({"ops": [4, 4], "it": [4, 4]}, "people.b.q1")
    found = find(built, [*split, *agreed], AnalysisParameters("scaling"))

    drawn = vary(found.scores.ballot, found.scores.capabilities, (), 5, draws)
    stages = of_levels(built, levels(found.scores.ballot, drawn.roles))[:, 0]

    # Level 3 needs more than half of the weight: two equal roles, so one draw in two.
    assert float((stages == 3).mean()) == near(0.5, draws)
    assert found.staging.level == 2
    assert found.robustness.stage == near(0.5, DRAWS)
    assert found.robustness.areas == {"data": found.robustness.stage, "people": 1.0}


def test_scores_vary_as_their_range_says():
    draws = 20_000
    built = framework({"data.a": 2, "data.b": 2}, roles=("ops", "it"))
    said = [
        answer(f"{role}{n}", role, f"data.{key}.q1", level)
        for role in ("ops", "it")
        for key in "ab"
        for n, level in enumerate((3, 3, 2, 4))
    ]
    found = find(built, said, AnalysisParameters("scaling"))
    item = found.scores.capabilities[0]

    drawn = vary(found.scores.ballot, found.scores.capabilities, (), 9, draws)

    # Both roles have the same mean, so only the t part moves it; 95 % fall into the range.
    inside = (drawn.scores[:, 0] >= item.range.low) & (drawn.scores[:, 0] <= item.range.high)
    assert float(inside.mean()) == near(0.95, draws)
    assert drawn.scores.mean(axis=0) == pytest.approx([3.0, 3.0], abs=0.02)


def test_a_role_that_nobody_of_is_heard_leaves_its_weight_to_the_others():
    built = framework({"data.a": 2, "people.b": 2}, roles=("ops", "it", "cmo"))
    said = [
        *votes({"ops": [3, 3], "it": [2, 2]}, "data.a.q1"),
        *votes({"ops": [3, 3], "cmo": [2, 2]}, "people.b.q1"),
    ]
    found = find(built, said, AnalysisParameters("scaling", omega={"cmo": 0.0}))

    drawn = vary(found.scores.ballot, found.scores.capabilities, (), 1, 500)

    assert drawn.roles.sum(axis=1) == pytest.approx(np.ones((500, 2)))
    assert set(drawn.roles[:, found.scores.ballot.tally.roles.index("cmo")].ravel()) == {0.0}


def test_intervals_are_ranks_that_hold_nine_draws_in_ten():
    places = np.array([[1]] * 4 + [[2]] * 93 + [[7]] * 3)
    assert rank_intervals(places) == [(2, 2)]
    assert rank_intervals(np.array([[1]] * 6 + [[2]] * 88 + [[7]] * 6)) == [(1, 7)]


def test_a_tier_opens_at_the_first_that_loses_to_its_first():
    beaten = np.array(
        [
            [0.0, 0.7, 0.9, 0.95],
            [0.3, 0.0, 0.95, 0.95],
            [0.1, 0.05, 0.0, 0.89],
            [0.05, 0.05, 0.11, 0.0],
        ]
    )
    assert tiers([0, 1, 2, 3], beaten) == [[0, 1], [2, 3]]
    assert tiers([], beaten) == []


def test_places_are_interchangeable_where_a_tier_holds_several_gaps():
    found = (("a",), ("b", "c"), ("d", "e", "f"), ("g", "h"), ("met",))
    assert interchangeable(found, set("abcdefgh")) == [(2, 3), (4, 6)]
    # What has no gap takes no place among the gaps.
    assert interchangeable(found, set("abdg")) == []


def test_the_document_says_so_or_says_why_not():
    chance = random.Random(4)
    built = whole()
    answers = [
        answer(f"{role}-{n}", role, question.key, chance.randint(1, 4))
        for role, count in TEAM.items()
        for n in range(count)
        for question in built.questions
    ]

    found = analyse(built, answers, AnalysisParameters("scaling"))["robustness"]
    alone = analyse(
        built, [item for item in answers if item.role == "cmo"], AnalysisParameters("scaling")
    )["robustness"]

    assert (found["draws"], found["status"], found["reason"]) == (DRAWS, Status.OK, None)
    assert len(found["top5"]) == len(found["rank_interval"]) == 30
    assert 0 <= found["stage_share"] <= 1
    assert (alone["status"], alone["draws"], alone["pivotal"]) == ("insufficient", None, None)
    assert alone["reason"].startswith("Only an own view was heard")


def test_one_scored_capability_has_no_order():
    built = framework({"data.a": 2})
    found = analyse(
        built,
        votes({"ops": [3, 3], "it": [2, 2]}, "data.a.q1"),
        AnalysisParameters("scaling"),
    )["robustness"]

    assert (found["status"], found["tiers"]) == ("insufficient", None)
