"""What a later start costs: the plan again with one initiative, and what waits for it, put off."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instance import Instance, plan_value


def put_off(
    instance: Instance, starts: Mapping[str, int], key: str, periods: int
) -> dict[str, int]:
    """Starts with `key` so many periods later, everything else where it is unless it waits.

    What waits for it starts as soon as it can again, never earlier than before; what would then
    end too late is gone, and with it what waits for that. People and money are not counted anew:
    the question is what waiting itself costs. `key` keeps the place of the plan in every other
    respect, also beyond its deadline but not beyond the horizon.
    """
    moved = dict(starts)
    last = instance.periods - instance.candidate[key].duration
    if starts[key] + periods > last:
        del moved[key]
    else:
        moved[key] = starts[key] + periods
    while _settle(instance, moved, key):
        pass
    return moved


def cost_of_waiting(instance: Instance, starts: Mapping[str, int], key: str, periods: int) -> int:
    """How much V falls if `key` starts so many periods later, >= 0."""
    before = plan_value(instance, starts)
    return before - plan_value(instance, put_off(instance, starts, key, periods))


def _settle(instance: Instance, starts: dict[str, int], key: str) -> bool:
    """Move or drop one initiative that now starts before what it waits for; False if none does.

    Starts only rise and initiatives only go, so repeating it ends.
    """
    for other in list(starts):
        candidate = instance.candidate[other]
        ends = [
            min(
                (
                    starts[member] + instance.candidate[member].duration
                    for member in group
                    if member in starts
                ),
                default=instance.periods,
            )
            for group in candidate.needs
        ]
        ready = max(ends, default=0)
        if starts[other] >= ready:
            continue
        last = instance.periods - candidate.duration if other == key else None
        if ready > (instance.last_start(candidate) if last is None else last):
            del starts[other]
        else:
            starts[other] = ready
        return True
    return False
