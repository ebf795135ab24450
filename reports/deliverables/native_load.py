"""How full each pool of people is, period by period: its rows, and a small chart of every pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.deliverables.document import Column, Number, Table, Unit
from reports.deliverables.native_parts import ROW, against, axis, cells, gridded, new_chart, title
from reports.deliverables.sheets import HEADER
from reports.deliverables.writing import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reports.deliverables.document import Cell, Chart
    from reports.deliverables.sheets import Workbook
    from reports.figures.frame import Row

# Pixels of a chart, and how many stand beside each other.
_WIDE, _HIGH, _ACROSS = 380, 200, 4
_GAP = 10


def charts(book: Workbook, sheet: Any, chart: Chart, top: int) -> tuple[Any, Table]:
    """The charts below the summary on the sheet, which ends above `top`; the sheet of their rows,
    and its table."""
    pools: dict[str, list[Row]] = {}
    for row in chart.frame:
        pools.setdefault(row["pool"], []).append(row)
    shown = [(key, pools[key]) for key in chart.table.keys if key in pools]
    table = _periods(rows for _key, rows in shown)
    periods = book.sheet(_("Load by period"), table.message, table.order)
    book.table(periods, table, kept=2)
    note = _("Columns are days planned, the broken line is days available.")
    sheet.write_string(top, 0, note, book.looks.note)
    first = HEADER + 1
    for number, (key, rows) in enumerate(shown):
        ranges = [cells(periods, column, len(rows), first) for column in (1, 2, 3)]
        first += len(rows)
        said = _said(chart.table, key, str(rows[0]["name"]))
        down, across = divmod(number, _ACROSS)
        sheet.insert_chart(
            top + 2 + down * (_HIGH // ROW + 1),
            0,
            _small(book, said, ranges),
            {"x_offset": across * (_WIDE + _GAP), "description": said},
        )
    sheet.fit_to_pages(1, 1)
    return periods, table


def _said(table: Table, key: str, name: str) -> str:
    """What the summary says of a pool."""
    place = {column.key: n for n, column in enumerate(table.columns)}
    row = table.rows[table.keys.index(key)]
    peak = row[place["peak"]]
    share = peak.text if isinstance(peak, Number) else peak
    words = {"pool": name, "share": share, "when": row[place["when"]]}
    return _("%(pool)s: %(share)s full in %(when)s") % words


def _small(book: Workbook, said: str, ranges: Sequence[list[Any]]) -> Any:
    names = (_("Planned"), _("Available"))
    made = against(book, new_chart(book, "column", said), ranges, names)
    made.set_title(title(said, 11))
    made.set_legend({"none": True})
    made.set_x_axis(axis(interval_unit=max(1, (ranges[0][3] - ranges[0][1] + 1) // 4)))
    made.set_y_axis(gridded(min=0, num_format="0"))
    made.set_size({"width": _WIDE, "height": _HIGH})
    return made


def _periods(pools: Iterable[list[Row]]) -> Table:
    """A row for every pool and period."""
    return Table(
        key="periods",
        message=_("What each pool of people does when"),
        columns=(
            Column("pool", _("People"), None, _("People who can stand in for each other.")),
            Column("when", _("Period"), None, _("Month or quarter of the plan.")),
            Column("used", _("Planned"), Unit.DAYS, _("Person-days of the plan.")),
            Column("capacity", _("Available"), Unit.DAYS, _("Person-days in the period.")),
        ),
        rows=tuple((str(row["name"]), *_period(row)) for rows in pools for row in rows),
        keys=(),
        order=_("Fullest first, then by date."),
    )


def _period(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    numbers = (
        Number(row[key], WRITTEN[Unit.DAYS](row[key]), Unit.DAYS, ())
        for key in ("used", "capacity")
    )
    return (str(row["when"]), *numbers)
