"""The parts that native charts of a workbook are made of: titles, axes, ranges of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.deliverables.sheets import FONT, HEADER, INK, LINE, MUTED, shown_in_chart
from reports.deliverables.xml_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.deliverables.document import Chart
    from reports.deliverables.sheets import Workbook

WIDTH, HEIGHT = 760, 360
# Pixels of a row.
ROW = 20
LIMIT = "#8A6D1F"
FIRST = HEADER + 1
_ALT_LIMIT = 2000


def new_chart(book: Workbook, kind: str, message: str, subtype: str = "") -> Any:
    made = book.book.add_chart({"type": kind, **({"subtype": subtype} if subtype else {})})
    made.set_title(title(message))
    made.set_legend({"position": "bottom", "font": {"name": FONT, "color": INK, "size": 10}})
    made.set_size({"width": WIDTH, "height": HEIGHT})
    made.set_chartarea({"border": {"none": True}})
    return made


def title(message: str, size: int = 13) -> dict[str, Any]:
    font = {"name": FONT, "color": INK, "size": size, "bold": True}
    return {"name": shown_in_chart(message), "name_font": font, "overlay": False}


def axis(**more: Any) -> dict[str, Any]:
    return {
        "num_font": {"name": FONT, "color": MUTED, "size": 10},
        "line": {"color": LINE},
        "major_gridlines": {"visible": False},
        **more,
    }


def gridded(**more: Any) -> dict[str, Any]:
    return axis(major_gridlines={"visible": True, "line": {"color": LINE, "width": 0.75}}, **more)


def put(sheet: Any, row: int, column: int, made: Any, chart: Chart) -> None:
    sheet.insert_chart(row, column, made, {"description": one_line(chart.alt)[:_ALT_LIMIT]})


def cells(sheet: Any, column: int, rows: int, first: int = FIRST) -> list[Any]:
    return [sheet.get_name(), first, column, first + rows - 1, column]


def against(book: Workbook, made: Any, ranges: Iterable[list[Any]], names: tuple[str, str]) -> Any:
    """Columns against a limit that is a dashed line. ranges: of categories, columns and line."""
    categories, columns, line = ranges
    limit = book.book.add_chart({"type": "line"})
    made.add_series(
        {
            "name": names[0],
            "categories": categories,
            "values": columns,
            "fill": {"color": INK},
            "gap": 60,
        }
    )
    limit.add_series(
        {
            "name": names[1],
            "categories": categories,
            "values": line,
            "line": {"color": LIMIT, "width": 2, "dash_type": "dash"},
        }
    )
    made.combine(limit)
    made.set_x_axis(axis())
    return made
