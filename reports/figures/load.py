"""People: what the plan takes of each pool against what it has, as small multiples."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import numbers
from reports.figures import fonts, theme
from reports.figures.calendar_axis import day, year_axis
from reports.figures.frame import Row, Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# pool: key. date: ISO, the period's first day. when: the same in words. used, capacity:
# person-days in the period.
COLUMNS = ("pool", "name", "date", "when", "used", "capacity")
_COLUMNS_WIDE, _COLUMNS_NARROW = 3, 2
_PANEL, _HEAD, _FOOT = 92, 42, 26
# Between two panels, of the whole; left and right of all of them, in pixels.
_GAP, _SIDE = 0.06, 12
# A sheet holds the panels of many pools and what is spent below them.
_PANEL_PRINTED = 52


def title(frame: Frame) -> str:
    """The pool that the plan fills most."""
    panels = _panels(frame)
    if not panels:
        return _("The plan needs nobody's time")
    peak = _peak(panels[0])
    return _("%(pool)s is the tightest pool: %(share)s used in %(when)s") % {
        "pool": peak["name"],
        "share": numbers.percent(_share(peak)),
        "when": peak["when"],
    }


def alt(frame: Frame) -> str:
    """The fullest period of each pool."""
    parts = [
        _("%(pool)s %(share)s in %(when)s")
        % {
            "pool": panel[0]["name"],
            "share": numbers.percent(_share(_peak(panel))),
            "when": _peak(panel)["when"],
        }
        for panel in _panels(frame)
    ]
    if not parts:
        return title(frame) + "."
    return _("Person-days used of capacity in the fullest period of each pool: %(pools)s.") % {
        "pools": "; ".join(parts)
    }


def table(frame: Frame) -> Table:
    """One row per pool and period with work in it."""
    return Table(
        (_("Pool"), _("Period"), _("Used, person-days"), _("Capacity"), _("Share")),
        tuple(
            (
                row["name"],
                row["when"],
                numbers.days(row["used"]),
                numbers.days(row["capacity"]),
                numbers.percent(_share(row)),
            )
            for panel in _panels(frame)
            for row in panel
            if row["used"]
        ),
        numeric=frozenset({2, 3, 4}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """A panel a pool, the tightest first: bars are days used, the line is capacity."""
    panels = _panels(frame)
    columns = _COLUMNS_NARROW if look.narrow else _COLUMNS_WIDE
    lines = max(1, -(-len(panels) // columns))
    height = lines * (_panel(look) + _HEAD) + _FOOT
    axes: dict[str, Any] = {}
    data: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for n, panel in enumerate(panels):
        line, column = divmod(n, columns)
        suffix = "" if n == 0 else str(n + 1)
        last_in_column = n + columns >= len(panels)
        axes |= _axes(panel, look, suffix, (line, column), (lines, columns), last_in_column)
        data += _traces(panel, look, suffix)
        labels += _labels(panel, look, suffix)
    layout = theme.layout(
        look, height, (_SIDE, _SIDE, 0, _FOOT), annotations=labels, bargap=0.15, **axes
    )
    return {"data": data, "layout": layout}


def _share_of(columns: int) -> float:
    """Of the whole width, that of a panel."""
    return (1 - _GAP * (columns - 1)) / columns


def _panel(look: Look) -> int:
    return _PANEL_PRINTED if look.across else _PANEL


def _axes(
    panel: Rows,
    look: Look,
    suffix: str,
    place: tuple[int, int],
    grid: tuple[int, int],
    named: bool,
) -> dict[str, Any]:
    (line, column), (lines, columns) = place, grid
    width = _share_of(columns)
    left = column * (width + _GAP)
    top = 1 - (line + _HEAD / (_panel(look) + _HEAD)) / lines
    bottom = 1 - (line + 1) / lines
    first, last = day(panel[0]["date"]), day(panel[-1]["date"])
    step = (last - first) / max(1, len(panel) - 1) / 2
    x = year_axis(look, int(first - step), int(last + step))
    x |= {"domain": [left, left + width], "anchor": f"y{suffix}", "showticklabels": named}
    most = max(max(row["used"], row["capacity"]) for row in panel)
    y: dict[str, Any] = {
        "domain": [bottom, top],
        "anchor": f"x{suffix}",
        "range": [0, 1.12 * most or 1],
    }
    y |= {"visible": False, "fixedrange": True}
    return {f"xaxis{suffix}": x, f"yaxis{suffix}": y}


def _traces(panel: Rows, look: Look, suffix: str) -> list[dict[str, Any]]:
    palette = look.palette
    axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    days = [day(row["date"]) for row in panel]
    words = [
        _("%(when)s: %(used)s of %(capacity)s person-days")
        % {
            "when": row["when"],
            "used": numbers.days(row["used"]),
            "capacity": numbers.days(row["capacity"]),
        }
        for row in panel
    ]
    return [
        {
            "type": "bar", "x": days, "y": [row["used"] for row in panel],
            "marker": {"color": palette.muted, "line": {"width": 0}},
            "text": words, "textposition": "none",
            "hovertemplate": "%{text}<extra></extra>", **axes,
        },
        {
            "type": "scatter", "mode": "lines", "x": days, "y": [row["capacity"] for row in panel],
            "line": {"color": palette.ink, "width": 1.5, "shape": "hvh"}, "hoverinfo": "skip",
            "cliponaxis": False, **axes,
        },
    ]  # fmt: skip


def _labels(panel: Rows, look: Look, suffix: str) -> list[dict[str, Any]]:
    palette = look.palette
    peak = _peak(panel)
    axes = (f"x{suffix} domain", f"y{suffix} domain")
    small = 12 if look.narrow else 13
    words = _("%(share)s of %(days)s d, %(when)s") % {
        "share": numbers.percent(_share(peak)),
        "days": numbers.days(peak["capacity"]),
        "when": peak["when"],
    }
    columns = _COLUMNS_NARROW if look.narrow else _COLUMNS_WIDE
    room = (look.width - 2 * _SIDE) * _share_of(columns)
    name = fonts.fitted(panel[0]["name"], room, small, bold=True)
    head: dict[str, Any] = {"at": (0, 1), "axes": axes}
    return [
        theme.text(name, color=palette.ink, weight=600, size=small, shift=(0, 26), **head),
        theme.text(words, color=palette.muted, size=small - 1, shift=(0, 11), **head),
    ]


def _panels(frame: Frame) -> list[Rows]:
    """The pools that the plan uses, each in order of time, the tightest pool first."""
    rows = rows_of(frame, COLUMNS)
    ordered = sorted(rows, key=lambda row: (str(row["pool"]), str(row["date"])))
    groups = [list(members) for _key, members in groupby(ordered, key=lambda row: row["pool"])]
    used = [panel for panel in groups if any(row["used"] for row in panel)]
    return sorted(used, key=lambda panel: (-_share(_peak(panel)), panel[0]["name"]))


def _peak(panel: Rows) -> Row:
    """The fullest period, the first of equals."""
    return max(panel, key=_share)


def _share(row: Row) -> float:
    if row["capacity"]:
        return float(row["used"] / row["capacity"])
    return 1.0 if row["used"] else 0.0
