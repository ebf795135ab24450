"""Areas and the whole, from capabilities (method 1.5, 1.8 to 1.10) and by lens (method 1.0)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import verdicts, weighing
from engine.ballot import Ballot
from engine.tally import Bools, Floats
from engine.types import EPS
from engine.verdicts import Verdict
from engine.weighing import Range, Weighed

LENSES = ("have", "aligned", "efficient", "effective")
# A person's own mean of the whole needs this many areas (method 1.10).
LEAST_OWN_AREAS = 3


def index(score: float) -> float:
    """Score 1..5 to index 0..100 (method 0.2)."""
    return 25 * (score - 1)


@dataclass(frozen=True, slots=True)
class AreaScore:
    """An area, or the whole (key ""). score 1..5, None unless the verdict is scored. range: None
    as well where only own views were heard. ad: mean over its capabilities, in levels. lenses:
    lens key to score 1..5."""

    key: str
    name: str
    verdict: Verdict
    score: float | None
    range: Range | None = None
    ad: float | None = None
    lenses: Mapping[str, float | None] | None = None


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float | None:
    """Never outside the values, not even by the last bit; None without values."""
    if not values:
        return None
    total = math.fsum(v * w for v, w in zip(values, weights, strict=True))
    return min(max(total / math.fsum(weights), min(values)), max(values))


def areas(
    votes: Ballot, scored: Bools, deviations: Sequence[float | None]
) -> tuple[AreaScore, ...]:
    """One score per area. scored [K]: the capability has a score; deviations: AD of each."""
    lenses = _lens_scores(votes)
    means = [
        _mean(votes.weighed.score, votes.weights, votes.columns[area.key] & scored)
        for area in votes.framework.areas
    ]
    ranges = _area_ranges(votes, means)
    found = []
    for number, area in enumerate(votes.framework.areas):
        inside = votes.columns[area.key]
        verdict = _verdict(votes, inside, scored)
        chosen = (inside & scored).tolist()
        ads = [ad for ad, here in zip(deviations, chosen, strict=True) if here and ad is not None]
        found.append(
            AreaScore(
                key=area.key,
                name=area.name,
                verdict=verdict,
                score=means[number] if verdict.scored else None,
                range=ranges[number] if verdict.scored else None,
                ad=math.fsum(ads) / len(ads) if verdict.scored and ads else None,
                lenses={lens: values[number] for lens, values in lenses.items()},
            )
        )
    return tuple(found)


def overall(votes: Ballot, parts: tuple[AreaScore, ...]) -> AreaScore:
    """The whole, from its areas."""
    verdict = verdicts.overall_verdict(
        tuple(part.name for part in parts), tuple(part.verdict for part in parts), votes.evidence
    )
    weights = [area.weight for area in votes.framework.areas]
    pairs = [(p.score, w) for p, w in zip(parts, weights, strict=True) if p.score is not None]
    score = weighted_mean([value for value, _ in pairs], [weight for _, weight in pairs])
    if not verdict.scored or score is None:
        return AreaScore("", "", verdict, None)
    return AreaScore("", "", verdict, score, range=_overall_range(votes, score))


def _verdict(votes: Ballot, inside: Bools, scored: Bools) -> Verdict:
    asked = inside & votes.tally.asked
    return verdicts.area_verdict(
        float(votes.weights[asked].sum()),
        float(votes.weights[asked & votes.applicable].sum()),
        float(votes.weights[asked & scored].sum()),
        votes.tally.short_form,
        votes.evidence,
    )


def _mean(values: Floats, weights: Floats, chosen: Bools) -> float | None:
    return weighted_mean(values[chosen].tolist(), weights[chosen].tolist())


def lens_columns(votes: Ballot, lens: str) -> tuple[Weighed, Bools]:
    """Capabilities weighed with the questions of one lens alone, and which of them count [K]."""
    questions = [question.lens == lens for question in votes.framework.questions]
    voices = votes.tally.voices(np.array(questions, dtype=np.bool_))
    weighed = weighing.weigh(voices.mean, voices.heard, votes.rule)
    return weighed, votes.usable(weighed) & votes.applicable


def _lens_scores(votes: Ballot) -> dict[str, list[float | None]]:
    found = {}
    for lens in LENSES:
        weighed, chosen = lens_columns(votes, lens)
        found[lens] = [
            _mean(weighed.score, votes.weights, chosen & votes.columns[area.key])
            for area in votes.framework.areas
        ]
    return found


def own_means(votes: Ballot) -> tuple[Floats, Bools]:
    """M of method 1.10: each person's own mean of each area [P,A], and where there is one: with
    at least half of the area's applicable weight answered."""
    asked = votes.applicable & votes.tally.asked
    groups = [votes.columns[area.key] & asked for area in votes.framework.areas]
    return person_means(votes.voices.mean, votes.voices.heard, votes.weights, groups)


def person_means(
    voice: Floats, heard: Bools, weights: Floats, groups: Sequence[Bools]
) -> tuple[Floats, Bools]:
    """[P,G]: each person's own mean over each group [K] of capabilities, and where there is one:
    with at least half of the group's weight answered. voice, heard [P,K]; weights [K]."""
    shape = (len(voice), len(groups))
    mean, has = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    for g, group in enumerate(groups):
        columns = np.flatnonzero(group)
        weight = np.where(heard[:, columns], weights[columns], 0.0)
        answered = weight.sum(axis=1)
        total = float(weights[columns].sum())
        has[:, g] = (answered > 0) & (answered >= total / 2 - EPS)
        sums = (weight * voice[:, columns]).sum(axis=1)
        mean[:, g] = sums / np.where(answered > 0, answered, 1.0)
    return mean, has


def whole_means(mean: Floats, has: Bools, weights: Floats) -> tuple[Floats, Bools]:
    """[P,1]: each person's own mean of the whole, from those of the areas [P,A], and where there
    is one. weights [A]."""
    weight = np.where(has, weights, 0.0)
    total = weight.sum(axis=1)
    own = (weight * mean).sum(axis=1) / np.where(total > 0, total, 1.0)
    enough = has.sum(axis=1) >= min(LEAST_OWN_AREAS, mean.shape[1])
    return own[:, None], enough[:, None]


def weighed_own_means(votes: Ballot) -> tuple[Weighed, float]:
    """People's own means of the areas, weighed, and their pooled variance (method 1.10)."""
    weighed = weighing.weigh(*own_means(votes), votes.rule)
    return weighed, weighing.pooled_variance(weighed, None, weighing.AREA_VARIANCE)


def _area_ranges(votes: Ballot, centres: Sequence[float | None]) -> list[Range | None]:
    if votes.evidence.own_view:
        return [None] * len(centres)
    weighed, prior = weighed_own_means(votes)
    # An area without a score gets no range, whatever is put here.
    around = np.array([3.0 if centre is None else centre for centre in centres])
    return weighing.intervals(weighed, around, prior)


def _overall_range(votes: Ballot, centre: float) -> Range | None:
    if votes.evidence.own_view:
        return None
    _, pooled = weighed_own_means(votes)
    weights = np.array([area.weight for area in votes.framework.areas])
    weighed = weighing.weigh(*whole_means(*own_means(votes), weights), votes.rule)
    return weighing.intervals(weighed, np.array([centre]), pooled)[0]
