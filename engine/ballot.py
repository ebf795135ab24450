"""One assessment, counted and weighed: what scoring, stages and lenses all start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine import verdicts, weighing
from engine.tally import Bools, Floats, ScoringError, Tally, Voices, tally
from engine.types import Answer, Framework
from engine.verdicts import Evidence
from engine.weighing import RoleRule, Weighed


@dataclass(frozen=True)
class Ballot:
    """exclusions: capability key to why it does not apply."""

    framework: Framework
    tally: Tally
    rule: RoleRule
    evidence: Evidence
    exclusions: Mapping[str, str]

    @cached_property
    def voices(self) -> Voices:
        return self.tally.voices()

    @cached_property
    def weighed(self) -> Weighed:
        return weighing.weigh(self.voices.mean, self.voices.heard, self.rule)

    @cached_property
    def applicable(self) -> Bools:
        """[K]: not excluded."""
        keys = [item.key not in self.exclusions for item in self.framework.capabilities]
        return np.array(keys, dtype=np.bool_)

    @cached_property
    def weights(self) -> Floats:
        """[K]: weight inside the area."""
        return np.array([item.weight for item in self.framework.capabilities], dtype=np.float64)

    @cached_property
    def columns(self) -> Mapping[str, Bools]:
        """Area key to [K]: the capability is of this area."""
        of = [item.area for item in self.framework.capabilities]
        return {
            area.key: np.array([key == area.key for key in of], dtype=np.bool_)
            for area in self.framework.areas
        }

    def usable(self, weighed: Weighed) -> Bools:
        """[N]: enough people and roles are heard for a score (method 1.9)."""
        people = weighed.people >= self.evidence.least_people
        if self.evidence.own_view:
            return np.asarray(weighed.scored & (people | (not self.evidence.protected)))
        return np.asarray(weighed.scored & people & (weighed.roles >= verdicts.LEAST_ROLES))

    @cached_property
    def dont_know_rates(self) -> tuple[float | None, ...]:
        """Share of "I don't know", 0..1, mean over roles (method 1.8); None if nobody was asked.
        Somebody who can judge one question of a capability is not counted as not knowing."""
        groups = self.tally.members.astype(np.int64)
        unknown = (self.tally.dont_know.astype(np.int64) @ groups > 0) & ~self.voices.heard
        n = self.weighed.n
        blind = self.rule.sums(unknown)
        heard = n + blind
        rates = (blind / np.maximum(heard, 1.0)).sum(axis=0)
        roles = (heard > 0).sum(axis=0)
        return tuple(
            float(rate / number) if number else None
            for rate, number in zip(rates, roles, strict=True)
        )

    @cached_property
    def unevidenced(self) -> Bools:
        """[K]: no answer that claims a level which needs an artefact names one."""
        claims = self.tally.levels >= self.framework.unevidenced_from_level
        shown = (claims & self.tally.evidenced).any(axis=0).astype(np.int64)
        return np.asarray(shown @ self.tally.members.astype(np.int64) == 0)


def ballot(
    framework: Framework,
    answers: Sequence[Answer],
    *,
    excluded: Mapping[str, str] | None = None,
    invited: Mapping[str, int] | None = None,
    omega: Mapping[str, float] | None = None,
    alpha: float = 0.0,
    smallest_group: int | None = None,
) -> Ballot:
    """Check answers and settings. Raises ScoringError E101, E102, E103, E105."""
    for role in omega or {}:
        if role not in framework.role:
            raise ScoringError("E103", f"unknown role {role!r} among the weights")
    weighing.check_weights((item.weight for item in framework.areas), "area weight", positive=True)
    weights = (item.weight for item in framework.capabilities)
    weighing.check_weights(weights, "capability weight", positive=True)
    counted = tally(framework, answers)
    return Ballot(
        framework=framework,
        tally=counted,
        rule=weighing.role_rule(counted.roles, counted.rows, omega or {}, alpha),
        evidence=verdicts.evidence(counted, invited, smallest_group),
        exclusions=verdicts.exclusions(counted, excluded),
    )
