"""The gap report: every capability, sorted and filtered as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engine.analysis import not_now
from reports import numbers
from reports.pages import sentences
from reports.pages.analysts import analysts
from reports.pages.overview import open_gaps
from reports.pages.pictures import picture
from reports.pages.robust import in_tiers, rank_facts, robust
from reports.pages.since import capability_since
from reports.pages.two_sides import (
    KINDS,
    agreement_sentence,
    is_divided,
    kind,
    sides_sentence,
    two_sides,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.models import Analysis
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
BANDS = {
    "close": gettext_lazy("close"),
    "acceptable": gettext_lazy("acceptable"),
    "split": gettext_lazy("split"),
}
CLASSES = {
    "confirmed": gettext_lazy("confirmed"),
    "likely": gettext_lazy("likely"),
    "unclear": gettext_lazy("unclear"),
    "met": gettext_lazy("met"),
    "not_rated": gettext_lazy("not rated"),
}
QUADRANTS = {
    "do_now": gettext_lazy("Do now"),
    "plan": gettext_lazy("Plan"),
    "contain": gettext_lazy("Contain"),
    "leave": gettext_lazy("Leave"),
}
LENSES = {
    "have": gettext_lazy("In place"),
    "aligned": gettext_lazy("Aligned"),
    "efficient": gettext_lazy("Efficient"),
    "effective": gettext_lazy("Effective"),
}
DEFAULT_SORT = "rank"


def gaps_page(read: Source, analysis: Analysis, asked: Mapping[str, str]) -> dict[str, Any]:
    """Context of templates/reports/gaps.html. asked: `area` and `sort` (a column, with a minus for
    the other way round) of the address; what is not known is ignored."""
    area = asked.get("area", "")
    area = area if any(item["key"] == area for item in read.result["areas"]) else ""
    sort = asked.get("sort", DEFAULT_SORT)
    sort = sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT
    at = date_format(analysis.created_at, "j F Y")
    rows = _sorted([row for row in _rows(read) if area in ("", row["area"])], sort)
    whole = sort == DEFAULT_SORT and not area
    return {
        "headline": headline(read),
        "lede": lede(read),
        "area": area,
        "area_name": read.area(area) if area else "",
        "areas": _filters(read, area, sort),
        "columns": _columns(area, sort),
        "sort": sort,
        "rows": rows,
        "groups": in_tiers(read, rows) if whole else [{"heading": "", "rows": rows}],
        "robust": robust(read, analysis.assessment.framework_id),
        "chart": picture(read, analysis.pk, "capabilities", sentences.answers(read, at)),
        "quadrants": _quadrants(rows),
        "sides": two_sides(read),
        "since": read.since,
        "heat": _heat(read),
        "lenses": list(LENSES.values()),
        "analysts": analysts(read),
    }


def headline(read: Source) -> str:
    """How many gaps there are and which comes first."""
    gaps = open_gaps(read)
    if not gaps:
        return _("No gap: every scored capability reaches its target")
    return ngettext(
        "%(n)s gap, and %(name)s comes first",
        "%(n)s gaps, and %(name)s comes first",
        len(gaps),
    ) % {"n": len(gaps), "name": read.capability(gaps[0]["key"])}


def lede(read: Source) -> str:
    """How many gaps are sure."""
    gaps = open_gaps(read)
    sure = sum(item["gap_class"] == "confirmed" for item in gaps)
    if not gaps:
        return ""
    if sure == len(gaps):
        return _("The answers confirm all of them.")
    if not sure:
        return _("The answers make them likely at most; more voices would make them sure.")
    return ngettext(
        "%(sure)s of them is confirmed by the answers; the others are likely or unclear.",
        "%(sure)s of them are confirmed by the answers; the others are likely or unclear.",
        sure,
    ) % {"sure": sure}


def explanation(read: Source, key: str) -> dict[str, Any] | None:
    """How the numbers of one capability were made; None if the result does not know it."""
    item = next((item for item in read.result["capabilities"] if item["key"] == key), None)
    if item is None:
        return None
    roles = {role.key: role.name for role in read.framework.roles}
    return {
        **_row(read, item, {}),
        "voices": item["n"],
        "roles": [
            (roles.get(role, role), heard["n"]) for role, heard in (item["by_role"] or {}).items()
        ],
        "shares": [
            (level, numbers.percent(share)) for level, share in (item["shares"] or {}).items()
        ],
        "dont_know": numbers.percent(item["dont_know_rate"]),
        "spread": numbers.level(item["ad"]),
        "moved": capability_since(read, key),
        "agreement": agreement_sentence(item),
        "sides": sides_sentence(item),
        "importance_text": _decimal(item["importance"]),
        "urgency_text": _decimal(item["urgency"]),
        "priority": numbers.index(item["priority"]),
    }


def _rows(read: Source) -> list[dict[str, Any]]:
    waiting = not_now(read.result)
    return [_row(read, item, waiting) for item in read.result["capabilities"]]


def _row(read: Source, item: Mapping[str, Any], waiting: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key": item["key"],
        "name": read.capability(item["key"]),
        "area": item["area"],
        "area_name": read.area(item["area"]),
        "values": item,
        "applicable": item["status"] != "not_applicable",
        "reason": item["reason"],
        "level": item["level"],
        "score": None if item["score"] is None else numbers.level(item["score"]),
        "range": numbers.level_range(item["low"], item["high"]),
        "target": item["target"],
        "target_reason": item["target_reason"],
        "gap": numbers.level(item["gap"]),
        "gap_class": CLASSES.get(item["gap_class"], ""),
        "importance": numbers.percent(item["importance"]),
        "urgency": numbers.percent(item["urgency"]),
        "urgency_reason": item["urgency_reason"],
        "band": BANDS.get("split" if is_divided(item) else item["band"], ""),
        "split": is_divided(item),
        "kind": KINDS.get(kind(item), ""),
        "blind": kind(item) == "blind_spot",
        "quadrant": QUADRANTS.get(item["quadrant"], "") if _is_open(item) else "",
        "rank": item["rank"],
        "variation": rank_facts(read, item["key"]),
        "surplus": bool(item["surplus"]),
        "unevidenced": item["unevidenced"],
        "not_now": waiting.get(item["key"], ""),
    }


def _is_open(item: Mapping[str, Any]) -> bool:
    return item["gap"] is not None and item["gap"] > 0


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """By one column, what has no value last in either direction; equals stay in order of rank."""
    column = sort.removeprefix("-")
    backwards = SORTS[column][1] != sort.startswith("-")

    def value(row: dict[str, Any]) -> Any:
        return row["name"].casefold() if column == "name" else row["values"][column]

    by_rank = sorted(rows, key=lambda row: (row["rank"] is None, row["rank"] or 0))
    known = [row for row in by_rank if value(row) is not None]
    unknown = [row for row in by_rank if value(row) is None]
    return sorted(known, key=value, reverse=backwards) + unknown


def _columns(area: str, sort: str) -> list[dict[str, Any]]:
    """Headings with the address that sorts by them, the other way round on the second click."""
    found = []
    for key, (heading, _largest) in SORTS.items():
        order = f"-{key}" if sort == key else key
        current = sort.removeprefix("-") == key
        backwards = SORTS[key][1] != sort.startswith("-")
        found.append(
            {
                "key": key,
                "heading": heading,
                "number": key in NUMBERS,
                "url": _address(area, order),
                "sorted": ("descending" if backwards else "ascending") if current else "",
            }
        )
    return found


def _filters(read: Source, area: str, sort: str) -> list[dict[str, Any]]:
    every = [("", _("All areas"))]
    every += [(item["key"], item["name"]) for item in read.result["areas"]]
    return [
        {"key": key, "name": name, "url": _address(key, sort), "current": key == area}
        for key, name in every
    ]


def _address(area: str, sort: str) -> str:
    query = {"area": area} if area else {}
    if sort != DEFAULT_SORT:
        query["sort"] = sort
    return f"?{urlencode(query)}"


def _quadrants(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open gaps by what to do with them: important and urgent, each at one half."""
    ranked = _sorted(rows, DEFAULT_SORT)
    return [
        {"name": name, "rows": [row for row in ranked if row["quadrant"] == name]}
        for name in QUADRANTS.values()
    ]


def _heat(read: Source) -> list[dict[str, Any]]:
    """Areas by lens: the score as text and the level whose colour the cell takes."""
    return [
        {
            "key": item["key"],
            "name": item["name"],
            "cells": [
                {
                    "lens": words,
                    "text": numbers.level(item["lenses"][lens]),
                    "level": _depth(item["lenses"][lens]),
                }
                for lens, words in LENSES.items()
            ],
        }
        for item in read.result["areas"]
    ]


def _depth(score: float | None) -> int | None:
    """The shade of a score: that of the level it has reached."""
    return None if score is None else int(score)


def _decimal(share: float | None) -> str:
    return numbers.rounded(share, 2)
