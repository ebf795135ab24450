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
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports import dates
from reports.deliverables import page_fit, printed, typesetting
from reports.deliverables.chart_files import LOOK, picture
from reports.deliverables.document import Chart, Depth
from reports.deliverables.xml_text import one_line
from reports.figures.theme import PRINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reports.deliverables.document import Block, Deliverable, Section

# From the key of a chart (of reports.charts.KINDS) to its picture in LOOK.
Pictures = Callable[[str], str]
# Which sections make a page of the brief; what is not named here goes onto the last.
BRIEF = (("standing", "change"), ("gaps",), ("roadmap",), ("asks", "uncertain"))
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
        sections = document.up_to(Depth.BOARD)
        pages = [
            [_section(found, document, Depth.BOARD) for found in group]
            for group in _pages(sections)
        ]
        files, sizes = _drawn(document, _charts(sections, Depth.BOARD), pictures)
        values = {
            **_whole(document, _("Board brief")),
            "pages": pages,
            "absent": _absent(),
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
        sections = document.up_to(Depth.FULL)
        files, sizes = _drawn(document, _charts(sections, Depth.FULL), pictures)
        values = {
            **_whole(document, _("Marketing operations capability report")),
            "sections": [_section(found, document, Depth.FULL) for found in sections],
            "pictures": sizes,
        }
        return _made("report.typ", document, values, files)


def _pages(sections: tuple[Section, ...]) -> list[list[Section]]:
    named = {key for page in BRIEF for key in page}
    by_key = {found.key: found for found in sections}
    pages = [[by_key[key] for key in page if key in by_key] for page in BRIEF]
    pages[-1] += [found for found in sections if found.key not in named]
    return pages


def _absent() -> list[dict[str, str]]:
    """What a page of the brief says where nothing was said."""
    return [
        {"title": _("Where you stand"), "message": _("There are not enough answers yet.")},
        {"title": _("Gaps that matter"), "message": _("No gap is known.")},
        {"title": _("Roadmap"), "message": _("No roadmap has been made yet.")},
        {"title": _("What we ask of you"), "message": _("There is nothing to decide.")},
    ]


def _section(section: Section, document: Deliverable, depth: Depth) -> dict[str, Any]:
    return {
        "key": section.key,
        "title": printed.title(section.title),
        "message": printed.title(section.message),
        "small": printed.length(section.up_to(depth)) < printed.SMALL,
        "blocks": printed.arranged(section.up_to(depth), document.facts),
    }


def _whole(document: Deliverable, heading: str) -> dict[str, Any]:
    """What stands on the cover, in the margins and in the properties of the file."""
    brand, made = document.brand, document.provenance
    client = brand.client_name or document.organisation
    names = {
        "client": printed.name(client, 430, 18, 5),
        "running": printed.name(client, 230, 8),
        "assessment": printed.name(document.assessment, 430, 13, 3),
        "made_by": printed.name(brand.made_by, 430, 10, 2),
        "footer": printed.name(brand.footer, 180, 7.5),
        "confidentiality": printed.name(brand.confidentiality, 180, 7.5),
    }
    found = _LANGUAGE.match(brand.language)
    return {
        "heading": heading,
        "title": one_line(f"{heading}: {client}")[:300],
        "author": one_line(brand.made_by or document.organisation)[:300],
        **names,
        "confidentiality_whole": printed.name(brand.confidentiality, 370, 8.5, 6),
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
    if not any(name.endswith("…") for name in shown):
        return []
    return [printed.line(name, printed.IN_CELL) for name in dict.fromkeys(whole) if name]


def _colours(document: Deliverable) -> dict[str, Any]:
    return {
        "primary": document.brand.primary,
        "accent": document.brand.accent,
        "areas": dict(PRINT.areas),
        **{name: getattr(PRINT, name) for name in ("ink", "muted", "edge", "line", "sunken")},
        "warning": PRINT.warning,
    }


def _words(document: Deliverable) -> dict[str, str]:
    made = document.provenance
    return {
        "contents": _("Contents"),
        "contents_message": _("What each part says, in one sentence"),
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


def _charts(sections: Iterable[Section], depth: Depth) -> dict[str, Chart]:
    found: Iterable[Block] = (item for section in sections for item in section.up_to(depth))
    return {item.kind: item for item in found if isinstance(item, Chart)}


def _drawn(
    document: Deliverable, charts: Mapping[str, Chart], pictures: Pictures | None
) -> tuple[dict[str, bytes], dict[str, list[float]]]:
    """The files of the pictures and of the logo, and the sizes of the pictures by key."""
    files: dict[str, bytes] = {}
    sizes = {}
    for key, chart in charts.items():
        svg = pictures(key) if pictures else picture(chart, LOOK)
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
