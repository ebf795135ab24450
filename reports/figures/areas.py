"""The areas: where each stands, with its range, and where it needs to be. Weakest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import numbers
from reports.figures import fonts, theme
from reports.figures.frame import Row, Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# area: key. score, target, before, low, high: levels or None. stage: a name or None. standing:
# what is said of the stage, such as "borderline". reason: why there is no score.
COLUMNS = (
    "area",
    "name",
    "score",
    "target",
    "before",
    "low",
    "high",
    "stage",
    "standing",
    "reason",
)
_ROW = {False: 46, True: 62}
# Of the names at the left: letters, pixels at least and at most, and between name and marks.
_SIZE, _LEAST, _MOST, _GAP = 15, 100, 260, 14


def title(frame: Frame) -> str:
    """The weakest area, and what it needs."""
    rows = _sorted(frame)
    if not rows or rows[0]["score"] is None:
        return _("No area has enough answers yet")
    words = {
        "area": rows[0]["name"],
        "score": numbers.level(rows[0]["score"]),
        "target": numbers.level(rows[0]["target"]),
    }
    if rows[0]["target"] is None:
        return _("%(area)s is your weakest area, at %(score)s") % words
    if rows[0]["score"] >= rows[0]["target"]:
        return _("Every area is where you need it; the lowest is %(area)s") % words
    return _("%(area)s is your weakest area: %(score)s where %(target)s is needed") % words


def alt(frame: Frame) -> str:
    """All areas in one sentence."""
    parts = []
    for row in _sorted(frame):
        if row["score"] is None:
            parts.append(_("%(area)s not scored") % {"area": row["name"]})
            continue
        words = {
            "area": row["name"],
            "score": numbers.level(row["score"]),
            "target": numbers.level(row["target"]),
        }
        parts.append(_("%(area)s %(score)s, target %(target)s") % words)
    return _("Levels now and at target by area, weakest first: %(areas)s.") % {
        "areas": "; ".join(parts)
    }


def table(frame: Frame) -> Table:
    """One row per area: now, range, target, stage."""
    return Table(
        (_("Area"), _("Now"), _("Range"), _("Target"), _("Stage")),
        tuple(
            (
                row["name"],
                numbers.level(row["score"]),
                numbers.level_range(row["low"], row["high"]) or numbers.ABSENT,
                numbers.level(row["target"]),
                _verdict(row) or numbers.ABSENT,
            )
            for row in _sorted(frame)
        ),
        numeric=frozenset({1, 2, 3}),
    )


def figure(frame: Frame, look: Look) -> Figure:
    """A dumbbell a row. Wide: name on the left, values and stage on the right; narrow: above."""
    rows = _sorted(frame)
    height = _ROW[look.narrow] * len(rows) + 40
    margin = (14, 14, 30, 10) if look.narrow else (_beside(rows), 250, 30, 10)
    labels = [label for y, row in enumerate(rows) for label in _labels(row, y, look, margin)]
    layout = theme.layout(
        look,
        height,
        margin,
        xaxis=theme.level_axis(look),
        yaxis=theme.row_axis(len(rows)),
        annotations=labels,
    )
    offset = 0.2 if look.narrow else 0.0
    marked = [{**row, "y": y + offset} for y, row in enumerate(rows)]
    return {"data": theme.marks(look, marked), "layout": layout}


def _beside(rows: Rows) -> int:
    """Pixels for the longest name, within reason."""
    longest = max((fonts.length(row["name"], _SIZE, bold=True) for row in rows), default=0.0)
    return round(min(max(_LEAST, longest + _GAP), _MOST))


def _labels(
    row: Row, y: int, look: Look, margin: tuple[int, int, int, int]
) -> list[dict[str, Any]]:
    palette, hue = look.palette, look.palette.area(row["area"])
    values, verdict = _values(row), _verdict(row)
    place: dict[str, Any] = {"axes": ("paper", "y")}
    if look.narrow:
        place |= {"behind": palette.paper}
        both = " · ".join(part for part in (values, verdict) if part)
        return [
            theme.text(row["name"], at=(0, y), color=hue, weight=600, shift=(-13, 15), **place),
            theme.text(
                both, at=(1, y), color=palette.ink, size=13, anchor="right", shift=(13, 15), **place
            ),
        ]
    left, right = -margin[0], margin[1] - 162
    name = fonts.fitted(row["name"], margin[0] - _GAP, _SIZE, bold=True)
    return [
        theme.text(name, at=(0, y), color=hue, weight=600, size=_SIZE, shift=(left, 0), **place),
        theme.text(values, at=(1, y), color=palette.ink, weight=600, shift=(12, 0), **place),
        theme.text(verdict, at=(1, y), color=palette.muted, shift=(right, 0), **place),
    ]


def _values(row: Row) -> str:
    if row["score"] is None:
        return ""
    if row["target"] is None:
        return numbers.level(row["score"])
    return f"{numbers.level(row['score'])} → {numbers.level(row['target'])}"


def _verdict(row: Row) -> str:
    if row["score"] is None:
        return _("not scored")
    return ", ".join(part for part in (row["stage"], row["standing"]) if part)


def _sorted(frame: Frame) -> Rows:
    """Weakest first, what is not scored last."""
    rows = rows_of(frame, COLUMNS)
    return sorted(rows, key=lambda row: (row["score"] is None, row["score"] or 0))
