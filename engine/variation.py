"""An assessment as it might have come out: weights and scores drawn anew (method 8.1, 8.5).

N draws, R roles present, K capabilities of the catalogue, G ranked goals. Every draw weighs goals
and roles a little differently and moves each score within its own uncertainty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine import weighing
from engine.ballot import Ballot
from engine.scoring import CapabilityScore
from engine.tally import Floats, Ints
from engine.targets import WeightedGoal
from engine.types import Capability

# Of weights that are drawn: a weight of one half then has a standard deviation of 0.09.
CONCENTRATION = 30.0


def generator(seed: int) -> np.random.Generator:
    """The stream of an analysis. NumPy does not promise the same stream across its versions."""
    return np.random.Generator(np.random.PCG64(seed))


def dirichlet(chance: np.random.Generator, parameters: Floats, draws: int) -> Floats:
    """[N, n] shares that sum to 1 in each draw. parameters [n]: >= 0, one of them at least 1; a
    share whose parameter is 0 is 0."""
    parts = chance.standard_gamma(parameters, (draws, len(parameters)))
    found: Floats = parts / parts.sum(axis=1, keepdims=True)
    return found


@dataclass(frozen=True)
class Variation:
    """goals [N,G], sums of 1, or None without goals; roles [N,R,K]: weights of the roles on each
    capability, sums of 1 where anybody is heard; scores [N,K], 1..5."""

    goals: Floats | None
    roles: Floats
    scores: Floats


def vary(
    votes: Ballot,
    capabilities: Sequence[CapabilityScore],
    goals: Sequence[WeightedGoal],
    seed: int,
    draws: int,
) -> Variation:
    """Draws in a fixed order: goals, roles, scores. capabilities: all of the catalogue; a score
    without a range does not vary by itself. seed >= 0."""
    chance = generator(seed)
    shares = np.array([goal.weight for goal in goals], dtype=np.float64)
    drawn_goals = dirichlet(chance, CONCENTRATION * shares, draws) if goals else None
    roles = _role_weights(chance, votes, draws)
    ranges = [item.range for item in capabilities]
    error = np.array([part.se if part else 0.0 for part in ranges], dtype=np.float64)
    freedom = np.array([part.nu if part else 1.0 for part in ranges], dtype=np.float64)
    centre = weighted(roles, votes.weighed.mean[None])[:, 0]
    away = error * chance.standard_t(freedom, (draws, len(error)))
    return Variation(drawn_goals, roles, np.clip(centre + away, 1.0, 5.0))


def _role_weights(chance: np.random.Generator, votes: Ballot, draws: int) -> Floats:
    """One draw of role weights holds for the whole assessment; where a role is not heard on a
    capability, the others share its weight there, as in method 1.2."""
    anybody = np.asarray(votes.voices.heard.any(axis=1, keepdims=True), dtype=np.bool_)
    heard = votes.rule.sums(anybody)
    base = votes.rule.weights(heard)[:, 0]
    drawn = dirichlet(chance, CONCENTRATION * base, draws) / np.where(base > 0, base, 1.0)
    raw = drawn[:, :, None] * votes.weighed.weight
    total = raw.sum(axis=1, keepdims=True)
    # Where only roles of hardly any weight are heard, a draw may leave none of it.
    return np.where(total > 0, raw / np.where(total > 0, total, 1.0), votes.weighed.weight)


def weighted(roles: Floats, values: Floats) -> Floats:
    """[N, M, K]: sums over roles of values [M,R,K] by weights [N,R,K], in a fixed order."""
    found = np.zeros((len(roles), len(values), roles.shape[-1]))
    for number in range(roles.shape[1]):
        found += roles[:, None, number] * values[None, :, number]
    return found


def levels(votes: Ballot, roles: Floats) -> Ints:
    """[N,K]: awarded levels under drawn role weights, people as they are (method 8.3); 0 where
    nobody is heard."""
    heard = votes.voices.heard
    reached = votes.rule.sums(np.where(heard, votes.voices.at_least, 0.0))
    per_role = reached / np.maximum(votes.rule.sums(heard), 1.0)
    return weighing.levels(weighted(roles, per_role), votes.framework.phi)


def importance(
    goals: Floats, ranked: Sequence[WeightedGoal], capabilities: Sequence[Capability]
) -> Floats:
    """I of method 3.2 under drawn goal weights [N,G], before the floor: [N,K], 0..1."""
    marks = np.array(
        [[item.goal.marks.get(one.key, 0) for one in capabilities] for item in ranked],
        dtype=np.float64,
    )
    return np.minimum(1.0, goals @ marks / 2)
