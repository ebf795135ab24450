"""Which single answer, one level lower or higher, would change a stage or the first five.

Exact, without an analysis anew for each answer: answers that move the same share of voices by the
same amount (engine.moves) are one variation, and all variations are staged and ranked together.
A person is never named: what is told is the question and the role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine import ranking, stages, targets
from engine.ballot import Ballot
from engine.moves import HIGHER, LOWER, Moves, moved_levels, possible_moves
from engine.ranking import TOP_PLACES, Contest
from engine.scoring import Scores
from engine.stages import Staging
from engine.tally import Floats, Ints

DIRECTION = {LOWER: "lower", HIGHER: "higher"}


@dataclass(frozen=True, slots=True)
class Effect:
    """What would be different: the stage of the whole and of the area, each None if it stays, and
    the keys that would enter or leave the first five."""

    stage: int | None
    area_stage: int | None
    enters: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def gravity(self) -> tuple[bool, bool, bool]:
        """Larger is graver; all False is no effect at all."""
        return self.stage is not None, self.area_stage is not None, bool(self.enters or self.leaves)


@dataclass(frozen=True, slots=True)
class Pivotal:
    """An answer of this role to this question, one level lower or higher, and its effect."""

    capability: str
    question: str
    role: str
    direction: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class PivotalAnswers:
    """items: gravest first, then by question and role, each once however many people it holds
    for. answers: how many answers are pivotal, of `of` that were looked at."""

    items: tuple[Pivotal, ...] = ()
    answers: int = 0
    of: int = 0


def pivotal_answers(
    scores: Scores, staging: Staging, contest: Contest, importance: Mapping[str, float]
) -> PivotalAnswers:
    """importance: of every capability, before the floor. Of an own view every answer is pivotal,
    so none is named."""
    votes = scores.ballot
    if votes.evidence.own_view or not scores.scored.any():
        return PivotalAnswers()
    moves = possible_moves(votes, scores.scored)
    first, kind = moves.kinds
    effects = _effects(scores, staging, contest, importance, moves.pick(first))
    found: dict[Pivotal, None] = {}
    pivotal: set[tuple[int, int]] = set()
    for number, effect in enumerate(effects[item] for item in kind):
        if effect is None:
            continue
        found[_named(votes, moves, number, effect)] = None
        pivotal.add((int(moves.person[number]), int(moves.question[number])))
    answers = len(np.unique(np.stack([moves.person, moves.question]), axis=1).T)
    return PivotalAnswers(_sorted(votes, found), len(pivotal), answers)


def _effects(
    scores: Scores,
    staging: Staging,
    contest: Contest,
    importance: Mapping[str, float],
    moves: Moves,
) -> list[Effect | None]:
    """One for each kind of move; None if nothing changes."""
    framework = scores.ballot.framework
    base = np.array([item.level or 0 for item in scores.capabilities], dtype=np.int64)
    every = np.arange(len(moves.capability))
    levels = np.repeat(base[None], len(every), axis=0)
    levels[every, moves.capability] = moved_levels(scores.ballot, moves)
    areas = stages.of_levels(framework, levels)
    whole = _whole(staging, areas)
    tops = _tops(scores, staging, contest, importance, moves, levels, whole)
    place = {area.key: number for number, area in enumerate(framework.areas)}
    own = np.array([place[item.area] for item in framework.capabilities])[moves.capability]
    found = []
    for number in every.tolist():
        there = staging.areas[own[number]].level
        now = int(areas[number, own[number]])
        then = None if whole is None else int(whole[number])
        effect = Effect(
            stage=None if then == staging.level else then,
            area_stage=None if there is None or now == there else now,
            enters=tuple(key for key in tops[number] if key not in tops[-1]),
            leaves=tuple(key for key in tops[-1] if key not in tops[number]),
        )
        found.append(effect if any(effect.gravity) else None)
    return found


def _whole(staging: Staging, areas: Ints) -> Ints | None:
    """[M]: stage of the whole; None where none is claimed."""
    if staging.level is None:
        return None
    judged = [number for number, area in enumerate(staging.areas) if area.level is not None]
    found: Ints = areas[:, judged].min(axis=1)
    return found


def _tops(
    scores: Scores,
    staging: Staging,
    contest: Contest,
    importance: Mapping[str, float],
    moves: Moves,
    levels: Ints,
    whole: Ints | None,
) -> list[tuple[str, ...]]:
    """The first five of every move, in order of the catalogue, and last as they are: only what
    has an open gap counts."""
    keys = contest.keys
    at = {item.key: number for number, item in enumerate(scores.capabilities)}
    columns = np.array([at[key] for key in keys], dtype=np.int64)
    score = np.repeat(scores.ballot.weighed.score[None], len(levels) + 1, axis=0)
    every = np.arange(len(levels))
    score[every, moves.capability] = np.clip(
        score[every, moves.capability] + moves.change, 1.0, 5.0
    )
    gap = ranking.open_gaps(contest.target, score[:, columns])
    stage = np.full(len(gap), staging.level or 1)
    if whole is not None:
        stage[:-1] = whole
    weight = _importance(scores, keys, importance, stage)
    index = np.empty_like(gap)
    for rows, variant in _by_level(contest, columns, levels):
        index[rows] = ranking.priority_indices(
            variant.candidates, variant.behind, weight[rows], gap[rows]
        )
    top = (ranking.ranks(index, weight, gap) <= TOP_PLACES) & (index > 0)
    return [tuple(key for key, here in zip(keys, row, strict=True) if here) for row in top.tolist()]


def _importance(
    scores: Scores, keys: tuple[str, ...], importance: Mapping[str, float], stage: Ints
) -> Floats:
    """[M,K] with the floor, which depends on the stage of the whole [M] (method 3.2)."""
    capability = scores.ballot.framework.capability
    bare = np.array([importance[key] for key in keys], dtype=np.float64)
    required = np.array([capability[key].required_from for key in keys], dtype=np.int64)
    low = (bare == 0) & (required <= stage[:, None] + 1)
    return np.where(low, targets.IMPORTANCE_FLOOR, bare)


def _by_level(contest: Contest, columns: Ints, levels: Ints) -> list[tuple[Ints, Contest]]:
    """Rows that see the same levels, with the contest under these: a level decides what waits for
    a capability. The row after the last move is the assessment as it is."""
    base = np.array([item.level for item in contest.candidates], dtype=np.int64)
    seen = np.concatenate([levels[:, columns], base[None]])
    groups: dict[tuple[int, int] | None, list[int]] = {}
    for number, row in enumerate(seen):
        changed = np.flatnonzero(row != base)
        key = (int(changed[0]), int(row[changed[0]])) if len(changed) else None
        groups.setdefault(key, []).append(number)
    return [
        (np.array(rows), contest if key is None else contest.with_level(*key))
        for key, rows in groups.items()
    ]


def _named(votes: Ballot, moves: Moves, number: int, effect: Effect) -> Pivotal:
    question = votes.framework.questions[moves.question[number]]
    return Pivotal(
        capability=question.capability,
        question=question.key,
        role=votes.tally.roles[moves.role[number]],
        direction=DIRECTION[int(moves.direction[number])],
        effect=effect,
    )


def _sorted(votes: Ballot, found: Mapping[Pivotal, None]) -> tuple[Pivotal, ...]:
    question = {item.key: number for number, item in enumerate(votes.framework.questions)}
    role = {key: number for number, key in enumerate(votes.tally.roles)}

    def order(item: Pivotal) -> tuple[object, ...]:
        grave = tuple(not part for part in item.effect.gravity)
        return grave, question[item.question], role[item.role], item.direction, repr(item.effect)

    return tuple(sorted(found, key=order))
