"""A deliverable as an XLSX workbook that a reader can go on working with.

One sheet a table, the ranking with live formulas, native charts beside their numbers, and a sheet
that explains every column. Nothing is computed here but what the formulas repeat.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables import (
    about_sheet,
    initiative_cards,
    live_ranking,
    native_charts,
    sheet_paper,
)
from reports.deliverables.document import Chart, Column, Depth, Table
from reports.deliverables.sheets import MUTED, Looks, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.deliverables.document import Deliverable

# Charts and tables whose numbers all stand on another sheet, of priorities or of the roadmap.
_ELSEWHERE = re.compile("capabilities|gaps|area-.+|next")
# The whole of a table of which a report shows the first rows elsewhere.
_WHOLE = "-all"


def workbook(document: Deliverable) -> bytes:
    """The whole deliverable; the same one gives the same bytes."""
    # The writer of workbooks is needed where one is asked for, and nowhere else.
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as file:
        file.set_properties(
            {
                "title": f"{document.organisation}, {document.assessment}",
                "author": document.brand.made_by or "mops",
                "company": document.brand.client_name or document.organisation,
                "comments": document.brand.confidentiality,
                # A made-up time of day: the day is known, and the bytes are to stay the same.
                "created": datetime.combine(document.provenance.made_on, time(12), UTC),
            }
        )
        book = Workbook(file, Looks(file, document.brand.primary), sheet_paper.of(document))
        _fill(book, document)
    return out.getvalue()


def _fill(book: Workbook, document: Deliverable) -> None:
    name = f"{document.organisation}, {document.assessment}"
    about = book.sheet(_("About"), name, _synthetic(document))
    told: list[tuple[str, str]] = []
    explained: list[tuple[str, Column]] = []

    def tell(sheet: Any, message: str, columns: Iterable[Column]) -> None:
        told.append((sheet.get_name(), message))
        explained.extend((sheet.get_name(), column) for column in columns)

    if live_ranking.can_be_written(document):
        sheet, columns = live_ranking.write(book, document)
        sheet.set_tab_color(book.looks.accent)
        tell(sheet, live_ranking.message(), columns)
    for name, table, chart in _tables(document):
        sheet = book.sheet(name, table.message, table.order)
        below = book.table(sheet, table)
        tell(sheet, table.message, table.columns)
        if chart is not None and (more := native_charts.beside(book, sheet, chart, below + 1)):
            tell(more[0], more[1].message, more[1].columns)
    if cards := initiative_cards.table(document):
        sheet = book.sheet(_("Initiatives"), cards.message, cards.order)
        book.table(sheet, cards)
        tell(sheet, cards.message, cards.columns)
    told.append(_explain(book, explained))
    about_sheet.write(book, about, document, told)


def _synthetic(document: Deliverable) -> str:
    return _("Synthetic data, made up to show the product") if document.provenance.synthetic else ""


def _tables(document: Deliverable) -> Iterator[tuple[str, Table, Chart | None]]:
    """Every table of the document with the name of its sheet and the chart that it belongs to."""
    areas = {item["key"]: item["name"] for item in document.facts["result"]["areas"]}
    for section in document.up_to(Depth.FULL):
        found = [block for block in section.blocks if isinstance(block, Table | Chart)]
        keys = {block.key for block in found if isinstance(block, Table)}
        for block in found:
            if isinstance(block, Chart) and not _ELSEWHERE.fullmatch(block.kind):
                drawn = native_charts.completed(block)
                yield _named(drawn.table), drawn.table, drawn
        plain = [
            block
            for block in found
            if isinstance(block, Table)
            and not _ELSEWHERE.fullmatch(block.key)
            and f"{block.key}{_WHOLE}" not in keys
        ]
        for several in _alike(plain, areas):
            if len(several) == 1:
                yield _named(several[0]), several[0], None
            else:
                yield section.title, _joined(several, section.message, areas), None


def _named(table: Table) -> str:
    """The name of a sheet: what the table holds, or how its message begins."""
    words = {
        "areas": _("Areas"),
        "movement": _("Movement"),
        "roadmap": _("Roadmap"),
        "forecast": _("Forecast"),
        "load": _("Load"),
        "spend": _("Spend"),
        "way": _("Next stage"),
        "reached": _("Milestones"),
        "asks": _("Quarters"),
        "givers": _("Who gives time"),
        "asked": _("Asked for"),
        "change.capabilities": _("What changed"),
        "agreement": _("Agreement"),
        "sides-all": _("Perception"),
        "lenses": _("Lenses"),
        "targets": _("Targets"),
        "stages": _("Stages"),
        "roles": _("Roles"),
        "not_now": _("Not now"),
        "left_out": _("Left out"),
        "voices": _("Voices"),
    }
    return words.get(table.key) or re.split("[,:]", table.message)[0]


def _alike(tables: Sequence[Table], areas: Mapping[str, str]) -> Iterator[list[Table]]:
    """Tables that a section has for every area belong on one sheet."""
    groups: dict[str, list[Table]] = {}
    for table in tables:
        part, _dash, last = table.key.rpartition("-")
        groups.setdefault(part if last in areas else table.key, []).append(table)
    yield from groups.values()


def _joined(tables: Sequence[Table], message: str, areas: Mapping[str, str]) -> Table:
    """One table of those of every area ("answers-data" ...), with a column for it."""
    first = tables[0]
    area = Column("area", _("Area"), None, _("The area that it belongs to."))
    parts = [(areas.get(table.key.rpartition("-")[2], table.message), table) for table in tables]
    return replace(
        first,
        message=message,
        columns=(first.columns[0], area, *first.columns[1:]),
        rows=tuple((row[0], name, *row[1:]) for name, table in parts for row in table.rows),
        keys=tuple(key for table in tables for key in table.keys),
    )


def _explain(book: Workbook, columns: Iterable[tuple[str, Column]]) -> tuple[str, str]:
    """The sheet's name and message."""
    table = Table(
        key="columns",
        message=_("What every column holds"),
        columns=(
            Column("sheet", _("Sheet")),
            Column("column", _("Column")),
            Column("meaning", _("Meaning")),
        ),
        rows=tuple((name, column.heading, column.explanation) for name, column in columns),
        keys=(),
    )
    sheet = book.sheet(_("Columns"), table.message)
    sheet.set_tab_color(MUTED)
    book.table(sheet, table)
    return sheet.get_name(), table.message
