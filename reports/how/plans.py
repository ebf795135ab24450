"""The figures of a roadmap: value, cost, days, load of people, and the index it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.analysis import standings
from engine.area_weights import with_area_weights
from engine.delivery import stretched
from engine.forecast import scored_areas, states
from engine.instance import closings, plan_value, worth_from
from engine.rollup import index, weighted_mean
from reports import numbers
from reports.how import values
from reports.how.cases import cases
from reports.how.use import loads, proof, spending
from reports.how.values import Explanation, Table, number, step, sum_of
from reports.pages.plan import spent_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.frames import Source
    from reports.plan_reading import PlanReading


def plan(read: Source) -> Iterator[Explanation]:
    """In the order of the roadmap page. Needs a roadmap and its limits."""
    reading = read.reading
    assert read.roadmap is not None  # noqa: S101
    assert reading is not None  # noqa: S101
    document = read.roadmap["roadmap"]
    if not document["items"]:
        return
    # A plan that an older engine made under other rules is not explained with today's.
    if plan_value(reading.question.instance, reading.ledger.starts) == document["value"]:
        yield _value(read, reading, document)
        yield proof(document)
    yield _cost(read, document)
    yield _days(read, document)
    yield from cases(read, reading, document)
    yield from loads(read, reading, document)
    yield from spending(read, document)
    yield from _forecast(read, reading)


def _value(read: Source, reading: PlanReading, document: Mapping[str, Any]) -> Explanation:
    instance = reading.question.instance
    worth = worth_from(instance.discounts)
    rows, parts = [], []
    for capability, made in closings(instance, reading.ledger.starts).items():
        weight = instance.weights.get(capability, 0)
        for period, tenths in made:
            if weight and tenths:
                total = weight * tenths * worth[period]
                parts.append(total)
                name = read.capability(capability)
                cells = (period, weight, tenths, worth[period], total)
                rows.append((name, *(str(cell) for cell in cells)))
    heading = (
        _("Capability"),
        _("Closed with period"),
        _("Weight, per mille"),
        _("Tenths closed"),
        _("Worth from then on"),
        _("Product"),
    )
    return Explanation(
        anchor="value",
        title=_("Value"),
        shown=numbers.grouped(document["value"]),
        method="planning#plan-value",
        says=_("Weight × tenths of the gap closed × what they are worth from then to the end."),
        tables=(Table(_("What closes when"), heading, tuple(rows)),),
        steps=(step(_("Sum of the products"), sum_of(parts), document["value"]),),
    )


def _cost(read: Source, document: Mapping[str, Any]) -> Explanation:
    pairs = [(item["cost_low"], item["cost_high"]) for item in document["items"]]
    rows = tuple(
        (read.initiative(item["initiative"]), number(item["cost_low"]), number(item["cost_high"]))
        for item in document["items"]
    )
    expression = " + ".join(f"({number(low)} + {number(high)}) / 2" for low, high in pairs)
    heading = (_("Initiative"), _("Low"), _("High"))
    return Explanation(
        anchor="cost",
        title=_("External cost"),
        shown=numbers.thousands(document["total_cost"]),
        method="planning#cost-and-days",
        says=_("The middle of low and high of every initiative, in thousands of US dollars."),
        tables=(Table(_("Initiatives"), heading, rows),),
        steps=(step(_("Cost"), expression, document["total_cost"]),),
        left_out=tuple(filter(None, [spent_before(document)])),
    )


def _days(read: Source, document: Mapping[str, Any]) -> Explanation:
    days = [sum(item["effort"].values()) for item in document["items"]]
    rows = tuple(
        (
            read.initiative(item["initiative"]),
            ", ".join(f"{read.staff(role)} {number(d)}" for role, d in item["effort"].items()),
            number(total),
        )
        for item, total in zip(document["items"], days, strict=True)
    )
    heading = (_("Initiative"), _("Who"), _("Person-days"))
    return Explanation(
        anchor="days",
        title=_("Person-days"),
        shown=numbers.days(document["total_days"]),
        method="planning#cost-and-days",
        says=_("The days of all roles over all initiatives."),
        tables=(Table(_("Initiatives"), heading, rows),),
        steps=(step(_("Days"), sum_of(days), document["total_days"]),),
    )


def _forecast(read: Source, reading: PlanReading) -> Iterator[Explanation]:
    """The index at the end by the plan, and at the pace so far where that is known."""
    assert read.roadmap is not None  # noqa: S101
    finishes = dict.fromkeys(reading.question.done, 0)
    finishes |= {key: reading.ledger.finish(key) for key in reading.ledger.starts}
    raised = sum(len(item["raises"]) for item in read.roadmap["roadmap"]["items"])
    says = ngettext(
        "The scores after %(n)s rise of the plan, put together as those of today are.",
        "The scores after %(n)s rises of the plan, put together as those of today are.",
        raised,
    )
    found = _at_the_end(read, reading, read.roadmap["forecast"], finishes)
    if found is not None:
        yield replace(found, says=says % {"n": raised})
    if read.late is None or read.pace is None:
        return
    late = stretched(finishes, read.pace / 100)
    found = _at_the_end(read, reading, read.late, late)
    if found is None:
        return
    heading = (_("Initiative"), _("Planned end, in periods"), _("End at the pace so far"))
    rows = tuple(
        (read.initiative(key), str(finish), str(late[key]) if key in late else numbers.ABSENT)
        for key, finish in finishes.items()
    )
    says = _(
        "The dashed second line of the forecast. What was finished so far delivered %(pace)s %% of"
        " what it planned; if that goes on, every end lies later: planned periods / %(share)s, in"
        " whole periods. What then ends after the plan raises nothing in it."
    )
    yield replace(
        found,
        anchor="pace",
        title=_("Index at the end, at the pace so far"),
        method="forecast#at-the-pace-so-far",
        says=says % {"pace": read.pace, "share": number(read.pace / 100)},
        tables=(Table(_("Ends at the pace so far"), heading, rows), *found.tables),
    )


def _at_the_end(
    read: Source,
    reading: PlanReading,
    entries: Sequence[Mapping[str, Any]],
    finishes: Mapping[str, int],
) -> Explanation | None:
    """The last index of a forecast, with the scores that it is made of; None where it is made
    otherwise, by an older engine. finishes: when each initiative takes effect."""
    result = read.planned_from or read.result
    scored = scored_areas(result)
    if not entries or entries[-1]["index"] is None:
        return None
    framework = with_area_weights(reading.question.framework, result["inputs"].get("area_weights"))
    rows: list[tuple[str, ...]] = []
    pairs: list[tuple[float, float]] = []
    *_before, (score, _level) = states(framework, standings(result), finishes, len(entries) - 1)
    ends: list[tuple[str, ...]] = []
    for area in framework.areas:
        members = [
            (item.weight, value)
            for item in framework.capabilities_of(area.key)
            if (value := score.get(item.key)) is not None
        ]
        mean = weighted_mean([value for _w, value in members], [w for w, _value in members])
        if area.key in scored and mean is not None:
            pairs.append((area.weight, mean))
            rows.append((area.name, number(area.weight), number(mean)))
            ends += [
                (item.name, area.name, number(item.weight), number(value))
                for item in framework.capabilities_of(area.key)
                if (value := score.get(item.key)) is not None
            ]
    total = weighted_mean([mean for _w, mean in pairs], [w for w, _mean in pairs])
    if total is None or abs(index(total) - entries[-1]["index"]) > 10**-values.DIGITS:
        return None
    heading = (_("Capability"), _("Area"), _("Weight"), _("Score"))
    return Explanation(
        anchor="forecast",
        title=_("Index at the end"),
        shown=numbers.index(entries[-1]["index"]),
        method="planning#forecast",
        tables=(
            Table(_("Capabilities at the end"), heading, tuple(ends)),
            Table(_("Areas at the end"), (_("Area"), _("Weight"), _("Score")), tuple(rows)),
        ),
        steps=(
            step(_("Score"), values.weighted_mean(pairs), total),
            step(_("Index"), f"25 × ({number(total)} − 1)", entries[-1]["index"]),
        ),
    )
