"""What the pages show of a framework, put together from its frozen values. No queries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from capabilities.catalogue import Catalogue, Kpi, QuestionEntry
    from capabilities.models import Initiative as InitiativeRow
    from engine.types import Area, Capability, Framework, Initiative, LevelNeed


@dataclass(frozen=True, slots=True)
class Step:
    """One level of one capability that an initiative makes."""

    capability: Capability
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class Climb:
    """What leads from a level to the next: each initiative that makes this step."""

    from_level: int
    to_level: int
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the names of its lens and of the roles it is asked of."""

    entry: QuestionEntry
    lens: str
    roles: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An initiative as listed. effort: person-weeks in all; cost in thousands of US dollars."""

    initiative: Initiative
    steps: tuple[Step, ...]
    effort: float


def climbs(framework: Framework, capability: str) -> list[Climb]:
    """The four steps of a capability, lowest first."""
    return [
        Climb(
            level,
            level + 1,
            tuple(
                item
                for item in framework.initiatives
                if any((s.capability, s.from_level) == (capability, level) for s in item.raises)
            ),
        )
        for level in range(1, 5)
    ]


def asked(library: Catalogue, capability: str) -> list[Asked]:
    """The questions of a capability; each role with its name and whether it is a peer."""
    roles = library.framework.roles
    return [
        Asked(
            entry,
            library.lenses[entry.lens],
            tuple((role.name, role.peer) for role in roles if role.key in entry.roles),
        )
        for entry in library.questions.values()
        if entry.capability == capability
    ]


def kpis_of(library: Catalogue, capability: str) -> list[Kpi]:
    return [kpi for kpi in library.kpis.values() if capability in kpi.capabilities]


def steps(framework: Framework, initiative: Initiative) -> tuple[Step, ...]:
    return tuple(
        Step(framework.capability[item.capability], item.from_level, item.to_level)
        for item in initiative.raises
    )


def by_area(framework: Framework, chosen: Iterable[Initiative]) -> list[tuple[Area, list[Entry]]]:
    """Initiatives under their areas, in catalogue order; areas without any are left out."""
    areas = {area.key: area for area in framework.areas}
    return [
        (areas[key], [_entry(framework, item) for item in members])
        for key, members in groupby(chosen, key=lambda item: item.area)
    ]


def _entry(framework: Framework, item: Initiative) -> Entry:
    return Entry(item, steps(framework, item), sum(item.effort.values()))


def effort(framework: Framework, initiative: Initiative) -> list[tuple[str, float]]:
    """Role name and person-weeks, the largest share first."""
    shares = sorted(initiative.effort.items(), key=lambda share: -share[1])
    return [(framework.staff_role[role].name, weeks) for role, weeks in shares]


def needed_first(framework: Framework, initiative: Initiative) -> list[Initiative]:
    return [framework.initiative[key] for key in initiative.requires_initiatives]


def needed_levels(
    framework: Framework, initiative: Initiative
) -> list[tuple[Capability, LevelNeed]]:
    return [(framework.capability[need.capability], need) for need in initiative.requires_levels]


def opened(framework: Framework, initiative: Initiative) -> list[Initiative]:
    """The initiatives that name this one as something to be done first."""
    return [item for item in framework.initiatives if initiative.key in item.requires_initiatives]


def proofs(library: Catalogue, row: InitiativeRow) -> list[Kpi]:
    return [library.kpis[key] for key in row.kpis]
