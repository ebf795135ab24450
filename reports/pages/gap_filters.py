"""What the address asks of the gap table: which rows, in which order, and the addresses of the
others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.pages.next_work import is_over

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.frames import Source

# Column to its heading; True if the largest comes first.
SORTS = {
    "rank": (gettext_lazy("Rank"), False),
    "name": (gettext_lazy("Capability"), False),
    "score": (gettext_lazy("Now"), False),
    "target": (gettext_lazy("Target"), True),
    "gap": (gettext_lazy("Gap"), True),
    "importance": (gettext_lazy("Importance"), True),
    "urgency": (gettext_lazy("Urgency"), True),
    "ad": (gettext_lazy("Agreement"), True),
}
NUMBERS = frozenset({"rank", "score", "target", "gap", "importance", "urgency"})
DEFAULT_SORT = "rank"
# Stands for "no owner" in the address.
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """Keys; empty for all. sort: a column, with a minus for the other way round."""

    area: str = ""
    role: str = ""
    owner: str = ""
    sort: str = DEFAULT_SORT

    @property
    def filtered(self) -> bool:
        return bool(self.area or self.role or self.owner)

    @property
    def whole(self) -> bool:
        """Everything, in the order of rank."""
        return not self.filtered and self.sort == DEFAULT_SORT

    @property
    def url(self) -> str:
        pairs = [(name, getattr(self, name)) for name in ("area", "role", "owner")]
        query = {name: value for name, value in pairs if value}
        if self.sort != DEFAULT_SORT:
            query["sort"] = self.sort
        return f"?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Filter:
    """One of them: choices as (key, name, chosen)."""

    key: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]


def asked_for(read: Source, query: Mapping[str, str]) -> tuple[Asked, list[Filter]]:
    """What is asked, without what is not known, and what can be; one choice alone is no filter."""
    offered = {
        "area": (_("Area"), {item["key"]: item["name"] for item in read.result["areas"]}),
        "role": (_("Role heard"), _roles(read)),
        "owner": (_("Owner of the work"), _owners(read)),
    }
    chosen = {
        name: query.get(name, "") if query.get(name, "") in choices else ""
        for name, (_label, choices) in offered.items()
    }
    sort = query.get("sort", DEFAULT_SORT)
    known = sort.removeprefix("-") in SORTS
    filters = [
        Filter(
            name,
            label,
            tuple((key, words, key == chosen[name]) for key, words in choices.items()),
        )
        for name, (label, choices) in offered.items()
        if len(choices) > 1
    ]
    return Asked(**chosen, sort=sort if known else DEFAULT_SORT), filters


def matching(rows: Sequence[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    return [
        row
        for row in rows
        if asked.area in ("", row["area"])
        and (not asked.role or asked.role in row["values"]["by_role"])
        and (not asked.owner or asked.owner in row["owners"])
    ]


def closing(read: Source) -> dict[str, list[dict[str, str]]]:
    """Planned work that is not over, by the capability that it raises, the first to end first."""
    found: dict[str, list[dict[str, str]]] = {}
    items = read.roadmap["roadmap"]["items"] if read.roadmap else []
    for item in sorted(items, key=lambda item: str(item["finish_date"])):
        key = item["initiative"]
        if is_over(read, key):
            continue
        mark = read.work.get(key)
        told = {
            "key": key,
            "name": read.initiative(key),
            "owner": mark.owner if mark else "",
        }
        for capability in dict.fromkeys(step["capability"] for step in item["raises"]):
            found.setdefault(capability, []).append(told)
    return found


def ordered(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """By one column, what has no value last in either direction; equals stay in order of rank."""
    column = sort.removeprefix("-")
    backwards = SORTS[column][1] != sort.startswith("-")

    def value(row: dict[str, Any]) -> Any:
        return row["name"].casefold() if column == "name" else row["values"][column]

    by_rank = sorted(rows, key=lambda row: (row["rank"] is None, row["rank"] or 0))
    known = [row for row in by_rank if value(row) is not None]
    unknown = [row for row in by_rank if value(row) is None]
    return sorted(known, key=value, reverse=backwards) + unknown


def columns(asked: Asked) -> list[dict[str, Any]]:
    """Headings with the address that sorts by them, the other way round on the second click."""
    found = []
    for key, (heading, largest) in SORTS.items():
        current = asked.sort.removeprefix("-") == key
        backwards = largest != asked.sort.startswith("-")
        found.append(
            {
                "key": key,
                "heading": heading,
                "number": key in NUMBERS,
                "url": replace(asked, sort=f"-{key}" if asked.sort == key else key).url,
                "sorted": ("descending" if backwards else "ascending") if current else "",
            }
        )
    return found


def _roles(read: Source) -> dict[str, str]:
    """Roles with a voice that may be shown, in the order of the framework."""
    heard = {role for item in read.result["capabilities"] for role in item["by_role"] or ()}
    return {role.key: role.name for role in read.framework.roles if role.key in heard}


def _owners(read: Source) -> dict[str, str]:
    names = {work["owner"] for rows in closing(read).values() for work in rows}
    found = {name: name for name in sorted(names - {""}, key=str.casefold)}
    if found and "" in names:
        found[NOBODY] = _("nobody yet")
    return found
