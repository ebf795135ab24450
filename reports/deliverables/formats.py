"""The files there are: each kind with its writer. A writer that is not here cannot be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from reports.deliverables import (
    calendar_file,
    chart_files,
    deck,
    pdf,
    tables,
    tickets,
    version,
    word,
    workbook,
)
from reports.result_files import json_files, result_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrPromise

    from reports.deliverables.document import Deliverable

# Read as the writers are imported: what runs is what was read, also while a newer release is laid
# over it on the disk.
WRITING = version.writing()


@dataclass(frozen=True, slots=True)
class Options:
    """audience: one of the format's, or nothing. template: bytes of a checked master or template.
    since: what was handed over before, of which changes are marked."""

    audience: str = ""
    template: bytes | None = None
    since: Deliverable | None = None


class Template(StrEnum):
    """What a format can be written into."""

    NONE = ""
    PPTX = "pptx"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. name, about: for people; part: its part of the file name. audiences: who
    it can be made for, keys with words, the first unless chosen. compares: it can mark what changed
    since an earlier one. of_plan: it needs a roadmap. of_set: one of the files that are handed over
    together."""

    key: str
    name: str | _StrPromise
    about: str | _StrPromise
    part: str
    extension: str
    media_type: str
    write: Callable[[Deliverable, Options], bytes]
    audiences: Mapping[str, str | _StrPromise] | None = None
    template: Template = Template.NONE
    compares: bool = False
    of_plan: bool = False
    of_set: bool = False


def _plain(write: Callable[[Any], bytes]) -> Callable[[Any, Options], bytes]:
    """A writer that takes no options."""
    return lambda document, _options: write(document)


def _deck(document: Deliverable, options: Options) -> bytes:
    return deck.deck(
        document,
        audience=deck.Audience(options.audience),
        master=options.template,
        since=options.since,
    )


def _word(document: Deliverable, options: Options) -> bytes:
    return word.word(document, template=options.template)


def _result(document: Deliverable) -> bytes:
    """The whole result as docs/result.schema.json describes it."""
    facts = document.facts
    (data,) = json_files(result_document(facts["result"], facts.get("plan"))).values()
    return data


_OFFICE = "application/vnd.openxmlformats-officedocument"
# For whom a deck is: the shortest first.
_AUDIENCES = {
    deck.Audience.BOARD.value: _("the board: five slides"),
    deck.Audience.WORKING.value: _("a working session"),
    deck.Audience.FULL.value: _("everybody: all of it"),
}

_FOR_PEOPLE = (
    Format(
        "brief",
        _("Brief"),
        _("PDF of four pages: where you stand, the gaps, the roadmap, what we ask of you."),
        "brief",
        "pdf",
        "application/pdf",
        _plain(pdf.brief),
        of_set=True,
    ),
    Format(
        "report",
        _("Report"),
        _("PDF with every area, capability and initiative, the method and its limits."),
        "report",
        "pdf",
        "application/pdf",
        _plain(pdf.report),
    ),
    Format(
        "deck",
        _("Slides"),
        _("PowerPoint with charts that can be edited, notes on every slide."),
        "slides",
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        _deck,
        audiences=_AUDIENCES,
        template=Template.PPTX,
        compares=True,
        of_set=True,
    ),
    Format(
        "word",
        _("Brief to edit"),
        _("Word with real styles and headings: the brief, for your own words."),
        "brief",
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        _word,
        template=Template.DOCX,
        of_set=True,
    ),
    Format(
        "workbook",
        _("Workbook"),
        _("Excel with formulas: change a weight or a target and see the priorities move."),
        "workbook",
        "xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
        _plain(workbook.workbook),
        of_set=True,
    ),
    Format(
        "charts",
        _("Charts"),
        _("Every chart as SVG and PNG, to paste elsewhere."),
        "charts",
        "zip",
        "application/zip",
        _plain(chart_files.charts),
    ),
)
_FOR_TOOLS = (
    Format(
        "tables",
        _("Tables"),
        _("CSV, one file a table, with a dictionary of the columns."),
        "tables",
        "zip",
        "application/zip",
        _plain(tables.tables),
        of_set=True,
    ),
    Format(
        "result",
        _("Result"),
        _("JSON, the whole result, unrounded."),
        "result",
        "json",
        "application/json",
        _plain(_result),
    ),
    Format(
        "calendar",
        _("Calendar"),
        _("The dates of the roadmap for any calendar."),
        "roadmap",
        "ics",
        "text/calendar",
        _plain(calendar_file.calendar_file),
        of_plan=True,
    ),
    Format(
        "tickets",
        _("Tickets"),
        _(
            "The roadmap as CSV for a tracker: epics, stories, owners, dates, done when. Jira knows"
            " the columns by name; dates are yyyy-MM-dd."
        ),
        "tickets",
        "csv",
        "text/csv",
        _plain(tickets.tickets),
        of_plan=True,
    ),
)
FORMATS: dict[str, Format] = {item.key: item for item in (*_FOR_PEOPLE, *_FOR_TOOLS)}

# Kinds of uploads that writers build upon: each refuses what it cannot use, with TemplateError.
TEMPLATE_CHECKS: dict[str, Callable[[bytes], Any]] = {
    Template.PPTX: deck.check_master,
    Template.DOCX: word.check_template,
}
