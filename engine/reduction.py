"""Which starts of which candidates a search has to look at: the others are in no plan worth having.

Keeps every best plan (method 5.2): a candidate goes only if it adds no value and nothing that does
can wait for it, a start only if no plan could have it.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.instance import Candidate, Instance

Starts = dict[str, tuple[int, ...]]


def possible_starts(
    instance: Instance, relaxed: bool = False, keep: Collection[str] = ()
) -> Starts:
    """Starts by key of the candidates worth a look, in catalogue order; none is empty.

    relaxed: people may be short, so that a demand over the capacity rules nothing out. keep: those
    that are looked at whether they are worth it or not. A required candidate may be missing: then
    no plan keeps the wishes.
    """
    useful = _useful(instance, keep)
    found: Starts = {
        item.key: tuple(
            start
            for start in instance.starts(item)
            if relaxed or _has_people(instance, item, start)
        )
        for item in instance.candidates
        if item.key in useful
    }
    # What a start waits for may lose starts itself: until nothing changes. Circles run out of time.
    while True:
        rest = {key: _in_time(instance, found, key) for key in found}
        rest = {key: starts for key, starts in rest.items() if starts}
        if rest == found:
            return found
        found = rest


def _useful(instance: Instance, keep: Collection[str]) -> set[str]:
    """Those with a gain, a saving or a wish, and all that they may have to wait for."""
    waiting = [
        item.key
        for item in instance.candidates
        if item.key in keep or item.required or item.savings or _gains(instance, item)
    ]
    useful: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in useful or key not in instance.candidate:
            continue
        useful.add(key)
        waiting.extend(member for group in instance.candidate[key].needs for member in group)
    return useful


def _gains(instance: Instance, candidate: Candidate) -> bool:
    return any(
        uplift and instance.gaps.get(capability) and instance.weights.get(capability)
        for capability, uplift in candidate.uplift.items()
    )


def _in_time(instance: Instance, found: Starts, key: str) -> tuple[int, ...]:
    """The starts by which a member of every group could have ended."""
    ready = 0
    for group in instance.candidate[key].needs:
        ends = [
            found[member][0] + instance.candidate[member].duration
            for member in group
            if found.get(member)
        ]
        if not ends:
            return ()
        ready = max(ready, min(ends))
    return tuple(start for start in found[key] if start >= ready)


def _has_people(instance: Instance, candidate: Candidate, start: int) -> bool:
    return all(
        days <= instance.capacity[pool][start + offset]
        for pool, demand in candidate.days.items()
        for offset, days in enumerate(demand)
        if days
    )
