"""From voices to weighted figures: role weights, scores, shares, levels, intervals.

Every function works on whole arrays. N is what is judged (capabilities, areas, or the whole), P
people, R roles present. Sums run over roles and people in a fixed order and without a linear
algebra library, so that one input gives one result to the last bit on any machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from engine.tally import Bools, Floats, Ints, ScoringError
from engine.types import EPS, LEVELS

# Variance moderation (method 1.10): what is taken where the assessment itself says too little.
PRIOR_DF = 4
POOLED_FROM_DF = 10
CAPABILITY_VARIANCE = 0.8
AREA_VARIANCE = 0.35


@dataclass(frozen=True)
class RoleRule:
    """How roles count. rows: for each role present, the row numbers of its people; omega: its
    weight, >= 0; alpha: 0 every role the same, 1 every person (method 1.2)."""

    rows: tuple[Ints, ...]
    omega: Floats
    alpha: float

    def sums(self, values: Floats | Ints | Bools) -> Floats:
        """[..., P, N] to [..., R, N]."""
        if not self.rows:
            return np.zeros((*values.shape[:-2], 0, values.shape[-1]))
        return np.stack([values[..., rows, :].sum(axis=-2) for rows in self.rows], axis=-2).astype(
            np.float64
        )

    def weights(self, n: Floats) -> Floats:
        """W of method 1.2 from n [..., R, N]; all 0 where nobody is heard."""
        raw = np.where(n > 0, self.omega[:, None] * np.power(n, self.alpha), 0.0)
        total = raw.sum(axis=-2, keepdims=True)
        weights: Floats = raw / np.where(total > 0, total, 1.0)
        return weights


def role_rule(
    roles: Sequence[str], rows: tuple[Ints, ...], omega: Mapping[str, float], alpha: float
) -> RoleRule:
    """roles: those present, in the order of rows. Raises ScoringError E102 on a weight that is
    negative, not finite or zero for every role, or an alpha other than 0, 0.5, 1."""
    check_weights(omega.values(), "role weight", positive=False)
    weights = [float(omega.get(role, 1.0)) for role in roles]
    if roles and not any(weights):
        raise ScoringError("E102", "the weights of all roles are zero")
    if alpha not in (0, 0.5, 1):
        raise ScoringError("E102", f"alpha is {alpha!r}, not 0, 0.5 or 1")
    return RoleRule(rows=rows, omega=np.array(weights, dtype=np.float64), alpha=float(alpha))


def check_weights(weights: Iterable[float], what: str, *, positive: bool) -> None:
    """Raises ScoringError E102 on a weight below zero (or at zero, if it must be positive)."""
    for weight in weights:
        if not np.isfinite(weight) or weight < 0 or (positive and weight == 0):
            raise ScoringError("E102", f"{what} {weight!r} is not a positive number")


@dataclass(frozen=True)
class Weighed:
    """Figures per role and in total. n, mean, weight [R,N]; score, ss, df, n_eff [N]. Where
    `scored` is False nobody is heard and the score is 0 without a meaning."""

    n: Floats
    mean: Floats
    weight: Floats
    scored: Bools
    score: Floats
    ss: Floats
    df: Floats
    n_eff: Floats

    @property
    def people(self) -> Ints:
        found: Ints = self.n.sum(axis=0).astype(np.int64)
        return found

    @property
    def roles(self) -> Ints:
        found: Ints = (self.n > 0).sum(axis=0)
        return found


def weigh(values: Floats, heard: Bools, rule: RoleRule) -> Weighed:
    """Role means, weights and the weighted mean of values [P,N] where heard [P,N]; method 1.2,
    1.3, and the parts of 1.10."""
    n = rule.sums(heard)
    some = np.maximum(n, 1.0)
    mean = rule.sums(np.where(heard, values, 0.0)) / some
    weight = rule.weights(n)
    own_mean = np.zeros_like(values)
    for number, rows in enumerate(rule.rows):
        own_mean[rows] = mean[number]
    ss = rule.sums(np.where(heard, (values - own_mean) ** 2, 0.0)).sum(axis=0)
    df = np.maximum(n - 1.0, 0.0).sum(axis=0)
    spread = (weight**2 / some).sum(axis=0)
    scored = weight.sum(axis=0) > 0
    return Weighed(
        n=n,
        mean=mean,
        weight=weight,
        scored=scored,
        # The last bit of the weights must not carry a score over the end of the scale.
        score=np.where(scored, np.clip((weight * mean).sum(axis=0), 1.0, 5.0), 0.0),
        ss=ss,
        df=df,
        n_eff=np.where(scored, 1.0 / np.where(spread > 0, spread, 1.0), 0.0),
    )


def shares(at_least: Floats, heard: Bools, rule: RoleRule) -> Floats:
    """share(L) of method 1.4, [..., 5, N], from at_least [5,P,N]."""
    n = rule.sums(heard)
    reached = rule.sums(np.where(heard, at_least, 0.0))
    return weighted_shares(reached, n, rule)


def weighted_shares(reached: Floats, n: Floats, rule: RoleRule) -> Floats:
    """[..., 5, N] from the sums of shares per role, reached [..., 5, R, N], and n [..., R, N]."""
    per_role = reached / np.maximum(n, 1.0)[..., None, :, :]
    found: Floats = (rule.weights(n)[..., None, :, :] * per_role).sum(axis=-2)
    return found


def levels(share: Floats, phi: float) -> Ints:
    """Level 1..5 of method 1.4 from shares [..., 5, N]; 0 where nobody is heard."""
    lower = np.concatenate([np.ones_like(share[..., :1, :]), share[..., :-1, :]], axis=-2)
    held = (share > 0.5 + EPS) & (lower >= phi - EPS)
    number = np.array(LEVELS, dtype=np.int64)[:, None]
    found: Ints = (held * number).max(axis=-2)
    heard = share[..., 0, :] > 0
    return np.where(heard, np.maximum(found, 1), 0)


def levels_without_each(at_least: Floats, heard: Bools, rule: RoleRule, phi: float) -> Ints:
    """[P,N]: the level if this person had not answered; 0 where nobody would be left."""
    person_in_role = np.zeros((len(heard), len(rule.rows)), dtype=np.bool_)
    for number, rows in enumerate(rule.rows):
        person_in_role[rows, number] = True
    away = person_in_role[:, :, None]
    n = rule.sums(heard)[None] - away * heard[:, None, :]
    own = np.moveaxis(np.where(heard, at_least, 0.0), 1, 0)
    reached = rule.sums(np.where(heard, at_least, 0.0))[None] - away[:, None] * own[:, :, None, :]
    return levels(weighted_shares(reached, n, rule), phi)


def pooled_variance(weighed: Weighed, chosen: Bools | None, fallback: float) -> float:
    """s0sq of method 1.10, in levels squared: the variance within roles over everything weighed
    (or what is chosen [N]), or `fallback` where there is too little of it."""
    counted = np.ones_like(weighed.scored) if chosen is None else chosen
    df = float(weighed.df[counted].sum())
    return float(weighed.ss[counted].sum()) / df if df >= POOLED_FROM_DF else fallback


@dataclass(frozen=True, slots=True)
class Range:
    """95 % interval on the level scale, cut to 1..5. se in levels; nu degrees of freedom."""

    low: float
    high: float
    se: float
    nu: float


def errors(weighed: Weighed, prior: float) -> tuple[Floats, Floats]:
    """Standard error of each weighted mean [N], in levels, and its degrees of freedom nu [N], with
    the variance moderated towards the prior s0sq (method 1.10). Nobody heard: without a meaning."""
    nu: Floats = PRIOR_DF + weighed.df
    variance = (PRIOR_DF * prior + weighed.ss) / nu
    se: Floats = np.sqrt(variance / np.where(weighed.scored, weighed.n_eff, 1.0))
    return se, nu


def intervals(weighed: Weighed, centre: Floats, prior: float) -> list[Range | None]:
    """Moderated t interval of method 1.10 around each centre [N]; prior is s0sq. None where
    nobody is heard."""
    se, nu = errors(weighed, prior)
    reach = special.stdtrit(nu, 0.975) * se
    low, high = np.clip(centre - reach, 1.0, 5.0), np.clip(centre + reach, 1.0, 5.0)
    columns = zip(weighed.scored, low, high, se, nu, strict=True)
    return [
        Range(float(below), float(above), float(error), float(freedom)) if heard else None
        for heard, below, above, error, freedom in columns
    ]
