"""What is to be done next: the plan from today on, with who answers for it, and KPIs that need a
look."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine.analysis import not_now
from engine.off_track import OffTrack
from reports import dates, numbers
from reports.pages.item_work import value_words
from roadmaps.tracking import off_track

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from reports.frames import Source
    from roadmaps.tracking import Tracked

# Below half a percent a share would be shown as 0 %, which it is not.
SHOWN_FROM = 0.005
QUARTERS_SHOWN = 2
ITEMS_SHOWN = 3
# Work that is over, one way or the other.
OVER = frozenset({"done", "dropped"})
REASONS = {
    OffTrack.ALARM: gettext_lazy("worse than usual variation explains"),
    OffTrack.MISSED: gettext_lazy("its day has passed and the target is not reached"),
    OffTrack.BEHIND: gettext_lazy("less than half as far as it should be by now"),
}


def next_work(read: Source, today: date) -> list[dict[str, Any]]:
    """What is open in the plan and not over by today, under the calendar quarter in which it starts
    (of what runs: this one); of the first quarters the first few, and how many more."""
    if read.roadmap is None:
        return []
    this_day = today.isoformat()
    items = sorted(
        (item for item in read.roadmap["roadmap"]["items"] if is_open(read, item, this_day)),
        key=lambda item: (max(str(item["start_date"]), this_day), str(item["finish_date"])),
    )
    found = []
    for name, members in groupby(
        items, key=lambda item: dates.quarter(max(item["start_date"], this_day))
    ):
        rows = [_item(read, item, this_day) for item in members]
        found.append({"name": name, "items": rows[:ITEMS_SHOWN], "more": len(rows[ITEMS_SHOWN:])})
    return found[:QUARTERS_SHOWN]


def is_open(read: Source, item: Mapping[str, Any], today: str) -> bool:
    """Whether an item of the plan is still ahead or under way. today: as in dates of the plan."""
    mark = read.work.get(item["initiative"])
    if is_over(read, item["initiative"]):
        return False
    # What has been started stays until somebody says that it is done, whatever was planned.
    return item["finish_date"] >= today or (mark is not None and mark.status == "started")


def is_over(read: Source, key: str) -> bool:
    """The work on an initiative has ended."""
    mark = read.work.get(key)
    return mark is not None and mark.status in OVER


def _item(read: Source, item: Mapping[str, Any], today: str) -> dict[str, Any]:
    key = item["initiative"]
    area = read.initiative_area(key)
    effort = sorted(item["effort"].items(), key=lambda pair: -pair[1])
    mark = read.work.get(key)
    begins = item["start_date"] > today and (mark is None or mark.status != "started")
    words = {"day": dates.day(item["start_date"] if begins else item["finish_date"])}
    late = item["finish_date"] < today
    return {
        "key": key,
        "name": read.initiative(key),
        "area": area,
        "area_name": read.area(area),
        "when": (_("starts %(day)s") if begins else _("due %(day)s") if late else _("ends %(day)s"))
        % words,
        "late": late,
        "owner": mark.owner if mark else "",
        "days": numbers.days(sum(item["effort"].values())),
        "lead": read.staff(effort[0][0]) if effort else "",
    }


def cost_of_waiting(read: Source, key: str) -> dict[str, str]:
    """What a quarter of delay costs for one capability: that of the planned initiative which raises
    it and whose delay costs most. Without such an initiative: why there is none."""
    if read.roadmap is None:
        return {}
    raising = [
        item["initiative"]
        for item in read.roadmap["roadmap"]["items"]
        if any(step["capability"] == key for step in item["raises"])
        and not is_over(read, item["initiative"])
    ]
    if not raising:
        waits = not_now(read.result).get(key)
        return {"none": waits or _("The plan has no open work on it, so the gap stays.")}
    reading = read.reading
    placed = reading.ledger.starts if reading else {}
    known = [reading.case(item) for item in raising if reading and item in placed]
    if not known:
        return {}
    dearest = max(known, key=lambda case: float(case["waiting"]["share"] or 0))
    share = dearest["waiting"]["share"]
    if not share:
        return {"none": _("Waiting a quarter costs the plan nothing.")}
    return {
        "share": numbers.percent(share) if share >= SHOWN_FROM else _("under 1 %"),
        "initiative": read.initiative(dearest["initiative"]),
        "key": dearest["initiative"],
    }


def kpis_off_track(tracked: Iterable[Tracked], today: date) -> dict[str, Any]:
    """KPIs that are watched, and those of them that need a look."""
    rows = list(tracked)
    found = []
    for item in rows:
        reason = off_track(item, today)
        latest = item.latest
        if reason is None or latest is None:
            continue
        found.append(
            {
                "name": item.target.name,
                "initiative": item.target.initiative,
                "value": value_words(latest.value, item.target.unit),
                "target": value_words(item.target.target, item.target.unit),
                "day": dates.day(latest.on.isoformat()),
                "reason": REASONS[reason],
            }
        )
    return {
        "watched": len(rows),
        "unread": sum(item.latest is None for item in rows),
        "rows": found,
    }
