"""The short summary of a result for a terminal: stage, areas, gaps, the first two quarters."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from engine.calendar import MONTHS_PER_PERIOD, period_end, period_start
from engine.proof import proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.types import Framework, PlanParameters
    from reports.result_files import Document

TOP_GAPS = 5
TOP_CHANGES = 5
QUARTERS = 2
_QUARTER = 3
# Width of the column of names.
_NAMES = 46


def summary_lines(
    document: Document,
    framework: Framework,
    limits: PlanParameters,
    change: Document | None = None,
) -> Iterator[str]:
    """Lines without their ends, at most about 100 characters each; sentences may be longer.
    change: since the round before, if that was given."""
    yield from _overall(document)
    if change is not None:
        yield ""
        yield from _change(change, framework)
    yield ""
    yield from _areas(document)
    yield ""
    yield from _gaps(document, framework)
    yield ""
    yield from _quarters(document, framework, limits)
    yield f"   {proof(document['roadmap'])}"


def rounded(value: float | None, digits: int) -> str:
    """Half up on the decimal digits, as the method asks; a dash where there is nothing."""
    if value is None:
        return "-"
    return str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _overall(document: Document) -> Iterator[str]:
    overall, inputs = document["overall"], document["inputs"]
    if overall["stage"] is None:
        yield f"Stage not determined: {overall['reason']}"
    else:
        firmness = {None: "", 1.0: ", firm"}.get(overall["stability"], ", borderline")
        words = {"C": ", self-declared"}.get(document["grade"], firmness)
        yield f"Stage {overall['stage_level']} of 5: {overall['stage']}{words}"
    names = {area["key"]: area["name"] for area in document["areas"]}
    if overall["held_back_by"]:
        yield "Held back by " + ", ".join(names[key] for key in overall["held_back_by"])
    people = _counted(inputs["respondents"], "person", "people")
    roles = _counted(len(inputs["roles"]), "role", "roles")
    yield (
        f"Index {rounded(overall['index'], 0)} of 100; evidence grade {document['grade']}:"
        f" {people} in {roles}"
    )


def _areas(document: Document) -> Iterator[str]:
    yield f"{'Area':<{_NAMES}}{'score':>6}   {'range':<11}stage"
    for area in document["areas"]:
        span = f"{rounded(area['low'], 1)}-{rounded(area['high'], 1)}"
        if area["low"] is None:
            span = "-"
        stage = f"{area['stage_level'] or '-'} {area['stage'] or ''}".rstrip()
        yield f"{area['name']:<{_NAMES}}{rounded(area['score'], 1):>6}   {span:<11}{stage}"


def _gaps(document: Document, framework: Framework) -> Iterator[str]:
    ranked = [item for item in document["capabilities"] if item["rank"] and item["gap"] > 0]
    ranked.sort(key=lambda item: int(item["rank"]))
    if not ranked:
        yield "No gap: every scored capability reaches its target."
        return
    yield f"{'Top gaps':<{_NAMES}}{'score':>6}{'target':>8}{'priority':>10}"
    for item in ranked[:TOP_GAPS]:
        name = f"{item['rank']} {framework.capability[item['key']].name}"
        score, priority = rounded(item["score"], 1), rounded(item["priority"], 0)
        yield f"{name:<{_NAMES}}{score:>6}{item['target']:>8}{priority:>10}"


def _quarters(document: Document, framework: Framework, limits: PlanParameters) -> Iterator[str]:
    plan = document["roadmap"]
    size = _QUARTER // MONTHS_PER_PERIOD[limits.period]
    for quarter in range(QUARTERS):
        first, after = quarter * size, (quarter + 1) * size
        start = period_start(limits.start, limits.period, first)
        end = period_end(limits.start, limits.period, after - 1)
        yield f"{'First' if quarter == 0 else 'Second'} quarter, {start} to {end}"
        begun = [item for item in plan["items"] if first <= item["start"] < after]
        for item in begun:
            name = framework.initiative[item["initiative"]].name
            yield f"   {item['start_date']} to {item['finish_date']}  {name}"
        if not begun:
            yield "   nothing new starts"


def _change(change: Document, framework: Framework) -> Iterator[str]:
    overall = change["overall"]
    yield "Since the last round"
    if overall["sentence"] is None:
        yield f"   {change['reason']}"
        return
    found = [overall["sentence"], overall["stage"]["sentence"], *change["notes"]]
    yield from (f"   {sentence}" for sentence in found if sentence)
    moved = [item for item in change["capabilities"] if item["like_for_like"]["flagged"]]
    moved.sort(key=lambda item: -abs(item["like_for_like"]["difference"]))
    for item in moved[:TOP_CHANGES]:
        shift = item["like_for_like"]
        span = f"{_signed(shift['low'])} to {_signed(shift['high'])}"
        name = f"   {framework.capability[item['key']].name}"
        yield f"{name:<{_NAMES}}{_signed(shift['difference']):>6}   {span}"
    if moved[TOP_CHANGES:]:
        yield f"   and {len(moved) - TOP_CHANGES} more that are hardly chance"


def _signed(value: float) -> str:
    text = rounded(value, 1)
    if text in ("0.0", "-0.0"):
        return "0.0"
    return text if value < 0 else f"+{text}"
