"""The roadmap: when each initiative runs, grouped by area."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import numbers
from reports.figures import fonts, theme
from reports.figures.calendar_axis import day, next_quarter, quarter_start, time_axis
from reports.figures.frame import Row, Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# initiative, area: keys. start_date, finish_date: ISO dates, the first and the last day. starts,
# ends: the same in words. days: person-days. Rows come grouped by area, each group by start.
COLUMNS = (
    "initiative", "name", "area", "area_name", "start_date", "finish_date", "starts", "ends", "days"
)  # fmt: skip
# The names are long: a wider picture than others, so that the bars have room too.
_WIDE, _PRINTED = 1000, 840
# Left of the bars, for the names. The longest of the shipped catalogue fits.
_NAMES, _NAMES_PRINTED = 372, 356
_ROW = {False: 25, True: 40}
_ROW_PRINTED = 19
# Room for an area's heading, in rows.
_HEAD = {False: 1.25, True: 0.9}


def title(frame: Frame) -> str:
    """How much is done until when."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return _("Nothing is planned")
    last = max(rows, key=lambda row: str(row["finish_date"]))
    return ngettext(
        "%(n)s initiative, done in %(end)s",
        "%(n)s initiatives, the last done in %(end)s",
        len(rows),
    ) % {"n": len(rows), "end": last["ends"]}


def alt(frame: Frame) -> str:
    """How many initiatives each area has, and the span of all."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return title(frame) + "."
    parts = [
        _("%(area)s %(n)s") % {"area": members[0]["area_name"], "n": len(members)}
        for members in _groups(rows)
    ]
    first = min(rows, key=lambda row: str(row["start_date"]))
    last = max(rows, key=lambda row: str(row["finish_date"]))
    return _("Initiatives by area from %(start)s to %(end)s: %(areas)s.") % {
        "start": first["starts"],
        "end": last["ends"],
        "areas": ", ".join(parts),
    }


def table(frame: Frame) -> Table:
    """One row per initiative: area, start, end, effort."""
    return Table(
        (_("Initiative"), _("Area"), _("Starts"), _("Ends"), _("Person-days")),
        tuple(
            (row["name"], row["area_name"], row["starts"], row["ends"], numbers.days(row["days"]))
            for row in rows_of(frame, COLUMNS)
        ),
        numeric=frozenset({4}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """A bar per initiative in its area's hue, its effort behind it."""
    rows = rows_of(frame, COLUMNS)
    places, heads, height = _places(rows, _HEAD[look.narrow])
    names = _NAMES_PRINTED if look.across else _NAMES
    margin = (2, 30, 34, 8) if look.narrow else (names, 46, 34, 8)
    first = day(min((row["start_date"] for row in rows), default="2026-01-01"))
    last = day(max((row["finish_date"] for row in rows), default="2026-12-31"))
    end = next_quarter(quarter_start(last)).toordinal()
    labels = _heads(heads, look, margin[0])
    for row, y in zip(rows, places, strict=True):
        labels += _labels(row, y, look, margin[0])
    width = look.width if look.narrow else _PRINTED if look.across else _WIDE
    layout = theme.layout(
        look,
        int((_ROW_PRINTED if look.across else _ROW[look.narrow]) * height) + margin[2] + margin[3],
        margin,
        xaxis=time_axis(look, first, end, width - margin[0] - margin[1], side="top"),
        yaxis={"range": [height - 0.5, -0.5], "visible": False, "fixedrange": True},
        annotations=labels,
        width=width,
    )
    return {"data": [_bars(rows, places, look)], "layout": layout}


def _bars(rows: Rows, places: list[float], look: Look) -> dict[str, Any]:
    offset = 0.25 if look.narrow else 0.0
    return {
        "type": "bar",
        "orientation": "h",
        "base": [day(row["start_date"]) for row in rows],
        "x": [day(row["finish_date"]) - day(row["start_date"]) + 1 for row in rows],
        "y": [y + offset for y in places],
        "width": 0.3 if look.narrow else 0.6,
        "marker": {"color": [look.palette.area(row["area"]) for row in rows], "line": {"width": 0}},
        "text": [
            _("%(name)s: %(start)s to %(end)s, %(days)s person-days")
            % {
                "name": row["name"],
                "start": row["starts"],
                "end": row["ends"],
                "days": numbers.days(row["days"]),
            }
            for row in rows
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _labels(row: Row, y: float, look: Look, left: int) -> list[dict[str, Any]]:
    palette = look.palette
    effort = theme.text(
        _("%(n)s d") % {"n": numbers.days(row["days"])},
        at=(day(row["finish_date"]) + 1, y),
        color=palette.muted,
        size=12,
        shift=(3, -10 if look.narrow else 0),
        behind=palette.paper,
    )
    place: dict[str, Any] = {"axes": ("paper", "y")}
    if look.narrow:
        place |= {"behind": palette.paper, "size": 13}
    up = 8 if look.narrow else 0
    shown = row["name"] if look.narrow else fonts.fitted(row["name"], left - 6, 14)
    name = theme.text(shown, at=(0, y), color=palette.ink, shift=(-left, up), **place)
    return [name, effort]


def _heads(heads: list[tuple[str, str, float]], look: Look, left: int) -> list[dict[str, Any]]:
    return [
        theme.text(
            name,
            at=(0, y),
            color=look.palette.area(key),
            weight=600,
            size=15,
            shift=(-left, 0),
            axes=("paper", "y"),
            behind=look.palette.paper if look.narrow else None,
        )
        for key, name, y in heads
    ]


def _groups(rows: Rows) -> list[list[Row]]:
    return [list(members) for _key, members in groupby(rows, key=lambda row: str(row["area"]))]


def _places(rows: Rows, head: float) -> tuple[list[float], list[tuple[str, str, float]], float]:
    """Where each row stands, where each area's heading stands (key, name, y), and the height."""
    places: list[float] = []
    heads: list[tuple[str, str, float]] = []
    y = 0.0
    for members in _groups(rows):
        heads.append((members[0]["area"], members[0]["area_name"], y + 0.1))
        y += head
        for _row in members:
            places.append(y)
            y += 1.0
    return places, heads, max(y, 1.0)
