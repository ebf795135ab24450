"""The documents that the numbers of a deliverable come from, by name.

"result", "plan", "change", "limits" are stored documents. "cases" and "milestones" are what the
engine says of the plan when asked. "counts" and "derived" are counted and drawn from these, so that
a sentence may say how many; nothing else is computed for a deliverable.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from engine.proof import gap_percent
from reports import charts, dates, frames, numbers
from reports.pages.doubts import doubts
from reports.pages.next_work import is_open
from reports.pages.overview import open_gaps
from reports.pages.two_sides import (
    agreement_sentence,
    flagged_keys,
    is_divided,
    sides_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from engine.question_spread import Spread
    from reports.figures.frame import Row
    from reports.frames import RoundMark, Source

Document = dict[str, Any]


def facts(
    read: Source, today: date, spread: Iterable[Spread] | None, insight: Mapping[str, Any] | None
) -> Document:
    """today: the day that the deliverable is made for. spread: how the answers to each question
    lie, None where they are gone. insight: of engine.insight, where it is worked out."""
    found: Document = {
        "result": read.result,
        "counts": counts(read),
        "derived": derived(read),
        "said": said(read),
    }
    if read.change is not None:
        found["change"] = read.change
    if read.rounds:
        found["rounds"] = [_round(mark) for mark in read.rounds]
        first, now = found["rounds"][0]["index"], found["rounds"][-1]["index"]
        if first is not None and now is not None:
            found["derived"]["trend"] = abs(int(numbers.index(now)) - int(numbers.index(first)))
    if read.roadmap is not None:
        found["plan"] = read.roadmap
        found["limits"] = read.parameters or {}
        found["insight"] = insight or {}
        found["derived"]["coming"] = _coming(read, today)
    if read.reading is not None:
        known = read.reading.question.instance.candidate
        found["cases"] = {key: read.reading.case(key) for key in known}
        pace = None if read.pace is None else read.pace / 100
        found["milestones"] = read.reading.milestones(read.planned_from or read.result, pace)
        later = [item for item in found["milestones"]["targets"] if item["period"] != 0]
        found["counts"] |= {
            "targets_open": len(later),
            "targets_met": sum(item["period"] is not None for item in later),
        }
    if spread is not None:
        found["answers"] = {item.question: asdict(item) for item in spread}
        found["counts"] |= _questions(found["answers"])
    return found


def said(read: Source) -> Document:
    """What the engine says in sentences and no document keeps."""
    rows = read.result["capabilities"]
    return {
        "sides": {item["key"]: sides_sentence(item) for item in rows if item["perception_gap"]},
        "agreement": {item["key"]: agreement_sentence(item) for item in rows},
    }


def _is_begun(read: Source, key: str) -> bool:
    mark = read.work.get(key)
    return mark is not None and mark.status == "started"


def coming(read: Source, today: date) -> list[tuple[str, Document]]:
    """What is open in the plan and not over on a day, with the calendar quarter in which it starts
    (of what runs: the present one), in order of time."""
    this_day = today.isoformat()
    items = [
        item
        for item in (read.roadmap["roadmap"]["items"] if read.roadmap else ())
        if is_open(read, item, this_day)
    ]
    items.sort(key=lambda item: (max(str(item["start_date"]), this_day), item["finish"]))
    return [(dates.quarter(max(item["start_date"], this_day)), item) for item in items]


def _coming(read: Source, today: date) -> Document:
    """Of the next quarter in which something has to begin: how many do, which, and how many of
    these have no owner."""
    found = [
        (quarter, item)
        for quarter, item in coming(read, today)
        if item["start_date"] >= today.isoformat() and not _is_begun(read, item["initiative"])
    ]
    first = found[0][0] if found else ""
    begin = [item["initiative"] for quarter, item in found if quarter == first]
    owned = [key for key in begin if key in read.work and read.work[key].owner]
    return {
        "quarter": first,
        "begin": len(begin),
        "unowned": len(begin) - len(owned),
        "which": begin,
    }


def _round(mark: RoundMark) -> Document:
    """One round of several, in brief."""
    overall = mark.result["overall"]
    return {
        "key": mark.key,
        "name": mark.name,
        "opened": mark.opened,
        "index": overall["index"],
        "low": numbers.index_of_level(overall["low"]),
        "high": numbers.index_of_level(overall["high"]),
        "stage": overall["stage"],
    }


def _questions(answers: Document) -> Document:
    """How many questions are shown with their answers, and how many are held back."""
    shown = sum(item["counts"] is not None and item["people"] > 0 for item in answers.values())
    hidden = sum(item["counts"] is None for item in answers.values())
    return {"questions": shown, "questions_hidden": hidden}


def counts(read: Source) -> Document:
    """How many of what."""
    result, gaps = read.result, open_gaps(read)
    rows = result["capabilities"]
    applicable = [item for item in rows if item["status"] != "not_applicable"]
    found: Document = {
        "roles": len(result["inputs"]["roles"]),
        "gaps": len(gaps),
        "confirmed": sum(item["gap_class"] == "confirmed" for item in gaps),
        "must": len(result["overall"]["must"]),
        "choose": len(result["overall"]["choose"]),
        "blind_spots": len(flagged_keys(read, "blind_spot")),
        "quadrants": {
            key: sum(item["quadrant"] == key for item in gaps)
            for key in ("do_now", "plan", "contain", "leave")
        },
        "areas_of": {
            area["key"]: {
                "capabilities": sum(item["area"] == area["key"] for item in applicable),
                "gaps": sum(item["area"] == area["key"] for item in gaps),
            }
            for area in result["areas"]
        },
        "spread": sum(item["band"] is not None for item in rows),
        "grades": _answers_by_band(rows),
    }
    if read.roadmap is not None:
        plan = read.roadmap["roadmap"]
        found |= {"initiatives": len(plan["items"]), "left_out": len(plan["left_out"])}
    doubted = doubts(read)
    found["doubts"] = len(doubted)
    found["others"] = {doubt.kind: doubt.others for doubt in doubted}
    return found


def _answers_by_band(rows: list[Document]) -> Document:
    """Capabilities by how far people agree; who is split counts as split."""
    return {
        "close": sum(item["band"] == "close" for item in rows),
        "acceptable": sum(item["band"] == "acceptable" and not is_divided(item) for item in rows),
        "split": sum(item["band"] == "split" or is_divided(item) for item in rows),
    }


def derived(read: Source) -> Document:
    """What charts and pages show beside the documents: ranges on the scale of the index, the index
    at every target, points of a movement, how full each pool is."""
    overall = read.result["overall"]
    found: Document = {
        "index_low": numbers.index_of_level(overall["low"]),
        "index_high": numbers.index_of_level(overall["high"]),
        "next_stage": None
        if overall["stage_level"] is None or overall["stage_level"] >= 5
        else overall["stage_level"] + 1,
        "movement": {row["cause"] or row["kind"]: row["points"] for row in frames.movement(read)},
    }
    moved = frames.movement(read)
    if moved:
        found["moved"] = moved[-1]["points"] - moved[0]["points"]
        found["moved_by"] = {
            "all": abs(found["moved"]),
            "level": abs(found["movement"].get("level", 0)),
        }
    forecast = frames.forecast(read)
    if forecast:
        found["target_index"] = forecast[0]["target"]
        found["late_index"] = forecast[-1]["late"]
    found["stages"] = {item.key: item.level for item in read.framework.stages}
    found["next_level"] = {
        item["key"]: item["level"] + 1
        for item in read.result["capabilities"]
        if item["level"] is not None
    }
    if read.change is not None:
        shifts = [item["like_for_like"] for item in read.change["capabilities"]]
        found["risen"] = sum(shift["flagged"] and shift["difference"] > 0 for shift in shifts)
        found["fallen"] = sum(shift["flagged"] and shift["difference"] < 0 for shift in shifts)
    if read.roadmap is not None:
        found |= _of_plan(read, read.roadmap["roadmap"], forecast)
    return found


def _of_plan(read: Source, plan: Document, forecast: list[Row]) -> Document:
    """`days` of work by period, the `first_quarter`, the stage that the plan rises to first."""
    days: Document = {str(number): 0.0 for number in range(plan["periods"])}
    for item in plan["load"]:
        days[str(item["period"])] += item["used"]
    items = plan["items"]
    levels = [row["stage_level"] or 0 for row in forecast]
    risen = next((level for level in levels if level > levels[0]), None)
    spend = frames.spend(read)
    left = [
        max(0.0, row["budget_so_far"] - row["spent_so_far"])
        for row in spend
        if row["budget_so_far"] is not None
    ]
    areas = [read.initiative_area(item["initiative"]) for item in items]
    proof = None if plan["bound"] is None else float(gap_percent(plan))
    return {
        "pools": _pools(read),
        "days": days,
        "spent": spend[-1]["spent_so_far"] if spend else 0.0,
        "least_left": min(left, default=None),
        "by_area": {area: areas.count(area) for area in dict.fromkeys(areas)},
        "gap_percent": proof,
        "pace": read.pace,
        "late": {str(n): row["late"] for n, row in enumerate(forecast)},
        "risen_stage": risen,
    }


def _pools(read: Source) -> Document:
    """By pool: `share` of its days over the plan, `peak` share of its fullest period, and which."""
    found: Document = {}
    for row in frames.load(read):
        pool = found.setdefault(
            row["pool"], {"used": 0.0, "capacity": 0.0, "peak": 0.0, "when": ""}
        )
        pool["used"] += row["used"]
        pool["capacity"] += row["capacity"]
        share = row["used"] / row["capacity"] if row["capacity"] else 0.0
        if share > pool["peak"]:
            pool |= {"peak": share, "when": row["when"]}
    for pool in found.values():
        pool["share"] = pool["used"] / pool["capacity"] if pool["capacity"] else None
    return found


_LINES = ("forecast", "trend")


def has_chart(read: Source, key: str) -> bool:
    """True if there is something to draw."""
    kind = charts.KINDS[key]
    if (kind.of_plan and read.roadmap is None) or (kind.of_change and read.change is None):
        return False
    frame = kind.frame(read)
    # A line of an index needs one.
    return any(row["index"] is not None for row in frame) if key in _LINES else bool(frame)
