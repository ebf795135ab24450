"""The roadmap as a CSV file that issue trackers import: an epic per area, a story per initiative.

Jira's importer maps these columns by name: `Parent` holds the `Issue Id` of an epic, epics stand
before their stories, headings have no punctuation, and dates are yyyy-MM-dd. Person-days are not
called an estimate, which it reads as seconds. Others, such as Asana, take the columns by hand:
`Summary` is the name and `Area` the section. An importer that does not know the mark at the
beginning of the file loses the name of the first column alone, so that is one nobody needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Chart
from reports.deliverables.initiative_cards import cards, told
from reports.result_files import csv_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.deliverables.document import Card, Deliverable
    from reports.figures.frame import Row

COLUMNS = (
    "Area",
    "Issue Id",
    "Issue Type",
    "Parent",
    "Summary",
    "Description",
    "Acceptance Criteria",
    "Assignee",
    "Carried By",
    "Start Date",
    "Due Date",
    "Person Days",
    "Labels",
    "Status",
)


def tickets(document: Deliverable) -> bytes:
    """The work in the order in which it starts; of an area that nothing is planned for, nothing."""
    return csv_table(COLUMNS, _rows(document))


def _rows(document: Deliverable) -> Iterator[Mapping[str, Any]]:
    chart = _chart(document)
    planned, carried = _planned(chart), _carried(chart)
    areas = list(dict.fromkeys(row["area"] for row in planned))
    names = {row["area"]: row["area_name"] for row in planned}
    found = {card.key: card for card in cards(document)}
    for number, area in enumerate(areas, start=1):
        rows = [row for row in planned if row["area"] == area]
        yield {
            "Area": names[area] or _("Own initiatives"),
            "Issue Id": number,
            "Issue Type": "Epic",
            "Summary": names[area] or _("Own initiatives"),
            "Description": _goal(document, area),
            "Start Date": min(row["start_date"] for row in rows),
            "Due Date": max(row["finish_date"] for row in rows),
            "Labels": area,
        }
    for number, row in enumerate(planned, start=len(areas) + 1):
        yield {
            "Area": names[row["area"]] or _("Own initiatives"),
            "Issue Id": number,
            "Parent": areas.index(row["area"]) + 1,
            "Carried By": carried.get(row["initiative"]),
            **_story(row, found.get(row["initiative"])),
        }


def _planned(chart: Chart | None) -> list[Row]:
    """Items of the plan by start."""
    return sorted(chart.frame if chart else (), key=lambda row: str(row["start_date"]))


def _chart(document: Deliverable) -> Chart | None:
    blocks = (block for section in document.sections for block in section.blocks)
    return next(
        (block for block in blocks if isinstance(block, Chart) and block.kind == "roadmap"), None
    )


def _carried(chart: Chart | None) -> dict[str, Any]:
    """By initiative who carries it: its owner, or the role with most of the work."""
    if chart is None:
        return {}
    place = [column.key for column in chart.table.columns].index("lead")
    return {key: row[place] for key, row in zip(chart.table.keys, chart.table.rows, strict=True)}


def _goal(document: Deliverable, area: str) -> str:
    section = document.section(f"area-{area}")
    return section.message if section else ""


def _story(row: Row, card: Card | None) -> dict[str, Any]:
    said = told(card) if card else {}
    kept = (said[part] for part in ("what", "benefit", "raises", "effort") if part in said)
    return {
        "Issue Type": "Story",
        "Summary": row["name"],
        "Description": "\n\n".join(kept),
        "Acceptance Criteria": "\n".join(said[part] for part in ("done", "kpis") if part in said),
        "Assignee": row["owner"],
        "Start Date": row["start_date"],
        "Due Date": row["finish_date"],
        "Person Days": row["days"],
        "Labels": row["area"],
        "Status": row["status_name"],
    }
