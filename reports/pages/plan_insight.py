"""What lies behind a plan: what one more would buy, what forcing something in costs, and when
stages and targets are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.types import Status
from reports import dates, numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.delivery import Delivery
    from reports.frames import Source

Document = dict[str, Any]


def percent_of(found: Delivery) -> int | None:
    """The pace in whole percent, as it is shown and drawn; None while nobody can know."""
    return round(100 * found.ratio) if found.verdict.status == Status.OK else None


def improved(gain: float | None) -> str:
    """What the search after the first plan came to; nothing where there was none. gain: a share of
    the first plan's value."""
    if gain is None:
        return ""
    share = numbers.rounded(100 * gain, 1)
    if gain <= 0 or share == numbers.rounded(0.0, 1):
        return _("The search after the first plan found none that is worth more.")
    return _("The search after the first plan found this one: it is worth %(share)s %% more.") % {
        "share": share
    }


def behind(document: Document | None) -> dict[str, Any] | None:
    """`buys`: what one more person, or a tenth more, would buy, most valuable first; `kind`,
    `subject`, `amount`: the scenario that one press makes of it. `nothing`: sentences on what would
    buy nothing. `not_asked`: a sentence on what there was no time for. None until it is worked
    out."""
    if document is None:
        return None
    entries = document.get("shadow_values", ())
    return {
        "buys": [_bought(entry) for entry in entries if entry["value"]],
        "nothing": [entry["sentence"] for entry in entries if not entry["value"]],
        "not_asked": document.get("not_asked", ""),
    }


def _bought(entry: Mapping[str, Any]) -> dict[str, str]:
    found = {"sentence": entry["sentence"], "subject": ""}
    if entry["pool"] is None:
        found |= {"kind": "budget_share", "amount": "0.1", "press": _("Try a budget 10 % higher")}
    elif entry["step"] == "person":
        found |= {"kind": "people", "subject": entry["pool"], "amount": "1"}
        found["press"] = _("Try one more person")
    else:
        found |= {"kind": "capacity_share", "subject": entry["pool"], "amount": "0.1"}
        found["press"] = _("Try 10 % more")
    return found


def prices(document: Document | None) -> dict[str, str]:
    """What it costs to force in what was left out, by initiative, as sentences."""
    entries: Iterable[Mapping[str, Any]] = (document or {}).get("prices", ())
    return {entry["initiative"]: entry["sentence"] for entry in entries}


def priced(rows: Iterable[Mapping[str, Any]], document: Document | None) -> list[dict[str, Any]]:
    """What was left out with its `price`, a sentence, or nothing where none is known."""
    known = prices(document)
    return [{**row, "price": known.get(row["key"], "")} for row in rows]


def reached(read: Source, found: Delivery) -> dict[str, Any]:
    """When each stage above today's and each target that is not met yet is reached, as planned
    and, once enough is finished, at the pace so far."""
    reading = read.reading
    assert reading is not None, "milestones without a plan are another page"  # noqa: S101
    ratio = None if read.pace is None else read.pace / 100
    document = reading.milestones(read.planned_from or read.result, ratio)
    targets = [
        {"key": item["capability"], "name": read.capability(item["capability"]), **_when(item)}
        for item in sorted(document["targets"], key=_soonest)
        if item["period"] != 0
    ]
    return {
        "pace": read.pace,
        "finished": found.finished,
        "unknown": found.verdict.reason,
        "stages": [
            {"level": read.stage_level(item["stage"]), "name": read.stage(item["stage"])}
            | _when(item)
            for item in document["stages"]
            if item["period"] != 0
        ],
        "targets": targets,
        "met": sum(1 for item in targets if item["planned"]),
    }


def _soonest(item: Mapping[str, Any]) -> tuple[bool, int]:
    return item["period"] is None, item["period"] or 0


def _when(item: Mapping[str, Any]) -> dict[str, str]:
    """The months in words; nothing where it is not reached."""
    return {
        "planned": dates.month(item["date"]) if item["date"] else "",
        "late": dates.month(item["late_date"]) if item["late_date"] else "",
    }
