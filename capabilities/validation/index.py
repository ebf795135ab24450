"""What the parts of a document refer to each other by, and where each of them stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from capabilities.engine_values import area_keys
from capabilities.faults import Fault
from capabilities.shapes import Place

Entry = dict[str, Any]
Found = tuple[Place, Entry]


@dataclass(frozen=True, slots=True)
class Index:
    """A document with its parts by key. An empty key (it could not be read) is in none of them."""

    content: dict[str, Any]
    faults: list[Fault]
    areas: list[str]
    capabilities: dict[str, Entry]
    initiatives: dict[str, Entry]
    respondents: set[str]
    lenses: set[str]
    stages: list[str]
    profiles: set[str]
    kpis: dict[str, Entry]
    roles: dict[str, Entry]
    partners: set[str]
    skills: dict[str, Entry]

    @classmethod
    def of(cls, content: dict[str, Any]) -> Index:
        base, roles = content["framework"], content["roles"]
        areas = [area for area in area_keys(content) if area]
        return cls(
            content=content,
            faults=[],
            areas=areas,
            capabilities=_by_key(
                item for area in areas for item in content["areas"][area]["capabilities"]
            ),
            initiatives=_by_key(
                item for area in areas for item in content["initiatives"][area]["initiatives"]
            ),
            respondents=set(_by_key(base["respondent_roles"])),
            lenses=set(_by_key(base["lenses"])),
            stages=[stage["key"] for stage in base["stages"]],
            profiles=set(_by_key(content["profiles"]["growth"])),
            kpis=_by_key(content["kpis"]["kpis"]),
            roles=_by_key(roles["roles"]),
            partners=set(_by_key(roles["partner_roles"])),
            skills=_by_key(content["skills"]["skills"]),
        )

    def place(self, file: str) -> Place:
        return Place(f"{file}.yaml", self.faults)

    def listed(self, file: str, field: str) -> list[Found]:
        """Entries of a list of one of the single files."""
        return list(entries(self.place(file).key(field), self.content[file][field]))

    def in_areas(self, folder: str, field: str) -> list[Found]:
        """Entries of a list that every area has a file for, in catalogue order."""
        return [
            found
            for area in self.areas
            for found in entries(
                self.place(f"{folder}/{area}").key(field), self.content[folder][area][field]
            )
        ]

    def known_capabilities(self, keys: Iterable[str], at: Place) -> None:
        """Faults for references to capabilities that are not there."""
        known(keys, self.capabilities, at, "capability")


def _by_key(items: Iterable[Entry]) -> dict[str, Entry]:
    return {item["key"]: item for item in items if item["key"]}


def entries(at: Place, items: list[Entry]) -> Iterator[Found]:
    for position, item in enumerate(items):
        yield at.item(position), item


def known(keys: Iterable[str], pool: Collection[str], at: Place, what: str) -> None:
    for key in keys:
        if key and key not in pool:
            at.fault(f"unknown {what} {key}")


def unique(found: Iterable[tuple[Place, str]], what: str) -> None:
    """A fault at every later place of a text that stood at an earlier one."""
    first: dict[str, Place] = {}
    for at, text in found:
        if text in first:
            earlier = first[text]
            at.fault(f"{what} {text!r} is there already, in {earlier.file} at {earlier.path}")
        elif text:
            first[text] = at


def unique_keys(found: Iterable[Found], what: str) -> None:
    unique(((at.key("key"), item["key"]) for at, item in found), what)
