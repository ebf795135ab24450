"""Every answer of an assessment, one level lower and one level higher, as what it would move.

An answer that goes up from L - 1 to L raises the share of voices at or above L of its capability,
and no other share, by W[r] / (n[r] x answers of this person on the capability), and the score by as
much (method 1.0, 1.2 to 1.4); one that goes down from L to L - 1 lowers them so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from engine import weighing
from engine.ballot import Ballot
from engine.tally import Bools, Floats, Ints

LOWER, HIGHER = -1, 1


@dataclass(frozen=True)
class Moves:
    """M moves, each array [M]. person, question, capability, role: row numbers; direction; level:
    2..5, the one whose share moves; change: by how much that share and the score move."""

    person: Ints
    question: Ints
    capability: Ints
    role: Ints
    direction: Ints
    level: Ints
    change: Floats

    def pick(self, chosen: Ints) -> Moves:
        return Moves(*(getattr(self, item.name)[chosen] for item in fields(self)))

    @property
    def kinds(self) -> tuple[Ints, Ints]:
        """Moves that come to the same: the first of each kind, and the kind of every move."""
        told_apart = np.stack([self.capability, self.level, np.round(self.change * 1e12)], axis=1)
        _, first, kind = np.unique(told_apart, axis=0, return_index=True, return_inverse=True)
        return first, kind.reshape(-1)


def possible_moves(votes: Ballot, scored: Bools) -> Moves:
    """Of all levels given on scored capabilities [K]; none leaves 1..5."""
    given, members = votes.tally.levels, votes.tally.members
    column = members.argmax(axis=1)
    row = np.zeros(len(given), dtype=np.int64)
    for number, rows in enumerate(votes.tally.rows):
        row[rows] = number
    count = (given > 0).astype(np.int64) @ members.astype(np.int64)
    parts = []
    for direction in (LOWER, HIGHER):
        to = given + direction
        person, question = np.nonzero((given > 0) & (to >= 1) & (to <= 5) & scored[column])
        capability, role = column[question], row[person]
        weight = votes.weighed.weight[role, capability] / votes.weighed.n[role, capability]
        level = given[person, question] + (direction == HIGHER)
        change = direction * weight / count[person, capability]
        towards = np.full(len(person), direction)
        parts.append((person, question, capability, role, towards, level, change))
    return Moves(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def moved_levels(votes: Ballot, moves: Moves) -> Ints:
    """[M]: level 1..5 of the capability after each move (method 1.4)."""
    share = weighing.shares(votes.voices.at_least, votes.voices.heard, votes.rule)
    moved = share[:, moves.capability]
    moved[moves.level - 1, np.arange(len(moves.level))] += moves.change
    return weighing.levels(moved, votes.framework.phi)
