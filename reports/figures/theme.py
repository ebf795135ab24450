"""One look for every chart: the colours of static/css/tokens.css, the font, the four marks.

The four marks: ink is now, an outline the target, faint the last round, a band the peers; a range
is a thin line through the mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

FONT = "Source Sans Pro"
CLEAR = "rgba(0,0,0,0)"
WIDE, NARROW = 760, 358


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme, hexadecimal, named as in tokens.css."""

    paper: str
    ink: str
    muted: str
    edge: str
    line: str
    sunken: str
    warning: str
    areas: Mapping[str, str]
    # Fill and ink of the levels and stages 1 to 5, as in a heat table.
    levels: tuple[tuple[str, str], ...]

    def area(self, key: str) -> str:
        """An area's hue; ink for an area that the look has no hue for."""
        return self.areas.get(key, self.ink)


LIGHT = Palette(
    paper="#fcfbf8",
    ink="#1d2127",
    muted="#59616b",
    edge="#7a828c",
    line="#dedad2",
    sunken="#f3f1ec",
    warning="#b3261e",
    areas={
        "data": "#1f6fb2",
        "technology": "#4a2c86",
        "analytics": "#05573c",
        "process": "#955308",
        "people": "#c02a62",
    },
    levels=(
        ("#e4ebf4", "#1d2127"),
        ("#bdd0e7", "#1d2127"),
        ("#8cafd6", "#1d2127"),
        ("#45709f", "#ffffff"),
        ("#1d436f", "#ffffff"),
    ),
)
DARK = Palette(
    paper="#14171b",
    ink="#ece9e3",
    muted="#a7afb9",
    edge="#7f8892",
    line="#363d46",
    sunken="#262b32",
    warning="#ff9d8f",
    areas={
        "data": "#4f9df0",
        "technology": "#d2c0fb",
        "analytics": "#55dba3",
        "process": "#d08f3c",
        "people": "#f2689f",
    },
    levels=(
        ("#232b36", "#ffffff"),
        ("#2c4160", "#ffffff"),
        ("#43658f", "#ffffff"),
        ("#7fa8d6", "#14171b"),
        ("#c8ddf5", "#14171b"),
    ),
)
PRINT = replace(LIGHT, paper="#ffffff")


@dataclass(frozen=True, slots=True)
class Look:
    """How a chart is drawn. narrow: for a phone, where labels stand above their row. printed: for
    a sheet of paper, where no chart may be wider than the others and none can be scrolled; both:
    for a place beside something else on a sheet."""

    palette: Palette
    narrow: bool = False
    printed: bool = False

    @property
    def width(self) -> int:
        return NARROW if self.narrow else WIDE

    @property
    def across(self) -> bool:
        """For the whole width of a sheet."""
        return self.printed and not self.narrow


Variant = Literal["wide-light", "wide-dark", "narrow-light", "narrow-dark"]
VARIANTS: Mapping[str, Look] = {
    "wide-light": Look(LIGHT),
    "wide-dark": Look(DARK),
    "narrow-light": Look(LIGHT, narrow=True),
    "narrow-dark": Look(DARK, narrow=True),
}
# Those of pages, which are drawn before anybody asks, and those of files.
LOOKS: Mapping[str, Look] = {
    **VARIANTS,
    "print": Look(PRINT, printed=True),
    "print-narrow": Look(PRINT, narrow=True, printed=True),
}


def layout(
    look: Look, height: int, margin: tuple[int, int, int, int], **more: Any
) -> dict[str, Any]:
    """The layout every chart starts from. margin: left, right, top, bottom in pixels."""
    left, right, top, bottom = margin
    return {
        "width": look.width,
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 14, "color": look.palette.ink},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "bargap": 0.25,
        **more,
    }


def level_axis(look: Look) -> dict[str, Any]:
    """The level scale 1 to 5 across the top."""
    return {
        "range": [0.8, 5.2],
        "tickvals": [1, 2, 3, 4, 5],
        "ticktext": ["1", "2", "3", "4", "5"],
        "side": "top",
        "gridcolor": look.palette.line,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"color": look.palette.muted, "size": 13},
    }


def row_axis(rows: float) -> dict[str, Any]:
    """A hidden axis for rows 0, 1, 2 ... from the top."""
    return {"range": [rows - 0.5, -0.5], "visible": False, "fixedrange": True}


def text(
    words: str,
    *,
    at: tuple[float, float],
    color: str,
    size: int = 14,
    weight: int = 400,
    anchor: str = "left",
    shift: tuple[float, float] = (0, 0),
    axes: tuple[str, str] = ("x", "y"),
    behind: str | None = None,
) -> dict[str, Any]:
    """One label. axes: what `at` is measured by, such as ("paper", "y"). behind: a colour that
    keeps lines from crossing the words."""
    return {
        "text": words,
        "x": at[0],
        "y": at[1],
        "xref": axes[0],
        "yref": axes[1],
        "xanchor": anchor,
        "yanchor": "middle",
        "xshift": shift[0],
        "yshift": shift[1],
        "showarrow": False,
        "align": anchor,
        "borderpad": 0 if behind is None else 1,
        "bgcolor": behind or CLEAR,
        "font": {"family": FONT, "size": size, "color": color, "weight": weight},
    }


def area_key(look: Look, areas: Mapping[str, str], left: int) -> list[dict[str, Any]]:
    """The areas by hue and word in one line below the plot, two on a phone. left: the margin."""
    found = []
    columns = 3 if look.narrow else len(areas)
    step = (look.width - 8) / max(columns, 1) if look.narrow else 120
    for n, (key, name) in enumerate(areas.items()):
        line, column = divmod(n, columns)
        found.append(
            text(
                f"■ {name}",
                at=(0, 0),
                color=look.palette.area(key),
                size=13,
                weight=600,
                shift=(column * step - left + 1, -22 - 20 * line),
                axes=("paper", "paper"),
            )
        )
    return found


def marks(look: Look, rows: list[dict[str, Any]], size: int = 13) -> list[dict[str, Any]]:
    """Traces of now, target, last round and range. rows: y, name and the levels score, target,
    before, low, high; None is left out."""
    ink, edge, paper = look.palette.ink, look.palette.edge, look.palette.paper
    spans = [row for row in rows if row["low"] is not None and row["high"] is not None]
    range_x: list[float | None] = []
    range_y: list[float | None] = []
    for row in spans:
        range_x += [row["low"], row["high"], None]
        range_y += [row["y"], row["y"], None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": range_x,
            "y": range_y,
            "line": {"color": ink, "width": 1.5},
            "hoverinfo": "skip",
        },
        _dots(rows, "before", "last round", {"color": edge, "size": size - 6}),
        _dots(
            rows,
            "target",
            "target",
            {"color": paper, "size": size, "line": {"color": ink, "width": 2}},
        ),
        _dots(rows, "score", "now", {"color": ink, "size": size}),
    ]


def _dots(
    rows: list[dict[str, Any]], column: str, words: str, marker: dict[str, Any]
) -> dict[str, Any]:
    shown = [row for row in rows if row[column] is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row[column] for row in shown],
        "y": [row["y"] for row in shown],
        "text": [row["name"] for row in shown],
        "hovertemplate": f"%{{text}}: {words} %{{x:.1f}}<extra></extra>",
        "marker": {"opacity": 1, **marker},
        "cliponaxis": False,
    }
