"""The brief as PDF as a ratio to a bare typst document of the same pages, in processor time when
warm: the same words, tables and pictures on as many pages, one under the other, without a design.
Both are new documents every time, because typst remembers what it has set before. Also the whole
report, and the charts that both show, for information.
"""

from __future__ import annotations

import io
import time
from dataclasses import replace

from bench.recount import ratio

ROUNDS, GOAL, PAGES = 7, 3.0, 4
BARE = """
#let data = json("data.json")
#set document(title: data.title)
#set text(font: "Source Sans Pro", size: 8.5pt)
#let show-block(it) = {
  if it.kind == "text" { par(it.text) }
  else if it.kind == "points" { list(..it.items.map(item => item.text)) }
  else if it.kind == "facts" { for item in it.items [ #item.label #item.value #item.note; ] }
  else if it.kind == "table" {
    [== #it.message]
    table(
      columns: it.columns.len(), table.header(..it.columns.map(column => column.heading)),
      ..it.rows.flatten(),
    )
  }
  else if it.kind == "chart" {
    figure(
      image(it.picture + ".svg", height: 45mm, alt: it.alt), caption: it.message, numbering: none,
    )
    par(it.source)
  }
  else if it.kind == "card" {
    [== #it.name]
    for item in it.facts [ #item.label #item.value #item.note; ]
    for inner in it.blocks { show-block(inner) }
  }
  else if it.kind == "row" { for inner in it.items { show-block(inner) } }
}
#for page in data.pages {
  for section in page {
    [= #section.title]
    par(section.message)
    for it in section.blocks { show-block(it) }
  }
  pagebreak(weak: true)
}
"""


def example():
    """The deliverable of the example answers, headlessly, and its pictures by key."""
    from reports.deliverables.chart_files import LOOK, LOOK_HALVED, drawn, picture
    from reports.deliverables.printed import FOR_HALF, HALVED
    from reports.tests.deliverable_rows import sample

    document = sample()
    started = time.process_time()
    charts = list(drawn(document))
    pictures = {chart.kind: picture(chart, LOOK) for chart in charts}
    pictures |= {
        chart.kind + HALVED: picture(chart, LOOK_HALVED)
        for chart in charts
        if chart.kind in FOR_HALF
    }
    return document, pictures, time.process_time() - started


def about(document, number: int):
    """The same about somebody else: every paragraph is another, as for another client."""
    from reports.deliverables.document import Card, Text

    def told(block):
        if isinstance(block, Text):
            return replace(block, text=f"{number}: {block.text}")
        if isinstance(block, Card):
            return replace(block, name=f"{block.name} {number}", blocks=told_all(block.blocks))
        return block

    def told_all(blocks):
        return tuple(map(told, blocks))

    return replace(
        document,
        brand=replace(document.brand, client_name=f"Client {number}"),
        sections=tuple(
            replace(
                section, message=f"{number}: {section.message}", blocks=told_all(section.blocks)
            )
            for section in document.sections
        ),
    )


def files_of(document, pictures) -> dict[str, bytes]:
    """What the brief hands to typst, with the bare document in place of its templates."""
    from reports.deliverables import pdf, typesetting

    handed: dict[str, bytes] = {}
    typeset = typesetting.typeset
    try:
        typesetting.typeset = lambda files, **_more: handed.update(files) or b""
        pdf.brief(document, pictures=pictures)
    finally:
        typesetting.typeset = typeset
    kept = {name: data for name, data in handed.items() if not name.endswith(".typ")}
    return {**kept, "main.typ": BARE.encode()}


def bare(files: dict[str, bytes]) -> bytes:
    import typst

    made: bytes = typst.compile(files, font_paths=_fonts(), pdf_standards=["ua-1"], timestamp=0)
    return made


def _fonts():
    from reports.deliverables import typesetting

    return typesetting._fonts(False)


def main() -> bool:
    import django
    import pypdf

    django.setup()
    from reports.deliverables import pdf

    example_document, drawn, drawing = example()
    pictures = drawn.__getitem__
    documents = [about(example_document, number) for number in range(ROUNDS + 1)]
    files = [files_of(document, pictures) for document in documents]
    # The first of each is the warm-up.
    made = pdf.brief(documents[0], pictures=pictures), bare(files[0])
    pages = [len(pypdf.PdfReader(io.BytesIO(data)).pages) for data in made]
    if pages != [PAGES, PAGES]:
        raise RuntimeError(f"{pages} pages where {PAGES} were asked for")
    briefs, floors = iter(documents[1:]), iter(files[1:])
    found, floor, mine = ratio(
        lambda: pdf.brief(next(briefs), pictures=pictures),
        lambda: bare(next(floors)),
        ROUNDS,
        time.process_time,
    )
    pdf.report(documents[0], pictures=pictures)
    started = time.process_time()
    pdf.report(documents[1], pictures=pictures)
    print(
        f"brief as PDF, {PAGES} pages, charts drawn before: {mine * 1e3:.0f} ms CPU, bare typst "
        f"{floor * 1e3:.0f} ms: {found:.2f} times the reference (at most {GOAL:.0f}); "
        f"the report {time.process_time() - started:.2f} s, its charts {drawing:.2f} s",
        flush=True,
    )
    return found <= GOAL
