"""Change between two rounds, like for like: what rose or fell, and whether that could be chance
(method 7.1)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from engine import rollup, weighing
from engine.between import Columns, Heard, Tested, compare, same_roles, tested
from engine.false_discovery import MOST_FALSE, q_values
from engine.rollup import weighted_mean
from engine.series import Series
from engine.tally import Floats
from engine.types import EPS, Status
from engine.verdicts import LEAST_AREAS, LEAST_COVERAGE, Verdict

# The change of all roles is printed beside the one of the same roles if it differs by more.
BESIDE = 0.1
DESCRIBED = Verdict(
    Status.PROVISIONAL,
    "described",
    "Described, not tested: nobody of the same roles answered half of it in both rounds.",
)


class Design(StrEnum):
    """How the rounds were compared: the same people, or people of the same roles."""

    PAIRED = "paired"
    UNPAIRED = "unpaired"


@dataclass(frozen=True, slots=True)
class Shift:
    """A change in levels, above 0 a rise. difference: of the same roles; everybody: of the scores
    as reported. people: in the same roles, earlier and later; pairs: who answered both rounds.
    tested: None where a change is only described, or unknown; q 0..1 goes with it."""

    verdict: Verdict
    difference: float | None = None
    everybody: float | None = None
    people: tuple[int, int] = (0, 0)
    pairs: int = 0
    design: Design | None = None
    tested: Tested | None = None
    q: float | None = None
    flagged: bool = False

    @property
    def beside(self) -> bool:
        """The change of all roles tells something else and is to be printed as well."""
        if self.difference is None or self.everybody is None:
            return False
        return abs(self.everybody - self.difference) > BESIDE + EPS


@dataclass(frozen=True)
class Waves:
    """Key to change, of what both rounds ask about."""

    capabilities: Mapping[str, Shift]
    areas: Mapping[str, Shift]
    overall: Shift


def waves(found: Series) -> Waves:
    """All changes. Every capability, area and the whole has one, with the reason where nothing
    can be said."""
    chosen = found.compared
    columns = compare(
        found,
        (found.earlier.voice, found.earlier.same),
        (found.later.voice, found.later.same),
        chosen=chosen,
        fallback=weighing.CAPABILITY_VARIANCE,
    )
    capabilities = [
        _shift(found, found.verdicts[c], columns, c, _reported(found, key))
        for c, key in enumerate(found.capabilities)
    ]
    areas, whole = _areas(found, columns.difference)
    return Waves(
        capabilities=dict(zip(found.capabilities, _flagged(capabilities), strict=True)),
        areas=dict(zip(found.columns, _flagged(areas), strict=True)),
        overall=_flagged([whole])[0],
    )


def _shift(
    found: Series, verdict: Verdict, columns: Columns, n: int, everybody: float | None
) -> Shift:
    """One column as a change; only described where it is an own view or nobody is heard."""
    if not (found.verdict.scored and verdict.scored):
        return Shift(found.verdict if not found.verdict.scored else verdict, everybody=everybody)
    difference = float(columns.difference[n])
    counts = int(columns.people[0][n]), int(columns.people[1][n])
    shift = Shift(verdict, difference, everybody, counts, int(columns.pairs[n]))
    if found.own_view:
        return shift
    if not min(counts):
        return replace(shift, verdict=DESCRIBED)
    design = Design.PAIRED if columns.paired[n] else Design.UNPAIRED
    result = tested(difference, float(columns.se[n]), float(columns.df[n]))
    return replace(shift, design=design, tested=result)


def _flagged(shifts: Sequence[Shift]) -> list[Shift]:
    """With q over all that were tested, and the flag."""
    q = iter(q_values([item.tested.p for item in shifts if item.tested]))
    found = []
    for item in shifts:
        if item.tested is None:
            found.append(item)
            continue
        share = next(q)
        found.append(replace(item, q=share, flagged=share <= MOST_FALSE + EPS))
    return found


def _reported(found: Series, key: str) -> float | None:
    before, after = (
        next(item.score for item in side.wave.scores.capabilities if item.key == key)
        for side in (found.earlier, found.later)
    )
    return None if before is None or after is None else after - before


def _areas(found: Series, differences: Floats) -> tuple[list[Shift], Shift]:
    """Areas and the whole by people's own means, around the mean of their capabilities' changes
    (method 1.10)."""
    weights = found.later.weights
    groups = [inside & found.compared for inside in found.columns.values()]
    first, second = (
        rollup.person_means(side.voice, side.same, weights, groups)
        for side in (found.earlier, found.later)
    )
    first, second = same_roles(found, first, second)
    columns = compare(found, first, second, chosen=None, fallback=weighing.AREA_VARIANCE)
    centres = [
        weighted_mean(differences[group].tolist(), weights[group].tolist()) for group in groups
    ]
    shifts = []
    for n, key in enumerate(found.columns):
        verdict = area_verdict(found, key)
        moved = replace(columns, difference=np.array([c or 0.0 for c in centres]))
        shifts.append(_shift(found, verdict, moved, n, _reported_area(found, key)))
    return shifts, _overall(found, shifts, first, second, columns.prior)


def _overall(
    found: Series,
    shifts: Sequence[Shift],
    first: Heard,
    second: Heard,
    prior: tuple[float, float, float],
) -> Shift:
    u = {area.key: area.weight for area in found.framework.areas}
    weights = np.array([u[key] for key in found.columns])
    known = [(s.difference, u[k]) for s, k in zip(shifts, found.columns, strict=True)]
    held = [(value, weight) for value, weight in known if value is not None]
    centre = weighted_mean([value for value, _ in held], [weight for _, weight in held])
    whole = same_roles(
        found, rollup.whole_means(*first, weights), rollup.whole_means(*second, weights)
    )
    columns = compare(found, *whole, chosen=None, fallback=weighing.AREA_VARIANCE, prior=prior)
    moved = replace(columns, difference=np.array([centre or 0.0]))
    scores = [side.wave.scores.overall.score for side in (found.earlier, found.later)]
    before, after = scores
    everybody = None if before is None or after is None else after - before
    return _shift(found, overall_verdict(found), moved, 0, everybody)


def _area_scores(found: Series, key: str) -> list[tuple[Verdict, float | None]]:
    return [
        next((area.verdict, area.score) for area in side.wave.scores.areas if area.key == key)
        for side in (found.earlier, found.later)
    ]


def _reported_area(found: Series, key: str) -> float | None:
    (_, before), (_, after) = _area_scores(found, key)
    return None if before is None or after is None else after - before


def area_verdict(found: Series, key: str) -> Verdict:
    """Whether an area can be compared: scored in both rounds, and two thirds of what applies in
    both of them compared."""
    for verdict, _ in _area_scores(found, key):
        if not verdict.scored:
            return verdict
    inside = found.columns[key]
    weights = found.later.weights
    applies = inside & found.earlier.applicable & found.later.applicable
    whole = math.fsum(weights[applies].tolist())
    part = math.fsum(weights[inside & found.compared].tolist())
    if part <= 0 or part < LEAST_COVERAGE * whole - EPS:
        reason = "Less than two thirds of it can be compared."
        return Verdict(Status.INSUFFICIENT, "low_coverage", reason)
    return _described(found)


def overall_verdict(found: Series) -> Verdict:
    """Whether the whole can be compared: four of five areas."""
    every = found.framework.areas
    held = [key for key in found.columns if area_verdict(found, key).scored]
    if not found.verdict.scored:
        return found.verdict
    if not held or len(held) < LEAST_AREAS * len(every) - EPS:
        reason = f"Only {len(held)} of {len(every)} areas can be compared."
        return Verdict(Status.INSUFFICIENT, "areas_missing", reason)
    if len(held) < len(every) and not found.own_view:
        reason = f"{len(held)} of {len(every)} areas can be compared."
        return Verdict(Status.PROVISIONAL, "area_missing", reason)
    return _described(found)


def _described(found: Series) -> Verdict:
    if found.own_view:
        reason = "A round that is an own view is described, not tested."
        return Verdict(Status.PROVISIONAL, "own_view", reason)
    return Verdict(Status.OK)
