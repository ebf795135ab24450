"""The gap report: every capability, sorted and filtered as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engine.analysis import not_now
from reports import numbers
from reports.pages import sentences
from reports.pages.analysts import analysts
from reports.pages.gap_filters import (
    DEFAULT_SORT,
    NOBODY,
    SORTS,
    asked_for,
    closing,
    columns,
    matching,
    ordered,
)
from reports.pages.gap_fold import parted
from reports.pages.gap_views import (
    camps,
    heatmap,
    heatmap_title,
    lens_title,
    lifecycle_title,
    strands,
    unmeasured,
    weakness,
)
from reports.pages.lead import SURE, story
from reports.pages.overview import open_gaps
from reports.pages.pictures import picture
from reports.pages.places import Places
from reports.pages.question_rows import question_rows
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
    from collections.abc import Collection, Mapping, Sequence

    from assessments.models import Analysis
    from capabilities.catalogue import Catalogue
    from engine.question_spread import Spread
    from reports.frames import Source

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
BOARD = {
    "do_now": gettext_lazy("important and urgent"),
    "plan": gettext_lazy("important, and there is time"),
    "contain": gettext_lazy("urgent, and little is at stake"),
    "leave": gettext_lazy("neither"),
}
# Of a field of the board so many are seen at once.
FIELD_SHOWN = 4
LENSES = {
    "have": gettext_lazy("In place"),
    "aligned": gettext_lazy("Aligned"),
    "efficient": gettext_lazy("Efficient"),
    "effective": gettext_lazy("Effective"),
}


def gaps_page(
    read: Source,
    analysis: Analysis,
    query: Mapping[str, str],
    *,
    library: Catalogue,
    watched: Collection[str],
    reworded: Mapping[str, str],
) -> dict[str, Any]:
    """Context of templates/reports/gaps.html. query: of the address; what is not known is ignored.
    library: of the assessment; watched: capabilities for which a KPI is watched; reworded: passages
    of the narrative in people's words."""
    asked, filters = asked_for(read, query)
    at = date_format(analysis.created_at, "j F Y")
    places = Places.of(analysis)
    every = _rows(read, places)
    rows = ordered(matching(every, asked), asked.sort)
    if asked.role:
        rows = [_as_seen_by(row, asked.role) for row in rows]
    groups = in_tiers(read, rows) if asked.whole else [{"heading": "", "rows": rows}]
    shown, folded = parted(groups, asked)
    return {
        "headline": headline(read),
        "lede": reworded.get(SURE) or lede(read),
        "story": story(read, reworded),
        "asked": asked,
        "area_name": read.area(asked.area) if asked.area else "",
        "role_name": next((r.name for r in read.framework.roles if r.key == asked.role), ""),
        "filters": filters,
        "columns": columns(asked),
        "labels": {key: str(heading) for key, (heading, _largest) in SORTS.items()},
        "rows": rows,
        "all": len(every),
        "groups": shown,
        "folded": folded,
        "robust": robust(read, analysis.assessment.framework_id),
        "chart": picture(read, analysis.pk, "capabilities", sentences.answers(read, at)),
        "board": _board(ordered(every, DEFAULT_SORT)),
        "heatmap": heatmap(read, places),
        "heatmap_title": heatmap_title(read),
        "camps": camps(read, places),
        "sides": two_sides(read),
        "since": read.since,
        "heat": _heat(read),
        "heat_title": lens_title(read),
        "lenses": list(LENSES.values()),
        "strands": strands(read, library, places),
        "lifecycle_title": lifecycle_title(read, library),
        "unmeasured": unmeasured(read, watched, places),
        "analysts": analysts(read),
    }


def headline(read: Source) -> str:
    """How many gaps there are and which comes first."""
    gaps = open_gaps(read)
    if not gaps:
        return _("No gap: every scored capability reaches its target")
    return ngettext(
        "%(n)s gap: %(name)s",
        "%(n)s gaps, the first: %(name)s",
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


def explanation(
    read: Source,
    analysis: Analysis,
    key: str,
    *,
    library: Catalogue,
    spread: Sequence[Spread] | None,
) -> dict[str, Any] | None:
    """How the numbers of one capability were made; None if the result does not know it. spread: of
    the answers to each question; None where they are no longer those of the result."""
    item = next((item for item in read.result["capabilities"] if item["key"] == key), None)
    if item is None:
        return None
    roles = {role.key: role.name for role in read.framework.roles}
    return {
        **_row(read, item, Places.of(analysis), {}, closing(read).get(key, [])),
        "questions": question_rows(library, key, spread),
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


def _rows(read: Source, places: Places) -> list[dict[str, Any]]:
    waiting, work = not_now(read.result), closing(read)
    return [
        _row(read, item, places, waiting, work.get(item["key"], []))
        for item in read.result["capabilities"]
    ]


def _row(
    read: Source,
    item: Mapping[str, Any],
    places: Places,
    waiting: Mapping[str, str],
    work: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    return {
        "key": item["key"],
        "url": places.facts(item["key"]),
        "how": places.how(item["key"]),
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
        "gap_class": str(CLASSES.get(item["gap_class"], "")),
        "importance": numbers.percent(item["importance"]),
        "urgency": numbers.percent(item["urgency"]),
        "urgency_reason": item["urgency_reason"],
        "band": str(BANDS.get("split" if is_divided(item) else item["band"], "")),
        "split": is_divided(item),
        "kind": str(KINDS.get(kind(item), "")),
        "blind": kind(item) == "blind_spot",
        "quadrant": str(QUADRANTS.get(item["quadrant"], "")) if _is_open(item) else "",
        "rank": item["rank"],
        "variation": rank_facts(read, item["key"]),
        "surplus": bool(item["surplus"]),
        "unevidenced": item["unevidenced"],
        "not_now": waiting.get(item["key"], ""),
        "work": work,
        "owners": {part["owner"] or NOBODY for part in work},
    }


def _as_seen_by(row: Mapping[str, Any], role: str) -> dict[str, Any]:
    """With what one role says."""
    return {**row, "seen": numbers.level(row["values"]["by_role"][role]["mean"])}


def _is_open(item: Mapping[str, Any]) -> bool:
    return item["gap"] is not None and item["gap"] > 0


def _board(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Every gap in one place, by what to do with it: important and urgent, each at one half; what
    can wait, with the reason; and what is above its target. rows: in order of rank."""
    open_now = [row for row in rows if not row["not_now"] and not row["surplus"]]
    names = {key: str(name) for key, name in QUADRANTS.items()}
    return {
        "first": sum(row["quadrant"] == names["do_now"] for row in open_now),
        "quadrants": [
            {
                "key": key,
                "name": name,
                "means": BOARD[key],
                "rows": found[:FIELD_SHOWN],
                "more": found[FIELD_SHOWN:],
            }
            for key, name in names.items()
            for found in [[row for row in open_now if row["quadrant"] == name]]
        ],
        "not_now": [
            {"reason": reason, "rows": [row for row in rows if row["not_now"] == reason]}
            for reason in dict.fromkeys(row["not_now"] for row in rows if row["not_now"])
        ],
        "less": [row for row in rows if row["surplus"]],
    }


def _heat(read: Source) -> list[dict[str, Any]]:
    """Areas by lens, weakest first: the score as text and the level whose colour the cell takes."""
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
        for item in sorted(read.result["areas"], key=weakness)
    ]


def _depth(score: float | None) -> int | None:
    """The shade of a score: that of the level it has reached."""
    return None if score is None else int(score)


def _decimal(share: float | None) -> str:
    return numbers.rounded(share, 2)
