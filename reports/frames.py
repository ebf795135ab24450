"""From stored results to the frames of the charts: names added, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine import pools
from engine.analysis import standings
from engine.area_weights import with_area_weights
from engine.change_wording import points as points_moved
from engine.change_wording import whole
from engine.forecast import scored_areas, target_index
from engine.plan_document import parameters_from
from reports import causes, dates, numbers
from reports.plan_reading import PlanReading, read_plan

if TYPE_CHECKING:
    from engine.types import Framework, Initiative
    from reports.figures.frame import Row

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkMark:
    """How the work on one initiative goes. status: key of WorkItem.Status, name: in words. owner:
    a name, or nothing."""

    status: str
    name: str
    owner: str


@dataclass(frozen=True, slots=True)
class RoundMark:
    """One round of an organisation. key: of its analysis; result: its document, as its readers may
    see it; opened: ISO date; change: the document of its change since the round before."""

    key: str
    name: str
    opened: str
    result: Document
    change: Document | None = None


@dataclass(frozen=True)
class Source:
    """What reports read. result: of an analysis; roadmap: of a roadmap, with "roadmap" and
    "forecast"; parameters: the limits that the roadmap was made under. change: since the round
    before, whose name is `since`. planned_from: the result that the plan was made from, whole; it
    is for arithmetic and not shown. work: how the work on initiatives goes, by key. pace: how much
    of what was planned gets delivered, in percent, None while nobody can know; late: the forecast
    of the roadmap if work goes on like that. rounds: those up to this result, oldest first, where
    a report is about several."""

    framework: Framework
    result: Document
    roadmap: Document | None = None
    parameters: Document | None = None
    change: Document | None = None
    since: str = ""
    planned_from: Document | None = None
    work: Mapping[str, WorkMark] = field(default_factory=dict)
    pace: int | None = None
    late: Sequence[Document] = ()
    rounds: Sequence[RoundMark] = ()

    def before(self, part: str) -> dict[str, float]:
        """Scores of the last round by key, of the areas or capabilities that can be compared."""
        if self.change is None:
            return {}
        return {
            item["key"]: item["earlier"]
            for item in self.change[part]
            if item["like_for_like"]["difference"] is not None
        }

    @cached_property
    def reading(self) -> PlanReading | None:
        """The plan laid out again, to be asked; None without one."""
        if self.roadmap is None or self.parameters is None:
            return None
        return read_plan(
            self.framework, self.planned_from or self.result, self.parameters, self.roadmap
        )

    def area(self, key: str) -> str:
        return next((item.name for item in self.framework.areas if item.key == key), key)

    def capability(self, key: str) -> str:
        found = self.framework.capability.get(key)
        return found.name if found else key

    @cached_property
    def initiatives(self) -> Mapping[str, Initiative]:
        """Of the catalogue, and the organisation's own that the plan was made with."""
        own = parameters_from(self.parameters).own if self.parameters else ()
        return {**self.framework.initiative, **{item.key: item for item in own}}

    def initiative(self, key: str) -> str:
        found = self.initiatives.get(key)
        return found.name if found else key

    def initiative_area(self, key: str) -> str:
        found = self.initiatives.get(key)
        return found.area if found else ""

    def staff(self, key: str) -> str:
        """The name of a job that carries effort."""
        found = self.framework.staff_role.get(key)
        return found.name if found else key

    def stage(self, key: str | None) -> str | None:
        if key is None:
            return None
        return next((item.name for item in self.framework.stages if item.key == key), key)

    def stage_level(self, key: str | None) -> int | None:
        return next((item.level for item in self.framework.stages if item.key == key), None)

    def pool_names(self) -> dict[str, str]:
        if self.parameters is None:
            return {}
        found = pools.pools(self.framework, self.parameters["size"], self.parameters["period"])
        return {item.key: item.name for item in found}


def firmness(stability: float | None, grade: str) -> str:
    """What is said beside a stage: how sure it is (method 1.9, 1.10)."""
    if grade == "C":
        return _("own view")
    if stability is None:
        return ""
    return "" if stability >= 1.0 else _("borderline")


def areas(source: Source) -> list[Row]:
    grade = source.result["grade"]
    before = source.before("areas")
    return [
        {
            "area": item["key"],
            "name": item["name"],
            "score": item["score"],
            "target": item.get("target"),
            "before": before.get(item["key"]),
            "low": item["low"],
            "high": item["high"],
            "stage": source.stage(item["stage"]),
            "standing": firmness(item["stability"], grade),
            "reason": item["status"],
        }
        for item in source.result["areas"]
    ]


def capabilities(source: Source) -> list[Row]:
    before = source.before("capabilities")
    return [
        {
            "capability": item["key"],
            "name": source.capability(item["key"]),
            "area": item["area"],
            "area_name": source.area(item["area"]),
            "score": item["score"],
            "target": item["target"],
            "before": before.get(item["key"]),
            "low": item["low"],
            "high": item["high"],
            "rank": item["rank"],
            "gap": item["gap"],
        }
        for item in source.result["capabilities"]
        if item["status"] != "not_applicable"
    ]


def movement(source: Source) -> list[Row]:
    """From the index of the last round to that of now; parts that are shown as 0 are left out."""
    overall = source.change["overall"] if source.change else None
    if overall is None or overall["movement"] is None:
        return []
    earlier, later = overall["earlier"], overall["later"]
    points = whole(overall["movement"], points_moved(earlier, later))
    parts = [
        {
            "kind": "part",
            "cause": cause,
            "name": causes.name(source, cause, points[cause]),
            "value": part,
            "points": points[cause],
        }
        for cause, part in overall["movement"].items()
        if points[cause]
    ]
    start = {"kind": "start", "cause": "", "name": source.since, "value": earlier}
    end = {"kind": "end", "cause": "", "name": _("Now"), "value": later}
    return [
        {**start, "points": int(numbers.index(earlier))},
        *parts,
        {**end, "points": int(numbers.index(later))},
    ]


def trend(source: Source) -> list[Row]:
    """The index by round, oldest first, with the range; the newest with its target."""
    found: list[Row] = []
    for n, item in enumerate(source.rounds):
        overall = item.result["overall"]
        newest = n == len(source.rounds) - 1
        found.append(
            {
                "name": item.name,
                "when": dates.short_month(item.opened),
                "date": item.opened,
                "index": overall["index"],
                "low": numbers.index_of_level(overall["low"]),
                "high": numbers.index_of_level(overall["high"]),
                "target": _target(source) if newest and overall["index"] is not None else None,
                "stage": source.stage(overall["stage"]),
            }
        )
    return found


def _target(source: Source) -> float | None:
    """The index at which every capability reaches its target and keeps what is above it."""
    weights = source.result["inputs"].get("area_weights")
    return target_index(
        with_area_weights(source.framework, weights),
        standings(source.result),
        scored_areas(source.result),
    )


def plan(source: Source) -> list[Row]:
    """Items of the roadmap, areas in catalogue order, by start inside an area."""
    if source.roadmap is None:
        return []
    reading = source.reading
    placed = reading.ledger.starts if reading else {}
    chain = {link.key: link.after for link in reading.chain} if reading else {}
    order = {item.key: n for n, item in enumerate(source.framework.areas)}
    rows: list[Row] = []
    for item in source.roadmap["roadmap"]["items"]:
        key = item["initiative"]
        area = source.initiative_area(key)
        after = reading.after(key) if reading and key in placed else ()
        rows.append(
            {
                "initiative": key,
                "name": source.initiative(key),
                "area": area,
                "area_name": source.area(area),
                "start_date": item["start_date"],
                "finish_date": item["finish_date"],
                "starts": dates.month(item["start_date"]),
                "ends": dates.month(item["finish_date"]),
                "days": sum(item["effort"].values()),
                "days_words": numbers.days(sum(item["effort"].values())),
                "cost": numbers.cost_range(item["cost_low"], item["cost_high"]),
                "after": after,
                "after_names": [source.initiative(other) for other in after],
                "critical": key in chain,
                "chained": chain.get(key),
                **_work(source.work.get(key)),
            }
        )
    return sorted(rows, key=lambda row: (order.get(row["area"], len(order)), row["start_date"]))


def _work(mark: WorkMark | None) -> dict[str, str]:
    """Columns of the work: what nobody has touched is planned, and nobody's."""
    if mark is None:
        return {"status": "planned", "status_name": _("planned"), "owner": ""}
    return {"status": mark.status, "status_name": mark.name, "owner": mark.owner}


def forecast(source: Source) -> list[Row]:
    if source.roadmap is None:
        return []
    scored = scored_areas(source.result)
    weighted = with_area_weights(source.framework, source.result["inputs"].get("area_weights"))
    target = target_index(weighted, standings(source.planned_from or source.result), scored)
    late = {item["period"]: item["index"] for item in source.late}
    return [
        {
            "date": item["date"],
            "when": dates.month(item["date"]),
            "index": item["index"],
            "stage": source.stage(item["stage"]),
            "stage_level": source.stage_level(item["stage"]),
            "target": target,
            "pace": source.pace,
            "late": late.get(item["period"]),
        }
        for item in source.roadmap["forecast"]
    ]


def load(source: Source) -> list[Row]:
    if source.roadmap is None:
        return []
    plan_document = source.roadmap["roadmap"]
    names = source.pool_names()
    rows: list[Row] = []
    for item in plan_document["load"]:
        start = dates.period_date(plan_document["start"], plan_document["period"], item["period"])
        rows.append(
            {
                "pool": item["pool"],
                "name": names.get(item["pool"], item["pool"]),
                "date": start,
                "when": dates.short_month(start),
                "used": item["used"],
                "capacity": item["capacity"],
            }
        )
    return rows


def spend(source: Source) -> list[Row]:
    """Money by calendar quarter, alone and added up, until the last that spends."""
    if source.roadmap is None:
        return []
    document = source.roadmap["roadmap"]
    rows: list[Row] = []
    spent_so_far, budget_so_far = 0.0, 0.0
    dated = [
        (dates.period_date(document["start"], document["period"], item["period"]), item)
        for item in document["spend"]
    ]
    for name, members in groupby(dated, key=lambda pair: dates.quarter(pair[0])):
        pairs = list(members)
        spent = sum(item["spent"] for _date, item in pairs)
        limited = [item["budget"] for _date, item in pairs if item["budget"] is not None]
        spent_so_far += spent
        budget_so_far += sum(limited)
        rows.append(
            {
                "date": pairs[0][0],
                "when": name,
                "spent": spent,
                "budget": sum(limited) if limited else None,
                "spent_so_far": spent_so_far,
                "budget_so_far": budget_so_far if limited else None,
            }
        )
    last = max((n for n, row in enumerate(rows) if row["spent"]), default=-1)
    return rows[: last + 1]
