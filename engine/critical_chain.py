"""Which initiatives, one after the other, set the end of a plan (method 5.8 read backwards)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ledger import Ledger
from engine.obstacles import Kind, Obstacle, obstacles, users_of

# Of several holds the first one is named: a wish, then work, people, money and dates.
ORDER: tuple[Kind, ...] = (
    *("lock", "prerequisite", "pool", "team", "budget", "blackout", "earliest", "exclusive"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An initiative of the chain. finish: first period after its last. held_by: what keeps it from
    starting one period earlier, None if nothing does. after: the initiative before it in the
    chain, None at the head."""

    key: str
    start: int
    finish: int
    held_by: Obstacle | None
    after: str | None


def critical_chain(ledger: Ledger) -> tuple[Link, ...]:
    """From the head to the initiative that ends last; empty for an empty plan.

    Each link names what holds it: the prerequisite that ends last, or else the initiative that
    takes most of the short pool, or runs in the full team, and started before it. A wish, money, a
    date or the start of the plan have nothing before them, so the chain begins there. Every start
    lies before the next one, so the walk ends.
    """
    catalogue = [item.key for item in ledger.instance.candidates if item.key in ledger.starts]
    key: str | None = max(catalogue, key=ledger.finish, default=None)
    chain: list[Link] = []
    while key is not None:
        held_by, after = _holder(ledger, key)
        chain.append(Link(key, ledger.starts[key], ledger.finish(key), held_by, after))
        key = after
    return tuple(reversed(chain))


def _holder(ledger: Ledger, key: str) -> tuple[Obstacle | None, str | None]:
    start = ledger.starts[key]
    found = obstacles(ledger, key, start - 1) if start else ()
    ranked = sorted(found, key=lambda item: (ORDER.index(item.kind), -item.period))
    if ranked and ranked[0].kind == "lock":
        return ranked[0], None
    for obstacle in ranked:
        after = _before(ledger, key, obstacle)
        if after is not None:
            return obstacle, after
    return (ranked[0] if ranked else None), None


def _before(ledger: Ledger, key: str, obstacle: Obstacle) -> str | None:
    """The initiative that has to be over, or could make room, for an earlier start."""
    if obstacle.kind == "prerequisite":
        return None if obstacle.absent else obstacle.subject
    users = users_of(ledger, obstacle)
    return next((user for user in users if ledger.starts[user] < ledger.starts[key]), None)
