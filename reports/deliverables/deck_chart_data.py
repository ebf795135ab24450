"""The numbers behind a native chart, and the workbook in which they are edited.

The workbook is written here and not by python-pptx, which would make a formula of a name that
begins with "=", and would say when it was made.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter

from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

# User text is text.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_SHEET = "Sheet1"  # the name to which python-pptx refers


@contextmanager
def _inert_sheet(file: Any, on: date) -> Iterator[tuple[Any, Any]]:
    book = xlsxwriter.Workbook(file, _OPTIONS)
    book.set_properties({"created": datetime.combine(on, time())})
    yield book, book.add_worksheet(_SHEET)
    book.close()


class Columns(CategoryChartData):
    """Series over names, or over dates, which make an axis of time."""

    def __init__(self, names: Sequence[str | date], on: date, number_format: str) -> None:
        super().__init__(number_format=number_format)  # type: ignore[no-untyped-call]
        self.on = on
        self.categories = [one_line(name) if isinstance(name, str) else name for name in names]

    def add(self, name: str, values: Sequence[float | None]) -> None:
        self.add_series(name, values)  # type: ignore[no-untyped-call]

    @property
    def _workbook_writer(self) -> _ColumnsWriter:
        return _ColumnsWriter(self)  # type: ignore[no-untyped-call]


class _ColumnsWriter(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        with _inert_sheet(xlsx_file, self._chart_data.on) as opened:
            yield opened


class Dots(XyChartData):
    """Series of points, each point with the name of its row. A point without x parts the line of
    its series."""

    def __init__(self, on: date, number_format: str) -> None:
        super().__init__(number_format=number_format)  # type: ignore[no-untyped-call]
        self.on = on
        self.names: list[list[str]] = []

    def add(self, name: str, points: Sequence[tuple[float | None, float | None, str]]) -> None:
        """points: x, y and the row's name."""
        series = self.add_series(name)  # type: ignore[no-untyped-call]
        for x, y, _row in points:
            series.add_data_point(x, y)
        self.names.append([one_line(row) for _x, _y, row in points])

    @property
    def _workbook_writer(self) -> _DotsWriter:
        return _DotsWriter(self)  # type: ignore[no-untyped-call]


class _DotsWriter(XyWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        with _inert_sheet(xlsx_file, self._chart_data.on) as opened:
            yield opened

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        super()._populate_worksheet(workbook, worksheet)  # type: ignore[no-untyped-call]
        for number, series in enumerate(self._chart_data):
            top = self.series_table_row_offset(series)  # type: ignore[no-untyped-call]
            worksheet.write_column(top + 1, 2, self._chart_data.names[number])
