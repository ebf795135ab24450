"""Which wishes cannot be had together, as small as can be said (method 5.9).

A solver's own list of failed assumptions may hold wishes that nobody made, and more than it takes;
so wishes are dropped one by one, and each time the question is put anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.instance import Candidate, Instance
from engine.plan_values import Wish

Wishes = tuple[Wish, ...]
# True if some plan keeps these wishes. What could not be told in time counts as True, so that
# nothing is called a conflict that is none.
Possible = Callable[[Wishes], bool]

# More would not be read.
MOST = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """Wishes that cannot be had together; without any one of them the others can. enough: those of
    them whose withdrawal alone makes all other wishes of the plan possible."""

    wishes: Wishes
    enough: Wishes


def with_wishes(instance: Instance, wishes: Sequence[Wish]) -> Instance:
    """The same question with these wishes as limits, beside those that its candidates have already.

    A wish about something that is no candidate changes nothing. Contradicting wishes leave no
    start.
    """
    by_key: dict[str, Candidate] = dict(instance.candidate)
    for wish in wishes:
        if wish.initiative in by_key:
            by_key[wish.initiative] = _wished(by_key[wish.initiative], wish, instance.periods)
    return replace(instance, candidates=tuple(by_key.values()))


def minimal_conflict(wishes: Sequence[Wish], possible: Possible) -> Wishes | None:
    """A conflict of which no wish can be spared, by the deletion filter; None if there is none.

    Later wishes are dropped first, so that the conflict names those that were made first.
    """
    kept = tuple(wishes)
    if possible(kept):
        return None
    # Parts of which none may be spared are halved, so that many wishes take few questions. What is
    # left is the same as if each were tried alone: without fewer wishes no more becomes impossible.
    parts = [kept]
    while parts:
        part = parts.pop()
        rest = tuple(wish for wish in kept if wish not in part)
        if not possible(rest):
            kept = rest
        elif len(part) > 1:
            half = len(part) // 2
            parts += [part[:half], part[half:]]
    return kept


def conflicts(wishes: Sequence[Wish], possible: Possible, most: int = MOST) -> tuple[Conflict, ...]:
    """Minimal conflicts, at most so many, found by withdrawing each wish of one that is known.

    With no bound on their number this finds them all: of two minimal conflicts each has a wish
    that the other has not, so some withdrawal leaves either of them whole. A conflict without a
    wish says that the limits alone cannot be kept, as when begun work takes more than there is.
    """
    asked: dict[Wishes, bool] = {}

    def ask(subset: Wishes) -> bool:
        if subset not in asked:
            asked[subset] = possible(subset)
        return asked[subset]

    everything = tuple(wishes)
    found: list[Wishes] = []
    queue = [everything]
    for subset in queue:
        known = _inside(subset, found) or minimal_conflict(subset, ask)
        if known is None:
            continue
        if known not in found:
            found.append(known)
        if len(found) == most:
            break
        queue += [rest for wish in known if (rest := _without(subset, wish)) not in queue]
    return tuple(
        Conflict(item, tuple(wish for wish in item if ask(_without(everything, wish))))
        for item in found
    )


def _inside(subset: Wishes, found: Sequence[Wishes]) -> Wishes | None:
    return next((item for item in found if set(item) <= set(subset)), None)


def _without(wishes: Wishes, wish: Wish) -> Wishes:
    return tuple(item for item in wishes if item != wish)


def _wished(candidate: Candidate, wish: Wish, periods: int) -> Candidate:
    never = replace(candidate, earliest=periods)
    if wish.kind == "must":
        return replace(candidate, must=True)
    if wish.kind == "forbid" or wish.period is None:
        return never
    if wish.kind == "earliest":
        return replace(candidate, earliest=max(candidate.earliest, wish.period))
    if wish.kind == "deadline":
        end = periods if candidate.deadline is None else candidate.deadline
        return replace(candidate, deadline=min(end, wish.period))
    if candidate.lock not in {None, wish.period}:
        return replace(never, must=True)
    return replace(candidate, lock=wish.period)
