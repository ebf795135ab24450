"""What must stand before a capability can stand at a level: the prerequisite graph (4.2, 5.0)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from engine.types import Framework, Initiative

# A capability at a level.
Node = tuple[str, int]
Needs = Mapping[str, int]


class PrerequisiteCycleError(ValueError):
    """path: what waits for itself, first and last the same."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__(" -> ".join(path))
        self.path = path


@dataclass(frozen=True)
class Steps:
    """ways: for each level that a catalogue initiative reaches, one set of levels per initiative
    that reaches it: what has to stand before. order: every level after those it waits for."""

    ways: Mapping[Node, tuple[frozenset[Node], ...]]
    order: tuple[Node, ...]

    @cached_property
    def from_scratch(self) -> Mapping[Node, Needs]:
        """All that a level needs, starting with every capability at level 1."""
        return self.needed({})

    def needed(self, held: Needs) -> Mapping[Node, Needs]:
        """For each level, what it still needs, directly or in turn: capability to level. held:
        capability to its present level, 1 where absent. Where several initiatives lead to a
        level, what all of them need."""
        found: dict[Node, Needs] = {}
        for node in self.order:
            if node[1] <= held.get(node[0], 1):
                found[node] = {}
                continue
            ways = [_all_needs(way, found, held) for way in self.ways.get(node, ())]
            found[node] = _common(ways)
        return found


def _all_needs(way: frozenset[Node], found: Mapping[Node, Needs], held: Needs) -> dict[str, int]:
    needs: dict[str, int] = {}
    for capability, level in way:
        if level <= held.get(capability, 1):
            continue
        for key, value in ((capability, level), *found[capability, level].items()):
            needs[key] = max(value, needs.get(key, 1))
    return needs


def _common(ways: list[dict[str, int]]) -> Needs:
    if not ways:
        return {}
    shared = set(ways[0]).intersection(*ways[1:])
    return {key: min(way[key] for way in ways) for key in sorted(shared)}


def steps(framework: Framework, ignored: Collection[str] = ()) -> Steps:
    """The graph of a framework without the ignored capabilities. Raises PrerequisiteCycleError."""
    ways: dict[Node, list[frozenset[Node]]] = {}
    for initiative in framework.initiatives:
        needs = frozenset(n for n in _needs(framework, initiative) if n[0] not in ignored)
        for step in initiative.raises:
            for level in range(step.from_level + 1, step.to_level + 1):
                ways.setdefault((step.capability, level), []).append(needs)
    order = _order(framework)
    return Steps({node: tuple(found) for node, found in ways.items()}, order)


def _needs(framework: Framework, initiative: Initiative) -> set[Node]:
    before = {(step.capability, step.from_level) for step in initiative.raises}
    before |= {(need.capability, need.level) for need in initiative.requires_levels}
    for key in initiative.requires_initiatives:
        # Met as well when every level that it raises is held, so those levels are what counts.
        before |= {(step.capability, step.to_level) for step in framework.initiative[key].raises}
    return before


def _order(framework: Framework) -> tuple[Node, ...]:
    """Initiatives stand in the graph beside levels, so that one which waits for itself by way of
    another is found even if no level does. Names are ordered, for one and the same result."""
    graph: dict[str, set[str]] = {}
    nodes: dict[str, Node] = {}

    def level(capability: str, number: int) -> str:
        name = f"{capability} at level {number}"
        nodes[name] = (capability, number)
        return name

    for initiative in framework.initiatives:
        waits = graph.setdefault(initiative.key, set())
        waits.update(initiative.requires_initiatives)
        waits.update(level(need.capability, need.level) for need in initiative.requires_levels)
        for step in initiative.raises:
            waits.add(level(step.capability, step.from_level))
            for number in range(step.from_level + 1, step.to_level + 1):
                graph.setdefault(level(step.capability, number), set()).add(initiative.key)
    sorter = TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)})
    try:
        return tuple(nodes[name] for name in sorter.static_order() if name in nodes)
    except CycleError as error:
        raise PrerequisiteCycleError(tuple(error.args[1])) from error
