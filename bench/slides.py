"""A deck of twelve slides, as a ratio to python-pptx alone: CPU milliseconds.

The reference knows the finished slides and puts the same number of charts with the same series,
tables with the same cells, boxes of the same text, bars, lines and notes onto the library's own
master, as its documentation does it: no layout to find, nothing to measure, nothing to dress.
"""

from __future__ import annotations

import io
import os
import statistics
import time
from dataclasses import replace
from typing import Any

ROUNDS, GOAL = 5, 2.0
SECTIONS = ("standing", "gaps", "roadmap", "asks", "load")


def sample() -> Any:
    """The deliverable of the example company with so many sections that it takes twelve slides."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mops.settings")
    import django

    django.setup()
    from reports.tests.deliverable_rows import sample as whole

    document = whole()
    return replace(
        document, sections=tuple(one for one in document.sections if one.key in SECTIONS)
    )


def slides_of(data: bytes) -> list[list[tuple[Any, ...]]]:
    """What stands on each slide, as plain values."""
    from pptx import Presentation

    return [
        [
            *(_plain(shape) for shape in _all(slide.shapes)),
            ("notes", slide.notes_slide.notes_text_frame.text),
        ]
        for slide in Presentation(io.BytesIO(data)).slides
    ]


def _all(shapes: Any) -> Any:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _all(shape.shapes)
        else:
            yield shape


def _plain(shape: Any) -> tuple[Any, ...]:
    place = (shape.left, shape.top, shape.width, shape.height)
    if getattr(shape, "has_chart", False):
        plots = [
            [(series.name, list(series.values)) for series in plot.series]
            for plot in shape.chart.plots
        ]
        series = [one for plot in plots for one in plot]
        return "chart", place, shape.chart.chart_type, series
    if getattr(shape, "has_table", False):
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        return "table", place, rows
    if shape._element.tag.endswith("cxnSp"):
        return "line", place
    if shape.is_placeholder:
        return "text", place, shape.text_frame.text
    is_box = bool(shape._element.xpath("./p:nvSpPr/p:cNvSpPr/@txBox"))
    return ("text" if is_box else "bar"), place, shape.text_frame.text


def bare(slides: list[list[tuple[Any, ...]]]) -> bytes:
    from pptx import Presentation
    from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE

    deck = Presentation()
    for shapes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        for kind, place, *rest in shapes:
            if kind == "text":
                slide.shapes.add_textbox(*place).text_frame.text = rest[0]
            elif kind == "bar":
                slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place)
            elif kind == "line":
                slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *place)
            elif kind == "table":
                _table(slide, place, rest[0])
            elif kind == "chart":
                _chart(slide, place, *rest)
            else:
                slide.notes_slide.notes_text_frame.text = place
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _table(slide: Any, place: tuple[int, ...], rows: list[list[str]]) -> None:
    table = slide.shapes.add_table(len(rows), len(rows[0]), *place).table
    for made, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(made.cells, row, strict=True):
            cell.text = text


def _chart(slide: Any, place: tuple[int, ...], kind: Any, series: list[Any]) -> None:
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data: Any = XyChartData() if kind == XL_CHART_TYPE.XY_SCATTER else CategoryChartData()
    if kind == XL_CHART_TYPE.XY_SCATTER:
        for name, values in series:
            one = data.add_series(name)
            for n, value in enumerate(values):
                one.add_data_point(n, value or 0)
    else:
        data.categories = [str(n) for n in range(len(series[0][1]))]
        for name, values in series:
            data.add_series(name, values)
    slide.shapes.add_chart(kind, *place, data)


def cpu(action: Any) -> float:
    started = time.process_time()
    action()
    return 1000 * (time.process_time() - started)


def main() -> bool:
    document = sample()
    from reports.deliverables.deck import Audience, deck

    def ours() -> bytes:
        return deck(document, audience=Audience.WORKING)

    slides = slides_of(ours())
    bare(slides)
    pairs = [(cpu(lambda: bare(slides)), cpu(ours)) for _ in range(ROUNDS)]
    reference, made = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    charts = sum(shape[0] == "chart" for slide in slides for shape in slide)
    print(
        f"a deck of {len(slides)} slides with {charts} charts: {made:.0f} ms CPU, python-pptx "
        f"alone {reference:.0f} ms: {ratio:.2f} times the reference (at most {GOAL:.0f})",
        flush=True,
    )
    return ratio <= GOAL


if __name__ == "__main__":
    main()
