"""Two rounds side by side: what of them can be compared (method 7.1).

P people of a round, C capabilities that both rounds ask about, R roles of either round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine import scoring, stages, verdicts
from engine.scoring import Scores
from engine.stages import Staging
from engine.tally import Bools, Floats, Ints, Tally
from engine.types import AnalysisParameters, Answer, Framework, Status
from engine.verdicts import Verdict
from engine.weighing import RoleRule

# A capability goes on under its key while this share of its questions is the same, and a series
# while this share of all capabilities does: less is a major change of the catalogue.
LEAST_QUESTIONS = 1 / 2
LEAST_CAPABILITIES = 2 / 3


@dataclass(frozen=True)
class Wave:
    """One round, scored."""

    framework: Framework
    parameters: AnalysisParameters
    scores: Scores
    staging: Staging

    @property
    def tally(self) -> Tally:
        return self.scores.ballot.tally

    @property
    def asks(self) -> frozenset[str]:
        """Keys of the questions of its form, long or short."""
        short = self.tally.short_form
        return frozenset(item.key for item in self.framework.questions if item.quick or not short)


def wave(framework: Framework, answers: Sequence[Answer], parameters: AnalysisParameters) -> Wave:
    """Score a round. Raises ScoringError, StageError."""
    scores = scoring.score(
        framework,
        answers,
        excluded=parameters.excluded,
        invited=parameters.invited,
        omega=parameters.omega,
        alpha=parameters.alpha,
        smallest_group=parameters.smallest_group,
    )
    return Wave(framework, parameters, scores, stages.stage(framework, scores))


@dataclass(frozen=True)
class Side:
    """A round cut to the questions and capabilities of both. voice [P,C]: what people say, 1..5,
    where heard [P,C]; same [P,C]: heard, in a role that is heard in both rounds."""

    wave: Wave
    voice: Floats
    heard: Bools
    same: Bools
    role: Ints
    scored: Bools
    applicable: Bools
    weights: Floats

    def rule(self, parameters: AnalysisParameters) -> RoleRule:
        """How the roles of this round count under the settings of either."""
        omega = [parameters.omega.get(role, 1.0) for role in self.wave.tally.roles]
        rows, alpha = self.wave.tally.rows, parameters.alpha
        return RoleRule(rows, np.array(omega, dtype=np.float64), float(alpha))


@dataclass(frozen=True)
class Series:
    """Two rounds of one organisation. verdict: whether they can be compared at all; capabilities:
    keys of C, in the later framework's order; verdicts: of each."""

    earlier: Side
    later: Side
    verdict: Verdict
    capabilities: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def framework(self) -> Framework:
        return self.later.wave.framework

    @cached_property
    def compared(self) -> Bools:
        """[C]: scored in both rounds, by enough people in the same roles."""
        found = [self.verdict.scored and item.scored for item in self.verdicts]
        return np.array(found, dtype=np.bool_)

    @cached_property
    def columns(self) -> Mapping[str, Bools]:
        """Key of an area of both frameworks to [C]: the capability is of this area."""
        of = [self.framework.capability[key].area for key in self.capabilities]
        known = {area.key for area in self.earlier.wave.framework.areas}
        return {
            area.key: np.array([key == area.key for key in of], dtype=np.bool_)
            for area in self.framework.areas
            if area.key in known
        }

    @property
    def protected(self) -> bool:
        """Single answers of one of the rounds are protected: people are not followed."""
        return bool(_smallest(self.earlier, self.later))

    @property
    def own_view(self) -> bool:
        """One of the rounds is an own view, which is described and not tested."""
        sides = (self.earlier, self.later)
        return any(side.wave.scores.ballot.evidence.own_view for side in sides)


def series(earlier: Wave, later: Wave) -> Series:
    """What two rounds have in common. Never fails: what cannot be compared says so."""
    keys = _kept(earlier, later)
    questions = earlier.asks & later.asks
    heard = [_voices(item, keys, questions) for item in (earlier, later)]
    roles = list(dict.fromkeys([*later.tally.roles, *earlier.tally.roles]))
    of = [_numbers(item.tally, roles) for item in (earlier, later)]
    both = roles_in_both(heard[0][1], of[0], heard[1][1], of[1], len(roles))
    first, second = (
        _side(item, keys, *heard[n], of[n], both) for n, item in enumerate((earlier, later))
    )
    own = any(item.scores.ballot.evidence.own_view for item in (earlier, later))
    return Series(
        earlier=first,
        later=second,
        verdict=_series_verdict(earlier.framework, later.framework, keys),
        capabilities=keys,
        verdicts=tuple(_verdict(first, second, c, own) for c in range(len(keys))),
    )


def roles_in_both(first: Bools, of_first: Ints, second: Bools, of_second: Ints, n: int) -> Bools:
    """[R,N]: somebody of the role is heard in both. first, second [P,N]: who is heard; of_first,
    of_second [P]: numbers of their roles, of n."""
    found = np.zeros((2, n, first.shape[1]), dtype=np.bool_)
    for place, (heard, of) in enumerate(((first, of_first), (second, of_second))):
        np.logical_or.at(found[place], of, heard)
    return np.asarray(found[0] & found[1])


def _numbers(tally: Tally, roles: Sequence[str]) -> Ints:
    return np.array([roles.index(role) for role in tally.person_role], dtype=np.int64)


def _kept(earlier: Wave, later: Wave) -> tuple[str, ...]:
    """Capabilities that both frameworks have, with enough of their questions the same."""
    before, after = _questions(earlier.framework), _questions(later.framework)
    return tuple(
        item.key
        for item in later.framework.capabilities
        if (was := before.get(item.key)) and (now := after.get(item.key))
        if len(was & now) >= LEAST_QUESTIONS * max(len(was), len(now))
    )


def _questions(framework: Framework) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {item.key: set() for item in framework.capabilities}
    for question in framework.questions:
        found[question.capability].add(question.key)
    return found


def _voices(item: Wave, keys: Sequence[str], questions: frozenset[str]) -> tuple[Floats, Bools]:
    asked = [question.key in questions for question in item.framework.questions]
    voices = item.tally.voices(np.array(asked, dtype=np.bool_))
    places = _places(item.framework, keys)
    return voices.mean[:, places], voices.heard[:, places]


def _places(framework: Framework, keys: Sequence[str]) -> Ints:
    place = {item.key: number for number, item in enumerate(framework.capabilities)}
    return np.array([place[key] for key in keys], dtype=np.int64)


def _side(
    item: Wave, keys: Sequence[str], voice: Floats, heard: Bools, role: Ints, both: Bools
) -> Side:
    places = _places(item.framework, keys)
    votes = item.scores.ballot
    return Side(
        wave=item,
        voice=voice,
        heard=heard,
        same=heard & both[role],
        role=role,
        scored=item.scores.scored[places],
        applicable=votes.applicable[places],
        weights=votes.weights[places],
    )


def _series_verdict(earlier: Framework, later: Framework, keys: Sequence[str]) -> Verdict:
    if earlier.key != later.key:
        reason = "The rounds were asked with different frameworks, so nothing can be compared."
        return Verdict(Status.UNDEFINED, "other_framework", reason)
    most = max(len(earlier.capabilities), len(later.capabilities))
    if len(keys) < LEAST_CAPABILITIES * most:
        return Verdict(
            Status.UNDEFINED,
            "major_change",
            f"The framework changed so much from version {earlier.version} to {later.version} that"
            f" a new series begins: {len(keys)} of {most} capabilities are asked as before.",
        )
    return Verdict(Status.OK)


def _verdict(earlier: Side, later: Side, c: int, own_view: bool) -> Verdict:
    sides = {"earlier": earlier, "later": later}
    left_out = [name for name, side in sides.items() if not side.applicable[c]]
    if left_out:
        where = "both rounds" if len(left_out) > 1 else f"the {left_out[0]} round"
        return Verdict(Status.NOT_APPLICABLE, "excluded", f"Does not apply in {where}.")
    unscored = [name for name, side in sides.items() if not side.scored[c]]
    if unscored:
        where = "either round" if len(unscored) > 1 else f"the {unscored[0]} round"
        reason = f"Too few answers for a score in {where}."
        return Verdict(Status.INSUFFICIENT, "not_scored", reason)
    if any(_tells(side, c, _smallest(earlier, later)) for side in sides.values()):
        reason = "Held back: with the same roles alone, single answers could be worked out."
        return Verdict(Status.INSUFFICIENT, "protected", reason)
    counts = [_heard(side, c) for side in sides.values()]
    people, roles = min(n for n, _ in counts), min(n for _, n in counts)
    if own_view and people:
        reason = "A round that is an own view is described, not tested."
        return Verdict(Status.PROVISIONAL, "own_view", reason)
    if people < verdicts.LEAST_PEOPLE or roles < verdicts.LEAST_ROLES:
        reason = (
            "Too few people in the same roles answered in both rounds; 3 in 2 roles are needed."
        )
        return Verdict(Status.INSUFFICIENT, "few_same_roles", reason)
    return Verdict(Status.OK)


def _smallest(*sides: Side) -> int:
    """People in the smallest group that may be shown; 0 where single answers are not protected."""
    return max(side.wave.parameters.smallest_group or 0 for side in sides)


def _tells(side: Side, c: int, smallest: int) -> bool:
    """Either the people of the same roles or the others are a group that is too small to be shown:
    the score of everybody is, so that one gives away the other (method 1.11)."""
    same = int(side.same[:, c].sum())
    others = int(side.heard[:, c].sum()) - same
    return same < smallest or 0 < others < smallest


def _heard(side: Side, c: int) -> tuple[int, int]:
    """People heard in roles of both rounds, and those roles."""
    who = side.same[:, c]
    return int(who.sum()), len(set(side.role[who].tolist()))
