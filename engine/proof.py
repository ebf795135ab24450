"""What is proved about a plan, in words (method 5.4)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from engine.types import EPS


def proof(plan: Mapping[str, Any]) -> str:
    """As sentences. plan: the `roadmap` part of a roadmap document."""
    if plan["status"] == "proved":
        text = "The plan is proved best: no other is worth more under these limits."
    elif plan["bound"] is not None:
        text = f"The plan is at most {gap_percent(plan)} % below the best possible."
    else:
        text = "Nothing is proved about how much better a plan could be."
    if plan["status"] == "greedy_without_solver":
        text += " The solver (OR-Tools) is not installed, so the plan is the greedy one."
    if not plan["reproducible"]:
        text += " The clock ended the search: another run may give another plan."
    return text


def gap_percent(plan: Mapping[str, Any]) -> str:
    """How far the value may lie below the best possible, in percent, rounded up to a tenth."""
    share = (plan["bound"] - plan["value"]) / plan["bound"] if plan["bound"] else 0.0
    return f"{max(1, math.ceil(1000 * share - EPS)) / 10:g}"
