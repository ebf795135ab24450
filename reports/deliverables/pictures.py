"""Charts of a deliverable: the message and frame of the page's chart, and its numbers as a table in
which each knows where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import KINDS
from reports.deliverables.document import Chart, Depth, Table
from reports.deliverables.facts import has_chart

if TYPE_CHECKING:
    from reports.deliverables.writing import Book


def chart(book: Book, key: str, table: Table, depth: Depth = Depth.BOARD) -> Chart | None:
    """One chart of `reports.charts.KINDS`; None where there is nothing to draw."""
    if not has_chart(book.read, key):
        return None
    kind = KINDS[key]
    frame = kind.frame(book.read)
    return Chart(
        kind=key,
        message=kind.builder.title(frame),
        alt=kind.builder.alt(frame),
        source=book.plan_source if kind.of_plan else book.analysis_source,
        frame=frame,
        table=table,
        depth=depth,
    )
