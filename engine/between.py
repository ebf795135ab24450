"""Two rounds compared column by column: the same people where enough of them answered both,
otherwise people of the same roles (method 7.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from engine import weighing
from engine.perception import two_sided
from engine.series import Series, roles_in_both
from engine.tally import Bools, Floats, Ints
from engine.types import EPS
from engine.weighing import RoleRule, Weighed

# People who answered both rounds are compared with themselves from this many on, if they are at
# least this share of each round.
LEAST_PAIRS = 5
LEAST_PAIRED = 0.6

# Values [P,N] of the people of a round, and where they are heard.
Heard = tuple[Floats, Bools]


@dataclass(frozen=True)
class Columns:
    """Two rounds compared column by column, all [N]. paired: by people who answered both; prior:
    the variances that were taken, of the earlier round, the later one and the pairs."""

    difference: Floats
    se: Floats
    df: Floats
    paired: Bools
    pairs: Ints
    people: tuple[Ints, Ints]
    prior: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Tested:
    """se, low, high: standard error and 95 % interval of a difference, in levels; df: degrees of
    freedom; t: None where se is 0; p 0..1; detectable: the smallest change that could have been
    seen, in levels."""

    se: float
    df: float
    t: float | None
    p: float
    low: float
    high: float
    detectable: float


def compare(
    found: Series,
    earlier: Heard,
    later: Heard,
    *,
    chosen: Bools | None,
    fallback: float,
    prior: tuple[float, float, float] | None = None,
) -> Columns:
    """earlier, later: values [P,N] and where people are heard, in the same roles. chosen [N]: what
    variances are pooled over; fallback: what is taken where that is too little; prior: what to
    take instead of pooling. Roles count as in the later round."""
    parameters = found.later.wave.parameters
    first = weighing.weigh(*earlier, found.earlier.rule(parameters))
    second = weighing.weigh(*later, found.later.rule(parameters))
    rows_first, rows_second, rule = pairs(found)
    both = earlier[1][rows_first] & later[1][rows_second]
    own = weighing.weigh(later[0][rows_second] - earlier[0][rows_first], both, rule)
    prior = prior or (
        weighing.pooled_variance(first, chosen, fallback),
        weighing.pooled_variance(second, chosen, fallback),
        weighing.pooled_variance(own, chosen, fallback),
    )
    paired = _enough(own.people, first.people) & _enough(own.people, second.people)
    (se_first, nu_first), (se_second, nu_second), (se_own, nu_own) = (
        weighing.errors(item, pool) for item, pool in zip((first, second, own), prior, strict=True)
    )
    se, df = _welch(se_first, se_second, nu_first, nu_second)
    difference = np.where(paired, _mean(own), second.score - first.score)
    # The last bit of two means must not make a change of what is the same.
    difference[np.abs(difference) <= EPS] = 0.0
    return Columns(
        difference=difference,
        se=np.where(paired, se_own, se),
        df=np.where(paired, nu_own, df),
        paired=paired,
        pairs=own.people,
        people=(first.people, second.people),
        prior=prior,
    )


def pairs(found: Series) -> tuple[Ints, Ints, RoleRule]:
    """Rows, earlier and later, of the people who answered both rounds in the same role, and how
    their roles count. Nobody is followed where single answers are protected."""
    before, after = found.earlier.wave.tally, found.later.wave.tally
    row = {who: n for n, who in enumerate(zip(before.people, before.person_role, strict=True))}
    known = [
        (row[who], n, who[1])
        for n, who in enumerate(zip(after.people, after.person_role, strict=True))
        if who in row and not found.protected
    ]
    roles = tuple(dict.fromkeys(role for _, _, role in known))
    parameters = found.later.wave.parameters
    rule = RoleRule(
        rows=tuple(
            np.array([n for n, item in enumerate(known) if item[2] == role], dtype=np.int64)
            for role in roles
        ),
        omega=np.array([parameters.omega.get(role, 1.0) for role in roles], dtype=np.float64),
        alpha=float(parameters.alpha),
    )
    first, second = ([item[n] for item in known] for n in (0, 1))
    return np.array(first, dtype=np.int64), np.array(second, dtype=np.int64), rule


def _mean(weighed: Weighed) -> Floats:
    """Weighted mean without the bounds of the level scale: a change is -4..4."""
    found: Floats = (weighed.weight * weighed.mean).sum(axis=0)
    return found


def _enough(both: Ints, people: Ints) -> Bools:
    return np.asarray((both >= LEAST_PAIRS) & (both >= LEAST_PAIRED * people - EPS))


def _welch(
    first: Floats, second: Floats, nu_first: Floats, nu_second: Floats
) -> tuple[Floats, Floats]:
    """Standard error of the difference and its degrees of freedom; where both are known exactly
    there is no doubt, and the degrees are the sum."""
    v, w = first**2, second**2
    spread = v**2 / nu_first + w**2 / nu_second
    some = spread > 0
    df = np.where(some, (v + w) ** 2 / np.where(some, spread, 1.0), nu_first + nu_second)
    return np.sqrt(v + w), df


def tested(difference: float, se: float, df: float) -> Tested:
    """A difference with its standard error and degrees of freedom."""
    reach = float(special.stdtrit(df, 0.975)) * se
    p = float(two_sided(np.array([difference]), np.array([se]), np.array([df]))[0])
    t = difference / se if se > 0 else None
    return Tested(se, df, t, p, difference - reach, difference + reach, reach)


def welch(difference: float, first: tuple[float, float], second: tuple[float, float]) -> Tested:
    """A difference between two means, each with its standard error and degrees of freedom."""
    se, df = _welch(*(np.array([part]) for part in (first[0], second[0], first[1], second[1])))
    return tested(difference, float(se[0]), float(df[0]))


def same_roles(found: Series, first: Heard, second: Heard) -> tuple[Heard, Heard]:
    """The same, heard only in roles that are heard in both rounds."""
    of = found.earlier.role, found.later.role
    roles = max((int(item.max()) for item in of if len(item)), default=-1) + 1
    both = roles_in_both(first[1], of[0], second[1], of[1], roles)
    return (first[0], first[1] & both[of[0]]), (second[0], second[1] & both[of[1]])
