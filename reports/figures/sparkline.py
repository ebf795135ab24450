"""A trend in the height of a line of text, drawn by the template as SVG: no picture to fetch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 72, 20
EDGE = 3
# A trend of a point or two is not stretched to a cliff.
LEAST_SPAN = 20.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """points: as the attribute of a polyline; last: where the newest value lies."""

    points: str
    last: tuple[float, float]
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(values: Sequence[float]) -> Sparkline | None:
    """Values on the index scale, oldest first, at even distances; None where there is no line."""
    if len(values) < 2:
        return None
    middle = (min(values) + max(values)) / 2
    span = max(max(values) - min(values), LEAST_SPAN)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    places = [
        (
            round(EDGE + n * step, 1),
            round(HEIGHT / 2 - (value - middle) / span * (HEIGHT - 2 * EDGE), 1),
        )
        for n, value in enumerate(values)
    ]
    return Sparkline(" ".join(f"{x},{y}" for x, y in places), places[-1])
