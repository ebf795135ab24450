"""The roadmap as a CSV file that issue trackers import: an epic per area, a story per initiative.

The columns are those that Jira's importer maps by name; others take them by hand. A story names its
epic by number, so that the file can be imported in one go.
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
    "Issue Id",
    "Issue Type",
    "Parent",
    "Summary",
    "Description",
    "Acceptance Criteria",
    "Assignee",
    "Start Date",
    "Due Date",
    "Original Estimate (days)",
    "Labels",
    "Status",
)


def tickets(document: Deliverable) -> bytes:
    """The work in the order in which it starts; of an area that nothing is planned for, nothing."""
    return csv_table(COLUMNS, _rows(document))


def _rows(document: Deliverable) -> Iterator[Mapping[str, Any]]:
    planned = _planned(document)
    areas = list(dict.fromkeys(row["area"] for row in planned))
    names = {row["area"]: row["area_name"] for row in planned}
    found = {card.key: card for card in cards(document)}
    for number, area in enumerate(areas, start=1):
        rows = [row for row in planned if row["area"] == area]
        yield {
            "Issue Id": number,
            "Issue Type": "Epic",
            "Summary": names[area] or _("Own initiatives"),
            "Description": _goal(document, area),
            "Start Date": min(row["start_date"] for row in rows),
            "Due Date": max(row["finish_date"] for row in rows),
            "Labels": area,
        }
    for number, row in enumerate(planned, start=len(areas) + 1):
        story = _story(row, found.get(row["initiative"]))
        yield {"Issue Id": number, "Parent": areas.index(row["area"]) + 1, **story}


def _planned(document: Deliverable) -> list[Row]:
    """Items of the plan by start."""
    blocks = (block for section in document.sections for block in section.blocks)
    chart = next(
        (block for block in blocks if isinstance(block, Chart) and block.kind == "roadmap"), None
    )
    return sorted(chart.frame if chart else (), key=lambda row: str(row["start_date"]))


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
        "Original Estimate (days)": row["days"],
        "Labels": row["area"],
        "Status": row["status_name"],
    }
