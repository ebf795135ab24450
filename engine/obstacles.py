"""What keeps an initiative out of a period while the rest of the plan stays as it is (5.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.instance import Candidate
from engine.ledger import Ledger

Kind = Literal[
    "lock", "earliest", "blackout", "exclusive", "prerequisite", "pool", "team", "budget"
]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One violated limit.

    subject: the initiative, pool or team that is in the way. period: the one that a lock or an
    earliest date asks for, the last one of a blackout or a prerequisite, the one in which a pool is
    shortest, the last one in which money is short. amount: what is missing, in the unit of the
    instance. absent: the prerequisite is not placed.
    """

    kind: Kind
    subject: str = ""
    period: int = 0
    amount: int = 0
    absent: bool = False


def obstacles(ledger: Ledger, key: str, start: int) -> tuple[Obstacle, ...]:
    """Every limit that a start in this period would break; empty if it is possible."""
    before = ledger.remove(key) if key in ledger.starts else None
    candidate = ledger.instance.candidate[key]
    found = (
        *_dates(candidate, start),
        *_rivals(ledger, candidate),
        *_prerequisites(ledger, candidate, start),
        *_pools(ledger, candidate, start),
        *_team(ledger, candidate, start),
        *_budget(ledger, candidate, start),
    )
    if before is not None:
        ledger.place(key, before)
    return found


def earlier_starts(ledger: Ledger, key: str) -> dict[int, tuple[Obstacle, ...]]:
    """What every start before the one it has would break, the nearest first."""
    return {start: obstacles(ledger, key, start) for start in range(ledger.starts[key] - 1, -1, -1)}


def nearest(ledger: Ledger, key: str) -> tuple[int, tuple[Obstacle, ...]] | None:
    """The start with the smallest shortage of an absent candidate, and what is short there.

    None if its prerequisites are absent or end too late for it.
    """
    candidate = ledger.instance.candidate[key]
    ready = ledger.ready(candidate)
    if ready is None:
        return None
    starts = ledger.instance.starts(candidate)
    tried = [(start, obstacles(ledger, key, start)) for start in starts if start >= ready]
    return min(tried, key=lambda item: _shortage(ledger, item[1]), default=None)


def users_of(ledger: Ledger, obstacle: Obstacle) -> list[str]:
    """Who takes the short pool or runs in the full team in that period, most days first."""
    taken: list[tuple[int, int, str]] = []
    for number, item in enumerate(ledger.instance.candidates):
        own = obstacle.period - ledger.starts.get(item.key, ledger.instance.periods)
        if not 0 <= own < item.duration:
            continue
        if obstacle.kind == "pool" and obstacle.subject in item.days:
            taken.append((-item.days[obstacle.subject][own], number, item.key))
        if obstacle.kind == "team" and obstacle.subject in item.teams:
            taken.append((0, number, item.key))
    return [key for days, _, key in sorted(taken) if days or obstacle.kind == "team"]


def _shortage(ledger: Ledger, found: tuple[Obstacle, ...]) -> float:
    """Shares of what the horizon has, so that people and money can be added."""
    total = 0.0
    for obstacle in found:
        if obstacle.kind == "pool":
            total += obstacle.amount / max(1, sum(ledger.instance.capacity[obstacle.subject]))
        elif obstacle.kind == "budget":
            total += obstacle.amount / max(1, sum(ledger.instance.budget or ()))
        else:
            total += 1
    return total


def _dates(candidate: Candidate, start: int) -> Iterator[Obstacle]:
    if candidate.lock is not None and start != candidate.lock:
        yield Obstacle("lock", period=candidate.lock)
    if start < candidate.earliest:
        yield Obstacle("earliest", period=candidate.earliest)
    closed = candidate.closed.intersection(range(start, start + candidate.duration))
    if closed:
        yield Obstacle("blackout", period=max(closed))


def _rivals(ledger: Ledger, candidate: Candidate) -> Iterator[Obstacle]:
    rival = ledger.rival(candidate)
    if rival is not None:
        yield Obstacle("exclusive", rival)


def _prerequisites(ledger: Ledger, candidate: Candidate, start: int) -> Iterator[Obstacle]:
    for group in candidate.needs:
        placed = [member for member in group if member in ledger.starts]
        if not placed:
            yield Obstacle("prerequisite", group[0], absent=True)
            continue
        first = min(placed, key=ledger.finish)
        if ledger.finish(first) > start:
            yield Obstacle("prerequisite", first, ledger.finish(first) - 1)


def _pools(ledger: Ledger, candidate: Candidate, start: int) -> Iterator[Obstacle]:
    for pool, demand in candidate.days.items():
        free = ledger.free[pool]
        short = [days - free[start + offset] for offset, days in enumerate(demand)]
        most = max(short)
        if most > 0:
            yield Obstacle("pool", pool, start + short.index(most), most)


def _team(ledger: Ledger, candidate: Candidate, start: int) -> Iterator[Obstacle]:
    for team in candidate.teams:
        limit = ledger.instance.team_limits.get(team)
        running = ledger.running.get(team, [])[start : start + candidate.duration]
        full = [
            offset for offset, busy in enumerate(running) if limit is not None and busy >= limit
        ]
        if full:
            yield Obstacle("team", team, start + full[0], 1)


def _budget(ledger: Ledger, candidate: Candidate, start: int) -> Iterator[Obstacle]:
    short = ledger.overspend(candidate, start)
    late = [period for period, amount in enumerate(short) if amount > 0]
    if late:
        yield Obstacle("budget", period=late[-1], amount=max(short))
