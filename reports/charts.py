"""The charts there are, by key: their frame and how they are built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reports import frames
from reports.figures import areas, capabilities, forecast, gantt, load, movement, spend, trend
from reports.figures.theme import LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.figures.frame import Figure, Frame, Row, Table
    from reports.figures.theme import Look
    from reports.frames import Source


class Builder(Protocol):
    """A module of reports/figures."""

    def title(self, frame: Frame) -> str: ...
    def alt(self, frame: Frame) -> str: ...
    def table(self, frame: Frame) -> Table: ...
    def figure(self, frame: Frame, look: Look) -> Figure: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """One chart. of_plan: it shows a roadmap and not the analysis alone; of_change: it needs the
    change since the round before; of_rounds: it needs the rounds up to the analysis. paced: it
    also shows the plan at the pace so far, once that is
    known."""

    builder: Builder
    frame: Callable[[Source], list[Row]]
    of_plan: bool = False
    of_change: bool = False
    of_rounds: bool = False
    paced: bool = False

    def figure(self, source: Source, variant: str) -> Figure:
        """variant: a key of LOOKS."""
        return self.builder.figure(self.frame(source), LOOKS[variant])


KINDS: dict[str, Kind] = {
    "areas": Kind(areas, frames.areas),
    "capabilities": Kind(capabilities, frames.capabilities),
    "movement": Kind(movement, frames.movement, of_change=True),
    "trend": Kind(trend, frames.trend, of_rounds=True),
    "roadmap": Kind(gantt, frames.plan, of_plan=True),
    "forecast": Kind(forecast, frames.forecast, of_plan=True, paced=True),
    "load": Kind(load, frames.load, of_plan=True),
    "spend": Kind(spend, frames.spend, of_plan=True),
}
