"""What a group should talk about first: questions on which the views lie furthest apart.

Ordered by weight times spread, so that a wide difference about something that hardly matters does
not take the hour. Where single answers are protected, camps are groups of people and never roles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.disclosure import Rule
from engine.types import EPS, Answer, AnswerKind, Framework

# Fewer voices than this are no two camps (method 1.9).
LEAST_VOICES = 3
# Views closer than this are one view (method 2.2, the limit for "split" on five levels).
WORTH_TALKING = 0.8


@dataclass(frozen=True, slots=True)
class Camp:
    """People of about one view. roles: keys, lowest mean first, empty where roles are protected;
    mean: level 1..5."""

    roles: tuple[str, ...]
    people: int
    mean: float


@dataclass(frozen=True, slots=True)
class Dispute:
    """One question to settle. spread: distance of the furthest views in levels, 0..4; weight 0..1;
    order: weight times spread."""

    question: str
    capability: str
    spread: float
    weight: float
    low: Camp
    high: Camp

    @property
    def order(self) -> float:
        return self.spread * self.weight


def agenda(
    framework: Framework,
    answers: Iterable[Answer],
    weights: Mapping[str, float],
    rule: Rule,
) -> tuple[Dispute, ...]:
    """Questions with two camps, most worth the group's time first.

    weights: capability key to its importance, 0..1 (method 3.2); absent counts as 1. Only level
    answers count. Nothing is said of a question on which fewer than three people gave a level, or
    whose camps are smaller than the rule's group.
    """
    given: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        if answer.kind == AnswerKind.LEVEL and answer.value is not None:
            given[answer.question][answer.role].append(answer.value)
    found = []
    for question in framework.questions:
        camps = _camps(given[question.key], rule)
        if camps is None:
            continue
        low, high, spread = camps
        if spread > WORTH_TALKING + EPS:
            weight = weights.get(question.capability, 1.0)
            found.append(Dispute(question.key, question.capability, spread, weight, low, high))
    # The sort keeps catalogue order among equals.
    return tuple(sorted(found, key=lambda item: -item.order))


def _camps(roles: Mapping[str, Sequence[int]], rule: Rule) -> tuple[Camp, Camp, float] | None:
    """The lower and the upper camp and how far apart the furthest views are."""
    if sum(map(len, roles.values())) < LEAST_VOICES:
        return None
    return _camps_of_people(roles, rule.smallest) if rule.gated else _camps_of_roles(roles)


def _camps_of_roles(roles: Mapping[str, Sequence[int]]) -> tuple[Camp, Camp, float] | None:
    """Roles in order of their mean, cut where two neighbours are furthest apart."""
    means = sorted((sum(values) / len(values), role) for role, values in roles.items())
    if len(means) < 2:
        return None
    gaps = [upper[0] - lower[0] for lower, upper in pairwise(means)]
    cut = gaps.index(max(gaps)) + 1
    low, high = (
        Camp(
            roles=tuple(role for _mean, role in side),
            people=sum(len(roles[role]) for _mean, role in side),
            mean=sum(mean for mean, _role in side) / len(side),
        )
        for side in (means[:cut], means[cut:])
    )
    return low, high, means[-1][0] - means[0][0]


def _camps_of_people(
    roles: Mapping[str, Sequence[int]], smallest: int
) -> tuple[Camp, Camp, float] | None:
    """People cut at the level that parts them best into two groups that may be shown."""
    levels = sorted(value for values in roles.values() for value in values)
    best: tuple[Camp, Camp, float] | None = None
    for cut in range(smallest, len(levels) - smallest + 1):
        if levels[cut - 1] == levels[cut]:
            continue
        low, high = (
            Camp(roles=(), people=len(side), mean=sum(side) / len(side))
            for side in (levels[:cut], levels[cut:])
        )
        if best is None or high.mean - low.mean > best[2] + EPS:
            best = (low, high, high.mean - low.mean)
    return best
