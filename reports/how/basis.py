"""What explanations are made from: the result as it may be shown, and the answers behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import scoring, weighing
from engine.area_weights import with_area_weights

if TYPE_CHECKING:
    from engine.ballot import Ballot
    from engine.disclosure import Rule
    from engine.scoring import Scores
    from engine.types import AnalysisParameters, Answer
    from reports.frames import Source


@dataclass(frozen=True)
class Basis:
    """read: the disclosed result with its framework. scores: the engine's values behind it; None
    if answers have changed since, so that only what is stored can be shown."""

    read: Source
    parameters: AnalysisParameters
    rule: Rule
    scores: Scores | None

    @property
    def gated(self) -> bool:
        return self.rule.gated

    @property
    def votes(self) -> Ballot | None:
        return self.scores.ballot if self.scores else None

    @cached_property
    def capabilities(self) -> Mapping[str, Mapping[str, Any]]:
        return {item["key"]: item for item in self.read.result["capabilities"]}

    @cached_property
    def column(self) -> Mapping[str, int]:
        keys = [item.key for item in self.read.framework.capabilities]
        return {key: number for number, key in enumerate(keys)}

    @cached_property
    def role_names(self) -> Mapping[str, str]:
        return {role.key: role.name for role in self.read.framework.roles}

    @cached_property
    def prior(self) -> float:
        """s0sq over capabilities."""
        if self.votes is None:
            return weighing.CAPABILITY_VARIANCE
        return weighing.pooled_variance(
            self.votes.weighed, self.votes.applicable, weighing.CAPABILITY_VARIANCE
        )


def basis(
    read: Source, answers: Sequence[Answer] | None, parameters: AnalysisParameters, rule: Rule
) -> Basis:
    """answers: those the result was made from; None if they are no longer there."""
    if answers is None:
        return Basis(read, parameters, rule, None)
    scores = scoring.score(
        with_area_weights(read.framework, parameters.area_weights),
        answers,
        excluded=parameters.excluded,
        invited=parameters.invited,
        omega=parameters.omega,
        alpha=parameters.alpha,
        smallest_group=parameters.smallest_group,
    )
    return Basis(read, parameters, rule, scores)


@dataclass(frozen=True, slots=True)
class RolePart:
    """What one role, or the rest of them together, adds to a figure. n: people; share: at levels
    1..5 or above."""

    name: str
    n: int
    mean: float
    weight: float
    share: tuple[float, ...]


def role_parts(of: Basis, key: str) -> list[RolePart]:
    """Role by role as far as roles may be shown, the others as one row."""
    votes = of.votes
    if votes is None:
        return []
    k = of.column[key]
    weighed = votes.weighed
    n = np.maximum(weighed.n, 1.0)
    reached = votes.rule.sums(np.where(votes.voices.heard, votes.voices.at_least, 0.0))[:, :, k]
    parts: list[RolePart] = []
    rest: list[RolePart] = []
    allowed = of.capabilities[key]["by_role"]
    for r, role in enumerate(votes.tally.roles):
        if not weighed.n[r, k]:
            continue
        share = tuple(float(reached[level, r] / n[r, k]) for level in range(5))
        part = RolePart(
            of.role_names.get(role, role),
            int(weighed.n[r, k]),
            float(weighed.mean[r, k]),
            float(weighed.weight[r, k]),
            share,
        )
        (parts if role in allowed else rest).append(part)
    return [*parts, *([together(rest)] if rest else [])]


def together(parts: Sequence[RolePart]) -> RolePart:
    """Roles that may not be shown one by one."""
    weight = sum(part.weight for part in parts)

    def mean(values: Sequence[float]) -> float:
        total = sum(p.weight * v for p, v in zip(parts, values, strict=True))
        return total / weight if weight else 0.0

    return RolePart(
        "",
        sum(part.n for part in parts),
        mean([part.mean for part in parts]),
        weight,
        tuple(mean([part.share[level] for part in parts]) for level in range(5)),
    )
