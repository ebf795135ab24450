"""Money: what the plan spends by quarter, against what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import numbers
from reports.figures import theme
from reports.figures.frame import Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# One row a calendar quarter, in order of time. date: ISO, its first day in the plan. when: the same
# in words. Thousands of US dollars; *_so_far: added up from the start. budget: None is no limit.
COLUMNS = ("date", "when", "spent", "budget", "spent_so_far", "budget_so_far")


def title(frame: Frame) -> str:
    """The whole sum, and the quarter that takes most of it or leaves least."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return _("The plan spends nothing outside")
    words = {"total": numbers.thousands(rows[-1]["spent_so_far"])}
    limited = [row for row in rows if row["budget_so_far"] is not None]
    if not limited:
        most = max(rows, key=lambda row: float(row["spent"]))
        words |= {"most": numbers.thousands(most["spent"]), "when": most["when"]}
        return _("The plan spends %(total)s, %(most)s of it in %(when)s") % words
    tight = min(limited, key=lambda row: float(row["budget_so_far"] - row["spent_so_far"]))
    left = tight["budget_so_far"] - tight["spent_so_far"]
    words |= {"left": numbers.thousands(max(0.0, left)), "when": tight["when"]}
    return _("The plan spends %(total)s; at its tightest, in %(when)s, %(left)s is left") % words


def alt(frame: Frame) -> str:
    """Every quarter's sum."""
    rows = rows_of(frame, COLUMNS)
    if not rows:
        return title(frame) + "."
    parts = [
        _("%(when)s %(spent)s") % {"when": row["when"], "spent": numbers.thousands(row["spent"])}
        for row in rows
    ]
    return _("External cost by quarter: %(quarters)s.") % {"quarters": "; ".join(parts)}


def table(frame: Frame) -> Table:
    """One row per quarter: spent and budget, alone and added up."""
    return Table(
        (_("Quarter"), _("Spent"), _("Budget"), _("Spent so far"), _("Budget so far")),
        tuple(
            (
                row["when"],
                numbers.thousands(row["spent"]),
                numbers.thousands(row["budget"]),
                numbers.thousands(row["spent_so_far"]),
                numbers.thousands(row["budget_so_far"]),
            )
            for row in rows_of(frame, COLUMNS)
        ),
        numeric=frozenset({1, 2, 3, 4}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """Bars are spent, their sum above them; the line is the budget that comes in."""
    rows = rows_of(frame, COLUMNS)
    palette = look.palette
    places = list(range(len(rows)))
    most = max((max(row["spent"], row["budget"] or 0) for row in rows), default=1.0)
    bars = {
        "type": "bar", "x": places, "y": [row["spent"] for row in rows],
        "marker": {"color": palette.muted, "line": {"width": 0}},
        "text": [f"{row['when']}: {numbers.thousands(row['spent'])}" for row in rows],
        "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
    data: list[dict[str, Any]] = [bars]
    if any(row["budget"] is not None for row in rows):
        data.append(
            {
                "type": "scatter", "mode": "lines", "x": places,
                "y": [row["budget"] for row in rows],
                "line": {"color": palette.ink, "width": 1.5, "shape": "hvh"},
                "hoverinfo": "skip", "cliponaxis": False,
            }
        )  # fmt: skip
    every = -(-len(rows) * 52 // (look.width - 24)) or 1
    layout = theme.layout(
        look,
        230,
        (12, 12, 8, 30),
        bargap=0.3,
        xaxis={
            "range": [-0.5, max(0.5, len(rows) - 0.5)],
            "tickvals": places[::every],
            "ticktext": [row["when"] for row in rows[::every]],
            "tickangle": 0, "zeroline": False, "showgrid": False, "fixedrange": True,
            "showline": True, "linecolor": palette.edge,
            "tickfont": {"color": palette.muted, "size": 13},
        },
        yaxis={"range": [0, 1.18 * most or 1], "visible": False, "fixedrange": True},
        annotations=_labels(rows, look),
    )  # fmt: skip
    return {"data": data, "layout": layout}


def _labels(rows: Rows, look: Look) -> list[dict[str, Any]]:
    """Each bar's sum above it."""
    return [
        theme.text(
            numbers.thousands(row["spent"]),
            at=(place, row["spent"]),
            color=look.palette.ink,
            size=13,
            anchor="center",
            shift=(0, 10),
            behind=look.palette.paper,
        )
        for place, row in enumerate(rows)
        if row["spent"]
    ]
