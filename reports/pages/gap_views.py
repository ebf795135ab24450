"""Capabilities seen in other ways than as a list: as a map, by duty, by step of the data's life, by
practice, and by who sees them differently. Figures are the result's; nothing is computed here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import numbers
from reports.pages import sentences
from reports.pages.two_sides import is_divided

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from capabilities.catalogue import Catalogue, Strand
    from reports.frames import Source
    from reports.pages.places import Places

# On the drawn line from level 1 to 5: its ends in the units of templates/_components/_strip.html.
STRIP_FROM, STRIP_TO = 8, 192


def heatmap(read: Source, places: Places) -> list[dict[str, Any]]:
    """Areas, weakest first, each with its capabilities, weakest first; what is not scored last."""
    areas = sorted(read.result["areas"], key=weakness)
    return [
        {
            "key": area["key"],
            "name": area["name"],
            "score": numbers.level(area["score"]),
            "scored": area["score"] is not None,
            "how": places.how(area["key"]),
            "cells": [
                _cell(read, item, places)
                for item in sorted(read.result["capabilities"], key=weakness)
                if item["area"] == area["key"]
            ],
        }
        for area in areas
    ]


def heatmap_title(read: Source) -> str:
    """The level that most capabilities stand at."""
    levels = [item["level"] for item in read.result["capabilities"] if item["level"] is not None]
    if not levels:
        return _("No capability has enough answers yet")
    # Of two equally frequent levels the lower one, so that nothing sounds better than it is.
    most = max(sorted(set(levels)), key=levels.count)
    words = {"n": levels.count(most), "all": len(levels), "level": most}
    return _("%(n)s of %(all)s capabilities stand at level %(level)s") % words


def strands(read: Source, library: Catalogue, places: Places) -> dict[str, list[dict[str, Any]]]:
    """What stands behind each duty, step of the data's life and service practice."""
    rows = {item["key"]: item for item in read.result["capabilities"]}

    def told(strand: Strand) -> dict[str, Any]:
        found = [rows[key] for key in strand.capabilities if key in rows]
        return {
            "name": strand.name,
            "cells": [_cell(read, item, places) for item in sorted(found, key=weakness)],
        }

    return {
        "lifecycle": [told(item) for item in library.data_lifecycle],
        "practices": sorted(
            (told(item) for item in library.service_practices),
            key=lambda row: (not row["cells"], row["cells"] and row["cells"][0]["sort"]),
        ),
        "scope": [told(item) for item in library.scope],
    }


def lifecycle_title(read: Source, library: Catalogue) -> str:
    """The step at which data is weakest."""
    rows = {item["key"]: item for item in read.result["capabilities"]}
    scored = [
        (strand.name, rows[key]["score"])
        for strand in library.data_lifecycle
        for key in strand.capabilities
        if key in rows and rows[key]["score"] is not None
    ]
    if not scored:
        return _("The life of your data, step by step")
    lowest = min(score for _name, score in scored)
    names = list(dict.fromkeys(name for name, score in scored if score == lowest))
    words = {"steps": sentences.listed([name.lower() for name in names])}
    return _("Data is weakest where you %(steps)s") % words


def camps(read: Source, places: Places) -> list[dict[str, Any]]:
    """Capabilities on which people form two camps, the widest first: who sees less and who more.

    A role stands with those whose means are near its own; where roles may not be shown there are
    none.
    """
    divided = [item for item in read.result["capabilities"] if is_divided(item)]
    names = {role.key: role.name for role in read.framework.roles}
    return [
        _camp(read, item, names, places)
        for item in sorted(divided, key=lambda item: -float(item["ad"] or 0.0))
    ]


def lens_title(read: Source) -> str:
    """The lens and area with the lowest score."""
    from_lenses = [
        (score, lens, area["name"])
        for area in read.result["areas"]
        for lens, score in area["lenses"].items()
        if score is not None
    ]
    if not from_lenses:
        return _("By what was asked")
    score, lens, area = min(from_lenses)
    told = {
        "have": _("%(area)s is not in place: %(score)s is the lowest of all"),
        "aligned": _("%(area)s is least aligned: %(score)s is the lowest of all"),
        "efficient": _("%(area)s runs least smoothly: %(score)s is the lowest of all"),
        "effective": _("%(area)s has the least effect: %(score)s is the lowest of all"),
    }
    return told[lens] % {"area": area, "score": numbers.level(score)}


def unmeasured(read: Source, watched: Collection[str], places: Places) -> list[dict[str, str]]:
    """Open gaps, by rank, that no KPI would show to be closing. watched: capabilities with a KPI of
    their own or of an initiative that raises them."""
    rows = [
        item
        for item in read.result["capabilities"]
        if item["gap"] is not None and item["gap"] > 0 and item["key"] not in watched
    ]
    rows.sort(key=lambda item: (item["rank"] is None, item["rank"] or 0))
    return [
        {"key": item["key"], "name": read.capability(item["key"]), "url": places.facts(item["key"])}
        for item in rows
    ]


def weakness(item: Mapping[str, Any]) -> tuple[bool, float]:
    """Sorts the lowest score first and what is not scored last."""
    return item["score"] is None, item["score"] or 0.0


def _cell(read: Source, item: Mapping[str, Any], places: Places) -> dict[str, Any]:
    return {
        "key": item["key"],
        "url": places.facts(item["key"]),
        "how": places.how(item["key"]),
        "name": read.capability(item["key"]),
        "level": item["level"],
        "text": numbers.level(item["score"]),
        "reason": item["reason"] or "",
        "sort": weakness(item),
    }


def _camp(
    read: Source, item: Mapping[str, Any], names: Mapping[str, str], places: Places
) -> dict[str, Any]:
    heard = sorted(
        ((value["mean"], names.get(role, role)) for role, value in item["by_role"].items()),
    )
    low, high = _parted(heard)
    return {
        "key": item["key"],
        "url": places.facts(item["key"]),
        "how": places.how(item["key"]),
        "name": read.capability(item["key"]),
        "spread": numbers.level(item["ad"]),
        "low": _side(low),
        "high": _side(high),
        "dots": [{"x": _place(mean), "high": (mean, name) in high} for mean, name in heard],
    }


def _parted(heard: Sequence[tuple[float, str]]) -> tuple[list[Any], list[Any]]:
    """Roles in order of their mean, cut where two neighbours are furthest apart."""
    if len(heard) < 2:
        return list(heard), []
    gaps = [upper[0] - lower[0] for lower, upper in pairwise(heard)]
    cut = gaps.index(max(gaps)) + 1
    return list(heard[:cut]), list(heard[cut:])


def _side(roles: Sequence[tuple[float, str]]) -> str:
    return ", ".join(f"{name} {numbers.level(mean)}" for mean, name in roles)


def _place(level: float) -> str:
    """Where a level stands on the strip."""
    return f"{STRIP_FROM + (level - 1) / 4 * (STRIP_TO - STRIP_FROM):.1f}"
