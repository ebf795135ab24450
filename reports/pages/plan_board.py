"""The plan as a board or a list: what the reader asked to see of it, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import dates, frames
from reports.figures import gantt
from reports.figures.timeline import NARROW, WIDE, timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from reports.figures.frame import Row
    from reports.frames import Source

VIEWS = ("board", "list")
# Stands for "no owner" in the address.
NOBODY = "-"
FILTERS = ("area", "owner", "status", "quarter")


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter."""

    key: str
    name: str
    chosen: bool


def board(read: Source, asked: Mapping[str, str], today: date) -> dict[str, Any]:
    """Context of templates/reports/_board_of_plan.html.

    asked: `view` and the FILTERS of the address; what is not known is ignored.
    """
    rows = frames.plan(read)
    choices = _choices(rows, asked)
    chosen = {name: _chosen(found) for name, found in choices.items()}
    shown = [row for row in rows if _matches(row, chosen)]
    view = asked.get("view", "")
    return {
        "view": view if view in VIEWS else VIEWS[0],
        "filters": [(name, label, choices[name]) for name, label in _labels() if choices[name]],
        "filtered": any(chosen.values()),
        "shown": len(shown),
        "all": len(rows),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "title": title(rows, [item.key for item in _in_chain(rows)]) if rows else "",
        "chain": _in_chain(rows),
        "rows": shown,
        "wide": timeline(shown, today, WIDE),
        "narrow": timeline(shown, today, NARROW),
        "alt": gantt.alt(shown),
    }


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A link of the critical chain, as a word in a sentence."""

    key: str
    name: str
    starts: str
    ends: str


def title(rows: Sequence[Row], chain: Sequence[str]) -> str:
    """When everything is done, and how many initiatives set that date."""
    last = max(rows, key=lambda row: str(row["finish_date"]))
    words = {"n": len(rows), "links": len(chain), "end": last["ends"]}
    if len(rows) == 1 or not chain:
        return gantt.title(rows)
    return (
        ngettext(
            "%(n)s initiatives, done in %(end)s; one of them sets that date",
            "%(n)s initiatives, done in %(end)s; a chain of %(links)s sets that date",
            len(chain),
        )
        % words
    )


def _in_chain(rows: Sequence[Row]) -> list[ChainLink]:
    found = [row for row in rows if row["critical"]]
    return [
        ChainLink(row["initiative"], row["name"], row["starts"], row["ends"])
        for row in sorted(found, key=lambda row: str(row["start_date"]))
    ]


def _labels() -> list[tuple[str, str]]:
    words = (_("Area"), _("Owner"), _("Status"), _("Quarter"))
    return list(zip(FILTERS, words, strict=True))


def _choices(rows: Sequence[Row], asked: Mapping[str, str]) -> dict[str, list[Choice]]:
    """What each filter offers: what there is in the plan, and nothing if that is one thing."""
    offered: dict[str, dict[str, str]] = {
        "area": {row["area"]: row["area_name"] for row in rows},
        "owner": {row["owner"] or NOBODY: row["owner"] or _("nobody yet") for row in rows},
        "status": {row["status"]: row["status_name"] for row in rows},
        "quarter": {name: name for row in _by_time(rows) for name in _quarters(row)},
    }
    return {
        name: [Choice(key, words, key == asked.get(name)) for key, words in found.items()]
        if len(found) > 1
        else []
        for name, found in offered.items()
    }


def _by_time(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (str(row["start_date"]), str(row["finish_date"])))


def _quarters(row: Row) -> list[str]:
    return dates.quarters(row["start_date"], row["finish_date"])


def _chosen(choices: Sequence[Choice]) -> str:
    return next((item.key for item in choices if item.chosen), "")


def _matches(row: Row, chosen: Mapping[str, str]) -> bool:
    return (
        chosen["area"] in {"", row["area"]}
        and chosen["owner"] in {"", row["owner"] or NOBODY}
        and chosen["status"] in {"", row["status"]}
        and (not chosen["quarter"] or chosen["quarter"] in _quarters(row))
    )
