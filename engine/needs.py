"""What has to stand before an initiative can start, as groups of initiatives (method 5.0)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.instance import Groups
from engine.types import Framework, Initiative


def needs(framework: Framework, levels: Mapping[str, int], initiative: Initiative) -> Groups:
    """Any-of groups, all to be met; empty where the levels meet everything.

    levels: as prerequisites see them. An empty group is a level that nothing raises.
    """
    groups: list[tuple[str, ...]] = []
    for key in initiative.requires_initiatives:
        raises = framework.initiative[key].raises
        if any(levels[step.capability] < step.to_level for step in raises):
            groups.append((key,))
    wanted = [(need.capability, need.level) for need in initiative.requires_levels]
    # The start rule: each raised capability stands at its `from` level.
    wanted += [(step.capability, step.from_level) for step in initiative.raises]
    groups += [
        _makers(framework, capability, level)
        for capability, level in wanted
        if levels[capability] < level
    ]
    return _distinct(groups)


def _makers(framework: Framework, capability: str, level: int) -> tuple[str, ...]:
    return tuple(
        item.key
        for item in framework.initiatives
        for step in item.raises
        if step.capability == capability and step.from_level < level <= step.to_level
    )


def _distinct(groups: list[tuple[str, ...]]) -> Groups:
    """Each group once; a group that a single prerequisite of the same list meets adds nothing."""
    single = {group[0] for group in groups if len(group) == 1}
    kept = [group for group in groups if len(group) == 1 or not single.intersection(group)]
    return tuple(dict.fromkeys(kept))
