"""Why the index moved: from the last round to now, a step for each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import numbers
from reports.figures import theme
from reports.figures.frame import Row, Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# kind: "start", "part" or "end". cause: of engine.movement.CAUSES, nothing at the ends. name: in
# words. value: index 0..100 at the ends, points of a part. points: the same as it is shown.
COLUMNS = ("kind", "cause", "name", "value", "points")
_ROW = {False: 40, True: 54}
_BAR = 0.34
# Points of the index that the axis shows at least, and the room at its ends.
_LEAST_SPAN, _ROOM = 12, 2


def title(frame: Frame) -> str:
    """How far the index moved, and how much of it is the level."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return _("There is no earlier round to compare with")
    total, level = _total(rows), _points(rows, "level")
    if total == 0:
        return _("The index did not move")
    words = {"n": abs(total), "level": abs(level)}
    if level == total:
        return _alone(total) % words
    if total > 0:
        moved = ngettext("The index rose %(n)s point", "The index rose %(n)s points", total)
    else:
        moved = ngettext("The index fell %(n)s point", "The index fell %(n)s points", -total)
    return f"{moved}; {_same_roles(level)}" % words


def alt(frame: Frame) -> str:
    """From where to where, and every step."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return title(frame) + "."
    steps = "; ".join(f"{row['name']} {_shown(row)}" for row in rows)
    return _("The index step by step: %(steps)s.") % {"steps": steps}


def table(frame: Frame) -> Table:
    """One row per step."""
    return Table(
        (_("Step"), _("Index")),
        tuple((row["name"], _shown(row)) for row in rows_of(frame, COLUMNS)),
        numeric=frozenset({1}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """The last round and now as their marks, a bar between them for each cause: filled up, with an
    outline down. Wide: names on the left; narrow: above."""
    steps = _steps(rows_of(frame, COLUMNS))
    height = _ROW[look.narrow] * len(steps) + 44
    margin = (16, 44, 34, 10) if look.narrow else (270, 60, 34, 10)
    offset = 0.2 if look.narrow else 0.0
    layout = theme.layout(
        look,
        height,
        margin,
        xaxis={
            "range": _span(steps),
            "side": "top",
            "dtick": 5,
            "gridcolor": look.palette.line,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
            "tickfont": {"color": look.palette.muted, "size": 13},
        },
        yaxis=theme.row_axis(len(steps)),
        shapes=[shape for y, step in enumerate(steps) for shape in _shapes(step, y + offset, look)],
        annotations=[
            label for y, step in enumerate(steps) for label in _labels(step, y, look, margin)
        ],
    )
    return {"data": _ends(steps, offset, look), "layout": layout}


def _steps(rows: Rows) -> list[dict[str, Any]]:
    """With `low` and `high`, from where to where on the index a row reaches, and `at`, where the
    next one begins."""
    found: list[dict[str, Any]] = []
    at = 0.0
    for row in rows:
        if row["kind"] == "part":
            begin, at = at, at + row["value"]
        else:
            begin = at = float(row["value"])
        found.append({**row, "low": min(begin, at), "high": max(begin, at), "at": at})
    return found


def _span(steps: list[dict[str, Any]]) -> list[float]:
    low = min((step["low"] for step in steps), default=0.0)
    high = max((step["high"] for step in steps), default=100.0)
    wanting = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return [max(-1.0, low - wanting - _ROOM), min(101.0, high + wanting + _ROOM)]


def _shapes(step: dict[str, Any], y: float, look: Look) -> list[dict[str, Any]]:
    """A bar for a part, and a thin line down to where the next step begins."""
    palette = look.palette
    found: list[dict[str, Any]] = []
    if step["kind"] != "end":
        found.append(
            {
                "type": "line", "layer": "below", "x0": step["at"], "x1": step["at"],
                "y0": y, "y1": y + 1, "line": {"color": palette.edge, "width": 1, "dash": "dot"},
            }
        )  # fmt: skip
    if step["kind"] == "part":
        rise = step["value"] > 0
        found.append(
            {
                "type": "rect", "x0": step["low"], "x1": step["high"],
                "y0": y - _BAR / 2, "y1": y + _BAR / 2,
                "fillcolor": palette.muted if rise else palette.paper,
                "line": {"color": palette.muted, "width": 2},
            }
        )  # fmt: skip
    return found


def _ends(steps: list[dict[str, Any]], offset: float, look: Look) -> list[dict[str, Any]]:
    """The marks of the last round and of now, as on every chart."""
    colours = {"start": look.palette.edge, "end": look.palette.ink}
    shown = [(y, step) for y, step in enumerate(steps) if step["kind"] in colours]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [step["at"] for _y, step in shown],
            "y": [y + offset for y, _step in shown],
            "text": [step["name"] for _y, step in shown],
            "hovertemplate": "%{text}: %{x:.0f}<extra></extra>",
            "marker": {
                "opacity": 1,
                "size": [9 if step["kind"] == "start" else 13 for _y, step in shown],
                "color": [colours[step["kind"]] for _y, step in shown],
                # Dots of several sizes would get a line of their own.
                "line": {"width": 0},
            },
            "cliponaxis": False,
        }
    ]


def _labels(
    step: dict[str, Any], y: int, look: Look, margin: tuple[int, int, int, int]
) -> list[dict[str, Any]]:
    palette = look.palette
    weight = 400 if step["kind"] == "part" else 600
    up = 14 if look.narrow else 0
    place: dict[str, Any] = {"axes": ("paper", "y")}
    if look.narrow:
        place["behind"] = palette.paper
    return [
        theme.text(
            step["name"], at=(0, y), color=palette.ink, weight=weight, shift=(2 - margin[0], up),
            **place,
        ),
        theme.text(
            _shown(step), at=(1, y), color=palette.ink, weight=600, anchor="right",
            shift=(margin[1] - 8, up), **place,
        ),
    ]  # fmt: skip


def _shown(row: Row) -> str:
    return numbers.signed(row["points"]) if row["kind"] == "part" else str(row["points"])


def _total(rows: Rows) -> int:
    return int(rows[-1]["points"]) - int(rows[0]["points"])


def _points(rows: Rows, cause: str) -> int:
    return next((int(row["points"]) for row in rows if row["cause"] == cause), 0)


def _alone(total: int) -> str:
    """On a movement that has no other cause than the level."""
    if total > 0:
        return ngettext(
            "The index rose %(n)s point because the same roles answered higher",
            "The index rose %(n)s points because the same roles answered higher",
            total,
        )
    return ngettext(
        "The index fell %(n)s point because the same roles answered lower",
        "The index fell %(n)s points because the same roles answered lower",
        -total,
    )


def _same_roles(level: int) -> str:
    if not level:
        return _("the same roles answered as before")
    if level > 0:
        return _("the same roles answered %(level)s higher")
    return _("the same roles answered %(level)s lower")
