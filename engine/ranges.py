"""Is a value a number of its range? What comes from outside may be anything."""

from __future__ import annotations

import math


def is_number(value: object, low: float, high: float = math.inf) -> bool:
    """True for a finite number, whole or not, from low to high."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and low <= value <= high
    )


def is_whole(value: object, low: float, high: float) -> bool:
    """True for a whole number from low to high."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
