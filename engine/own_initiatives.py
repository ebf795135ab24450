"""The organisation's own initiatives beside the catalogue's: are they of its form?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter

from engine.ranges import is_number, is_whole
from engine.types import Framework, Initiative

# Weeks and thousands of US dollars of one initiative.
MOST_AMOUNT = 1e9

Faults = Iterator[tuple[str, str]]


def own_faults(framework: Framework, own: Collection[Initiative]) -> Faults:
    """Error code and sentence of everything that is wrong, the mend in it."""
    taken = set(framework.initiative)
    for item in own:
        if item.key in taken:
            text = f"own initiative “{item.name}”: the key {item.key!r} is taken; give another"
            yield "E103", text
        taken.add(item.key)
    for item in own:
        for check in (_names, _steps, _waits, _numbers):
            for code, fault in check(framework, item, taken):
                yield code, f"own initiative “{item.name}”: {fault}"
    yield from _circle(own)


def _circle(own: Collection[Initiative]) -> Faults:
    """Those of the catalogue wait for no own one, so that a circle runs through own ones only."""
    names = {item.key: f"“{item.name}”" for item in own}
    waits = {item.key: names.keys() & set(item.requires_initiatives) for item in own}
    try:
        TopologicalSorter({key: sorted(waits[key]) for key in sorted(waits)}).prepare()
    except CycleError as error:
        # The sorter names what comes first before what waits for it.
        first, *rest = [names[key] for key in reversed(error.args[1])]
        links = ", which waits for ".join(rest)
        text = f"own initiatives wait for each other: {first} waits for {links}; take one link out"
        yield "E501", text


def _names(framework: Framework, item: Initiative, _known: Collection[str]) -> Faults:
    if item.area not in {area.key for area in framework.areas}:
        yield "E103", f"there is no area {item.area!r}; choose one of the framework"
    for role in item.effort:
        if role not in framework.staff_role:
            yield "E103", f"there is no role {role!r} that does work; choose one of the framework"


def _steps(framework: Framework, item: Initiative, _known: Collection[str]) -> Faults:
    if not item.raises:
        yield "E102", "say which capability it raises, and to which level"
    for capability, low, high in (
        *((step.capability, step.from_level, step.to_level) for step in item.raises),
        *((need.capability, 1, need.level) for need in item.requires_levels),
    ):
        if capability not in framework.capability:
            yield "E103", f"there is no capability {capability!r}; choose one of the framework"
        if not (is_whole(low, 1, 4) and is_whole(high, low + 1, 5)):
            yield "E102", "a step leads from a level 1 to 4 to a higher one, 5 at most"


def _waits(_framework: Framework, item: Initiative, known: Collection[str]) -> Faults:
    for key in item.requires_initiatives:
        if key not in known or key == item.key:
            yield "E103", f"it cannot wait for {key!r}; choose another initiative, or none"


def _numbers(_framework: Framework, item: Initiative, _known: Collection[str]) -> Faults:
    if not all(is_number(weeks, 0, MOST_AMOUNT) for weeks in item.effort.values()):
        yield "E102", "effort is a number of person-weeks from 0 on"
    if not (is_number(item.duration_weeks, 0, MOST_AMOUNT) and item.duration_weeks > 0):
        yield "E102", "its duration is a number of weeks above 0"
    low, high = item.cost_low, item.cost_high
    if not (is_number(low, 0, MOST_AMOUNT) and is_number(high, low, MOST_AMOUNT)):
        yield "E102", "its cost is a range from 0 on, the lower end first"
