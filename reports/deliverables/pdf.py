"""Two PDF files of a deliverable: the brief of four pages, and the whole report.

Both are PDF/UA-1, which typst refuses to write without a title, a language and an alternative text
for every picture. The same deliverable gives the same bytes. Called in the worker; see
`typesetting` for what a forked process may do.
"""

from __future__ import annotations

import base64
import json
import re
import struct
from calendar import timegm
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables import brief_pages, page_fit, printed, typesetting
from reports.deliverables.chart_files import LOOK, LOOK_HALVED, drawn, picture
from reports.deliverables.document import Depth
from reports.deliverables.fitting import text_width
from reports.deliverables.printed_words import IN_CELL, line, name, title
from reports.deliverables.xml_text import one_line
from reports.figures.theme import PRINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.deliverables.document import Deliverable, Section, Table
    from reports.deliverables.printed import Value

# From the key of a chart (of reports.charts.KINDS) to its picture in LOOK; with printed.HALVED to
# that in LOOK_HALVED.
Pictures = Callable[[str], str]
# Beyond this of page_fit.STEPS a page of the brief takes in nothing more.
READ_WITH_EASE = 2
# What brief.typ says if the estimate of its sizes was wrong.
OVERFLOW = "a page of the brief overflows"
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_SHARED = ("look.typ", "blocks.typ")
# The glyphs that a picture brings for browsers; a PDF has the fonts themselves.
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([A-Za-z]{2}))?\b")


def brief(document: Deliverable, *, pictures: Pictures | None = None) -> bytes:
    """Four pages: where you stand, the gaps that matter, the roadmap, what is asked.

    pictures: gives pictures that are already drawn; without it each is drawn now.
    """
    with translation.override(document.brand.language):
        told = [_sections(page, document) for page in brief_pages.pages(document)]
        files, sizes = _drawn(document, [item for page in told for item in page], pictures)
        pages = [
            _filled(
                page,
                tables,
                partial(page_fit.step, pictures=sizes, paper=_paper(document), first=n == 0),
            )
            for n, (page, tables) in enumerate(zip(told, brief_pages.spare(document), strict=True))
        ]
        values = {
            **_whole(document, _("Board brief")),
            "pages": pages,
            "pictures": sizes,
            "steps": page_fit.STEPS,
            "sizes": page_fit.steps(pages, sizes, _paper(document)),
        }
        try:
            return _made("brief.typ", document, {**values, "measured": False}, files)
        except typesetting.TypesettingError as error:
            if OVERFLOW not in str(error):
                raise
        return _made("brief.typ", document, {**values, "measured": True}, files)


def report(document: Deliverable, *, pictures: Pictures | None = None) -> bytes:
    """The whole of it: cover, contents, every section, appendix. pictures: as of `brief`."""
    with translation.override(document.brand.language):
        sections = _sections(document.up_to(Depth.FULL), document)
        files, sizes = _drawn(document, sections, pictures)
        values = {
            **_whole(document, _("Marketing operations capability report")),
            "sections": sections,
            "pictures": sizes,
        }
        return _made("report.typ", document, values, files)


def _filled(
    page: list[Value], tables: Sequence[Table], step: Callable[[list[Value]], int]
) -> list[Value]:
    """A page of the brief with those tables at the end of its first section that leave it easy to
    read. step: how small the type of a page would be, of page_fit.STEPS."""
    taken: set[str] = set()
    for table in tables:
        if not page or table.key in taken:
            continue
        first, *others = page
        tried = [{**first, "blocks": [*first["blocks"], printed.block(table)]}, *others]
        if step(tried) <= READ_WITH_EASE:
            page = tried
            taken.add(table.key)
    return page


def _sections(found: Iterable[Section], document: Deliverable) -> list[Value]:
    return [
        {
            "key": section.key,
            "title": title(section.title),
            "message": title(section.message),
            # A chapter about an area need not say so of each card.
            "blocks": printed.arranged(
                section.blocks,
                document.facts,
                above=section.message.removesuffix("."),
                named=not section.key.startswith("area-"),
            ),
        }
        for section in found
    ]


def _whole(document: Deliverable, heading: str) -> dict[str, Any]:
    """What stands on the cover, in the margins and in the properties of the file."""
    brand, made = document.brand, document.provenance
    client = brand.client_name or document.organisation
    footer = name(brand.footer, 180, 7.5)
    names = {
        "client": name(client, 430, 18, 5),
        "running": name(client, 230, 8),
        "assessment": name(document.assessment, 430, 13, 3),
        "made_by": name(brand.made_by, 430, 10, 2),
        "footer": footer,
        "confidentiality": name(brand.confidentiality, 400 - text_width(footer, 7.5), 7.5, 2),
    }
    found = _LANGUAGE.match(brand.language)
    return {
        "heading": heading,
        "title": one_line(f"{heading}: {client}")[:300],
        "author": one_line(brand.made_by or document.organisation)[:300],
        **names,
        "confidentiality_whole": name(brand.confidentiality, 370, 8.5, 6),
        "cut": _cut(document, names.values()),
        "synthetic": _("Synthetic data: no real organisation") if made.synthetic else "",
        "made_on": [made.made_on.year, made.made_on.month, made.made_on.day],
        "date": dates.day(made.made_on.isoformat()),
        "language": found[1] if found else "en",
        "region": (found[2] or "").upper() if found else "",
        "paper": _paper(document),
        "logo": bool(brand.logo),
        "logo_alt": _("Logo of %(name)s") % {"name": one_line(client)[:200]},
        "colours": _colours(document),
        "words": _words(document),
    }


def _paper(document: Deliverable) -> str:
    return _PAPERS.get(document.brand.paper, "a4")


def _cut(document: Deliverable, shown: Iterable[str]) -> list[str]:
    """Names that end in dots where they are shown, whole."""
    brand = document.brand
    whole = (
        brand.client_name or document.organisation, document.assessment, brand.made_by,
        brand.footer, brand.confidentiality,
    )  # fmt: skip
    if not any(one.endswith("…") for one in shown):
        return []
    return [line(one, IN_CELL) for one in dict.fromkeys(whole) if one]


def _colours(document: Deliverable) -> dict[str, Any]:
    return {
        "primary": document.brand.primary,
        "accent": document.brand.accent,
        "areas": dict(PRINT.areas),
        **{name: getattr(PRINT, name) for name in ("ink", "muted", "edge", "line", "sunken")},
        "warning": PRINT.warning,
    }


def _words(document: Deliverable) -> Value:
    made = document.provenance
    return {
        "contents": _("Contents"),
        "contents_message": _("What each part says, in one sentence"),
        "reading": _("How to read the figures"),
        "reading_marks": printed.marks_of_levels(),
        "reading_text": _(
            "A level runs from 1 to 5 and is awarded; the score is the mean behind it, the index"
            " the same from 0 to 100. In nineteen of twenty cases a score would stay in its likely"
            " range if other people had answered in the same roles."
        ),
        "page": _("Page"),
        "of": _("of"),
        "prepared_by": _("Prepared by"),
        "made_on": _("Made on"),
        "assessment": _("Assessment"),
        "basis": _("Based on"),
        "basis_value": _("%(answers)s answers of %(people)s people, analysed on %(date)s")
        % {
            "answers": made.answers,
            "people": made.respondents,
            "date": dates.day(made.analysed_on.isoformat()),
        },
        "cut": _("Names in full"),
        "boxed": _(
            "A box stands for a letter that no font on the computer that made this file has."
        ),
        "outdated": _("Written by hand; the figures beneath have changed since."),
    }


def _pictures_in(blocks: Iterable[Value]) -> Iterator[str]:
    for block in blocks:
        if block["kind"] == "row":
            yield from _pictures_in(block["items"])
        elif block["kind"] == "chart":
            yield block["picture"]


def _drawn(
    document: Deliverable, sections: Iterable[Value], pictures: Pictures | None
) -> tuple[dict[str, bytes], dict[str, list[float]]]:
    """The files of the pictures in sections and of the logo, and the sizes of the pictures."""
    charts = {chart.kind: chart for chart in drawn(document)}
    files: dict[str, bytes] = {}
    sizes = {}
    wanted = (key for section in sections for key in _pictures_in(section["blocks"]))
    for key in dict.fromkeys(wanted):
        kind = key.removesuffix(printed.HALVED)
        look = LOOK if kind == key else LOOK_HALVED
        svg = pictures(key) if pictures else picture(charts[kind], look)
        files[f"{key}.svg"] = _STYLE.sub("", svg).encode()
        sizes[key] = _size(svg)
    if document.brand.logo:
        files["logo.svg"] = _framed(document.brand.logo)
    return files, sizes


def _made(
    main: str, document: Deliverable, values: Mapping[str, Any], files: Mapping[str, bytes]
) -> bytes:
    data = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    templates = {name: typesetting.template(name) for name in _SHARED}
    templates[typesetting.MAIN] = typesetting.template(main)
    made_on = document.provenance.made_on
    return typesetting.typeset(
        {**templates, **files, "data.json": data}, timestamp=timegm(made_on.timetuple())
    )


def _framed(png: bytes) -> bytes:
    """A PNG inside an SVG, because typst is handed text only. Its size stands after 16 bytes."""
    width, height = struct.unpack(">II", png[16:24])
    data = base64.b64encode(png).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def _size(svg: str) -> list[float]:
    found = _SIZE.search(svg)
    return [float(found[1]), float(found[2])] if found else [760.0, 400.0]
