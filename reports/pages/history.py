"""All rounds of an organisation side by side: stages, areas and capabilities, and what of it moved
like for like. Figures are those of the stored results; only the trend line asks the engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.trend import LEAST_ROUNDS, trend
from engine.types import Status
from reports import causes, frames, numbers
from reports.charts import KINDS
from reports.pages import sentences
from reports.pages.pictures import picture
from reports.pages.since import since

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessments.models import Analysis
    from reports.frames import RoundMark, Source

SORTS = ("now", "change", "area")
DEFAULT_SORT = "now"


def history_page(read: Source, analysis: Analysis, asked: str, number: int) -> dict[str, Any]:
    """Context of templates/reports/history.html. read: with its rounds; asked: how the
    capabilities are sorted; number: how many rounds there are, shown or not."""
    at = date_format(analysis.created_at, "j F Y")
    sort = asked if asked in SORTS else DEFAULT_SORT
    return {
        "headline": headline(read),
        "lede": lede([item.name for item in read.rounds], number - len(read.rounds)),
        "chart": picture(read, analysis.pk, "trend", sentences.answers(read, at)),
        "expected": expected(read),
        "since": since(read, analysis, at),
        "rounds": [_round(read, item) for item in reversed(read.rounds)],
        "names": [item.name for item in read.rounds],
        "areas": _sorted(_rows(read, "areas", read.area), DEFAULT_SORT),
        "capabilities": _sorted(_rows(read, "capabilities", read.capability), sort),
        "sort": sort,
        "compared": read.change is not None,
    }


def headline(read: Source) -> str:
    """From which stage to which, since the first round that is shown."""
    staged = [item for item in read.rounds if item.result["overall"]["stage_level"] is not None]
    if not staged:
        return _("No round has a stage yet")
    first, now = (item.result["overall"]["stage_level"] for item in (staged[0], staged[-1]))
    words = {"first": first, "now": now, "since": staged[0].name}
    if len(staged) == 1:
        return _("Stage %(now)s in %(since)s") % words
    if first == now:
        return _("Stage %(now)s since %(since)s") % words
    if first < now:
        return _("From stage %(first)s to stage %(now)s since %(since)s") % words
    return _("Back from stage %(first)s to stage %(now)s since %(since)s") % words


def expected(read: Source) -> str:
    """When the target is reached if the index goes on as it has (method 7.3b); nothing with too
    few rounds for a line to mean anything."""
    frame = KINDS["trend"].frame(read)
    # A line needs rounds on different days: of two on one day the later counts.
    rows = list({row["date"]: row for row in frame if row["index"] is not None}.values())
    if len(rows) < LEAST_ROUNDS or rows[-1]["target"] is None:
        return ""
    if rows[-1]["index"] >= rows[-1]["target"]:
        return _("The target is reached.")
    days = [float(date.fromisoformat(row["date"]).toordinal()) for row in rows]
    scores = [row["index"] / 25 + 1 for row in rows]
    found = trend(days, scores, rows[-1]["target"] / 25 + 1)
    words = {"target": numbers.index(rows[-1]["target"])}
    if found.verdict.status == Status.PROVISIONAL:
        return (
            _(
                "The target of %(target)s is further away than twice the time observed so far; that"
                " far ahead a trend says nothing."
            )
            % words
        )
    if found.low is None or found.high is None:
        return found.verdict.reason or ""
    words |= {"low": _month(found.low), "high": _month(found.high)}
    return (
        _(
            "Going on like this, the target of %(target)s is reached between %(low)s and %(high)s"
            " (80 %% sure)."
        )
        % words
    )


def _month(day: float) -> str:
    return date_format(date.fromordinal(round(day)), "F Y")


def _round(read: Source, item: RoundMark) -> dict[str, Any]:
    """One line of the history of stages."""
    overall = item.result["overall"]
    shift = item.change["overall"]["like_for_like"] if item.change else None
    return {
        "key": item.key,
        "name": item.name,
        "opened": date_format(date.fromisoformat(item.opened), "j M Y"),
        "people": item.result["inputs"]["respondents"],
        "grade": item.result["grade"],
        "index": numbers.index(overall["index"]),
        "span": _index_span(overall),
        "stage_level": overall["stage_level"],
        "stage": read.stage(overall["stage"]),
        "firm": frames.firmness(overall["stability"], item.result["grade"]),
        "held_back": sentences.listed([read.area(key) for key in overall["held_back_by"]]),
        "shift": _shift(shift),
    }


def _index_span(overall: Mapping[str, Any]) -> str:
    low, high = (numbers.index_of_level(overall[key]) for key in ("low", "high"))
    return "" if low is None else f"{numbers.index(low)}–{numbers.index(high)}"


def _rows(read: Source, part: str, name: Any) -> list[dict[str, Any]]:
    """What the newest round asks about, with its score in each round. part: areas or
    capabilities of a result."""
    found = [{item["key"]: item for item in mark.result[part]} for mark in read.rounds]
    shifts = {
        item["key"]: item["like_for_like"] for item in (read.change[part] if read.change else ())
    }
    rows = []
    for key, item in found[-1].items():
        if item["status"] == Status.NOT_APPLICABLE:
            continue
        scores = [(earlier.get(key) or {}).get("score") for earlier in found]
        rows.append(
            {
                "key": key,
                "name": name(key),
                "area": item.get("area", key),
                "area_name": read.area(item.get("area", key)),
                "score": scores[-1],
                "moved": (shifts.get(key) or {}).get("difference"),
                "cells": [
                    {
                        "name": mark.name,
                        "text": numbers.level(score),
                        "level": None if score is None else int(score),
                    }
                    for mark, score in zip(read.rounds, scores, strict=True)
                ],
                "shift": _shift(shifts.get(key)),
            }
        )
    return rows


def _shift(shift: Mapping[str, Any] | None) -> dict[str, Any]:
    """A change like for like; without one, why."""
    if shift is None:
        return {"known": False, "reason": ""}
    return {
        "known": shift["difference"] is not None,
        "change": numbers.level_change(shift["difference"]),
        "span": causes.low_to_high(shift["low"], shift["high"]),
        "flagged": shift["flagged"],
        "reason": shift["reason"] or "",
    }


def _sorted(rows: Iterable[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """Weakest now first, or what moved furthest, or as the framework has them; what has no such
    number comes last."""
    if sort == "area":
        return list(rows)
    column = "moved" if sort == "change" else "score"

    def order(row: dict[str, Any]) -> tuple[bool, float]:
        value = row[column]
        return value is None, -abs(value or 0.0) if sort == "change" else value or 0.0

    return sorted(rows, key=order)


def lede(names: Sequence[str], left_out: int) -> str:
    """Which rounds are shown."""
    if len(names) == 1:
        return _("One round so far. The next one will stand beside it.")
    if left_out:
        return _("The %(n)s newest of %(all)s rounds.") % {
            "n": len(names),
            "all": len(names) + left_out,
        }
    return ngettext("%(n)s round", "%(n)s rounds", len(names)) % {"n": len(names)}
