"""The plan drawn so that every bar is a link: geometry only, in pixels of its own canvas.

The page draws it as SVG in its own colours (`templates/reports/_timeline.html`), because a bar that
is opened, reached by keyboard or dragged cannot be part of a picture. Frame, title, alt and table
are those of `gantt`, which stays the picture for files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from reports.figures.calendar_axis import day, next_quarter, quarter_start
from reports.figures.frame import rows_of
from reports.figures.gantt import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reports.figures.frame import Frame, Row

# after: keys of what it waits for. critical: it is a link of the critical chain. chained: the link
# before it, which it waits for as work or for its people; None at the head and outside the chain.
MORE_COLUMNS = (*COLUMNS, "after", "critical", "chained")
# Today is drawn if the plan starts less than this many days from it.
_NEAR = 100
_ARROW = 5


@dataclass(frozen=True, slots=True)
class Canvas:
    """Sizes of one drawing. left, right: beside the plot; row: a row's height; head: an area's
    heading; bar: a bar's height; up: how far a name stands above its bar, 0 for beside it."""

    width: int
    left: int
    right: int
    row: int
    head: int
    bar: int
    up: int
    top: int = 34


WIDE = Canvas(width=1168, left=384, right=64, row=28, head=36, bar=14, up=0)
NARROW = Canvas(width=358, left=4, right=44, row=46, head=34, bar=12, up=22)


@dataclass(frozen=True, slots=True)
class Bar:
    """One initiative. x, y: the bar's upper left corner; line: where its name stands; row_y and
    row_height: the whole row, which is what is pressed."""

    row: Row
    x: float
    y: float
    width: float
    height: int
    line: float
    row_y: float
    row_height: int

    @property
    def end(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Head:
    """An area's heading."""

    key: str
    name: str
    y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the end of what comes first to the start of what waits. tip: the arrow's point.
    critical: both are neighbours in the critical chain. people: the second waits for the people of
    the first and not for its result."""

    path: str
    tip: str
    critical: bool
    people: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The start of a quarter; name is empty where there is no room."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that is drawn, back to front: ticks, today, arrows, bars. today: x or None.
    day_width: pixels a day, for what is dragged."""

    width: int
    height: float
    top: int
    plot_left: int
    plot_right: float
    first_day: str
    day_width: float
    ticks: tuple[Tick, ...]
    heads: tuple[Head, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    today: float | None


def timeline(frame: Frame, today: date, canvas: Canvas) -> Timeline | None:
    """The drawing of a plan; None without rows. Rows come grouped by area, each group by start."""
    rows = rows_of(frame, MORE_COLUMNS)
    if not rows:
        return None
    first, last = _span(rows, today)
    scale = (canvas.width - canvas.left - canvas.right) / (last - first)

    def x(ordinal: int) -> float:
        return round(canvas.left + (ordinal - first) * scale, 1)

    heads, bars, height = _rows(rows, canvas, x)
    shown = first <= today.toordinal() < last
    return Timeline(
        width=canvas.width,
        height=height,
        top=canvas.top,
        plot_left=canvas.left,
        plot_right=x(last),
        first_day=date.fromordinal(first).isoformat(),
        day_width=round(scale, 4),
        ticks=_ticks(first, last, x, canvas),
        heads=tuple(heads),
        bars=tuple(bars),
        arrows=_arrows(bars),
        today=x(today.toordinal()) if shown else None,
    )


def _span(rows: Sequence[Row], today: date) -> tuple[int, int]:
    """Whole quarters around the plan, and around today if that is near its start."""
    start = min(day(row["start_date"]) for row in rows)
    end = max(day(row["finish_date"]) for row in rows)
    if 0 <= start - today.toordinal() < _NEAR:
        start = today.toordinal()
    return quarter_start(start).toordinal(), next_quarter(quarter_start(end)).toordinal()


def _rows(
    rows: Sequence[Row], canvas: Canvas, x: Callable[[int], float]
) -> tuple[list[Head], list[Bar], float]:
    heads: list[Head] = []
    bars: list[Bar] = []
    y = float(canvas.top)
    for _key, members in groupby(rows, key=lambda row: str(row["area"])):
        group = list(members)
        heads.append(Head(group[0]["area"], group[0]["area_name"], y + canvas.head * 0.68))
        y += canvas.head
        for row in group:
            bars.append(_bar(row, y, canvas, x))
            y += canvas.row
    return heads, bars, y + 6


def _bar(row: Row, y: float, canvas: Canvas, x: Callable[[int], float]) -> Bar:
    start, end = x(day(row["start_date"])), x(day(row["finish_date"]) + 1)
    middle = y + canvas.row / 2 + canvas.up / 2
    return Bar(
        row=row,
        x=start,
        y=round(middle - canvas.bar / 2, 1),
        width=round(max(3.0, end - start), 1),
        height=canvas.bar,
        line=round(middle + 5 - (canvas.up * 0.86 if canvas.up else 0), 1),
        row_y=y,
        row_height=canvas.row,
    )


def _ticks(first: int, last: int, x: Callable[[int], float], canvas: Canvas) -> tuple[Tick, ...]:
    found: list[tuple[float, date]] = []
    start = date.fromordinal(first)
    while start.toordinal() < last:
        found.append((x(start.toordinal()), start))
        start = next_quarter(start)
    room = (canvas.width - canvas.left - canvas.right) / len(found)
    every = next(step for step in (1, 2, 4, 8, 16) if room * step >= 58 or step == 16)
    return tuple(Tick(at, _quarter(start, every)) for at, start in found)


def _quarter(start: date, every: int) -> str:
    number = (start.month - 1) // 3
    return f"Q{number + 1} {start.year}" if not (start.year * 4 + number) % every else ""


def _arrows(bars: Sequence[Bar]) -> tuple[Arrow, ...]:
    """Those of the critical chain last, so that they lie on top."""
    by_key = {bar.row["initiative"]: bar for bar in bars}
    found = []
    for bar in bars:
        chained = bar.row["chained"]
        waits = dict.fromkeys([*bar.row["after"], *([chained] if chained else [])])
        for key in waits:
            if key in by_key:
                people = key not in bar.row["after"]
                found.append(_arrow(by_key[key], bar, key == chained, people))
    return tuple(sorted(found, key=lambda arrow: arrow.critical))


def _arrow(before: Bar, bar: Bar, critical: bool, people: bool) -> Arrow:
    """Down or up from the end of the first bar, then right to the start of the second."""
    x = round(min(before.end, bar.x) - 5, 1)
    edge = before.y + before.height if bar.y > before.y else before.y
    point = bar.x - 0.5
    return Arrow(
        path=f"M{x:g},{edge:g}V{bar.middle:g}H{point - _ARROW + 1:g}",
        tip=f"M{point:g},{bar.middle:g}l-{_ARROW},-3v6z",
        critical=critical,
        people=people,
    )
