"""The index over the rounds: each with its range, the newest in ink, and where it needs to be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import numbers
from reports.figures import theme
from reports.figures.frame import Row, Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# One row a round, oldest first. name, when: its name and month in words; date: ISO; index, low,
# high, target: 0..100 or None; stage: in words.
COLUMNS = ("name", "when", "date", "index", "low", "high", "target", "stage")
# Height of the plot; left, right, top; and of one line of names below.
_PLOT, _LINE = 230, 34
_MARGIN = {False: (34, 96, 18), True: (26, 20, 18)}
# Points of the index that the axis shows at least, and the room at its ends.
_LEAST_SPAN, _ROOM = 20, 6
# Pixels that the words of a round take, and the lines there are for them.
_WORDS, _LANES = {False: 92, True: 66}, 3


def title(frame: Frame) -> str:
    """Where the index is, and how far it has moved since the first round that is shown."""
    rows = [row for row in rows_of(frame, COLUMNS) if row["index"] is not None]
    if not rows:
        return _("No round has an index yet")
    now, first = _whole(rows[-1]), _whole(rows[0])
    words = {"now": now, "n": abs(now - first), "since": rows[0]["name"], "name": rows[-1]["name"]}
    if len(rows) == 1:
        return _("The index stands at %(now)s in %(name)s") % words
    if now > first:
        moved = ngettext(
            "The index rose %(n)s point since %(since)s, to %(now)s",
            "The index rose %(n)s points since %(since)s, to %(now)s",
            now - first,
        )
    elif now < first:
        moved = ngettext(
            "The index fell %(n)s point since %(since)s, to %(now)s",
            "The index fell %(n)s points since %(since)s, to %(now)s",
            first - now,
        )
    else:
        moved = _("The index stands at %(now)s, as in %(since)s")
    return moved % words


def alt(frame: Frame) -> str:
    """All rounds in one sentence."""
    parts = []
    for row in rows_of(frame, COLUMNS):
        words = {"name": row["name"], "index": numbers.index(row["index"]), "span": _span(row)}
        if row["index"] is None:
            parts.append(_("%(name)s without an index") % words)
        elif words["span"]:
            parts.append(_("%(name)s %(index)s, likely %(span)s") % words)
        else:
            parts.append(_("%(name)s %(index)s") % words)
    if not parts:
        return _("No round has a result.")
    return _("The index by round, oldest first: %(rounds)s.") % {"rounds": "; ".join(parts)}


def table(frame: Frame) -> Table:
    """One row a round."""
    return Table(
        (_("Round"), _("Date"), _("Index"), _("Range"), _("Stage")),
        tuple(
            (
                row["name"],
                row["when"],
                numbers.index(row["index"]),
                _span(row) or numbers.ABSENT,
                row["stage"] or numbers.ABSENT,
            )
            for row in rows_of(frame, COLUMNS)
        ),
        numeric=frozenset({2, 3}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """Rounds at their dates: earlier ones faint, the newest in ink, its target as an outline."""
    rows = rows_of(frame, COLUMNS)
    shown = [row for row in rows if row["index"] is not None]
    left, right, top = _MARGIN[look.narrow]
    days = [date.fromisoformat(row["date"]).toordinal() for row in rows] or [0]
    span = max(days[-1] - days[0], 1)
    low, high = _reach(shown)
    names, lines = _names(rows, days, span, look, look.width - left - right)
    below = 8 + _LINE * max(lines, 1)
    layout = theme.layout(
        look,
        top + _PLOT + below,
        (left, right, top, below),
        xaxis={
            "range": [days[0] - span * 0.08, days[-1] + span * 0.08],
            "visible": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [low, high],
            "dtick": 10,
            "gridcolor": look.palette.line,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
            "tickfont": {"color": look.palette.muted, "size": 13},
        },
        annotations=[*_values(shown, look), *names],
    )
    return {"data": _marks(shown, look), "layout": layout}


def _marks(rows: Rows, look: Look) -> list[dict[str, Any]]:
    palette = look.palette
    at = [date.fromisoformat(row["date"]).toordinal() for row in rows]
    range_x: list[int | None] = []
    range_y: list[float | None] = []
    for day, row in zip(at, rows, strict=True):
        if row["low"] is not None and row["high"] is not None:
            range_x += [day, day, None]
            range_y += [row["low"], row["high"], None]
    newest = rows[-1:]
    target = [row for row in newest if row["target"] is not None]
    common: dict[str, Any] = {"type": "scatter", "cliponaxis": False}
    return [
        {
            **common, "mode": "lines", "x": at, "y": [row["index"] for row in rows],
            "line": {"color": palette.edge, "width": 1.5, "dash": "dot"}, "hoverinfo": "skip",
        },
        {
            **common, "mode": "lines", "x": range_x, "y": range_y,
            "line": {"color": palette.ink, "width": 1.5}, "hoverinfo": "skip",
        },
        {
            **common, "mode": "markers", "x": at[-1:] if target else [],
            "y": [row["target"] for row in target],
            "hovertemplate": "target %{y:.0f}<extra></extra>",
            "marker": {
                "opacity": 1, "color": palette.paper, "size": 13,
                "line": {"color": palette.ink, "width": 2},
            },
        },
        {
            **common, "mode": "markers", "x": at, "y": [row["index"] for row in rows],
            "text": [row["name"] for row in rows],
            "hovertemplate": "%{text}: %{y:.0f}<extra></extra>",
            "marker": {
                "opacity": 1,
                "size": [9] * (len(rows) - 1) + [13] * len(newest),
                "color": [palette.edge] * (len(rows) - 1) + [palette.ink] * len(newest),
                # Dots of several sizes would get a line of their own.
                "line": {"width": 0},
            },
        },
    ]  # fmt: skip


def _values(rows: Rows, look: Look) -> list[dict[str, Any]]:
    """The index above each range, and the target in words."""
    found = []
    for n, row in enumerate(rows):
        day = date.fromisoformat(row["date"]).toordinal()
        newest = n == len(rows) - 1
        found.append(
            theme.text(
                numbers.index(row["index"]), anchor="center", weight=600,
                at=(day, row["index"] if row["high"] is None else row["high"]),
                shift=(0, 13 if row["high"] is not None else 16),
                color=look.palette.ink if newest else look.palette.muted,
                size=17 if newest else 14,
            )
        )  # fmt: skip
        if newest and row["target"] is not None:
            words = _("target %(index)s") % {"index": numbers.index(row["target"])}
            near = abs(row["target"] - row["index"]) < 10
            found.append(
                theme.text(
                    words, at=(day, row["target"]), color=look.palette.ink,
                    anchor="right" if look.narrow or near else "left",
                    shift=(-11 if look.narrow or near else 11, 0), behind=look.palette.paper,
                )
            )  # fmt: skip
    return found


def _names(
    rows: Rows, days: list[int], span: int, look: Look, plot: int
) -> tuple[list[dict[str, Any]], int]:
    """Name and month under each round, on the first line that has room for them, and how many lines
    that takes. A name that has no room is in the table."""
    free = [-1e9] * _LANES
    found = []
    for row, day in zip(rows, days, strict=False):
        place = (day - days[0] + span * 0.08) / (span * 1.16) * plot
        lane = next((n for n, end in enumerate(free) if place - end >= _WORDS[look.narrow]), None)
        if lane is None:
            continue
        free[lane] = place
        newest = row is rows[-1]
        down = -15 - _LINE * lane
        name = row["when"] if look.narrow and len(row["name"]) > 16 else row["name"]
        common: dict[str, Any] = {"at": (day, 0), "axes": ("x", "paper"), "anchor": "center"}
        found.append(
            theme.text(
                name, size=13, weight=600 if newest else 400, shift=(0, down),
                color=look.palette.ink if newest else look.palette.muted, **common,
            )
        )  # fmt: skip
        if name != row["when"]:
            muted = look.palette.muted
            found.append(
                theme.text(row["when"], size=12, color=muted, shift=(0, down - 15), **common)
            )
    return found, sum(end > 0 for end in free)


def _reach(rows: Rows) -> tuple[float, float]:
    """From where to where the axis of the index goes, with every mark and range inside."""
    values = [
        row[key]
        for row in rows
        for key in ("index", "low", "high", "target")
        if row[key] is not None and (key != "target" or row is rows[-1])
    ] or [0.0, 100.0]
    low, high = min(values), max(values)
    wanting = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return max(-2.0, low - wanting - _ROOM), min(102.0, high + wanting + _ROOM)


def _whole(row: Row) -> int:
    return int(numbers.index(row["index"]))


def _span(row: Row) -> str:
    if row["low"] is None or row["high"] is None:
        return ""
    return f"{numbers.index(row['low'])}–{numbers.index(row['high'])}"
