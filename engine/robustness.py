"""How much of the ranking and of the stages the data decide (method 8.1 to 8.3).

Rank acceptability in the sense of SMAA: goals, role weights and scores are drawn anew many times,
and what is shown is how often each capability ends where. K scored capabilities in catalogue
order, N draws.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine import ranking, stages, targets, variation
from engine.ranking import TOP_PLACES, Contest
from engine.scoring import Scores
from engine.stages import Staging
from engine.tally import Bools, Floats, Ints
from engine.targets import WeightedGoal
from engine.types import EPS, Status
from engine.variation import Variation
from engine.verdicts import Verdict

DRAWS = 2000
# Of the draws in which an item loses, from which on it opens a tier of its own.
DECIDED = 0.9
INTERVAL = 0.9

NONE_SCORED = Verdict(
    Status.INSUFFICIENT,
    "nothing_ranked",
    "Fewer than two capabilities are scored, so there is no order to test.",
)
OWN_VIEW = Verdict(
    Status.INSUFFICIENT,
    "own_view",
    "Only an own view was heard: nothing says how far other people would see it differently.",
)


@dataclass(frozen=True, slots=True)
class Robustness:
    """Shares of the draws, 0..1, by capability key in catalogue order.

    top: among the first five; first: at the very first place; interval: ranks from 1, first and
    last of the middle 90 % of draws. tiers: keys in order of rank; inside one the order is not
    decided by the data. stage, areas: same stage under drawn role weights, None where no stage is
    claimed. Empty unless the verdict is ok.
    """

    verdict: Verdict
    draws: int = 0
    top: Mapping[str, float] = field(default_factory=dict)
    first: Mapping[str, float] = field(default_factory=dict)
    interval: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    tiers: tuple[tuple[str, ...], ...] = ()
    stage: float | None = None
    areas: Mapping[str, float | None] = field(default_factory=dict)


def robustness(
    scores: Scores,
    staging: Staging,
    contest: Contest,
    ranked: Sequence[str],
    goals: Sequence[WeightedGoal],
    seed: int,
    draws: int = DRAWS,
) -> Robustness:
    """ranked: keys of the contest in order of rank. The same seed gives the same result; seed >= 0,
    draws >= 1."""
    if scores.ballot.evidence.own_view:
        return Robustness(OWN_VIEW)
    if len(contest.candidates) < 2:
        return Robustness(NONE_SCORED)
    drawn = variation.vary(scores.ballot, scores.capabilities, goals, seed, draws)
    weight, gap = _weights_and_gaps(scores, staging, contest, goals, drawn)
    index = ranking.priority_indices(contest.candidates, contest.behind, weight, gap)
    places = ranking.ranks(index, weight, gap)
    beaten = pairwise(np.round(index, ranking.TIE_DIGITS))
    keys = contest.keys
    stage, areas = _stage_shares(scores, staging, drawn)
    order = [keys.index(key) for key in ranked]
    return Robustness(
        verdict=Verdict(Status.OK),
        draws=draws,
        top=_shares(keys, places <= TOP_PLACES),
        first=_shares(keys, places == 1),
        interval=dict(zip(keys, rank_intervals(places), strict=True)),
        tiers=tuple(tuple(keys[k] for k in tier) for tier in tiers(order, beaten)),
        stage=stage,
        areas=areas,
    )


def pairwise(index: Floats) -> Floats:
    """[K,K]: share of draws in which the row's index [N,K] is above the column's."""
    return np.stack([(column[:, None] > index).mean(axis=0) for column in index.T])


def rank_intervals(places: Ints) -> list[tuple[int, int]]:
    """First and last rank of the middle 90 % of draws, from ranks [N,K]: whole ranks that occur,
    so that at least 90 % lie between them."""
    tail = (1 - INTERVAL) / 2
    low, high = np.quantile(places, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return [(int(a), int(b)) for a, b in zip(low, high, strict=True)]


def tiers(order: Sequence[int], beaten: Floats) -> list[list[int]]:
    """order: numbers of the capabilities by rank; beaten [K,K] as pairwise gives it. A new tier
    opens at the first item that loses to the tier's first in at least 90 % of draws."""
    found: list[list[int]] = []
    for item in order:
        if not found or beaten[found[-1][0], item] >= DECIDED - EPS:
            found.append([])
        found[-1].append(item)
    return found


def interchangeable(
    tiers: Sequence[Sequence[str]], open_keys: Collection[str]
) -> list[tuple[int, int]]:
    """First and last place of every tier of several open gaps that reaches into the first five."""
    found, place = [], 1
    for tier in tiers:
        size = sum(key in open_keys for key in tier)
        if size > 1 and place <= TOP_PLACES:
            found.append((place, place + size - 1))
        place += size
    return found


def _weights_and_gaps(
    scores: Scores,
    staging: Staging,
    contest: Contest,
    goals: Sequence[WeightedGoal],
    drawn: Variation,
) -> tuple[Floats, Floats]:
    """Importance, floor included, and open gaps, both [N,K]. Targets stay what they are."""
    chosen = [item.key in set(contest.keys) for item in scores.capabilities]
    gap = ranking.open_gaps(contest.target, drawn.scores[:, chosen])
    if drawn.goals is None:
        return np.broadcast_to(contest.importance, gap.shape), gap
    capability = scores.ballot.framework.capability
    ranked = [capability[key] for key in contest.keys]
    weight = variation.importance(drawn.goals, goals, ranked)
    following = (staging.level or 1) + 1
    required = np.array([item.required_from <= following for item in ranked])
    return np.where((weight == 0) & required, targets.IMPORTANCE_FLOOR, weight), gap


def _shares(keys: Sequence[str], hits: Bools) -> dict[str, float]:
    return dict(zip(keys, hits.mean(axis=0).tolist(), strict=True))


def _stage_shares(
    scores: Scores, staging: Staging, drawn: Variation
) -> tuple[float | None, dict[str, float | None]]:
    """Of the whole and of the areas (method 8.3): levels and stages under drawn role weights, the
    answers as they are."""
    framework = scores.ballot.framework
    levels = np.where(scores.scored, variation.levels(scores.ballot, drawn.roles), 0)
    found = stages.of_levels(framework, levels)
    judged = [number for number, area in enumerate(staging.areas) if area.level is not None]
    overall = None
    if staging.level is not None:
        overall = float((found[:, judged].min(axis=1) == staging.level).mean())
    areas = {
        area.area: None if area.level is None else float((found[:, number] == area.level).mean())
        for number, area in enumerate(staging.areas)
    }
    return overall, areas
