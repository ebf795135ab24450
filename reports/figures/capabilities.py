"""All capabilities: now and target, the most important gap first."""

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

# capability, area: keys. score, target, before, low, high: levels or None. rank: 1 is the most
# important, None if not rated. gap: target minus score, levels or None; above 0 it is open.
COLUMNS = (
    "capability", "name", "area", "area_name", "score", "target", "before", "low", "high", "rank",
    "gap"
)  # fmt: skip
_ROW = {False: 27, True: 46}
# So that the longest list leaves room for words on a sheet.
_ROW_PRINTED = 17
_NAMED = 5


def title(frame: Frame) -> str:
    """The gap that matters most."""
    gaps = _open(_sorted(frame))
    if not gaps:
        return _("No gap: every scored capability reaches its target")
    return _("%(name)s comes first: %(score)s where %(target)s is needed") % _words(gaps[0])


def alt(frame: Frame) -> str:
    """How many gaps there are, and the first of them."""
    gaps = _open(_sorted(frame))
    if not gaps:
        return title(frame) + "."
    first = "; ".join(
        _("%(name)s %(score)s, target %(target)s") % _words(row) for row in gaps[:_NAMED]
    )
    return ngettext(
        "%(n)s capability is below its target, the most important first: %(first)s.",
        "%(n)s capabilities are below their target, the most important first: %(first)s.",
        len(gaps),
    ) % {"n": len(gaps), "first": first}


def table(frame: Frame) -> Table:
    """One row per capability: now, range, target, rank."""
    return Table(
        (_("Capability"), _("Area"), _("Now"), _("Range"), _("Target"), _("Rank")),
        tuple(
            (
                row["name"],
                row["area_name"],
                numbers.level(row["score"]),
                numbers.level_range(row["low"], row["high"]) or numbers.ABSENT,
                numbers.whole_level(row["target"]),
                numbers.whole_level(row["rank"]),
            )
            for row in _sorted(frame)
        ),
        numeric=frozenset({2, 3, 4, 5}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """A thin dumbbell a row, the area's mark before each name, the key to the areas below."""
    rows = _sorted(frame)
    margin = (16, 16, 30, 60) if look.narrow else (288, 84, 30, 40)
    labels = [label for y, row in enumerate(rows) for label in _labels(row, y, look, margin)]
    layout = theme.layout(
        look,
        (_ROW_PRINTED if look.across else _ROW[look.narrow]) * len(rows) + margin[2] + margin[3],
        margin,
        xaxis=theme.level_axis(look),
        yaxis=theme.row_axis(len(rows)),
        annotations=labels + theme.area_key(look, _areas(rows), margin[0]),
    )
    offset = 0.24 if look.narrow else 0.0
    marked = [{**row, "y": y + offset} for y, row in enumerate(rows)]
    return {"data": theme.marks(look, marked, size=11), "layout": layout}


def _labels(
    row: Row, y: int, look: Look, margin: tuple[int, int, int, int]
) -> list[dict[str, Any]]:
    palette = look.palette
    up = 11 if look.narrow else 0
    inset = margin[0] - (1 if look.narrow else 0)
    place: dict[str, Any] = {"axes": ("paper", "y")}
    if look.narrow:
        place["behind"] = palette.paper
    shown = numbers.level(row["score"]) if row["score"] is not None else _("not scored")
    if row["score"] is not None and row["target"] is not None:
        shown = f"{shown} → {row['target']}"
    right = {"anchor": "right", "shift": (14, up)} if look.narrow else {"shift": (8, up)}
    mark = theme.text(
        "■", at=(0, y), color=palette.area(row["area"]), size=12, shift=(-inset, up), **place
    )
    name = theme.text(row["name"], at=(0, y), color=palette.ink, shift=(16 - inset, up), **place)
    return [
        name, mark,
        theme.text(shown, at=(1, y), color=palette.ink, weight=600, **{**place, **right}),
    ]  # fmt: skip


def _open(rows: Rows) -> Rows:
    return [row for row in rows if row["gap"] is not None and row["gap"] > 0]


def _words(row: Row) -> dict[str, str]:
    return {
        "name": row["name"],
        "score": numbers.level(row["score"]),
        "target": numbers.whole_level(row["target"]),
    }


def _areas(rows: Rows) -> dict[str, str]:
    return {row["area"]: row["area_name"] for row in rows}


def _sorted(frame: Frame) -> Rows:
    """By rank; then what has no gap, and what is not scored last."""
    rows = rows_of(frame, COLUMNS)
    return sorted(
        rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["score"] is None)
    )
