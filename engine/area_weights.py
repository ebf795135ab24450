"""An organisation's own weights of the areas in the whole (method 1.5, 3.5)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from engine.tally import ScoringError
from engine.types import Framework


def with_area_weights(framework: Framework, weights: Mapping[str, float] | None) -> Framework:
    """The framework with these weights u, relative and > 0, one for each area; None leaves those
    that it has. Raises ScoringError E103 on an unknown area, E102 on an area without a weight or
    with one that is no positive number."""
    if weights is None:
        return framework
    keys = [area.key for area in framework.areas]
    for key, weight in weights.items():
        if key not in keys:
            raise ScoringError("E103", f"unknown area {key!r} among the weights")
        if not (math.isfinite(weight) and weight > 0):
            raise ScoringError("E102", f"weight {weight!r} of area {key!r} is no positive number")
    for key in keys:
        if key not in weights:
            raise ScoringError("E102", f"area {key!r} has no weight; give one to every area")
    own = tuple(replace(area, weight=float(weights[area.key])) for area in framework.areas)
    return replace(framework, areas=own)


def shares(framework: Framework) -> dict[str, float]:
    """Area key to its share of the whole; the shares sum to 1."""
    total = math.fsum(area.weight for area in framework.areas)
    return {area.key: area.weight / total for area in framework.areas}
