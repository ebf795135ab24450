"""What sets two plans apart: value, stages by date, money, days, what came, went or moved (5.11).

Works on the documents of `engine.roadmap`, so that a stored plan can be compared with any other one
of the same framework, whatever limits made them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.types import Framework
from engine.wording import counted, listed, shown

Document = dict[str, Any]
Read = Mapping[str, Any]

# Names in a sentence; the rest is counted.
NAMED = 3


def compare(framework: Framework, before: Read, after: Read) -> Document:
    """Two documents with `roadmap` and `forecast`, the first one first.

    `value`, `cost` (thousands of US dollars) and `days` (person-days) have before, after and
    difference; `value` is null where start, period or horizon differ, because V counts periods.
    `initiatives` has added, lost and moved, each with its dates; lost ones with the reason.
    `stages` has every stage that either plan reaches, with the first date of each, null if not
    reached; `capabilities` those whose last planned step or its date differ. `sentences` say the
    same in words.
    """
    old, new = before["roadmap"], after["roadmap"]
    found: Document = {
        "value": _value(old, new),
        "cost": _amounts(old["total_cost"], new["total_cost"]),
        "days": _amounts(old["total_days"], new["total_days"]),
        "initiatives": _initiatives(old, new),
        "stages": _stages(framework, before["forecast"], after["forecast"]),
        "capabilities": _capabilities(framework, old, new),
    }
    return found | {"sentences": sentences(framework, found)}


def stage_dates(framework: Framework, entries: Sequence[Read]) -> dict[str, str]:
    """First date at which each stage stands, by key; a stage that is jumped over stands with the
    next one. entries: `forecast` of a document."""
    levels = {stage.key: stage.level for stage in framework.stages}
    found: dict[str, str] = {}
    for entry in entries:
        reached = levels.get(entry["stage"], 0)
        for stage in sorted(framework.stages, key=lambda item: item.level):
            if stage.level <= reached:
                found.setdefault(stage.key, entry["date"])
    return found


def sentences(framework: Framework, found: Read) -> list[str]:
    """A comparison in words, what matters most first; one sentence if nothing differs."""
    said = [
        *on_stages(framework, found["stages"]),
        *_on_value(found["value"]),
        *on_initiatives(framework, found["initiatives"]),
    ]
    for key, unit in (("cost", "thousand US dollars"), ("days", "person-days")):
        difference = found[key]["difference"]
        if abs(difference) >= 0.05:
            more = "more" if difference > 0 else "less" if key == "cost" else "fewer"
            said.append(f"{shown(abs(difference), 1)} {unit} {more}.")
    return said or ["Nothing differs."]


def _value(old: Read, new: Read) -> Document | None:
    horizon = ("start", "period", "periods")
    if any(old[key] != new[key] for key in horizon):
        return None
    found = _amounts(old["value"], new["value"])
    found["share"] = found["difference"] / old["value"] if old["value"] else None
    return found


def _amounts(before: float, after: float) -> Document:
    return {"before": before, "after": after, "difference": after - before}


def _initiatives(old: Read, new: Read) -> Document:
    was = {item["initiative"]: item for item in old["items"]}
    now = {item["initiative"]: item for item in new["items"]}
    reasons = {item["initiative"]: item["reason"] for item in new["left_out"]}
    moved = [
        {"initiative": key, "before": _dates(was[key]), "after": _dates(now[key])}
        for key in was
        if key in now and _dates(was[key]) != _dates(now[key])
    ]
    return {
        "added": [{"initiative": key, **_dates(now[key])} for key in now if key not in was],
        "lost": [
            {"initiative": key, **_dates(was[key]), "reason": reasons.get(key)}
            for key in was
            if key not in now
        ],
        "moved": moved,
    }


def _dates(item: Read) -> Document:
    return {"start_date": item["start_date"], "finish_date": item["finish_date"]}


def _stages(framework: Framework, before: Any, after: Any) -> list[Document]:
    old, new = stage_dates(framework, before), stage_dates(framework, after)
    return [
        {"stage": stage.key, "before": old.get(stage.key), "after": new.get(stage.key)}
        for stage in framework.stages
        if stage.key in old or stage.key in new
    ]


def _capabilities(framework: Framework, old: Read, new: Read) -> list[Document]:
    was, now = _last_steps(old), _last_steps(new)
    return [
        {"capability": item.key, "before": was.get(item.key), "after": now.get(item.key)}
        for item in framework.capabilities
        if was.get(item.key) != now.get(item.key)
    ]


def _last_steps(plan: Read) -> dict[str, Document]:
    """Highest planned level of each capability, with the day on which its last step ends."""
    found: dict[str, Document] = {}
    for item in sorted(plan["items"], key=lambda item: item["finish_date"]):
        for step in item["raises"]:
            level = max(step["to"], found.get(step["capability"], {"level": 0})["level"])
            found[step["capability"]] = {"level": level, "date": item["finish_date"]}
    return found


def on_initiatives(framework: Framework, initiatives: Read) -> list[str]:
    """What is gone, new or moved, in words."""
    said = []
    for what, label in (("lost", "No longer in the plan"), ("added", "New in the plan")):
        names = [_name(framework, item["initiative"]) for item in initiatives[what]]
        if names:
            said.append(f"{label}: {_quoted(names)}.")
    moved = initiatives["moved"]
    said += [_on_move(_name(framework, move["initiative"]), move) for move in moved[:NAMED]]
    if len(moved) > NAMED:
        said.append(f"{counted(len(moved) - NAMED, 'more initiative')} moved.")
    return said


def on_stages(framework: Framework, stages: list[Document]) -> list[str]:
    """Which stage is reached sooner, later or not at all, in words."""
    names = {stage.key: stage.name for stage in framework.stages}
    said = []
    for item in stages:
        if item["before"] == item["after"]:
            continue
        if item["after"] is None:
            text = f"is no longer reached, which was planned for {_month(item['before'])}"
        elif item["before"] is None:
            text = f"is reached in {_month(item['after'])}, and was not before"
        else:
            text = f"is reached in {_month(item['after'])} instead of {_month(item['before'])}"
        said.append(f"Stage {names[item['stage']]} {text}.")
    return said


def _on_value(value: Document | None) -> list[str]:
    if value is None or not value["difference"] or value["share"] is None:
        return []
    more = "more" if value["difference"] > 0 else "less"
    return [f"The plan is worth {percent_of(value['share'])} {more}."]


def percent_of(share: float, *, about: bool = False) -> str:
    """A share as percent with one decimal, without its sign; small ones as less than 0.1 %.

    about: the figure is what was found, and not proved.
    """
    size = abs(100 * share)
    if size < 0.1:
        return "less than 0.1 %"
    return f"about {shown(size, 1)} %" if about else f"{shown(size, 1)} %"


def _on_move(name: str, move: Read) -> str:
    was, now = move["before"], move["after"]
    what, day = (
        ("starts", "start_date")
        if was["start_date"] != now["start_date"]
        else ("ends", "finish_date")
    )
    return f"“{name}” {what} in {_month(now[day])} instead of {_month(was[day])}."


def _name(framework: Framework, key: str) -> str:
    """An initiative of another plan's own may be unknown here; its key then stands for it."""
    return framework.initiative[key].name if key in framework.initiative else key


def _month(day: str) -> str:
    return f"{date.fromisoformat(day):%B %Y}"


def _quoted(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names[:NAMED]]
    if len(names) > NAMED:
        quoted.append(f"{len(names) - NAMED} more")
    return listed(quoted)
