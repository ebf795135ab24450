"""Which figures may be shown as what: evidence grade, exclusions, minimum response (1.8, 1.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.tally import ScoringError, Tally
from engine.types import EPS, Framework, Status
from engine.wording import counted, listed, percent

LEAST_PEOPLE = 3
LEAST_ROLES = 2
MOST_EXCLUDED = 1 / 3
LEAST_COVERAGE = 2 / 3
# Five areas of five, or four, which is provisional; kept as a share for other frameworks.
LEAST_AREAS = 4 / 5
HARDLY_VISIBLE = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with its reason: a code for programs, a sentence for people. Both are None where
    there is nothing to say."""

    status: Status
    code: str | None = None
    reason: str | None = None

    @property
    def scored(self) -> bool:
        return self.status in (Status.OK, Status.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the assessment rests on. people, roles: with at least one level; response: share of
    those invited, 0..1, None if nobody was; grade: A, B or C (method 1.9). smallest_group:
    people behind every figure where single answers are protected (method 1.11), else None."""

    grade: str
    people: int
    roles: int
    both_sides: bool
    response: float | None
    smallest_group: int | None = None

    @property
    def own_view(self) -> bool:
        return self.grade == "C"

    @property
    def protected(self) -> bool:
        """No figure may rest on a small group, not even an own view."""
        return self.smallest_group is not None

    @property
    def least_people(self) -> int:
        """Behind a score."""
        return max(LEAST_PEOPLE, self.smallest_group or 0)

    @property
    def voices(self) -> str:
        return f"{counted(self.people, 'person', 'people')} in {counted(self.roles, 'role')}"


def evidence(
    tally: Tally, invited: Mapping[str, int] | None, smallest_group: int | None = None
) -> Evidence:
    """Grade of the assessment. invited: role key to people asked; None: all have answered.
    Raises ScoringError E103 on an unknown role."""
    spoke = np.asarray((tally.levels > 0).any(axis=1))
    roles = {role for role, here in zip(tally.person_role, spoke.tolist(), strict=True) if here}
    people = int(spoke.sum())
    response = _response(tally.framework, people, invited)
    sides = {tally.framework.role[role].peer for role in roles}
    grade = "C"
    if len(roles) >= LEAST_ROLES and people >= LEAST_PEOPLE:
        grade = "B"
    broad = len(roles) >= 5 and people >= 10 and len(sides) == 2
    if broad and response is not None and response >= 0.6 - EPS:
        grade = "A"
    return Evidence(grade, people, len(roles), len(sides) == 2, response, smallest_group)


def _response(framework: Framework, people: int, invited: Mapping[str, int] | None) -> float | None:
    if invited is None:
        return 1.0 if people else None
    for role in invited:
        if role not in framework.role:
            raise ScoringError("E103", f"unknown role {role!r} among the invited")
    asked = sum(invited.values())
    return min(1.0, people / asked) if asked > 0 else None


def exclusions(tally: Tally, excluded: Mapping[str, str] | None) -> dict[str, str]:
    """Capability key to why it does not apply. excluded: the lead's decisions; None: there is no
    lead and more than half of the people asked decide (method 1.0). Raises ScoringError E103
    (unknown capability) and E105 (no written reason)."""
    if excluded is None:
        return _by_majority(tally)
    for key, reason in excluded.items():
        if key not in tally.framework.capability:
            raise ScoringError("E103", f"unknown capability {key!r}")
        if not reason.strip():
            raise ScoringError("E105", f"{key!r} is left out without a written reason")
    return {
        item.key: excluded[item.key].strip()
        for item in tally.framework.capabilities
        if item.key in excluded
    }


def _by_majority(tally: Tally) -> dict[str, str]:
    found = {}
    for item, questions in zip(tally.framework.capabilities, tally.members.T, strict=True):
        shown = tally.shown[:, questions]
        asked = shown.any(axis=1)
        proposed = asked & (tally.explained[:, questions] | ~shown).all(axis=1)
        if 2 * int(proposed.sum()) > int(asked.sum()):
            people = counted(int(asked.sum()), "person", "people")
            found[item.key] = f"{int(proposed.sum())} of {people} asked say that it does not apply"
    return found


def proposals(tally: Tally) -> dict[str, int]:
    """Capability key to the people who propose that it does not apply; only where somebody does."""
    found = {}
    for item, questions in zip(tally.framework.capabilities, tally.members.T, strict=True):
        people = int(tally.not_applicable[:, questions].any(axis=1).sum())
        if people:
            found[item.key] = people
    return found


def capability_verdict(
    people: int, roles: int, dont_know_rate: float | None, asked: bool, who: Evidence
) -> Verdict:
    """Of an applicable capability with so many people and roles heard (method 1.9). asked: it is
    part of the form."""
    if who.protected and asked and people < who.least_people:
        # Neither how many they are nor that nobody knows: either says what single people said.
        reason = f"Fewer than {who.least_people} people can judge this."
        return Verdict(Status.INSUFFICIENT, "too_few_people", reason)
    if people == 0:
        return _unheard(asked, bool(dont_know_rate))
    if who.own_view:
        return Verdict(Status.PROVISIONAL, "own_view", f"Own view of {who.voices}.")
    if people < LEAST_PEOPLE or roles < LEAST_ROLES:
        have = f"{counted(people, 'person', 'people')} in {counted(roles, 'role')}"
        return Verdict(
            Status.INSUFFICIENT,
            "too_few_people" if people < LEAST_PEOPLE else "too_few_roles",
            f"Only {have} can judge this; 3 people in 2 roles are needed.",
        )
    if dont_know_rate is not None and dont_know_rate > HARDLY_VISIBLE + EPS:
        return Verdict(Status.OK, "hardly_visible", "Most roles cannot see this.")
    return Verdict(Status.OK)


def _unheard(asked: bool, unknown: bool) -> Verdict:
    if not asked:
        return Verdict(Status.INSUFFICIENT, "not_asked", "The short form does not ask about this.")
    if unknown:
        return Verdict(Status.INSUFFICIENT, "not_visible", "Nobody who was asked can see this.")
    return Verdict(Status.INSUFFICIENT, "no_answers", "Nobody has answered yet.")


def area_verdict(
    weight: float, applicable: float, scored: float, short: bool, who: Evidence
) -> Verdict:
    """Of an area by its weights: in all, applicable, scored (method 1.8, 1.9)."""
    if weight - applicable > weight * MOST_EXCLUDED + EPS:
        return Verdict(
            Status.NOT_APPLICABLE, "mostly_excluded", "More than a third of it does not apply."
        )
    if scored < applicable * LEAST_COVERAGE - EPS:
        if who.people == 0:
            return Verdict(Status.INSUFFICIENT, "no_answers", "Nobody has answered yet.")
        return Verdict(
            Status.INSUFFICIENT,
            "low_coverage",
            f"Only {percent(scored / applicable)} of it has enough answers; two thirds are needed.",
        )
    if who.own_view:
        return Verdict(Status.PROVISIONAL, "own_view", f"Own view of {who.voices}.")
    if short:
        return Verdict(Status.PROVISIONAL, "short_form", "The short form asks about part of it.")
    return Verdict(Status.OK)


def overall_verdict(names: tuple[str, ...], areas: tuple[Verdict, ...], who: Evidence) -> Verdict:
    """Of the whole, from its areas: all of them, or four of five, which is provisional."""
    missing = [name for name, item in zip(names, areas, strict=True) if not item.scored]
    if len(areas) - len(missing) < LEAST_AREAS * len(areas) - EPS or len(missing) == len(areas):
        if who.people == 0:
            return Verdict(Status.INSUFFICIENT, "no_answers", "Nobody has answered yet.")
        return Verdict(
            Status.INSUFFICIENT, "areas_missing", f"Too little is known of {listed(missing)}."
        )
    if who.own_view:
        return Verdict(
            Status.PROVISIONAL, "own_view", f"Own view of {who.voices}; the stage is self-declared."
        )
    if missing:
        return Verdict(Status.PROVISIONAL, "area_missing", f"Not scored: {listed(missing)}.")
    for item in areas:
        if item.status != Status.OK:
            return item
    return Verdict(Status.OK)
