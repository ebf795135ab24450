"""Charts of a deliverable: the message and frame of the page's chart, and its numbers as a table in
which each knows where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import KINDS
from reports.deliverables.document import Chart, Depth, Number, Table
from reports.deliverables.facts import has_chart
from reports.deliverables.writing import stands_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.deliverables.writing import Book


def chart(
    book: Book,
    key: str,
    table: Table,
    depth: Depth = Depth.BOARD,
    beside: Iterable[Number] = (),
) -> Chart | None:
    """One chart of `reports.charts.KINDS`; None where there is nothing to draw. beside: numbers
    that its message says and its table does not."""
    if not has_chart(book.read, key):
        return None
    kind = KINDS[key]
    frame = kind.frame(book.read)
    message, alt = kind.builder.title(frame), kind.builder.alt(frame)
    source = book.plan_source if kind.of_plan else book.analysis_source
    said = " ".join((message, alt, source))
    in_table = [cell for row in table.rows for cell in row if isinstance(cell, Number)]
    in_source = [book.count(f"result/inputs/{part}") for part in ("answers", "respondents")]
    known = [*in_table, *beside, *in_source]
    written = {value for row in frame for value in row.values() if isinstance(value, str)}
    return Chart(
        kind=key,
        message=message,
        alt=alt,
        source=source,
        frame=frame,
        table=table,
        depth=depth,
        numbers=tuple({item.text: item for item in known if stands_in(item, said)}.values()),
        words=tuple(sorted(word for word in {*written, *book.days_named} if word and word in said)),
    )
