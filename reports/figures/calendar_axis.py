"""Time across a chart: days as numbers, quarters as lines and words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.figures.theme import Look

# Below this many pixels a quarter, only every second or fourth is named.
_ROOM = {False: 62, True: 46}


def day(text: str) -> int:
    """An ISO date as a number of days."""
    return date.fromisoformat(text).toordinal()


def quarter_start(ordinal: int) -> date:
    """First day of the calendar quarter of a day."""
    found = date.fromordinal(ordinal)
    return date(found.year, 3 * ((found.month - 1) // 3) + 1, 1)


def next_quarter(start: date) -> date:
    return date(start.year + (start.month == 10), (start.month + 2) % 12 + 1, 1)


def year_axis(look: Look, first: int, last: int) -> dict[str, Any]:
    """For small panels: a line and a name at the start of every year."""
    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    return {
        "range": [first, last],
        "tickvals": [date(year, 1, 1).toordinal() for year in years],
        "ticktext": [str(year) for year in years],
        "tickangle": 0,
        "gridcolor": look.palette.line,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": look.palette.edge,
        "showline": True,
        "linecolor": look.palette.edge,
        "tickfont": {"color": look.palette.muted, "size": 12},
    }


def time_axis(look: Look, first: int, last: int, plot_width: int, **more: Any) -> dict[str, Any]:
    """An axis from day `first` to day `last` with a line at the start of every quarter."""
    starts = []
    start = quarter_start(first)
    while start.toordinal() < last:
        starts.append(start)
        start = next_quarter(start)
    shown = [item for item in starts if item.toordinal() >= first]
    per_quarter = plot_width / max(1.0, (last - first) / 91.3)
    every = 1
    while per_quarter * every < _ROOM[look.narrow]:
        every *= 2
    return {
        "range": [first, last],
        "tickvals": [item.toordinal() for item in shown],
        "ticktext": [_name(item, every, look.narrow) for item in shown],
        "tickangle": 0,
        "ticklabelposition": "outside right",
        "gridcolor": look.palette.line,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "outside",
        "tickcolor": look.palette.line,
        "ticklen": 14,
        "tickfont": {"color": look.palette.muted, "size": 13},
        **more,
    }


def _name(start: date, every: int, narrow: bool) -> str:
    """ "Q1 2027"; nothing for a quarter there is no room for."""
    number = (start.month - 1) // 3
    if (start.year * 4 + number) % every:
        return ""
    return f"Q{number + 1} ’{start:%y}" if narrow else f"Q{number + 1} {start.year}"
