"""Scores of capabilities, areas and the whole, from answers (method 1.0 to 1.5, 1.8 to 1.10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import agreement, rollup, verdicts, weighing
from engine.ballot import Ballot, ballot
from engine.rollup import AreaScore, index
from engine.tally import Bools, ScoringError
from engine.types import Answer, Framework, Status
from engine.verdicts import Verdict
from engine.weighing import Range

__all__ = ["AreaScore", "CapabilityScore", "RoleMean", "Scores", "ScoringError", "index", "score"]


@dataclass(frozen=True, slots=True)
class RoleMean:
    """n people of a role with a voice, and their mean 1..5."""

    n: int
    mean: float


@dataclass(frozen=True, slots=True)
class CapabilityScore:
    """score 1..5, level 1..5, shares of voices at 1..5 or above: None unless the verdict is
    scored. range: None as well where only own views were heard. n: people with a voice. ad in
    levels, None under three voices. unevidenced: the level calls for an artefact, none is named.
    """

    key: str
    area: str
    verdict: Verdict
    score: float | None
    level: int | None
    range: Range | None
    n: int
    by_role: Mapping[str, RoleMean]
    shares: tuple[float, ...] | None
    dont_know_rate: float | None
    ad: float | None
    unevidenced: bool


@dataclass(frozen=True)
class Scores:
    """All scores of one assessment, in catalogue order. scored [K]: the capability has a score;
    overall: an AreaScore with an empty key."""

    ballot: Ballot
    scored: Bools
    capabilities: tuple[CapabilityScore, ...]
    areas: tuple[AreaScore, ...]
    overall: AreaScore


def score(
    framework: Framework,
    answers: Sequence[Answer],
    *,
    excluded: Mapping[str, str] | None = None,
    invited: Mapping[str, int] | None = None,
    omega: Mapping[str, float] | None = None,
    alpha: float = 0.0,
    smallest_group: int | None = None,
) -> Scores:
    """Score an assessment; parameters as in AnalysisParameters. Never fails for want of answers:
    what cannot be scored says so. Raises ScoringError E101, E102, E103, E105."""
    votes = ballot(
        framework,
        answers,
        excluded=excluded,
        invited=invited,
        omega=omega,
        alpha=alpha,
        smallest_group=smallest_group,
    )
    capabilities = _capabilities(votes)
    scored = np.array([item.verdict.scored for item in capabilities], dtype=np.bool_)
    areas = rollup.areas(votes, scored, tuple(item.ad for item in capabilities))
    return Scores(votes, scored, capabilities, areas, rollup.overall(votes, areas))


def _capabilities(votes: Ballot) -> tuple[CapabilityScore, ...]:
    weighed = votes.weighed
    share = weighing.shares(votes.voices.at_least, votes.voices.heard, votes.rule)
    level = weighing.levels(share, votes.framework.phi)
    prior = weighing.pooled_variance(weighed, votes.applicable, weighing.CAPABILITY_VARIANCE)
    ranges = weighing.intervals(weighed, weighed.score, prior)
    deviation = agreement.average_deviation(votes.voices.mean, votes.voices.heard)
    claims = votes.unevidenced & (level >= votes.framework.unevidenced_from_level)
    found = []
    for k, item in enumerate(votes.framework.capabilities):
        verdict = _verdict(votes, k)
        scored = verdict.scored
        found.append(
            CapabilityScore(
                key=item.key,
                area=item.area,
                verdict=verdict,
                score=float(weighed.score[k]) if scored else None,
                level=int(level[k]) if scored else None,
                range=ranges[k] if scored and not votes.evidence.own_view else None,
                n=int(weighed.people[k]),
                by_role=_by_role(votes, k),
                shares=tuple(share[:, k].tolist()) if scored else None,
                dont_know_rate=votes.dont_know_rates[k],
                ad=deviation[k] if scored else None,
                unevidenced=bool(scored and claims[k]),
            )
        )
    return tuple(found)


def _verdict(votes: Ballot, k: int) -> Verdict:
    key = votes.framework.capabilities[k].key
    if key in votes.exclusions:
        reason = f"Does not apply: {votes.exclusions[key]}"
        return Verdict(Status.NOT_APPLICABLE, "excluded", reason)
    return verdicts.capability_verdict(
        int(votes.weighed.people[k]) if votes.weighed.scored[k] else 0,
        int(votes.weighed.roles[k]),
        votes.dont_know_rates[k],
        bool(votes.tally.asked[k]),
        votes.evidence,
    )


def _by_role(votes: Ballot, k: int) -> dict[str, RoleMean]:
    weighed = votes.weighed
    return {
        role: RoleMean(int(weighed.n[r, k]), float(weighed.mean[r, k]))
        for r, role in enumerate(votes.tally.roles)
        if weighed.n[r, k] > 0
    }
