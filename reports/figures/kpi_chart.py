"""The readings of one KPI with what is usual, what is wanted and what stands out (method 7.2).

Geometry only, in pixels of its own canvas; the page draws it (`templates/reports/_kpi_chart.html`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.figures.calendar_axis import day
from reports.figures.frame import rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Frame

# on: ISO date. value: in the KPI's unit. baseline: it belongs to the readings that make the limits.
# signal: "" or what it means: improvement, alarm or watch.
COLUMNS = ("on", "value", "baseline", "signal")
WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 96, 14, 26


@dataclass(frozen=True, slots=True)
class Lines:
    """Levels to draw across, in the KPI's unit; None is left out."""

    mean: float | None
    low: float | None
    high: float | None
    target: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One reading."""

    x: float
    y: float
    baseline: bool
    signal: str


@dataclass(frozen=True, slots=True)
class Across:
    """A line across. kind: mean, limit or target."""

    y: float
    value: float
    kind: str


@dataclass(frozen=True, slots=True)
class KpiChart:
    """Everything that is drawn. path: through all readings in order of time."""

    width: int
    height: int
    left: int
    right: float
    path: str
    dots: tuple[Dot, ...]
    across: tuple[Across, ...]


def kpi_chart(frame: Frame, lines: Lines) -> KpiChart | None:
    """The drawing; None without readings. Rows come in order of time."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return None
    days = [day(row["on"]) for row in rows]
    values = [float(row["value"]) for row in rows]
    known = [
        (value, kind)
        for value, kind in (
            (lines.low, "limit"), (lines.mean, "mean"), (lines.high, "limit"),
            (lines.target, "target"),
        )
        if value is not None
    ]  # fmt: skip
    least = min([*values, *(value for value, _kind in known)])
    span = max([*values, *(value for value, _kind in known)]) - least or 1.0
    width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    long = max(1, days[-1] - days[0])

    def y(value: float) -> float:
        return round(_TOP + height * (1 - (value - least) / span), 1)

    dots = tuple(
        Dot(
            round(_LEFT + width * (at - days[0]) / long, 1),
            y(value),
            bool(row["baseline"]),
            str(row["signal"]),
        )
        for at, value, row in zip(days, values, rows, strict=True)
    )
    return KpiChart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        path="M" + "L".join(f"{dot.x:g},{dot.y:g}" for dot in dots),
        dots=dots,
        across=tuple(Across(y(value), value, kind) for value, kind in known),
    )
