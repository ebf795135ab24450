"""Can every organisation reach level 5 with the catalogue's initiatives, wherever it starts?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

from capabilities.engine_values import engine_framework
from capabilities.schema import LEVEL_COUNT
from capabilities.validation.index import Index
from engine.types import Framework, Initiative

Levels = dict[str, int]
STARTS = 300
SEED = 7


def check(index: Index) -> None:
    """From level 1 everywhere, and from 300 random starts with a random order of work."""
    framework = engine_framework(index.content)
    places = {item["key"]: at for at, item in index.in_areas("areas", "capabilities")}
    final = play(framework, {item.key: 1 for item in framework.capabilities}, None)
    for key in _stuck(final):
        places[key].fault(f"stays at level {final[key]} from a start at level 1 everywhere")
    # Reproducible on purpose: the same pack gives the same verdict.
    chance = random.Random(SEED)  # noqa: S311
    stuck: Counter[str] = Counter()
    for _ in range(STARTS):
        start = {item.key: chance.randint(1, LEVEL_COUNT) for item in framework.capabilities}
        stuck.update(_stuck(play(framework, start, chance)))
    for key, times in stuck.most_common():
        places[key].fault(f"stays below level {LEVEL_COUNT} in {times} of {STARTS} random starts")


def play(framework: Framework, start: Mapping[str, int], chance: random.Random | None) -> Levels:
    """The levels reached by doing whatever can start until nothing can. chance: shuffles the order
    before each choice; None takes catalogue order."""
    levels = dict(start)
    done: set[str] = set()
    waiting = list(framework.initiatives)
    while True:
        if chance:
            chance.shuffle(waiting)
        ready = next((item for item in waiting if _ready(framework, item, levels, done)), None)
        if ready is None:
            return levels
        for step in ready.raises:
            if levels[step.capability] == step.from_level:
                levels[step.capability] = step.to_level
        done.add(ready.key)
        waiting.remove(ready)


def _ready(framework: Framework, item: Initiative, levels: Levels, done: set[str]) -> bool:
    """It raises something now, everything it raises has come far enough, and its needs are met."""
    return (
        any(levels[step.capability] == step.from_level for step in item.raises)
        and all(levels[step.capability] >= step.from_level for step in item.raises)
        and all(levels[need.capability] >= need.level for need in item.requires_levels)
        and all(
            key in done or _held(framework.initiative[key], levels)
            for key in item.requires_initiatives
        )
    )


def _held(item: Initiative, levels: Levels) -> bool:
    """Every level that the initiative would raise to is there already."""
    return all(levels[step.capability] >= step.to_level for step in item.raises)


def _stuck(levels: Levels) -> list[str]:
    return [key for key, level in levels.items() if level < LEVEL_COUNT]
