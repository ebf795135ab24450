"""Marketing measured by its peers: the gap between the two sides (method 2.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from engine import rollup, weighing, wording
from engine.ballot import Ballot
from engine.false_discovery import MOST_FALSE, q_values
from engine.tally import Bools, Floats, Ints
from engine.types import EPS
from engine.weighing import PRIOR_DF, Weighed

# Flagged is what is at least this far apart, in levels, and hardly chance.
LEAST_DIFFERENCE = 0.75
# Level 5 against level 1.
WIDEST = 4.0


@dataclass(frozen=True, slots=True)
class SideGap:
    """difference: mean of marketing roles minus mean of peer roles, in levels; above 0 marketing
    sees itself higher. se, low, high: its standard error and 95 % interval, in levels. t: None
    where se is 0. p, q: 0..1, q over everything compared. flagged: large, and hardly chance."""

    difference: float
    se: float
    nu: float
    t: float | None
    p: float
    low: float
    high: float
    q: float
    flagged: bool

    @property
    def blind_spot(self) -> bool:
        return self.flagged and self.difference > 0

    @property
    def hidden_strength(self) -> bool:
        return self.flagged and self.difference < 0


@dataclass(frozen=True)
class Perception:
    """Key to gap, of whatever has a score and is seen from both sides."""

    areas: Mapping[str, SideGap]
    capabilities: Mapping[str, SideGap]


def perception(votes: Ballot, scored: Bools, scored_areas: Bools) -> Perception:
    """scored [K], scored_areas [A]: has a score. An own view, of one person or one role, has no
    sides to compare."""
    if votes.evidence.own_view:
        return Perception({}, {})
    peer = np.array([votes.framework.role[key].peer for key in votes.tally.roles], dtype=np.bool_)
    prior = weighing.pooled_variance(votes.weighed, votes.applicable, weighing.CAPABILITY_VARIANCE)
    own, own_prior = rollup.weighed_own_means(votes)
    return Perception(
        areas=_keyed(
            [area.key for area in votes.framework.areas],
            side_gaps(own, peer, own_prior, scored_areas),
        ),
        capabilities=_keyed(
            [item.key for item in votes.framework.capabilities],
            side_gaps(votes.weighed, peer, prior, scored),
        ),
    )


def sentence(*, difference: float, low: float, high: float, p: float, q: float, people: int) -> str:
    """What is said of the two sides (method 2.8). people: with a voice."""
    if flagged(difference, q):
        return wording.sides_apart(difference, low, high)
    if wording.shown(abs(difference), 1) == "0.0":
        return wording.sides_same()
    if q <= MOST_FALSE + EPS:
        return wording.sides_near(difference)
    if p <= MOST_FALSE + EPS:
        return wording.sides_unclear_among_many(difference)
    return wording.sides_unclear(difference, people)


def flagged(difference: float, q: float) -> bool:
    """Large, and hardly chance."""
    return abs(difference) >= LEAST_DIFFERENCE - EPS and q <= MOST_FALSE + EPS


def _keyed(keys: Sequence[str], gaps: Sequence[SideGap | None]) -> dict[str, SideGap]:
    return {key: gap for key, gap in zip(keys, gaps, strict=True) if gap is not None}


def side_gaps(weighed: Weighed, peer: Bools, prior: float, chosen: Bools) -> list[SideGap | None]:
    """One per column of `weighed`; None where not chosen [N] or where a side has no voice.
    peer [R]: the role is outside marketing; prior: s0sq of method 1.10. q is over all of them."""
    marketing, peers = _side(weighed, ~peer), _side(weighed, peer)
    columns = np.flatnonzero(chosen & (marketing.roles > 0) & (peers.roles > 0))
    difference = (marketing.mean - peers.mean)[columns]
    # The last bit of two means must not make sides differ that say the same.
    difference[np.abs(difference) <= EPS] = 0.0
    nu = PRIOR_DF + weighed.df[columns]
    variance = (PRIOR_DF * prior + weighed.ss[columns]) / nu
    se = np.sqrt(variance * (marketing.noise + peers.noise)[columns])
    p = two_sided(difference, se, nu)
    reach = special.stdtrit(nu, 0.975) * se
    found: list[SideGap | None] = [None] * len(chosen)
    for place, (column, q) in enumerate(zip(columns.tolist(), q_values(p.tolist()), strict=True)):
        gap, error, around = float(difference[place]), float(se[place]), float(reach[place])
        found[column] = SideGap(
            difference=gap,
            se=error,
            nu=float(nu[place]),
            t=gap / error if error > 0 else None,
            p=float(p[place]),
            low=max(-WIDEST, gap - around),
            high=min(WIDEST, gap + around),
            q=q,
            flagged=flagged(gap, q),
        )
    return found


@dataclass(frozen=True)
class _Side:
    """All [N]. mean: of its role means, every role the same, 0 where none is heard; roles: heard;
    noise: variance of the mean, in units of one voice's."""

    mean: Floats
    roles: Ints
    noise: Floats


def _side(weighed: Weighed, inside: Bools) -> _Side:
    n = weighed.n[inside]
    heard = n > 0
    roles: Ints = heard.sum(axis=0)
    some = np.maximum(roles, 1).astype(np.float64)
    return _Side(
        mean=np.where(heard, weighed.mean[inside], 0.0).sum(axis=0) / some,
        roles=roles,
        noise=np.where(heard, 1.0 / np.maximum(n, 1.0), 0.0).sum(axis=0) / some**2,
    )


def two_sided(difference: Floats, se: Floats, nu: Floats) -> Floats:
    """p of a difference this large, or larger, if there were none. se 0 leaves no doubt."""
    sure = se <= 0
    t = np.abs(difference) / np.where(sure, 1.0, se)
    p = np.minimum(1.0, 2 * special.stdtr(nu, -t))
    found: Floats = np.where(sure, np.where(difference == 0, 1.0, 0.0), p)
    return found
