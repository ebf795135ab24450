"""Where the plan leads: the index by period, the stage below it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports import numbers
from reports.figures import theme
from reports.figures.calendar_axis import day, time_axis
from reports.figures.frame import Row, Rows, Table, rows_of

if TYPE_CHECKING:
    from reports.figures.frame import Figure, Frame
    from reports.figures.theme import Look

# date: ISO. when: the same in words. index: 0..100 or None. stage: its name or None.
# stage_level: 1..5 or None. target: the index with every target reached, 0..100 or None; the same
# in every row.
COLUMNS = ("date", "when", "index", "stage", "stage_level", "target")
# A row may also have pace, how much of what was planned gets delivered (percent, the same in every
# row), and late, the index then (0..100); both None while nobody can know.
_STRIP = (-24.0, -8.0)
# Two numbers at the end of lines need so many points between them to be read.
_APART = 7.0


def title(frame: Frame) -> str:
    """From where to where, and when the stage rises."""
    rows = [row for row in rows_of(frame, COLUMNS) if row["index"] is not None]
    if not rows:
        return _("There is no forecast without an index")
    words = {"start": numbers.index(rows[0]["index"]), "end": numbers.index(rows[-1]["index"])}
    risen = _risen(rows)
    if risen is None:
        said = _("The plan leads from index %(start)s to %(end)s") % words
    else:
        words |= {"stage": str(risen["stage_level"]), "when": risen["when"]}
        said = (
            _("The plan leads from index %(start)s to %(end)s and to stage %(stage)s in %(when)s")
            % words
        )
    if not _paced(rows):
        return said
    late = numbers.index(rows[-1]["late"])
    return _("%(said)s; at the pace so far to index %(late)s") % {"said": said, "late": late}


def alt(frame: Frame) -> str:
    """Index and stage at the beginning, at every change of stage and at the end."""
    rows = [row for row in rows_of(frame, COLUMNS) if row["index"] is not None]
    if not rows:
        return title(frame) + "."
    points = [members[0] for members in _stages(rows)]
    if rows[-1] is not points[-1]:
        points.append(rows[-1])
    parts = [
        _("%(when)s index %(index)s, stage %(stage)s")
        % {
            "when": row["when"],
            "index": numbers.index(row["index"]),
            "stage": row["stage"] or numbers.ABSENT,
        }
        for row in points
    ]
    words = _("If the plan is kept: %(points)s.") % {"points": "; ".join(parts)}
    if rows[0]["target"] is not None:
        target = numbers.index(rows[0]["target"])
        words += " " + _("With every target reached the index is %(index)s.") % {"index": target}
    if _paced(rows):
        words += " " + _(
            "The broken line below is the same if work goes on at the pace so far, %(pace)s %% of"
            " what was planned: index %(index)s at the end."
        ) % {"pace": rows[-1]["pace"], "index": numbers.index(rows[-1]["late"])}
    return words


def table(frame: Frame) -> Table:
    """One row per period, with the index at the pace so far where that is known."""
    rows = rows_of(frame, COLUMNS)
    heading = [_("From"), _("Index"), _("Stage")]
    cells = [
        [
            row["when"],
            numbers.index(row["index"]),
            f"{row['stage_level']} {row['stage']}" if row["stage"] else numbers.ABSENT,
        ]
        for row in rows
    ]
    if _paced(rows):
        heading.append(_("Index at the pace so far"))
        for row, line in zip(rows, cells, strict=True):
            line.append(numbers.index(row["late"]))
    return Table(tuple(heading), tuple(map(tuple, cells)), numeric=frozenset({1, 3}))


def figure(frame: Frame, look: Look) -> Figure:
    """A stepped line in ink over a strip of stages, a broken one at the pace so far where that is
    known; nothing is smoothed."""
    rows = [row for row in rows_of(frame, COLUMNS) if row["index"] is not None]
    margin = (30, 34, 14, 40)
    first, last = (day(rows[n]["date"] if rows else "2026-01-01") for n in (0, -1))
    palette = look.palette
    shapes, labels = _strip(rows, look)
    layout = theme.layout(
        look,
        300 if look.narrow else 330,
        margin,
        xaxis=time_axis(
            look, first, last, look.width - margin[0] - margin[1], gridcolor=theme.CLEAR
        ),
        yaxis={
            "range": [_STRIP[0], 104],
            "tickvals": [0, 25, 50, 75, 100],
            "gridcolor": palette.line,
            "zeroline": False,
            "fixedrange": True,
            "ticklabelstandoff": 5,
            "tickfont": {"color": palette.muted, "size": 13},
        },
        shapes=shapes + _target_line(rows, look),
        annotations=labels + _ends(rows, look) + _target(rows, look) + _late_end(rows, look),
    )
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [day(row["date"]) for row in rows],
        "y": [row["index"] for row in rows],
        "text": [row["when"] for row in rows],
        "line": {"color": palette.ink, "width": 2.5, "shape": "hv"},
        "hovertemplate": "%{text}: %{y:.0f}<extra></extra>",
        "cliponaxis": False,
    }
    return {"data": [*_late_line(rows, look), line], "layout": layout}


def _paced(rows: Rows) -> bool:
    return bool(rows) and rows[-1].get("late") is not None


def _late_line(rows: Rows, look: Look) -> list[dict[str, Any]]:
    """The index if work goes on at the pace so far."""
    if not _paced(rows):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [day(row["date"]) for row in rows],
            "y": [row["late"] for row in rows],
            "text": [row["when"] for row in rows],
            "line": {"color": look.palette.muted, "width": 2, "shape": "hv", "dash": "7px,5px"},
            "hovertemplate": "%{text}: %{y:.0f}<extra></extra>",
            "cliponaxis": False,
        }
    ]


def _late_end(rows: Rows, look: Look) -> list[dict[str, Any]]:
    """What the broken line is, below it; and its last index where there is room for it."""
    if not _paced(rows):
        return []
    first, last = day(rows[0]["date"]), day(rows[-1]["date"])
    middle = rows[len(rows) // 2]
    style: dict[str, Any] = {"color": look.palette.muted, "size": 13}
    words = _("at the pace so far: %(pace)s %% of the plan") % {"pace": middle["pace"]}
    at = ((first + last) / 2, middle["late"])
    found = [theme.text(words, at=at, shift=(0, -14), anchor="center", **style)]
    if rows[-1]["index"] - rows[-1]["late"] >= _APART:
        end = numbers.index(rows[-1]["late"])
        found.append(
            theme.text(end, at=(last, rows[-1]["late"]), shift=(7, 0), weight=600, **style)
        )
    return found


def _ends(rows: Rows, look: Look) -> list[dict[str, Any]]:
    """The index of today and of the last period, at the ends of the line."""
    if not rows:
        return []
    style: dict[str, Any] = {"color": look.palette.ink, "weight": 600, "size": 15}
    start, end = rows[0], rows[-1]
    at_start, at_end = (day(start["date"]), start["index"]), (day(end["date"]), end["index"])
    return [
        theme.text(numbers.index(start["index"]), at=at_start, shift=(4, 14), **style),
        theme.text(numbers.index(end["index"]), at=at_end, shift=(7, 0), **style),
    ]


def _target_line(rows: Rows, look: Look) -> list[dict[str, Any]]:
    """A broken line across: where every target is reached."""
    if not rows or rows[0]["target"] is None:
        return []
    level = rows[0]["target"]
    line = {"color": look.palette.ink, "width": 1.25, "dash": "5px,4px"}
    return [
        {
            "type": "line", "layer": "below", "xref": "paper", "x0": 0, "x1": 1,
            "y0": level, "y1": level, "line": line,
        }
    ]  # fmt: skip


def _target(rows: Rows, look: Look) -> list[dict[str, Any]]:
    if not rows or rows[0]["target"] is None:
        return []
    words = _("all targets reached: %(index)s") % {"index": numbers.index(rows[0]["target"])}
    return [
        theme.text(
            words,
            at=(0, rows[0]["target"]),
            color=look.palette.muted,
            size=13,
            shift=(6, 10),
            axes=("paper", "y"),
        )
    ]


def _strip(rows: Rows, look: Look) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    spans = _stages(rows)
    for n, members in enumerate(spans):
        level = members[0]["stage_level"]
        if level is None:
            continue
        start = day(members[0]["date"])
        end = day(spans[n + 1][0]["date"]) if n + 1 < len(spans) else day(rows[-1]["date"])
        fill, ink = look.palette.levels[level - 1]
        shapes.append(
            {
                "type": "rect", "layer": "below", "x0": start, "x1": end,
                "y0": _STRIP[0], "y1": _STRIP[1],
                "fillcolor": fill, "line": {"color": look.palette.paper, "width": 1},
            }
        )  # fmt: skip
        words = _words(members[0], (end - start) / max(1, _length(rows)), look)
        middle = ((start + end) / 2, sum(_STRIP) / 2)
        labels.append(theme.text(words, at=middle, color=ink, size=13, weight=600, anchor="center"))
    return shapes, labels


def _words(row: Row, share: float, look: Look) -> str:
    """As much of "3 Defined from Aug 2027" as the span has room for."""
    room = share * (look.width - 64)
    name = f"{row['stage_level']} {row['stage']}"
    dated = _("%(stage)s from %(when)s") % {"stage": name, "when": row["when"]}
    for words in (dated, name, str(row["stage_level"])):
        if room > 8 * len(words):
            return words
    return ""


def _length(rows: Rows) -> int:
    return day(rows[-1]["date"]) - day(rows[0]["date"])


def _stages(rows: Rows) -> list[list[Row]]:
    return [list(members) for _key, members in groupby(rows, key=lambda row: row["stage_level"])]


def _risen(rows: Rows) -> Row | None:
    """The first period of the highest stage, if that is above today's."""
    known = [row for row in rows if row["stage_level"] is not None]
    if not known:
        return None
    best = max(known, key=lambda row: int(row["stage_level"]))
    return best if best["stage_level"] > known[0]["stage_level"] else None
