"""Every chart of a deliverable as a picture to paste: SVG, and PNG at twice the size."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from reports.charts import KINDS
from reports.deliverables.document import Chart
from reports.deliverables.packing import zipped
from reports.deliverables.xml_text import one_line
from reports.figures import fallback
from reports.figures.export import plain, to_png, to_svg
from reports.figures.theme import LOOKS, PRINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.deliverables.document import Deliverable

# For the width of a sheet, and for half of it.
LOOK, LOOK_HALVED = "print", "print-narrow"
_KEPT = 24


def charts(document: Deliverable) -> bytes:
    """A ZIP of `<chart>.svg` and `<chart>.png`; the same deliverable gives the same bytes."""
    files: dict[str, bytes] = {}
    for chart in drawn(document):
        files[f"{chart.kind}.svg"] = picture(chart, LOOK).encode()
        files[f"{chart.kind}.png"] = pixels(chart)
    return zipped(files, document.provenance.made_on)


def drawn(document: Deliverable) -> Iterator[Chart]:
    """The charts of a deliverable in its order, each kind once."""
    seen: set[str] = set()
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart) and block.kind not in seen:
                seen.add(block.kind)
                yield block


def picture(chart: Chart, look: str) -> str:
    """One chart as SVG, from the frame in it. look: a key of LOOKS. Raises ExportError."""
    rows = [
        {key: one_line(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in chart.frame
    ]
    figure = plain(KINDS[chart.kind].builder.figure(rows, LOOKS[look]))
    return _picture(json.dumps(figure, sort_keys=True))


# Several files of one deliverable show the same charts, and to draw one takes a tenth of a second.
@lru_cache(maxsize=_KEPT)
def _picture(figure: str) -> str:
    return to_svg(json.loads(figure))


def pixels(chart: Chart) -> bytes:
    """One chart as PNG, on the paper of its look. Raises ExportError."""
    return to_png(picture(chart, LOOK), PRINT.paper)


def boxed(chart: Chart) -> bool:
    """Whether its picture has a box in place of a letter that no font here has."""
    words = (value for row in chart.frame for value in row.values() if isinstance(value, str))
    return any(map(fallback.boxed, words))
