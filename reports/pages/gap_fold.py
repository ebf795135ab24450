"""Which rows of the gap table are open, and which are folded below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.pages.gap_filters import Asked

# So many rows are read at once; a group that begins among them is shown whole.
ROWS_SHOWN = 10
NAMED = 3


def parted(
    groups: Sequence[dict[str, Any]], asked: Asked
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Groups to show, and {groups, rows: how many, names: of the first} to fold. Whoever asked for
    some rows sees all of them."""
    if asked.filtered:
        return list(groups), {}
    shown: list[dict[str, Any]] = []
    folded: list[dict[str, Any]] = []
    count = 0
    for group in groups:
        # Without groups worth the name there is one, which is cut.
        first = len(group["rows"]) if group["heading"] else ROWS_SHOWN
        if count < ROWS_SHOWN:
            shown.append({**group, "rows": group["rows"][:first]})
            rest = group["rows"][first:]
        else:
            rest = group["rows"]
        count += len(group["rows"])
        if rest:
            folded.append({**group, "rows": rest})
    rows = [row for group in folded for row in group["rows"]]
    return shown, {"groups": folded, "rows": len(rows), "names": _names(rows)} if rows else {}


def _names(rows: Sequence[dict[str, Any]]) -> str:
    named = ", ".join(row["name"] for row in rows[:NAMED])
    return f"{named} …" if len(rows) > NAMED else named
