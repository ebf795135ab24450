"""Answers counted into arrays: who could say something, and what they said (method 1.0).

P people, Q questions, K capabilities, R roles present. People stand in role order, then by their
key, so that the order in which answers arrive changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.types import LEVELS, Answer, AnswerKind, EngineError, Framework

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class ScoringError(EngineError):
    """Answers or settings that cannot be scored: E101, E102, E103, E105."""


@dataclass(frozen=True)
class Voices:
    """What people say of each capability. heard [P,K]: somebody has a voice; mean [P,K]: it, real
    1..5 (0 where not heard); at_least [5,P,K]: share of a person's answers that reach a level."""

    heard: Bools
    mean: Floats
    at_least: Floats


@dataclass(frozen=True)
class Tally:
    """Checked answers. levels [P,Q]: 1..5, 0 for none; dont_know, not_applicable, evidenced
    [P,Q]; explained: it does not apply, with a reason; evidenced: a level with an artefact.
    left_out: answers to questions that are not asked of the person's role."""

    framework: Framework
    people: tuple[str, ...]
    person_role: tuple[str, ...]
    levels: Ints
    dont_know: Bools
    not_applicable: Bools
    explained: Bools
    evidenced: Bools
    left_out: int

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Roles present, in the framework's order."""
        present = set(self.person_role)
        return tuple(role.key for role in self.framework.roles if role.key in present)

    @cached_property
    def rows(self) -> tuple[Ints, ...]:
        """For each role present, the row numbers of its people."""
        roles = np.array(self.person_role)
        return tuple(np.flatnonzero(roles == role) for role in self.roles)

    @cached_property
    def touched(self) -> Bools:
        """[Q]: somebody answered it in any way. A question nobody touched was not put to them."""
        given = (self.levels > 0) | self.dont_know | self.not_applicable
        return np.asarray(given.any(axis=0), dtype=np.bool_)

    @cached_property
    def shown(self) -> Bools:
        """[P,Q]: the question was put to people of this person's role."""
        asked = [
            [role in question.roles for question in self.framework.questions]
            for role in self.person_role
        ]
        shape = (len(self.people), len(self.framework.questions))
        return np.array(asked, dtype=np.bool_).reshape(shape) & self.touched

    @cached_property
    def members(self) -> Bools:
        """[Q,K]: the question asks about the capability."""
        return membership(self.framework)

    @cached_property
    def short_form(self) -> bool:
        """Only questions of the short form were answered."""
        quick = np.array([question.quick for question in self.framework.questions], dtype=np.bool_)
        return bool(self.touched.any() and not quick.all() and quick[self.touched].all())

    @cached_property
    def asked(self) -> Bools:
        """[K]: what the form asks about: everything, or what the short form has questions for."""
        if not self.short_form:
            return np.ones(len(self.framework.capabilities), dtype=np.bool_)
        quick = np.array([question.quick for question in self.framework.questions], dtype=np.bool_)
        return np.asarray(self.members[quick].any(axis=0), dtype=np.bool_)

    def voices(self, questions: Bools | None = None) -> Voices:
        """Voices of every person on every capability; questions [Q]: only from these."""
        members = self.members if questions is None else self.members & questions[:, None]
        return voices(self.levels, members)


def membership(framework: Framework) -> Bools:
    """[Q,K]: the question asks about the capability."""
    column = {item.key: number for number, item in enumerate(framework.capabilities)}
    members = np.zeros((len(framework.questions), len(framework.capabilities)), dtype=np.bool_)
    for row, question in enumerate(framework.questions):
        members[row, column[question.capability]] = True
    return members


def voices(levels: Ints, members: Bools) -> Voices:
    """levels [P,Q], members [Q,K]. Whole numbers are counted before anything is divided, so the
    result does not depend on the order of questions."""
    groups = members.astype(np.int64)
    count = (levels > 0).astype(np.int64) @ groups
    total = levels @ groups
    reached = np.stack([(levels >= level).astype(np.int64) @ groups for level in LEVELS])
    some = np.maximum(count, 1)
    return Voices(heard=count > 0, mean=total / some, at_least=reached / some)


def tally(framework: Framework, answers: Sequence[Answer]) -> Tally:
    """Check answers and lay them out. Raises ScoringError E101 (an answer outside 1..5, or two to
    one question) and E103 (unknown role or question, or a person in two roles)."""
    role_of = _roles_of(framework, answers)
    order = {role.key: number for number, role in enumerate(framework.roles)}
    people = sorted(role_of, key=lambda person: (order[role_of[person]], person))
    row = {person: number for number, person in enumerate(people)}
    column = {question.key: number for number, question in enumerate(framework.questions)}
    shape = (len(people), len(column))
    levels = np.zeros(shape, dtype=np.int64)
    flags = np.zeros((4, *shape), dtype=np.bool_)
    dont_know, not_applicable, explained, evidenced = flags
    left_out = 0
    for answer in _checked(framework, answers):
        cell = row[answer.respondent], column[answer.question]
        if answer.role not in framework.question[answer.question].roles:
            left_out += 1
        elif answer.kind == AnswerKind.LEVEL:
            levels[cell] = answer.value or 0
            evidenced[cell] = answer.evidence
        elif answer.kind == AnswerKind.DONT_KNOW:
            dont_know[cell] = True
        else:
            not_applicable[cell] = True
            explained[cell] = bool(answer.reason.strip())
    return Tally(
        framework=framework,
        people=tuple(people),
        person_role=tuple(role_of[person] for person in people),
        levels=levels,
        dont_know=dont_know,
        not_applicable=not_applicable,
        explained=explained,
        evidenced=evidenced,
        left_out=left_out,
    )


def _roles_of(framework: Framework, answers: Iterable[Answer]) -> dict[str, str]:
    role_of: dict[str, str] = {}
    for answer in answers:
        if answer.role not in framework.role:
            raise ScoringError("E103", f"unknown role {answer.role!r}")
        if role_of.setdefault(answer.respondent, answer.role) != answer.role:
            raise ScoringError("E103", f"respondent {answer.respondent!r} answers in two roles")
    return role_of


def _checked(framework: Framework, answers: Iterable[Answer]) -> Iterable[Answer]:
    seen: set[tuple[str, str]] = set()
    for answer in answers:
        if answer.question not in framework.question:
            raise ScoringError("E103", f"unknown question {answer.question!r}")
        if (answer.respondent, answer.question) in seen:
            raise ScoringError(
                "E101", f"respondent {answer.respondent!r} answers {answer.question!r} twice"
            )
        seen.add((answer.respondent, answer.question))
        if not _valid(answer):
            raise ScoringError(
                "E101", f"answer {answer.value!r} to {answer.question!r} is not 1 to 5, na or dk"
            )
        yield answer


def _valid(answer: Answer) -> bool:
    if answer.kind == AnswerKind.LEVEL:
        return type(answer.value) is int and answer.value in LEVELS
    return answer.kind in tuple(AnswerKind) and answer.value is None
