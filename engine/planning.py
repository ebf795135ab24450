"""The greedy planner of method 5.7: order by gain per share of resources, place early, tighten.

Needs no solver, gives the same plan for the same input, and says that its plan is not proved best.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.instance import Candidate, Instance, Plan, plan_value
from engine.ledger import Ledger
from engine.prerequisites import ranks
from engine.types import EngineError

# Stands for "takes nothing", so that a density can be formed.
NO_SIZE = 1e-9


class InfeasiblePlanError(EngineError):
    """No plan keeps what was wished for (E504). proved: False if none was found, but may exist."""

    def __init__(self, proved: bool) -> None:
        super().__init__(
            "E504",
            "these wishes cannot all be kept together under people and budget; take one back"
            if proved
            else "no plan was found that keeps all wishes; take one back, or give more people or "
            "budget",
        )
        self.proved = proved


@dataclass(frozen=True)
class Orders:
    """What stays fixed while one instance is planned.

    size: share of the horizon's resources that a candidate takes (method 3.6). rank: as in
    `engine.prerequisites`. chain: size of a candidate with everything it may have to wait for, by
    its smallest alternatives.
    """

    size: dict[str, float]
    rank: dict[str, int]
    chain: dict[str, float]


def plan(instance: Instance) -> Plan:
    """The better of the plans with and without bundles, tightened (method 5.3 C, 5.7).

    Raises InfeasiblePlanError if it finds no room for what a wish requires.
    """
    orders = _orders(instance)
    ledgers = [_serial(instance, orders, bundles) for bundles in (True, False)]
    for ledger in ledgers:
        _tighten(ledger, orders)
    best = max(ledgers, key=_merit)
    starts = in_catalogue_order(instance, best.starts)
    return Plan(starts=starts, value=plan_value(instance, starts))


def tightened(instance: Instance, starts: Mapping[str, int]) -> dict[str, int]:
    """A plan that keeps the limits, with everything as early as it can be, what still gains added
    and what gains nothing left out; worth no less (method 5.3 C)."""
    ledger = Ledger(instance, starts)
    _tighten(ledger, _orders(instance))
    return in_catalogue_order(instance, ledger.starts)


def in_catalogue_order(instance: Instance, starts: Mapping[str, int]) -> dict[str, int]:
    """So that equal plans read the same."""
    return {item.key: starts[item.key] for item in instance.candidates if item.key in starts}


def _merit(ledger: Ledger) -> tuple[int, int, int]:
    placed = [ledger.instance.candidate[key] for key in ledger.starts]
    cost, days = sum(item.total_cost for item in placed), sum(item.total_days for item in placed)
    return plan_value(ledger.instance, ledger.starts), -cost, -days


def _orders(instance: Instance) -> Orders:
    capacity = {pool: sum(line) for pool, line in instance.capacity.items()}
    budget = sum(instance.budget) if instance.budget is not None else None
    size = {item.key: _size(item, capacity, budget) for item in instance.candidates}
    rank = ranks({item.key: item.needs for item in instance.candidates})
    chain: dict[str, float] = {}
    for key in sorted(rank, key=rank.__getitem__):
        groups = instance.candidate[key].needs
        chain[key] = size[key] + sum(
            min(chain[member] for member in group if rank.get(member, len(rank)) < rank[key])
            for group in groups
        )
    return Orders(size, rank, chain)


def _size(candidate: Candidate, capacity: dict[str, int], budget: int | None) -> float:
    shares = [sum(demand) / max(capacity[pool], NO_SIZE) for pool, demand in candidate.days.items()]
    if budget is not None:
        shares.append(candidate.total_cost / max(budget, NO_SIZE))
    return sum(shares) + NO_SIZE


def _serial(instance: Instance, orders: Orders, bundles: bool) -> Ledger:
    """Place the densest candidate (with what it waits for, if bundles) until none adds a gain."""
    ledger = Ledger(instance)
    _require(ledger, orders)
    remaining = dict(instance.gaps)
    _close(list(ledger.starts), remaining, instance)
    failed: set[str] = set()
    while True:
        best: tuple[float, list[str]] = (0.0, [])
        target = ""
        for candidate in instance.candidates:
            if candidate.key in ledger.starts or candidate.key in failed:
                continue
            bundle = _bundle(candidate, ledger, orders)
            if not bundle or (len(bundle) > 1 and not bundles):
                continue
            density = _gain(bundle, remaining, instance) / sum(orders.size[key] for key in bundle)
            if density > best[0]:
                best, target = (density, bundle), candidate.key
        if not target:
            return ledger
        if _place_all(best[1], ledger):
            _close(best[1], remaining, instance)
        else:
            failed.add(target)


def _require(ledger: Ledger, orders: Orders) -> None:
    """Place what a wish requires, with what that waits for: the fixed first, by their period."""
    horizon = ledger.instance.periods
    required = [item for item in ledger.instance.candidates if item.required]
    required.sort(key=lambda item: (bool(item.needs), horizon if item.lock is None else item.lock))
    for candidate in required:
        if candidate.key in ledger.starts:
            continue
        bundle = _bundle(candidate, ledger, orders)
        if not bundle or not _place_all(bundle, ledger):
            raise InfeasiblePlanError(proved=False)


def _bundle(candidate: Candidate, ledger: Ledger, orders: Orders) -> list[str]:
    """The candidate with the initiatives it still waits for, first ones first.

    Empty if it can never start.
    """
    bundle: list[str] = []

    def add(key: str) -> None:
        for group in ledger.instance.candidate[key].needs:
            if any(member in ledger.starts or member in bundle for member in group):
                continue
            lower = [
                item for item in group if orders.rank.get(item, len(orders.rank)) < orders.rank[key]
            ]
            add(min(lower, key=orders.chain.__getitem__))
        if key not in bundle:
            bundle.append(key)

    if candidate.key in orders.rank:
        add(candidate.key)
    return bundle


def _gain(bundle: list[str], remaining: dict[str, int], instance: Instance) -> int:
    made: dict[str, int] = {}
    for key in bundle:
        for capability, uplift in instance.candidate[key].uplift.items():
            made[capability] = made.get(capability, 0) + uplift
    return sum(
        instance.weights.get(capability, 0) * min(uplift, remaining.get(capability, 0))
        for capability, uplift in made.items()
    )


def _close(bundle: list[str], remaining: dict[str, int], instance: Instance) -> None:
    for key in bundle:
        for capability, uplift in instance.candidate[key].uplift.items():
            remaining[capability] = max(0, remaining.get(capability, 0) - uplift)


def _place_all(bundle: list[str], ledger: Ledger) -> bool:
    """Place every member at its earliest start, or none of them."""
    placed: list[str] = []
    for key in bundle:
        start = ledger.earliest(ledger.instance.candidate[key])
        if start is None:
            for earlier in placed:
                ledger.remove(earlier)
            return False
        ledger.place(key, start)
        placed.append(key)
    return True


def _tighten(ledger: Ledger, orders: Orders) -> None:
    """Move to the earliest start, add what still gains, drop what does not, until nothing changes.

    No step lowers V; each one that changes the plan raises V, moves a start forward or drops a
    candidate for good measure, so it ends.
    """
    while _compact(ledger) or _add(ledger, orders) or _drop(ledger):
        pass


def _compact(ledger: Ledger) -> bool:
    moved = False
    for key in sorted(ledger.starts, key=ledger.starts.__getitem__):
        start = ledger.remove(key)
        earliest = ledger.earliest(ledger.instance.candidate[key])
        ledger.place(key, start if earliest is None else min(start, earliest))
        moved |= ledger.starts[key] < start
    return moved


def _add(ledger: Ledger, orders: Orders) -> bool:
    """Place the densest absent candidate, with what it waits for, that fits and raises V."""
    instance = ledger.instance
    value = plan_value(instance, ledger.starts)
    best: tuple[float, dict[str, int]] = (0.0, {})
    for candidate in instance.candidates:
        if candidate.key in ledger.starts or not candidate.uplift:
            continue
        bundle = _bundle(candidate, ledger, orders)
        if not bundle or not _place_all(bundle, ledger):
            continue
        gain = plan_value(instance, ledger.starts) - value
        density = gain / sum(orders.size[key] for key in bundle)
        starts = {key: ledger.remove(key) for key in bundle}
        if density > best[0]:
            best = (density, starts)
    for key, start in best[1].items():
        ledger.place(key, start)
    return bool(best[1])


def _drop(ledger: Ledger) -> bool:
    """Take out a candidate that nothing waits for and that adds nothing, the last one first."""
    instance = ledger.instance
    value = plan_value(instance, ledger.starts)
    for key in sorted(ledger.starts, key=lambda item: (-ledger.starts[item], item)):
        rest = {item: start for item, start in ledger.starts.items() if item != key}
        if instance.candidate[key].required or plan_value(instance, rest) < value:
            continue
        if not _waited_for(key, ledger, rest):
            start = ledger.remove(key)
            if ledger.solvent:
                return True
            # What it saves pays for the others.
            ledger.place(key, start)
    return False


def _waited_for(key: str, ledger: Ledger, rest: dict[str, int]) -> bool:
    """True if a placed candidate would miss `key`: no other member of a group ends in time."""
    candidate = ledger.instance.candidate
    return any(
        key in group
        and not any(
            member in rest and rest[member] + candidate[member].duration <= start
            for member in group
        )
        for other, start in rest.items()
        for group in candidate[other].needs
    )
