"""A deliverable as an XLSX workbook that a reader can go on working with.

One sheet a table, the ranking with live formulas, native charts beside their numbers, and a sheet
that explains every column. Nothing is computed here but what the formulas repeat.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables import initiative_cards, live_ranking, native_charts
from reports.deliverables.document import Chart, Column, Depth, Notice, Table
from reports.deliverables.sheets import HEADER, Looks, Workbook

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
        book = Workbook(file, Looks(file, document.brand.primary))
        _fill(book, document)
    return out.getvalue()


def _fill(book: Workbook, document: Deliverable) -> None:
    about = book.sheet(
        _("About"), f"{document.organisation}, {document.assessment}", _synthetic(document)
    )
    told: list[tuple[str, str]] = []
    explained: list[tuple[str, Column]] = []
    if live_ranking.can_be_written(document):
        sheet, columns = live_ranking.write(book, document)
        told.append((sheet.get_name(), live_ranking.message()))
        explained += [(sheet.get_name(), column) for column in columns]
    for name, table, chart in _tables(document):
        sheet = book.sheet(name, table.message, table.order)
        below = book.table(sheet, table)
        if chart is not None:
            native_charts.beside(book, sheet, chart, top=below + 1)
        told.append((sheet.get_name(), table.message))
        explained += [(sheet.get_name(), column) for column in table.columns]
    if cards := initiative_cards.table(document):
        sheet = book.sheet(_("Initiatives"), cards.message, cards.order)
        book.table(sheet, cards)
        told.append((sheet.get_name(), cards.message))
    _explain(book, explained)
    _about(book, about, document, told)


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
                yield _named(block.table), block.table, block
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


def _explain(book: Workbook, columns: Iterable[tuple[str, Column]]) -> None:
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
    book.table(book.sheet(_("Columns"), table.message), table)


def _about(
    book: Workbook, sheet: object, document: Deliverable, told: Sequence[tuple[str, str]]
) -> None:
    """What it is, what it was made from, and where to find what."""
    made = document.provenance
    facts = [
        (_("Made for"), document.brand.client_name or document.organisation),
        (_("Made by"), document.brand.made_by),
        (_("Confidentiality"), document.brand.confidentiality),
        (_("Framework"), f"{made.framework}, {made.framework_version}"),
        (_("Answers"), _("%(answers)s of %(people)s people") % {
            "answers": made.answers, "people": made.respondents
        }),
        (_("Analysed on"), dates.day(made.analysed_on.isoformat())),
        (_("Made on"), dates.day(made.made_on.isoformat())),
        (_("Engine"), made.engine_version),
        (_("Digest of the inputs"), made.input_digest),
    ]  # fmt: skip
    notices = [
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Notice)
    ]
    rows = [
        *((label, value) for label, value in facts if value),
        *((_("Note"), text) for text in notices),
        *((_("Sheet “%(name)s”") % {"name": name}, message) for name, message in told),
    ]
    table = Table(
        key="about",
        message="",
        columns=(Column("what", _("What")), Column("words", _("In words"))),
        rows=tuple(rows),
        keys=(),
    )
    book.table(sheet, table, top=HEADER)
