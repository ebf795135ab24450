"""What speaks for one initiative: money, work, the gap it closes, what waiting costs (5.1, 5.2).

Gain is weighted gap closed, not money; it needs the organisation's own figures to become money.
"""

from __future__ import annotations

from typing import Any

from engine.calendar import MONTHS_PER_PERIOD
from engine.instance import plan_value
from engine.ledger import Ledger
from engine.prepare import Question
from engine.waiting import cost_of_waiting

Document = dict[str, Any]

TENTHS_PER_LEVEL = 10
# Weights are per mille of the whole (method 5.1).
WHOLE = 1000
MONTHS_PER_QUARTER = 3


def business_case(question: Question, ledger: Ledger, key: str) -> Document:
    """Of a candidate, planned or not.

    `cost_low`, `cost_high`: thousands of US dollars. `days`: person-days, `effort` by role.
    `gain`: what it closes by itself, before anything else is done: `capabilities` with levels,
    `weighted_gap` in levels (mean over capabilities by weight), `share` of the whole weighted gap,
    0..1. `waiting`: what a quarter of delay costs: `weighted_gap` that stays open for that quarter,
    in levels, and for a planned one `value`, how much V falls if it starts a quarter later and what
    waits for it moves along, with its `share` of V; both null if it is not planned. `risks`: as
    the framework words them.
    """
    initiative = question.framework.initiative[key]
    effort = question.effort[key]
    gain = _gain(question, key)
    return {
        "initiative": key,
        "planned": key in ledger.starts,
        "cost_low": initiative.cost_low,
        "cost_high": initiative.cost_high,
        "days": sum(effort.values()),
        "effort": dict(effort),
        "gain": gain,
        "waiting": {
            "weighted_gap": gain["weighted_gap"],
            **_delay(question, ledger, key),
        },
        "risks": list(initiative.risks),
    }


def quarter(question: Question) -> int:
    """Periods in a quarter."""
    return MONTHS_PER_QUARTER // MONTHS_PER_PERIOD[question.parameters.period]


def _gain(question: Question, key: str) -> Document:
    instance = question.instance
    closed = {
        capability: min(uplift, instance.gaps.get(capability, 0))
        for capability, uplift in instance.candidate[key].uplift.items()
    }
    weighted = sum(instance.weights.get(item, 0) * tenths for item, tenths in closed.items())
    whole = sum(instance.weights.get(item, 0) * tenths for item, tenths in instance.gaps.items())
    return {
        "capabilities": [
            {"capability": item, "levels": tenths / TENTHS_PER_LEVEL}
            for item, tenths in closed.items()
            if tenths
        ],
        "weighted_gap": weighted / (WHOLE * TENTHS_PER_LEVEL),
        "share": weighted / whole if whole else 0.0,
    }


def _delay(question: Question, ledger: Ledger, key: str) -> Document:
    if key not in ledger.starts:
        return {"value": None, "share": None}
    instance = question.instance
    fall = cost_of_waiting(instance, ledger.starts, key, quarter(question))
    value = plan_value(instance, ledger.starts)
    return {"value": fall, "share": fall / value if value else 0.0}
