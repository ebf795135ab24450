"""The part of the result document that says how robust ranks and stages are (method 8)."""

from __future__ import annotations

from typing import Any

from engine.findings import Findings
from engine.pivotal import Pivotal

Document = dict[str, Any]

# Pivotal answers that a result lists; the others are counted.
MOST_PIVOTAL = 50


def robustness_document(found: Findings) -> Document:
    """Nothing but status and reason where there is no order to test."""
    robust, keys = (
        found.robustness,
        ("draws", "top", "interval", "tiers", "stage", "areas", "first"),
    )
    known = {key: getattr(robust, key) if robust.verdict.scored else None for key in keys}
    own_view = found.scores.ballot.evidence.own_view
    return {
        "draws": known["draws"],
        "top5": known["top"],
        "rank_interval": known["interval"] and {k: list(v) for k, v in known["interval"].items()},
        "tiers": known["tiers"] and [list(tier) for tier in known["tiers"]],
        "stage_share": known["stage"],
        "area_stage_share": known["areas"],
        "first": known["first"],
        "pivotal": None if own_view else [_pivotal(i) for i in found.pivotal.items[:MOST_PIVOTAL]],
        "pivotal_answers": None if own_view else found.pivotal.answers,
        "status": robust.verdict.status.value,
        "reason": robust.verdict.reason,
    }


def _pivotal(item: Pivotal) -> Document:
    return {
        "capability": item.capability,
        "question": item.question,
        "role": item.role,
        "direction": item.direction,
        "stage_level": item.effect.stage,
        "area_stage_level": item.effect.area_stage,
        "enters_top5": list(item.effect.enters),
        "leaves_top5": list(item.effect.leaves),
    }
