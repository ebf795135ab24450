"""A chart as a page needs it: message, pictures, the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from reports.charts import KINDS
from reports.figures.theme import VARIANTS

if TYPE_CHECKING:
    import uuid

    from reports.figures.frame import Table
    from reports.frames import Source


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels that a picture takes, so that the page does not jump when it arrives."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What templates/reports/_chart.html shows."""

    id: str
    title: str
    alt: str
    table: Table
    source: str
    light_url: str
    dark_url: str
    light_narrow_url: str
    dark_narrow_url: str
    figure_url: str
    # Files to take away: kind in capitals, address.
    files: tuple[tuple[str, str], ...]
    wide: Size
    narrow: Size


def picture(read: Source, row_id: uuid.UUID, key: str, source: str) -> Picture:
    """One chart. row_id: of the roadmap for a chart of a plan, else of the analysis. source: what
    the numbers rest on."""
    kind = KINDS[key]
    frame = kind.frame(read)
    prefix = "plan-" if kind.of_plan else ""

    # What is drawn at a pace says so in its address: another pace is another picture.
    pace = f"pace={read.pace}" if kind.paced and read.pace is not None else ""

    def url(variant: str) -> str:
        found = reverse(f"reports:{prefix}chart", args=[row_id, key, variant])
        return f"{found}?{pace}" if pace else found

    def size(variant: str) -> Size:
        layout = kind.builder.figure(frame, VARIANTS[variant])["layout"]
        return Size(layout["width"], layout["height"])

    def file(kind: str) -> tuple[str, str]:
        found = reverse(f"reports:{prefix}chart-{kind}", args=[row_id, key])
        return kind.upper(), f"{found}?{pace}" if pace else found

    figure_url = reverse(f"reports:{prefix}figure", args=[row_id, key])
    if pace:
        figure_url += f"?{pace}"
    return Picture(
        id=f"chart-{key}",
        title=kind.builder.title(frame),
        alt=kind.builder.alt(frame),
        table=kind.builder.table(frame),
        source=source,
        light_url=url("wide-light"),
        dark_url=url("wide-dark"),
        light_narrow_url=url("narrow-light"),
        dark_narrow_url=url("narrow-dark"),
        figure_url=figure_url,
        files=(("SVG", url("file")), file("png"), file("csv")),
        wide=size("wide-light"),
        narrow=size("narrow-light"),
    )
