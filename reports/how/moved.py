"""What a figure has moved by since the last round: its parts, and the change in the same roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import causes, numbers
from reports.how.values import Explanation, Table, number, step, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.frames import Source


def moved(read: Source, part: str, key: str) -> Iterator[Explanation]:
    """part: "areas" or "capabilities" of the change document. Nothing without an earlier round or
    a score in both."""
    if read.change is None:
        return
    item = next((row for row in read.change[part] if row["key"] == key), None)
    if item is None or item["earlier"] is None or item["later"] is None:
        return
    movement, shift = item["movement"] or {}, item["like_for_like"]
    rows = tuple((causes.name(read, cause, 1), number(value)) for cause, value in movement.items())
    figures = (
        (_("Change in the same roles"), shift["difference"]),
        (_("Lower end"), shift["low"]),
        (_("Upper end"), shift["high"]),
        (_("Smallest change that would have been seen"), shift["detectable"]),
    )
    same = tuple((name, number(value)) for name, value in figures if value is not None)
    tables = []
    if rows:
        tables.append(Table(_("Why it moved"), (_("Cause"), _("Levels")), rows))
    if same:
        tables.append(Table(_("Like for like"), (_("Part"), _("Levels")), same))
    parts = "".join(f" + {term(value)}" for value in movement.values())
    yield Explanation(
        anchor="since",
        title=_("Since %(round)s") % {"round": read.since},
        shown=numbers.level_change(item["later"] - item["earlier"]),
        method="change#why-a-score-moved",
        says=shift["sentence"] or shift["reason"] or "",
        tables=tuple(tables),
        steps=(step(_("Now"), f"{number(item['earlier'])}{parts}", item["later"]),)
        if movement
        else (),
    )
