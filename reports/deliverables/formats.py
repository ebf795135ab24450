"""The files there are: each kind with its writer. A writer that is not here cannot be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from reports.deliverables import chart_files, deck

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrPromise

    from reports.deliverables.document import Deliverable

# Raised with every change to a writer, so that files made before count as made by another.
WRITING = "1"


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
    since an earlier one. of_set: one of the files that are handed over together."""

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


# For whom a deck is: the shortest first.
_AUDIENCES = {
    deck.Audience.BOARD.value: _("the board: five slides"),
    deck.Audience.WORKING.value: _("a working session"),
    deck.Audience.FULL.value: _("everybody: all of it"),
}

FORMATS: dict[str, Format] = {
    item.key: item
    for item in (
        Format(
            "deck",
            _("Slides"),
            _("PowerPoint with charts that can be edited, notes on every slide."),
            "slides",
            "pptx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            _deck,
            audiences=_AUDIENCES,
            template=Template.PPTX,
            compares=True,
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
}

# Kinds of uploads that writers build upon: each refuses what it cannot use, with TemplateError.
TEMPLATE_CHECKS: dict[str, Callable[[bytes], Any]] = {Template.PPTX: deck.check_master}
