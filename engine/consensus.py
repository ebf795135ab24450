"""Agreement over a whole assessment, for analysts: alpha, ICC, r_wg(j) (method 2.1, 2.3 to 2.5).

None of these is "agreement" for anybody else: alpha and ICC fall to 0 where all capabilities stand
about equal, however well people agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine import agreement
from engine.agreement import Coefficient
from engine.ballot import Ballot
from engine.icc import complete_block, icc
from engine.krippendorff import Scale, alpha
from engine.tally import Bools, Ints
from engine.types import EPS, Status
from engine.verdicts import Verdict

# Below this the order of capabilities is not to be relied on by itself (method 2.4).
TENTATIVE_FROM = 0.667
TOO_FEW_VOICES = Verdict(
    Status.INSUFFICIENT, "too_few_people", "No capability has a score and three voices."
)


@dataclass(frozen=True, slots=True)
class Consensus:
    """alpha, icc: over questions of applicable capabilities; rwg: over scored capabilities with
    three voices or more, against the uniform null."""

    alpha_ordinal: Coefficient
    alpha_interval: Coefficient
    icc1: Coefficient
    icc2: Coefficient
    icc2k: Coefficient
    rwg_j: Coefficient
    rwg_star_j: Coefficient

    @property
    def order_unreliable(self) -> bool:
        """The answers do not tell the questions apart well enough to rank by them alone."""
        value = self.alpha_ordinal.value
        return value is not None and value < TENTATIVE_FROM - EPS


def consensus(votes: Ballot, scored: Bools) -> Consensus:
    """scored [K]: the capability has a score."""
    answers = applicable_answers(votes)
    repeatable = icc(complete_block(answers))
    spreads = [spread for spread in spread_of_voices(votes, scored) if spread is not None]
    return Consensus(
        alpha_ordinal=alpha(answers, Scale.ORDINAL),
        alpha_interval=alpha(answers, Scale.INTERVAL),
        icc1=repeatable.icc1,
        icc2=repeatable.icc2,
        icc2k=repeatable.icc2k,
        rwg_j=_within(agreement.r_wg_j(spreads)),
        rwg_star_j=_within(agreement.r_wg_star_j(spreads)),
    )


def spread_of_voices(votes: Ballot, scored: Bools) -> tuple[float | None, ...]:
    """Sample variance of the voices on each capability with scored [K]; None under three."""
    voices = votes.voices
    return agreement.variances(voices.mean[:, scored], voices.heard[:, scored])


def applicable_answers(votes: Ballot) -> Ints:
    """Answers [P,Q] to questions of capabilities that apply."""
    asked = votes.tally.members[:, votes.applicable].any(axis=1)
    answers: Ints = votes.tally.levels[:, asked]
    return answers


def _within(value: float | None) -> Coefficient:
    return Coefficient(value, TOO_FEW_VOICES if value is None else Verdict(Status.OK))
