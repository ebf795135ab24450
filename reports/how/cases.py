"""What each initiative of a roadmap closes by itself, and what a quarter of delay costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.business_case import quarter
from engine.instance import plan_value
from engine.waiting import put_off
from reports import numbers
from reports.how.values import Explanation, Table, step, sum_of_products

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.frames import Source
    from reports.plan_reading import PlanReading


def cases(read: Source, reading: PlanReading, document: Mapping[str, Any]) -> Iterator[Explanation]:
    """Of the initiatives that are planned, in the order of the plan."""
    known = reading.question.instance.candidate
    keys = [item["initiative"] for item in document["items"] if item["initiative"] in known]
    if keys:
        yield _gain(read, reading, keys)
        yield _waiting(read, reading, keys)


def _gain(read: Source, reading: PlanReading, keys: list[str]) -> Explanation:
    instance = reading.question.instance
    every = [(instance.weights.get(item, 0), tenths) for item, tenths in instance.gaps.items()]
    whole = sum(weight * tenths for weight, tenths in every)
    rows, steps = [], [step(_("All gaps"), sum_of_products(every), whole)]
    for key in keys:
        closed = [
            (item, instance.weights.get(item, 0), min(uplift, instance.gaps.get(item, 0)))
            for item, uplift in instance.candidate[key].uplift.items()
        ]
        name = read.initiative(key)
        rows += [
            (name, read.capability(item), str(weight), str(tenths))
            for item, weight, tenths in closed
        ]
        pairs = [(weight, tenths) for _item, weight, tenths in closed]
        if whole:
            share = sum(weight * tenths for weight, tenths in pairs) / whole
            steps.append(step(name, f"({sum_of_products(pairs)}) / {whole}", share))
    heading = (_("Initiative"), _("Capability"), _("Weight, per mille"), _("Tenths closed"))
    return Explanation(
        anchor="gain",
        title=_("What an initiative closes by itself"),
        shown=_("of all gaps"),
        method="plan-explanations#business-case",
        says=_("Weight × tenths of the gap that it closes before anything else is done, of all."),
        tables=(Table(_("Initiatives"), heading, tuple(rows)),),
        steps=tuple(steps),
    )


def _waiting(read: Source, reading: PlanReading, keys: list[str]) -> Explanation:
    instance, starts = reading.question.instance, reading.ledger.starts
    value, later = plan_value(instance, starts), quarter(reading.question)
    rows, steps = [], []
    for key in keys:
        moved = put_off(instance, starts, key, later)
        others = [
            read.initiative(other)
            for other, start in starts.items()
            if other != key and moved.get(other) != start
        ]
        then = plan_value(instance, moved)
        name = read.initiative(key)
        rows.append((name, numbers.grouped(then), ", ".join(others) or numbers.ABSENT))
        if value:
            steps.append(step(name, f"({value} − {then}) / {value}", (value - then) / value))
    heading = (_("Initiative"), _("Value of the plan then"), _("What moves along"))
    return Explanation(
        anchor="waiting",
        title=_("What waiting a quarter costs"),
        shown=_("of the value"),
        method="plan-explanations#business-case",
        says=_(
            "The plan with this initiative a quarter later, and what waits for it moved along or"
            " gone: how much of its value is lost."
        ),
        tables=(Table(_("One quarter later"), heading, tuple(rows)),),
        steps=tuple(steps),
    )
