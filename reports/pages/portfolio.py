"""All organisations side by side: where each stands, how it moves, what waits for the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from capabilities import catalogue
from reports import numbers
from reports.figures.sparkline import sparkline
from reports.pages import open_work
from reports.portfolio_forms import LOW, NO_RESULT, WAITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from reports.open_work import Item

# Column to its heading; areas are columns as well, by their key.
SORTS = {
    "name": gettext_lazy("Organisation"),
    "waits": gettext_lazy("Waits for you"),
    "stage": gettext_lazy("Stage"),
    "index": gettext_lazy("Index"),
    "change": gettext_lazy("Trend"),
}
DEFAULT_SORT = "waits"
# Lines of what needs the reader today above the table.
MOST_LINES = 6
LOW_STAGES = frozenset({None, 1, 2})


@dataclass(frozen=True, slots=True)
class Client:
    """One organisation of the list. row: of `access.portfolio`; waiting: most pressing first;
    rounds: name and index of each, oldest first."""

    row: Any
    waiting: Sequence[Item]
    rounds: Sequence[tuple[str, float | None]] = field(default=())

    @property
    def summary(self) -> Mapping[str, Any]:
        return self.row.newest.summary if self.row.newest else {}

    @property
    def pressing(self) -> list[Item]:
        return [item for item in self.waiting if item.today]

    @property
    def scored(self) -> list[tuple[str, float]]:
        return [(name, index) for name, index in self.rounds if index is not None]

    @property
    def change(self) -> int | None:
        """Whole points of the index since the round before, as the two are shown."""
        if len(self.scored) < 2:
            return None
        before, now = (int(numbers.index(index)) for _name, index in self.scored[-2:])
        return now - before

    def area(self, key: str) -> float | None:
        return next((a["score"] for a in self.summary.get("areas", ()) if a["key"] == key), None)


def narrowed(clients: Iterable[Client], asked: Mapping[str, str]) -> list[Client]:
    """Those that fit the filter. asked: as `PortfolioFilter.asked`."""
    words, show = asked.get("q", "").strip().casefold(), asked.get("show", "")
    fits: dict[str, Callable[[Client], bool]] = {
        WAITS: lambda client: bool(client.pressing),
        LOW: lambda client: (
            client.row.newest is not None and client.summary.get("stage_level") in LOW_STAGES
        ),
        NO_RESULT: lambda client: client.row.newest is None,
    }
    fit = fits.get(show)
    return [
        client
        for client in clients
        if words in client.row.name.casefold() and (fit is None or fit(client))
    ]


def ordered(clients: Iterable[Client], sort: str) -> list[Client]:
    """Sorted by a column, lowest first, the other way round with a minus; without a value last.
    By what waits, the most pressing is first."""
    key = sort.removeprefix("-")
    rows = sorted(clients, key=lambda client: client.row.name.casefold())
    if key == "name":
        return rows[::-1] if sort.startswith("-") else rows
    known = [(client, _value(client, key)) for client in rows]
    some = [(client, value) for client, value in known if value is not None]
    none = [client for client, value in known if value is None]
    found = sorted(some, key=lambda pair: pair[1], reverse=sort.startswith("-"))
    return [client for client, _found in found] + none


def _value(client: Client, key: str) -> Any:
    if key == "waits":
        if client.pressing:
            return (0, *client.pressing[0].order, -len(client.pressing))
        analysed = client.row.newest
        return (1, -analysed.created_at.timestamp() if analysed else 0.0)
    if key == "stage":
        return client.summary.get("stage_level")
    if key == "index":
        return client.summary.get("index")
    return client.change if key == "change" else client.area(key)


def sort_of(asked: str, areas: Iterable[tuple[str, str]]) -> str:
    """The column to sort by; what is not known is ignored."""
    known = {*SORTS, *(key for key, _name in areas)}
    return asked if asked.removeprefix("-") in known else DEFAULT_SORT


def areas_of(clients: Iterable[Client]) -> list[tuple[str, str]]:
    """Key and name of the areas of all results, as their frameworks order them."""
    found: dict[str, str] = {}
    for client in clients:
        for area in client.summary.get("areas", ()):
            found.setdefault(area["key"], area["name"])
    return list(found.items())


def headline(clients: Sequence[Client]) -> str:
    waiting = sum(bool(client.pressing) for client in clients)
    if not waiting:
        return _("Nothing waits for you today")
    if len(clients) == 1:
        return _("Your organisation needs you today")
    return ngettext(
        "%(n)s of %(all)s organisations needs you today",
        "%(n)s of %(all)s organisations need you today",
        waiting,
    ) % {"n": waiting, "all": len(clients)}


def today_lines(clients: Iterable[Client], today: date) -> dict[str, Any]:
    """The most pressing things of all organisations, and how many more there are."""
    every = sorted(
        ((item, client.row) for client in clients for item in client.pressing),
        key=lambda pair: pair[0].order,
    )
    lines = [
        {**open_work.line(row.pk, item, today), "organisation": row}
        for item, row in every[:MOST_LINES]
    ]
    return {"lines": lines, "more": len(every) - len(lines)}


def columns(
    areas: Iterable[tuple[str, str]], sort: str, asked: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Headings with the address that sorts by them, the other way round on the second click."""
    current = sort.removeprefix("-")
    headings: list[tuple[str, Any, bool]] = [
        (key, heading, False) for key, heading in SORTS.items() if key != "waits"
    ]
    headings += [(key, name, True) for key, name in areas]
    headings.append(("waits", SORTS["waits"], False))
    return [
        {
            "key": key,
            "heading": heading,
            "area": area,
            "url": "?" + urlencode({**asked, "sort": f"-{key}" if sort == key else key}),
            "sorted": ("descending" if sort.startswith("-") else "ascending")
            if key == current
            else "",
        }
        for key, heading, area in headings
    ]


def table_row(client: Client, areas: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """One organisation as templates/reports/_portfolio_row.html shows it."""
    summary, newest = client.summary, client.row.newest
    return {
        "organisation": client.row,
        "analysed_at": newest.created_at if newest else None,
        "grade": summary.get("grade"),
        "stage_level": summary.get("stage_level"),
        "stage_name": _stage_name(newest.assessment.framework_id, summary) if newest else None,
        "index": numbers.index(summary.get("index")),
        "how": newest.pk if newest else None,
        "trend": _trend(client),
        "areas": [_cell(key, name, client.area(key)) for key, name in areas],
        "waits": open_work.counts(client.waiting),
        "overdue": any(item.when == "overdue" for item in client.waiting),
    }


def _cell(key: str, name: str, score: float | None) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "text": numbers.level(score),
        "level": None if score is None else int(score),
    }


def _stage_name(framework_id: UUID, summary: Mapping[str, Any]) -> str | None:
    stages = catalogue.engine_framework(framework_id).stages
    return next((stage.name for stage in stages if stage.key == summary.get("stage")), None)


def _trend(client: Client) -> dict[str, Any] | None:
    """The index over the rounds as a line, and the change since the round before in words."""
    if client.change is None:
        return None
    return {
        "line": sparkline([index for _name, index in client.scored]),
        "change": numbers.signed(client.change),
        "since": client.scored[-2][0],
    }
