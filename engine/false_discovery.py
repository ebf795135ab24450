"""p-values of many comparisons at once, after Benjamini and Hochberg (method 2.6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# Flagged is only what stands with at most this share of false alarms (method 2.6, 7.1).
MOST_FALSE = 0.10


def q_values(p: Sequence[float]) -> tuple[float, ...]:
    """q of each p, 0..1, in the order of p: the share of false alarms among everything whose p is
    no larger. Never below its p; a larger p never has a smaller q."""
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values)
    scaled = values[order] * len(values) / np.arange(1, len(values) + 1)
    lowest = np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.empty_like(values)
    # The last bit of the product must not carry a q below its p.
    found[order] = np.maximum(lowest, values[order])
    return tuple(found.tolist())
