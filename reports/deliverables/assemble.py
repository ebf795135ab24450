"""From stored results to the one document that every file is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.deliverables import narrative
from reports.deliverables.contents import Contents
from reports.deliverables.document import Brand, Deliverable, Provenance
from reports.deliverables.facts import facts
from reports.deliverables.sections import (
    agreement,
    answers,
    areas,
    asks,
    change,
    gaps,
    initiatives,
    load,
    method,
    priorities,
    roadmap,
    standing,
    uncertain,
)
from reports.deliverables.writing import Book
from reports.pages import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from engine.question_spread import Spread
    from reports.deliverables.document import Section
    from reports.deliverables.narrative import Passage
    from reports.frames import Source


@dataclass(frozen=True, slots=True)
class About:
    """What a deliverable says of itself. planned_on: None without a plan. synthetic: the answers
    are made up, and every file says so. protected: single answers are, so that a source says less
    than its answers do."""

    organisation: str
    assessment: str
    analysed_on: date
    made_on: date
    planned_on: date | None = None
    synthetic: bool = False
    protected: bool = False


def assemble(
    source: Source,
    about: About,
    *,
    contents: Contents | None = None,
    spread: Iterable[Spread] | None = None,
    insight: Mapping[str, Any] | None = None,
    brand: Brand | None = None,
    passages: Iterable[Passage] = (),
) -> Deliverable:
    """The document. source: documents that its readers may see (assessments.disclosed). contents:
    what the framework says of capabilities and initiatives. spread: how the answers to each
    question lie, as far as that may be shown; None where they are gone. insight:
    what lies behind the roadmap (engine.insight), where it is worked out. passages: paragraphs that
    people have reworded."""
    analysed, planned = _day(about.analysed_on), _day(about.planned_on or about.analysed_on)
    book = Book(
        read=source,
        facts=facts(source, about.made_on, spread, insight),
        contents=contents or Contents(),
        analysis_source=sentences.answers(source, analysed),
        plan_source=_("Plan of %(date)s") % {"date": planned},
        days_named=(analysed, planned),
        today=about.made_on,
        protected=about.protected,
    )
    provenance = _provenance(source, about, book.contents)
    editor = narrative.Editor({passage.key: passage for passage in passages}, book.facts)
    return Deliverable(
        organisation=about.organisation,
        assessment=about.assessment,
        sections=tuple(editor.section(one) for one in _sections(book, provenance)),
        provenance=provenance,
        facts=book.facts,
        brand=brand or Brand(),
    )


def _sections(book: Book, provenance: Provenance) -> list[Section]:
    found = [
        standing.written(book),
        change.written(book),
        gaps.written(book),
        roadmap.written(book),
        asks.written(book),
        uncertain.written(book),
        agreement.written(book),
        priorities.written(book),
        load.written(book),
        *areas.written(book),
        initiatives.written(book),
        answers.written(book),
        method.written(book, provenance),
    ]
    return [one for one in found if one is not None]


def _provenance(source: Source, about: About, contents: Contents) -> Provenance:
    result = source.result
    return Provenance(
        framework=contents.framework or result["framework"]["key"],
        framework_version=str(result["framework"]["version"]),
        engine_version=result["engine_version"],
        input_digest=result["inputs"]["digest"],
        analysed_on=about.analysed_on,
        made_on=about.made_on,
        answers=result["inputs"]["answers"],
        respondents=result["inputs"]["respondents"],
        synthetic=about.synthetic,
    )


def _day(day: date) -> str:
    return date_format(day, "j F Y")
